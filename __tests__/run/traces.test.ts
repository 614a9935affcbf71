import { mkdirSync, readdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Launch } from '../../src/model/evidence.ts';
import { SILENT } from '../../src/run/options.ts';
import { MAX_RAW_TRACE, MAX_TRACE, TRACE_ROOM, takeTrace } from '../../src/run/trace-files.ts';
import { readGcTrace } from '../../src/sources/gctrace/read.ts';
import { SyntheticTrace } from '../wire/trace/writer.ts';
import { folder, GO_MOD, inWorkspace, launchOf, put, repository } from './sandbox.ts';

/** A benchmark whose goroutines contend for a lock and of which one stays behind, and one that never ends. */
const BUSY = `package busy

import (
	"sync"
	"testing"
)

var sink []byte
var never = make(chan int)

func wait() { <-never }

func BenchmarkBusy(b *testing.B) {
	var mu sync.Mutex
	var group sync.WaitGroup
	go wait()
	for w := 0; w < 4; w++ {
		group.Add(1)
		go func() {
			defer group.Done()
			for i := 0; i < b.N; i++ {
				mu.Lock()
				sink = make([]byte, Size)
				mu.Unlock()
			}
		}()
	}
	group.Wait()
}

func BenchmarkHangs(b *testing.B) { select {} }
`;

const PKG = 'example.com/m/busy';

function module(): string {
  const size = (n: number) => `package busy\n\nvar Size = ${n}\n`;
  const dir = repository({ 'go.mod': GO_MOD, 'busy/busy.go': size(3000), 'busy/busy_test.go': BUSY });
  put(dir, { 'busy/busy.go': size(4000) });
  return dir;
}

const launch = (benchmark: string, more: Partial<Launch> = {}): Launch => ({
  ...launchOf({
    pkg: PKG,
    phase: 'profile',
    args: [
      ...['-test.paniconexit0', '-test.timeout=0', '-test.run=^$', '-test.benchtime=5000x', '-test.cpu=2'],
      `-test.bench=^Benchmark${benchmark}$`,
    ],
  }),
  ...{ traced: true, godebug: 'gctrace=1', profilers: ['cpu', 'block'] },
  ...more,
});

describe('a launch that is traced', () => {
  test('brings the summary, the trace and gctrace of the same process, beside the user’s own GODEBUG', async () => {
    await inWorkspace(module(), { env: ['GODEBUG=inittrace=1,gctrace=0'] }, async ({ execute }) => {
      const asked = launch('Busy');
      const { traced: _, godebug: __, ...plain } = asked;
      const [record, untraced] = await execute([asked, plain], SILENT);
      expect(record).toMatchObject({ ...asked, ending: 'ok' });
      const { trace, rawTrace, stderr = '', profiles } = record ?? {};
      expect(trace).toMatchObject({ lost: null, goroutines: { created: expect.any(Number) } });
      expect(Buffer.from(rawTrace ?? []).toString('latin1', 0, 6)).toBe('go 1.2');
      expect(profiles?.map(({ kind }) => kind)).toEqual(['cpu', 'block']);
      const [log] = readGcTrace(stderr, '').trace.processes;
      expect(log?.cycles.length).toBeGreaterThanOrEqual(trace?.gc.cycles.length ?? 1e9);
      expect(trace?.gc.cycles.length).toBeGreaterThan(3);
      expect(stderr).toMatch(/^init runtime @/m);
      expect(stderr).not.toMatch(/go-perf-gate/);
      const groups = trace?.goroutines.groups.map(({ name }) => name);
      expect(groups).toEqual(expect.arrayContaining([`${PKG}.wait`, `${PKG}.BenchmarkBusy.func1`]));
      // One by the operation that the testing package runs first, one by the others.
      const left = trace?.goroutines.remaining.filter(({ group }) => group === `${PKG}.wait`) ?? [];
      expect(left.reduce((sum, { count }) => sum + count, 0)).toBe(2);
      for (const one of left)
        expect(one).toMatchObject({
          reason: 'chan receive',
          createdAt: expect.arrayContaining([expect.objectContaining({ function: `${PKG}.BenchmarkBusy` })]),
        });
      expect(untraced?.trace ?? untraced?.rawTrace).toBeUndefined();
      expect(readGcTrace(untraced?.stderr ?? '', '').trace.processes).toEqual([]);
    });
  });

  test('that is killed keeps what stands in the trace, or says that there is nothing', async () => {
    await inWorkspace(module(), {}, async ({ execute }) => {
      const [record] = await execute([launch('Hangs', { timeout: 2 })], SILENT);
      expect(record?.ending).toBe('timeout');
      // Whole generations are a trace, half of the first is none.
      expect(record?.trace !== undefined || /^go-perf-gate: (no )?trace: /m.test(record?.stderr ?? '')).toBe(true);
    });
  });
});

describe('takeTrace', () => {
  const take = async (make: (file: string) => void, room = TRACE_ROOM) => {
    const dir = folder();
    const file = join(dir, 'x.trace');
    make(file);
    const taken = await takeTrace(file, room);
    expect(readdirSync(dir)).toEqual([]);
    return taken;
  };

  test.each<[string, (file: string) => void, RegExp]>([
    ['no file', () => undefined, /^no trace: its file is not there$/],
    ['an empty file', (file) => writeFileSync(file, ''), /^no trace: its file is empty$/],
    ['a link', (file) => symlinkSync('/dev/zero', file), /^no trace: its file is a symbolic link$/],
    ['a folder', (file) => mkdirSync(file), /^no trace: its file is no regular file$/],
    ['no trace', (file) => writeFileSync(file, 'PASS\n'.repeat(10)), /^trace: /],
    ['an old trace', (file) => writeFileSync(file, 'go 1.21 trace\0\0\0'), /^trace: .*1\.21/],
  ])('of %s says what is wrong', async (_, make, remark) => {
    const taken = await take(make);
    expect(taken.trace).toBeNull();
    expect(taken.remarks).toEqual([expect.stringMatching(remark)]);
  });

  test('reads so much of a huge one, and keeps none of it', async () => {
    const size = MAX_TRACE + 1000;
    const taken = await take((file) => {
      writeFileSync(file, 'go 1.26 trace\0\0\0');
      truncateSync(file, size);
    });
    expect(taken.raw).toBeNull();
    expect(taken.remarks).toEqual(
      expect.arrayContaining([
        `trace: ${size} bytes, of which the first ${MAX_TRACE} are read`,
        `the trace itself (${size} bytes) is too large to be kept`,
      ]),
    );
  });

  test('keeps no more than there is room for', async () => {
    const make = (file: string) => writeFileSync(file, Buffer.alloc(1000, 'go 1.26 trace\0\0\0'));
    const { raw, left } = await take(make);
    expect([raw?.length, left.raw]).toEqual([1000, TRACE_ROOM.raw - 1000]);
    expect(await take(make, { ...TRACE_ROOM, raw: 999 })).toMatchObject({ raw: null, left: { raw: 999 } });
    expect(MAX_RAW_TRACE).toBeLessThanOrEqual(TRACE_ROOM.raw);
  });

  test('that evidence would refuse is not taken, and says so', async () => {
    const hostile = new SyntheticTrace();
    // No machine has a processor of this number, and 2^60 is no integer that JSON can tell from its neighbours.
    hostile
      .generation()
      .thread(1, 100)
      .event('ProcStatus', 0, 2n ** 60n, 1);
    const file = join(folder(), 'hostile.trace');
    writeFileSync(file, hostile.bytes());
    const { trace, remarks } = await takeTrace(file, TRACE_ROOM);
    expect(trace).toBeNull();
    expect(remarks.join()).toContain('holds what no real trace does');
  });
});
