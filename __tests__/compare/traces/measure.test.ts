import { describe, expect, test } from '@jest/globals';
import { measuredOf } from '../../../src/compare/traces/measure.ts';
import type { GcCycle } from '../../../src/model/gctrace.ts';
import { MAX_REMAINING } from '../../../src/model/trace.ts';
import { TRACE_METRICS, type TraceMetric, traceMetric } from '../../../src/model/trace-metric.ts';
import type { TraceRun } from '../../../src/model/trace-run.ts';
import { durations, group, groups, MS, run, stackOf, summary, wait } from './make.ts';

const value = (id: string, of: TraceRun, fn: string | null = null) =>
  measuredOf(of, traceMetric(id) as TraceMetric, fn);

const WORKER = '~/pool.(*Pool).worker';
const LOCK = `${WORKER}@~/pool/pool.go:40;sync.(*Mutex).Lock;internal/sync.(*Mutex).lockSlow;runtime.semacquire1`;
const worker = group(`${WORKER}.func1`, {
  time: { runnable: 3 * MS },
  waits: [
    wait('sync', { [LOCK]: [20, 0.5 * MS] }),
    wait('network', { [`${WORKER}@~/pool/pool.go:50;net.(*conn).Read;internal/poll.(*FD).Read`]: [1, 12 * MS] }),
  ],
  latency: durations(200, 0.2 * MS),
});
const PARALLEL = 'testing.(*B).runN;testing.(*B).RunParallel;sync.(*WaitGroup).Wait;runtime.semacquire1';
const launch = group('testing.(*B).launch', {
  time: { runnable: 1 * MS },
  // Forced collections yield.
  latency: durations(50_000, 64),
  waits: [
    wait('sync', { [PARALLEL]: [1, 400 * MS], '~/pool.(*Pool).Submit@~/pool/pool.go:9;sync.(*Mutex).Lock': [5, MS] }),
  ],
});
const main = group('main.main', { waits: [wait('chan receive', { 'main.main;runtime.chanrecv1': [3, 150 * MS] })] });
const system = group('runtime.gcBgMarkWorker', {
  system: true,
  time: { runnable: 90 * MS },
  latency: durations(900, MS),
});
const whole = run(groups(worker, launch, main, system));

describe('of a benchmark as a whole', () => {
  test('goroutines of the runtime and of the measuring are left out, and waits in the testing package', () => {
    expect(value('sched.runnable', whole)).toBeCloseTo(4e-6, 12);
    expect(value('wait.total', whole)).toBeCloseTo((10 + 12 + 5) * 1e-6, 12);
    expect(value('wait.sync', whole)).toBeCloseTo(15e-6, 12);
    expect(value('wait.chan', whole)).toBe(0);
  });

  test('the longest wait is known where it is surely not the testing package’s', () => {
    expect(value('wait.max', whole)).toBeCloseTo(0.012, 12);
    expect(value('wait.sync.max', whole)).toBeCloseTo(0.5e-3, 12);
    expect(value('wait.network.max', whole)).toBeCloseTo(0.012, 12);
    expect(value('wait.select.max', whole)).toBe(0);
  });

  test('a benchmark that waits for what it has started waits to be measured', () => {
    const waits = [wait('sync', { 'testing.(*B).runN;~/pool.BenchmarkSubmit;sync.(*WaitGroup).Wait': [1, 400 * MS] })];
    expect(value('wait.total', run(groups(group('testing.(*B).launch', { waits }))))).toBe(0);
    const handOff = [wait('chan send', { 'testing.(*B).runN;~/pool.BenchmarkSubmit;runtime.chansend1': [100, MS] })];
    expect(value('wait.chan', run(groups(group('testing.(*B).launch', { waits: handOff }))))).toBeCloseTo(1e-4, 12);
  });

  test('scheduling latency is that of the worst group, not of the one whose forced collections yield', () => {
    expect(value('sched.latency.p99', whole)).toBeCloseTo(0.2e-3, 12);
    expect(value('sched.latency.p99', run(groups(launch)))).toBeNull();
  });

  test('of a few waits there is no percentile, but a longest', () => {
    const few = run(groups(group(WORKER, { latency: durations(99, MS) })));
    expect(value('sched.latency.p99', few)).toBeNull();
    expect(value('sched.latency.max', few)).toBeCloseTo(1e-3, 12);
  });

  test('threads, processors and the collector are of the process', () => {
    const processors = { ...summary().processors, idleWhileQueued: 125 * MS };
    expect(value('threads.per-proc', run({ threads: { seen: 9, peak: 5 } }))).toBe(2.5);
    expect(value('procs.idle-queued', run({ processors }))).toBe(0.25);
    const stw = [
      { kind: 'GC mark termination', ...durations(10, 0.02 * MS) },
      { kind: 'read mem stats', ...durations(8, 5 * MS) },
    ];
    expect(value('gc.stw.max', run({ stw }))).toBeCloseTo(20e-6, 12);
    expect(value('gc.stw', run({ stw }))).toBeCloseTo(0.2e-6, 12);
    expect(value('gc.assist', run({ gc: { ...summary().gc, assistRunning: 100 * MS } }))).toBe(0.2);
    expect(value('gc.mmu.10ms', run())).toBe(0.75);
  });

  test('a trace that is not whole says nothing', () => {
    const cut = run({ lost: { bytes: 10, of: 100, why: 'cut off' } });
    expect(TRACE_METRICS.filter(({ id }) => value(id, cut) !== null)).toEqual([]);
  });
});

describe('of groups of goroutines', () => {
  const fn = 'example.com/m/pool.(*Pool).worker';

  test('closures count to the function that holds them', () => {
    expect(value('wait.sync', whole, fn)).toBeCloseTo(10e-6, 12);
    expect(value('sched.latency.max', whole, fn)).toBeCloseTo(0.2e-3, 12);
    expect(value('wait.sync', whole, 'example.com/m/pool.other')).toBeNull();
  });

  test('what is left over counts by where it was started; the measuring’s does not', () => {
    const left = (name: string, count: number) => ({
      ...{ group: name, createdAt: stackOf('a.b'), state: 'waiting' as const, reason: 'chan receive' },
      ...{ at: stackOf('a.b'), count, longest: MS },
    });
    const goroutines = {
      ...summary().goroutines,
      groups: [worker],
      remaining: [
        left('example.com/m/pool.(*Pool).worker.func1', 7),
        left('runtime/trace.(*traceMultiplexer).startLocked.func1', 1),
        left('testing.(*B).launch', 1),
        left('example.com/m/other.Start', 2),
      ],
    };
    expect(value('goroutines.leaked', run({ goroutines }))).toBe(9);
    expect(value('goroutines.leaked', run({ goroutines }), fn)).toBe(7);
  });

  test('of more places than are listed, what the groups count is not lost', () => {
    const place = { group: `${worker.name}`, createdAt: stackOf('a.b'), state: 'waiting' as const, reason: 'select' };
    const remaining = Array.from({ length: MAX_REMAINING }, () => ({
      ...place,
      at: stackOf('a.b'),
      count: 1,
      longest: MS,
    }));
    const goroutines = { ...summary().goroutines, groups: [{ ...worker, created: 900, ended: 20 }], remaining };
    expect(value('goroutines.leaked', run({ goroutines }))).toBe(880);
  });
});

describe('with gctrace', () => {
  const cycle = (number: number, more: Partial<GcCycle> = {}): GcCycle => ({
    ...{ line: number, number, at: number * 100 * MS, percent: 3, stacks: 0, globals: 0, maxprocs: 2 },
    ...{ forced: false, leaks: false, heap: { start: 0, end: 0, live: 0, goal: 0 } },
    clock: { sweepTermination: 1000, mark: MS, markTermination: 1000 },
    cpu: { sweepTermination: 2000, assist: MS, background: MS, idle: 50 * MS, markTermination: 2000 },
    ...more,
  });
  const cycles = [1, 2, 3].map((i) => ({ begin: i * 100 * MS, end: i * 100 * MS + MS }));
  const gctrace = [cycle(1), cycle(2, { forced: true }), cycle(3)];
  const collected = run({ gc: { ...summary().gc, cycles } }, { gctrace });

  test('forced collections are no cycles', () => {
    expect(value('gc.cycles', collected)).toBe(2 / 1000);
  });

  test('the share of CPU time is of the window, without idle workers', () => {
    expect(value('gc.cpu', collected)).toBeCloseTo((2 * 2.004) / (200 * 2), 6);
    expect(value('gc.cpu', run())).toBeNull();
    expect(value('gc.cpu', run({}, { gctrace: [cycle(1)] }))).toBeNull();
  });
});
