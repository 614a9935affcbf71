import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { bytesSource } from '../../../src/model/byte-source.ts';
import type { GoroutineGroup, TraceStack, TraceSummary } from '../../../src/model/trace.ts';
import { readTrace } from '../../../src/sources/trace/read.ts';

const TROUBLES = join(dirname(fileURLToPath(import.meta.url)), 'fixtures', 'troubles');
const folder = mkdtempSync(join(tmpdir(), 'troubles-'));
const binary = join(folder, 'troubles.test');

beforeAll(() => {
  execFileSync('go', ['test', '-c', '-o', binary, '.'], { cwd: TROUBLES, stdio: 'pipe' });
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The trace of a benchmark: its only iteration, and those asked for. */
function traced(benchmark: string, ...flags: readonly string[]): TraceSummary {
  const file = join(folder, `${benchmark}.trace`);
  const all = ['-test.run=^$', `-test.bench=^Benchmark${benchmark}$`, `-test.trace=${file}`, ...flags];
  execFileSync(binary, all, { cwd: TROUBLES, stdio: 'pipe' });
  const { summary, diagnostics } = readTrace(bytesSource(readFileSync(file)), file, { exact: true });
  expect(diagnostics).toEqual([]);
  if (summary === null) throw new Error('no summary');
  return summary;
}

function group({ goroutines }: TraceSummary, name: string): GoroutineGroup {
  const found = goroutines.groups.find((one) => one.name === `example.com/troubles.${name}`);
  if (found === undefined) throw new Error(`no group ${name} among ${goroutines.groups.map((one) => one.name)}`);
  return found;
}

const functions = (stack: TraceStack | undefined) => stack?.map((frame) => frame.function);

test('a leak is what remains, with the go statement that made it', () => {
  const summary = traced('Leak', '-test.benchtime=50x');
  // Go tries one iteration before it runs fifty, and calls it from elsewhere.
  expect(summary.goroutines.remaining.slice(0, 2).map(({ count }) => count)).toEqual([50, 1]);
  for (const one of summary.goroutines.remaining.slice(0, 2))
    expect(one).toMatchObject({
      group: 'example.com/troubles.waitForAnswer',
      state: 'waiting',
      reason: 'chan receive',
    });
  const [{ createdAt, at } = { createdAt: [], at: [] }] = summary.goroutines.remaining;
  expect(createdAt.find((frame) => frame.function === 'example.com/troubles.request')).toMatchObject({ line: 9 });
  expect(functions(at)).toContain('example.com/troubles.waitForAnswer');
  expect(group(summary, 'waitForAnswer')).toMatchObject({ count: 51, created: 51, ended: 0, system: false });
});

test('a lock convoy is the time in the reason sync, under the function that locks', () => {
  const { waits, ended } = group(traced('Convoy', '-test.benchtime=1x'), 'clerk');
  expect(ended).toBe(8);
  const [longest] = waits;
  expect(longest?.reason).toBe('sync');
  expect(functions(longest?.stacks[0]?.stack)).toContain('example.com/troubles.(*ledger).post');
  expect(waits.find(({ reason }) => reason === 'sleep')?.count).toBe(160);
});

test('an unbuffered hand-off is waits of both sides, about one an item', () => {
  const summary = traced('HandOff', '-test.benchtime=1x');
  const of = (name: string, reason: string) => group(summary, name).waits.find((wait) => wait.reason === reason);
  const [sends, receives] = [of('produce', 'chan send'), of('consume', 'chan receive')];
  const count = (sends?.count ?? 0) + (receives?.count ?? 0);
  expect(count).toBeGreaterThanOrEqual(500);
  expect(count).toBeLessThanOrEqual(2002);
  expect(functions(receives?.stacks[0]?.stack)).toContain('example.com/troubles.consume');
});

test('a starved goroutine is the scheduling latency of its group', () => {
  const summary = traced('Starved', '-test.benchtime=1x', '-test.cpu=1');
  const { latency, waits } = group(summary, 'heartbeat');
  expect(waits.find(({ reason }) => reason === 'sleep')?.count).toBe(10);
  expect(latency.count).toBeGreaterThanOrEqual(11);
  // Go preempts after 10 ms: with a hog before it the heartbeat cannot come sooner after most of its naps.
  expect(latency.p99).toBeGreaterThan(5e6);
  expect(latency.max).toBe(latency.p99);
  expect(summary.latency.preempted.count).toBeGreaterThan(0);
  expect(summary.processors.peakRunnable).toBeGreaterThanOrEqual(4);
});

test('goroutines that sleep five times each: all numbers that are known beforehand', () => {
  const summary = traced('Sleepers', '-test.benchtime=1x');
  const { waits, time, latency, ...counts } = group(summary, 'sleeper');
  expect(counts).toMatchObject({ count: 16, created: 16, ended: 16, system: false });
  const sleeps = waits.find(({ reason }) => reason === 'sleep');
  expect(sleeps).toMatchObject({ count: 80 });
  expect(sleeps?.total).toBeGreaterThanOrEqual(80e6);
  expect(waits.reduce((sum, wait) => sum + wait.total, 0)).toBe(time.waiting);
  expect(latency).toMatchObject({ total: time.runnable });
  expect(latency.count).toBeGreaterThanOrEqual(96);
  const { created, ended, before, alive, groups } = summary.goroutines;
  expect(alive).toBe(before + created - ended);
  expect(groups.reduce((sum, one) => sum + one.count, 0)).toBe(before + created);
  expect(summary.latency.all.count).toBe(groups.reduce((sum, one) => sum + one.latency.count, 0));
  expect(summary.processors.running).toBe(summary.processors.each.reduce((sum, one) => sum + one.running, 0));
});
