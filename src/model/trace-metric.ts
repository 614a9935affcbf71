import type { Comparison } from './comparison.ts';
import type { Metric } from './metric.ts';
import { tidyUnit } from './unit.ts';

/** A metric that execution traces (and the gctrace lines of the same process) give. */
export interface TraceMetric extends Metric {
  readonly kind: 'trace';
  /** What a rule without `where.function` is about. */
  readonly without: 'benchmark';
  /** Whether groups of goroutines have it too: `where.function` is the function that they were started with. */
  readonly ofGroups: boolean;
}

/** Families of the reasons for which goroutines wait, as the runtime names them (runtime/traceruntime.go). */
export const WAIT_FAMILIES = {
  chan: ['chan send', 'chan receive'],
  select: ['select'],
  sync: ['sync', 'sync.(*Cond).Wait'],
  network: ['network'],
  sleep: ['sleep'],
} as const;
export type WaitFamily = keyof typeof WAIT_FAMILIES;
const FAMILIES = Object.keys(WAIT_FAMILIES) as readonly WaitFamily[];

/** What each family waits for, for people. */
const FOR: Readonly<Record<WaitFamily, string>> = {
  chan: 'on channels',
  select: 'in select',
  sync: 'for locks, condition variables and wait groups',
  network: 'for the network poller',
  sleep: 'asleep',
};

/** Windows of `gc.mmu.…`, nanoseconds. */
export const MMU_METRICS = { '1ms': 1e6, '10ms': 1e7, '100ms': 1e8, '1s': 1e9 } as const;
export type MmuWindow = keyof typeof MMU_METRICS;

/** Everything that traces give. Ids begin with a word that no unit begins with, so a rule has to name them. */
export const TRACE_METRICS: readonly TraceMetric[] = [
  ofGroups(
    'sched.latency.p50',
    'sec',
    'Half of the waits of runnable goroutines for a processor are not longer; of the group where it is worst.',
  ),
  ofGroups(
    'sched.latency.p99',
    'sec',
    '99 % of the waits of runnable goroutines for a processor are not longer; of the group where it is worst.',
  ),
  ofGroups('sched.latency.max', 'sec', 'The longest that a runnable goroutine waited for a processor.'),
  ofGroups('sched.runnable', 'sec/op', 'Time per operation that goroutines could have run and had no processor.'),
  {
    ...ofGroups('goroutines.leaked', 'goroutines', 'Goroutines created in the run and still there at its end.'),
    assume: 'exact',
    // One more may just not have ended yet.
    floor: { relative: 0, absolute: 1 },
  },
  whole('goroutines.peak', 'goroutines', 'The most goroutines at once.'),
  ofGroups('wait.total', 'sec/op', 'Time per operation that goroutines wait, for whatever reason.'),
  ofGroups('wait.max', 'sec', 'The longest single wait.'),
  ...FAMILIES.flatMap((family) => [
    ofGroups(`wait.${family}`, 'sec/op', `Time per operation that goroutines wait ${FOR[family]}.`),
    ofGroups(`wait.${family}.max`, 'sec', `The longest single wait ${FOR[family]}.`),
  ]),
  whole('threads.per-proc', 'ratio', 'The most threads that ran or stood in system calls, over GOMAXPROCS.'),
  whole(
    'procs.idle-queued',
    'ratio',
    'Share of the time that a processor was idle while a goroutine was runnable; inferred.',
  ),
  whole('gc.stw.max', 'sec', 'The longest stop of the world by the garbage collector.'),
  whole('gc.stw', 'sec/op', 'Time per operation that the garbage collector stopped the world.'),
  whole('gc.assist', 'ratio', 'Share of the running time that goroutines assisted the garbage collector.'),
  whole('gc.cycles', 'cycles/op', 'Garbage collections per operation, forced ones left out.'),
  whole('gc.cpu', 'ratio', 'Share of the CPU time that the garbage collector takes (gctrace).'),
  ...Object.keys(MMU_METRICS).map((window) => ({
    ...whole(
      `gc.mmu.${window}`,
      'ratio',
      `Least share of the processors that any ${window} left to the program, minimum mutator utilisation.`,
    ),
    better: 'higher' as const,
  })),
];

function whole(id: string, unit: string, about: string): TraceMetric {
  const what = { kind: 'trace', without: 'benchmark', ofGroups: false, about } as const;
  return { id, unit: tidyUnit(unit).unit, better: 'lower', assume: 'nothing', ...what };
}

function ofGroups(id: string, unit: string, about: string): TraceMetric {
  return { ...whole(id, unit, about), ofGroups: true };
}

/** The metric with this id, if traces give it. */
export function traceMetric(id: string): TraceMetric | undefined {
  return TRACE_METRICS.find((metric) => metric.id === id);
}

/** A row's metric, if traces give it; a benchmark may report a unit that is called like one. */
export function traceMetricOf({ metric, unit }: Pick<Comparison, 'metric' | 'unit'>): TraceMetric | undefined {
  const named = traceMetric(metric);
  return named?.unit === unit ? named : undefined;
}
