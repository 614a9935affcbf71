import type { Distribution, GoroutineGroup, TraceStack, TraceSummary, Wait } from '../../../src/model/trace.ts';
import type { TraceRun } from '../../../src/model/trace-run.ts';

export const MS = 1e6;

/** So many equal durations, ns. */
export function durations(count = 0, each = 0): Distribution {
  return { count, total: count * each, p50: each, p90: each, p99: each, max: each };
}

/** `pool.(*Pool).Submit@pool/pool.go:54;sync.(*Mutex).Lock`: root first, as one writes calls; `~` is the module. */
export function stackOf(text: string): TraceStack {
  return text
    .replaceAll('~', 'example.com/m')
    .split(';')
    .reverse()
    .map((frame) => {
      const [, fn = '', file = '', line = '0'] = /^([^@]*)(?:@(.*):(\d+))?$/.exec(frame) ?? [];
      return { function: fn, file, line: Number(line) };
    });
}

/** Waits of one reason by stack: how many, and how long each. */
export function wait(reason: string, stacks: Readonly<Record<string, readonly [count: number, each: number]>>): Wait {
  const all = Object.entries(stacks).map(([text, [count, each]]) => ({
    stack: stackOf(text),
    count,
    total: count * each,
    each,
  }));
  const sum = (of: 'count' | 'total') => all.reduce((total, one) => total + one[of], 0);
  const most = Math.max(0, ...all.map(({ each }) => each));
  return {
    ...{ reason, count: sum('count'), total: sum('total'), p50: most, p90: most, p99: most, max: most },
    stacks: all.map(({ each: _, ...one }) => one).sort((a, b) => b.total - a.total),
  };
}

/** What is given of a group; times are partly known too. */
export type GroupSpec = Omit<Partial<GoroutineGroup>, 'time'> & { readonly time?: Partial<GoroutineGroup['time']> };

/** Its time waiting is that of its waits, as the model has it. */
export function group(name: string, { time, ...more }: GroupSpec = {}): GoroutineGroup {
  const waiting = (more.waits ?? []).reduce((sum, { total }) => sum + total, 0);
  const none = { undetermined: 0, running: 0, runnable: 0, waiting, syscall: 0, syscallBlocked: 0, assist: 0 };
  return {
    ...{ name: name.replaceAll('~', 'example.com/m'), system: false, count: 1, created: 1, ended: 1 },
    ...{ waits: [], latency: durations(), syscalls: durations() },
    ...more,
    time: { ...none, ...time },
  };
}

/** A trace of half a second in which nothing happens but what is given. */
export function summary(more: Partial<TraceSummary> = {}): TraceSummary {
  const none = durations();
  const running = 500 * MS;
  return {
    ...{ version: '1.26', events: 1000, generations: 1, duration: 500 * MS, lost: null },
    clock: { start: '1000', snapshots: [{ time: 0, mono: '1000', wall: '1790000000000000000' }] },
    goroutines: { created: 3, ended: 3, before: 2, alive: 2, peak: 4, groups: [], remaining: [] },
    latency: { created: none, unblocked: none, preempted: none, yielded: none, syscall: none, all: none },
    processors: {
      ...{ gomaxprocs: 2, most: 2, capacity: 2 * running, running, queued: 0, idleWhileQueued: 0, peakRunnable: 1 },
      each: [{ id: 0, running }],
    },
    threads: { seen: 4, peak: 2 },
    stw: [],
    gc: {
      ...{ cycles: [], assists: none, assistRunning: 0, running },
      workers: { dedicated: 0, fractional: 0, idle: 0 },
      sweeps: { ...none, swept: 0, reclaimed: 0 },
      mmu: [1e6, 1e7, 1e8, 1e9].map((window) => ({ window, utilisation: 0.75, internalTrace: 0.75 })),
    },
    heap: { live: null, goal: null },
    tasks: [],
    regions: [],
    cpuSamples: { total: 0, by: [] },
    timeline: {
      ...{ step: 500 * MS, steps: 1, running: [1], runnable: [0], goroutines: [4], marking: [0], stopped: [0] },
      ...{ heap: [null], goal: [null], processors: [{ id: 0, running: [running] }] },
      groups: [{ name: 'main.main', running: [0], runnable: [0] }],
    },
    ...more,
  };
}

export function groups(...all: readonly GoroutineGroup[]): Pick<TraceSummary, 'goroutines'> {
  return { goroutines: { ...summary().goroutines, groups: all } };
}

export function run(more: Partial<TraceSummary> = {}, of: Partial<TraceRun> = {}): TraceRun {
  return {
    ...{ summary: summary(more), iterations: 1000, gctrace: null, cpu: 0.5, round: 2, order: 0 },
    profiled: { cpu: null, blocked: null },
    ...of,
  };
}
