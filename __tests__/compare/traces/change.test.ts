import { describe, expect, test } from '@jest/globals';
import { traceChange } from '../../../src/compare/traces/change.ts';
import type { GoroutineGroup, TraceSummary } from '../../../src/model/trace.ts';
import { owner } from '../profiles/make.ts';
import { durations, type GroupSpec, group, groups, MS, run, summary, wait } from './make.ts';

const subject = { pkg: 'example.com/m/pool', benchmark: 'Submit', gomaxprocs: 2 };
const change = (base: Partial<TraceSummary>, head: Partial<TraceSummary>) =>
  traceChange({ subject, isNew: false, base: [run(base)], head: [run(head)] }, owner());
const place = { function: 'example.com/m/pool.(*Pool).Submit', file: 'pool/pool.go' };

const SUBMIT = (line: number) =>
  `testing.(*B).runN;~/pool.BenchmarkSubmit;~/pool.(*Pool).Submit@~/pool/pool.go:${line}`;
const LOCK = (line: number) => `${SUBMIT(line)};sync.(*Mutex).Lock;internal/sync.(*Mutex).lockSlow`;
const launch = (more: GroupSpec) =>
  groups(group('testing.(*B).launch', { ...more, time: { running: 400 * MS, ...more.time } }));

describe('what operations wait for more', () => {
  test('has its place in the module, by function, with the line of head', () => {
    const base = launch({ waits: [wait('sync', { [LOCK(20)]: [100, 1000] })] });
    const head = launch({ waits: [wait('sync', { [LOCK(31)]: [1000, 50_000] })] });
    expect(change(base, head)?.grown).toEqual([
      {
        ...{ kind: 'wait', text: 'for a lock', ...place, line: 31, elapsed: true },
        ...{ base: expect.closeTo(1e-7, 12), head: expect.closeTo(5e-5, 12), oftener: expect.closeTo(0.9, 9) },
      },
    ]);
  });

  test.each([
    ['chan send', `${SUBMIT(9)};runtime.chansend1`, 'to send on a channel'],
    ['select', `${SUBMIT(9)};runtime.selectgo`, 'in a select'],
    ['sync', `${SUBMIT(9)};sync.(*RWMutex).RLock;runtime.semacquire1`, 'for a lock'],
    ['sync', `${SUBMIT(9)};sync.(*WaitGroup).Wait`, 'for a wait group'],
    ['synctest', SUBMIT(9), '(synctest)'],
  ])('is said in words: %s', (reason, stack, text) => {
    const head = launch({ waits: [wait(reason, { [stack]: [1000, 50_000] })] });
    expect(change(launch({}), head)?.grown).toMatchObject([{ text, ...place, line: 9 }]);
  });

  test('counts once where several goroutines run the benchmark side by side', () => {
    const workers = (each: number) =>
      groups(
        group('testing.(*B).launch', {
          waits: [wait('sync', { 'testing.(*B).runN;testing.(*B).RunParallel;sync.(*WaitGroup).Wait': [1, 400 * MS] })],
        }),
        group('testing.(*B).RunParallel.func1', {
          time: { running: 1600 * MS - 1000 * each },
          waits: [wait('sync', { [LOCK(9)]: [1000, each] })],
        }),
      );
    expect(change(workers(0), workers(100_000))?.grown).toMatchObject([{ head: expect.closeTo(1e-4 / 4, 9) }]);
  });

  test('is nothing where it does not stand out of what waits vary by', () => {
    const one = (count: number, each: number) => launch({ waits: [wait('sync', { [LOCK(9)]: [count, each] })] });
    expect(change(one(1, MS), one(1, 5 * MS))?.grown).toEqual([]);
    expect(change(one(1000, MS), one(1000, 1.05 * MS))?.grown).toEqual([]);
    expect(change(one(1000, 2 * MS), one(1000, MS))?.grown).toEqual([]);
  });

  test('is nothing on channels where others than the benchmark wait: who is idle waits for whoever is slow', () => {
    const idle = (each: number) =>
      groups(group('~/pool.(*Pool).worker', { waits: [wait('chan receive', { [SUBMIT(9)]: [1000, each] })] }));
    expect(change(idle(MS), idle(9 * MS))?.grown).toEqual([]);
    const locked = (each: number) =>
      groups(group('~/pool.(*Pool).worker', { waits: [wait('sync', { [LOCK(9)]: [1000, each] })] }));
    expect(change(locked(MS), locked(9 * MS))?.grown).toMatchObject([{ elapsed: false, ...place }]);
  });
});

describe('scheduling', () => {
  const scheduled = (count: number, each: number, waits: GoroutineGroup['waits'] = []) => {
    const unblocked = durations(count, each);
    const latency = { ...summary().latency, unblocked, all: unblocked };
    return { ...launch({ time: { runnable: count * each }, waits }), latency };
  };

  test('that grows is told', () => {
    expect(change(scheduled(1000, 100), scheduled(1000, 50_000))?.grown).toMatchObject([
      { kind: 'scheduling', text: 'for a processor', head: expect.closeTo(5e-5, 9) },
    ]);
  });

  test('that follows waits at one place is told with it', () => {
    const before = scheduled(100, 100, [wait('sync', { [LOCK(9)]: [100, 1000] })]);
    const after = scheduled(2000, 50_000, [wait('sync', { [LOCK(9)]: [1900, 10_000] })]);
    expect(change(before, after)?.grown).toMatchObject([
      { kind: 'wait', text: 'for a lock, and then for a processor', ...place, head: expect.closeTo(1.19e-4, 9) },
    ]);
  });
});

describe('the garbage collector', () => {
  test('takes assists while they run, and its own stops', () => {
    const collected = (n: number) => ({
      stw: [
        { kind: 'GC sweep termination', ...durations(n, 10_000) },
        { kind: 'read mem stats', ...durations(8, 9 * MS) },
      ],
      gc: { ...summary().gc, assists: durations(n, MS), assistRunning: n * 100_000 },
    });
    expect(change(collected(1), collected(200))?.grown).toMatchObject([
      { kind: 'gc', head: expect.closeTo(200 * 110e-9, 12) },
    ]);
  });

  test('is named where whoever allocates waits for it', () => {
    const waits = [wait('GC mark assist wait for work', { [`${SUBMIT(9)};runtime.mallocgc`]: [500, 50_000] })];
    expect(change(launch({}), launch({ waits }))?.grown).toMatchObject([{ kind: 'gc', ...place, line: 9 }]);
  });
});

test('without a whole trace a side there is nothing to compare', () => {
  expect(change({ lost: { bytes: 1, of: 2, why: 'cut off' } }, {})).toBeNull();
});
