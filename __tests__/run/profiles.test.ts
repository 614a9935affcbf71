import { mkdirSync, readdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import type { Launch, ProcessRecord } from '../../src/model/evidence.ts';
import { SILENT } from '../../src/run/options.ts';
import { packProfile, takeProfiles } from '../../src/run/profile-files.ts';
import { decodeProfile } from '../../src/wire/pprof/decode.ts';
import { folder, GO_MOD, inWorkspace, launchOf, put, repository } from './sandbox.ts';

/** A benchmark that computes, allocates and waits for a lock, one that panics, and one that never ends. */
const BUSY = `package busy

import (
	"fmt"
	"os"
	"sync"
	"testing"
)

var sink []byte

//go:noinline
func spin(n int) int {
	sum := Size
	for i := 0; i < n; i++ {
		sum += sum<<3 ^ i
	}
	return sum
}

//go:noinline
func grow() { sink = make([]byte, 1000) }

func BenchmarkBusy(b *testing.B) {
	var mu sync.Mutex
	var group sync.WaitGroup
	for w := 0; w < 2; w++ {
		group.Add(1)
		go func() {
			defer group.Done()
			for i := 0; i < b.N; i++ {
				mu.Lock()
				spin(100000)
				grow()
				mu.Unlock()
			}
		}()
	}
	group.Wait()
	fmt.Println("arguments:", os.Args[1:])
}

func BenchmarkPanics(b *testing.B) {
	for i := 0; i < b.N; i++ {
		spin(1000)
	}
	panic("on purpose")
}

func BenchmarkHangs(b *testing.B) { select {} }
`;

const PKG = 'example.com/m/busy';

function module(): string {
  const size = (n: number) => `package busy\n\nvar Size = ${n}\n`;
  const dir = repository({ 'go.mod': GO_MOD, 'busy/busy.go': size(3), 'busy/busy_test.go': BUSY });
  put(dir, { 'busy/busy.go': size(4) });
  return dir;
}

const TOLD = ['-test.paniconexit0', '-test.timeout=0', '-test.run=^$', '-test.benchtime=100x'];
const RATES = ['-test.blockprofilerate=10000', '-test.mutexprofilefraction=1', '-test.memprofilerate=1'];

const launch = (benchmark: string, profilers: Launch['profilers'], more: Partial<Launch> = {}): Launch => ({
  ...launchOf({ pkg: PKG, phase: 'profile', args: [...TOLD, ...RATES, `-test.bench=^Benchmark${benchmark}$`] }),
  ...(profilers ? { profilers } : {}),
  ...more,
});

/** Sample types and functions of a profile of a process. */
function holds(record: ProcessRecord | undefined, kind: string): { types: readonly string[]; functions: Set<string> } {
  const bytes = record?.profiles?.find((p) => p.kind === kind)?.bytes ?? new Uint8Array();
  const { profile } = decodeProfile(bytes);
  if (profile === null) throw new Error(`no ${kind} profile`);
  const functions = new Set(Array.from(profile.functions.name, (at) => profile.strings[at] ?? ''));
  return { types: profile.sampleTypes.map(({ type, unit }) => `${type}/${unit}`), functions };
}

describe('a launch with profilers', () => {
  test('brings what they wrote; one without brings none', async () => {
    await inWorkspace(module(), {}, async ({ execute }) => {
      const all = ['cpu', 'memory', 'block', 'mutex'] as const;
      const launches = [launch('Busy', all), launch('Busy', ['cpu'], { side: 'base' }), launch('Busy', undefined)];
      const [every, base, none] = await execute(launches, SILENT);
      expect([every, base, none].map((r) => [r?.ending, r?.stderr])).toEqual(Array(3).fill(['ok', '']));
      expect(every?.profiles?.map((p) => p.kind)).toEqual(all);
      expect(holds(every, 'cpu').types).toEqual(['samples/count', 'cpu/nanoseconds']);
      expect(holds(every, 'memory').types).toContain('alloc_space/bytes');
      expect(holds(every, 'block').types).toEqual(['contentions/count', 'delay/nanoseconds']);
      expect(holds(every, 'mutex').types).toEqual(['contentions/count', 'delay/nanoseconds']);
      expect(holds(every, 'memory').functions).toContain(`${PKG}.grow`);
      expect(holds(every, 'block').functions).toContain('sync.(*WaitGroup).Wait');
      expect(base?.profiles?.map((p) => p.kind)).toEqual(['cpu']);
      expect(none?.profiles).toBeUndefined();
      expect(none?.stdout).not.toMatch(/arguments:.*profile=/);
    });
  });

  test('records the arguments that it was planned with, and leaves no file behind', async () => {
    await inWorkspace(module(), {}, async ({ execute }) => {
      const asked = launch('Busy', ['cpu', 'mutex']);
      const [record] = await execute([asked], SILENT);
      expect(record).toMatchObject(asked);
      const file = /-test\.cpuprofile=(\S+)/.exec(record?.stdout ?? '')?.[1] ?? '';
      expect(file).toMatch(/\.cpu\.pb\.gz$/);
      expect(isAbsolute(file)).toBe(true);
      expect(readdirSync(join(file, '..')).filter((name) => name.endsWith('.gz'))).toEqual([]);
    });
  });

  test('of what panics or hangs says which profiles there are none of', async () => {
    await inWorkspace(module(), {}, async ({ execute }) => {
      const launches = [launch('Panics', ['cpu', 'block']), launch('Hangs', ['cpu', 'block'], { timeout: 1 })];
      const [panics, hangs] = await execute(launches, SILENT);
      expect([panics?.ending, hangs?.ending]).toEqual(['exit', 'timeout']);
      for (const record of [panics, hangs]) {
        expect(record?.profiles).toBeUndefined();
        expect(record?.stderr).toMatch(/^go-perf-gate: no cpu profile: its file is empty$/m);
        expect(record?.stderr).toMatch(/^go-perf-gate: no block profile: its file is not there$/m);
      }
    });
  });
});

describe('takeProfiles', () => {
  const bytes = Uint8Array.from({ length: 1000 }, (_, i) => i % 7);
  const take = async (put: (file: string) => void, limit = 1e6) => {
    const dir = folder();
    const file = join(dir, 'x.cpu.pb.gz');
    put(file);
    const taken = await takeProfiles([{ kind: 'cpu', file }], limit);
    expect(readdirSync(dir)).toEqual([]);
    return taken;
  };
  const packed = (file: string) => writeFileSync(file, packProfile(bytes));

  test('unpacks', async () => {
    expect(await take(packed)).toEqual({ profiles: [{ kind: 'cpu', bytes }], remarks: [] });
  });

  test.each<[string, (file: string) => void, string]>([
    ['no file', () => undefined, 'is not there'],
    ['an empty file', (file) => writeFileSync(file, ''), 'is empty'],
    ['no gzip file', (file) => writeFileSync(file, bytes), 'is no whole gzip file: incorrect header check'],
    [
      'half of one',
      (file) => writeFileSync(file, gzipSync(bytes).subarray(0, 30)),
      'is no whole gzip file: unexpected end of file',
    ],
    ['a link', (file) => symlinkSync('/dev/zero', file), 'is a symbolic link'],
    ['a folder', (file) => mkdirSync(file), 'is no regular file'],
    [
      'a huge file',
      (file) => {
        writeFileSync(file, '');
        truncateSync(file, 65 << 20);
      },
      `has ${65 << 20} bytes, more than are accepted`,
    ],
  ])('leaves out %s, and says so', async (_, put, why) => {
    expect(await take(put)).toEqual({ profiles: [], remarks: [`no cpu profile: its file ${why}`] });
  });

  test('leaves out what unpacks to more than there is room for, together', async () => {
    expect((await take(packed, 999)).remarks).toEqual([
      'no cpu profile: its file unpacks to more bytes than are accepted',
    ]);
    const dir = folder();
    const files = ['a', 'b', 'c'].map((name) => join(dir, name));
    for (const file of files) packed(file);
    const written = files.map((file, i) => ({ kind: (['cpu', 'block', 'mutex'] as const)[i] ?? 'cpu', file }));
    const { profiles, remarks } = await takeProfiles(written, 2500);
    expect([profiles.map((p) => p.kind), remarks.length]).toEqual([['cpu', 'block'], 1]);
  });
});
