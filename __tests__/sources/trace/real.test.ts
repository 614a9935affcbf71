import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { bytesSource } from '../../../src/model/byte-source.ts';
import { ByteFile, SpillFile } from '../../../src/run/byte-file.ts';
import { openEvidence } from '../../../src/run/open-evidence.ts';
import { detectKind } from '../../../src/sources/index.ts';
import { EvidenceFile } from '../../../src/sources/source.ts';
import { readTrace } from '../../../src/sources/trace/read.ts';

const WORK = mkdtempSync(join(tmpdir(), 'trace-real-'));
const TRACE = join(WORK, 'sync.trace');
afterAll(() => rmSync(WORK, { recursive: true, force: true }));

beforeAll(() => {
  const flags = ['-run=^$', '-bench=Cond4$|Pool$', '-benchtime=300x', `-trace=${TRACE}`, '-o', join(WORK, 'binary')];
  execFileSync('go', ['test', ...flags, 'sync'], { stdio: 'ignore' });
}, 300_000);

describe('a trace that go test has written', () => {
  test('is read whole, and its times add up', () => {
    const { summary, diagnostics } = readTrace(bytesSource(readFileSync(TRACE)), TRACE, { exact: true });
    expect(diagnostics).toEqual([]);
    if (!summary) throw new Error('no summary');
    const { goroutines, gc, processors, duration, events, latency } = summary;
    expect(events).toBeGreaterThan(1000);
    const running = goroutines.groups.reduce((sum, { time }) => sum + time.running, 0);
    expect(gc.running).toBe(running);
    expect(running).toBeLessThanOrEqual(processors.capacity);
    expect(processors.gomaxprocs * duration).toBeGreaterThanOrEqual(processors.capacity);
    expect(goroutines.before + goroutines.created - goroutines.ended).toBe(goroutines.alive);
    expect(latency.all.count).toBe(goroutines.groups.reduce((sum, group) => sum + group.latency.count, 0));
    expect(goroutines.groups.map(({ name }) => name)).toContain('runtime.gcBgMarkWorker');
  });

  test('is the same from memory, from a file, packed, and from a temporary file', async () => {
    const bytes = readFileSync(TRACE);
    const expected = readTrace(bytesSource(bytes), 'f');
    const file = new ByteFile(openSync(TRACE, 'r'), statSync(TRACE).size);
    expect(readTrace(file, 'f')).toEqual(expected);
    file.close();
    const packed = `${TRACE}.gz`;
    writeFileSync(packed, gzipSync(bytes));
    const { source, close } = await openEvidence(packed);
    expect(readTrace(source, 'f')).toEqual(expected);
    close();
    const spill = new SpillFile();
    for (let at = 0; at < bytes.length; at += 1000) spill.write(bytes.subarray(at, at + 1000));
    const spilled = spill.done();
    expect(readTrace(spilled, 'f')).toEqual(expected);
    spilled.close();
  });

  test('is recognised, and is not read into memory for that', () => {
    const descriptor = openSync(TRACE, 'r');
    const { size } = statSync(TRACE);
    const asked: number[] = [];
    const file = new ByteFile(descriptor, size);
    const read = (offset: number, length: number) => {
      asked.push(length);
      return file.read(offset, length);
    };
    const source = { size, read };
    const evidence = new EvidenceFile(TRACE, source);
    expect(detectKind(evidence)?.kind).toBe('trace');
    detectKind(evidence)?.inspect(evidence);
    expect(Math.max(...asked)).toBeLessThanOrEqual(64 * 1024);
    expect(evidence.bytes).toEqual(new Uint8Array(readFileSync(TRACE)));
    closeSync(descriptor);
  });
});

test('what is packed and large goes through a temporary file that has no name', async () => {
  const large = new Uint8Array(40 * 1024 * 1024).map((_, i) => i >> 12);
  const path = join(WORK, 'large.gz');
  writeFileSync(path, gzipSync(large, { level: 1 }));
  const { source, close } = await openEvidence(path);
  expect(source).toBeInstanceOf(ByteFile);
  expect(source.size).toBe(large.length);
  expect(source.read(20 << 20, 4)).toEqual(large.subarray(20 << 20, (20 << 20) + 4));
  close();
});
