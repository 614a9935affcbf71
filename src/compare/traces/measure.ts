import type { GcCycle } from '../../model/gctrace.ts';
import { declaredFunction } from '../../model/go-function.ts';
import { type GoroutineGroup, MAX_REMAINING, type TraceSummary } from '../../model/trace.ts';
import {
  MMU_METRICS,
  type MmuWindow,
  type TraceMetric,
  WAIT_FAMILIES,
  type WaitFamily,
} from '../../model/trace-metric.ts';
import { collectorStops, type TraceRun } from '../../model/trace-run.ts';
import { isProgram, isTimed, leftIn, type OwnWait, ownWait, runsBenchmark } from './own.ts';

/** Nanoseconds of a second. */
const NS = 1e9;

/**
 * One run's value of a metric, in its unit.
 *
 * @param fn the declared function that a group of goroutines was started with; null for the benchmark as a whole
 * @returns null where the trace does not say: it is not whole, or has no such group, or nothing of the kind
 */
export function measuredOf(run: TraceRun, { id }: TraceMetric, fn: string | null): number | null {
  if (run.summary.lost !== null) return null;
  const groups = groupsOf(run.summary, fn);
  if (fn !== null && groups.length === 0) return null;
  const [family = '', part = ''] = id.split(/\.(.*)/);
  return OF_FAMILY[family]?.(part, { run, groups, fn }) ?? null;
}

/** The groups that a row is about. */
export function groupsOf({ goroutines }: TraceSummary, fn: string | null): readonly GoroutineGroup[] {
  const own = goroutines.groups.filter(isProgram);
  return fn === null ? own : own.filter(({ name }) => declaredFunction(name) === fn);
}

interface Asked {
  readonly run: TraceRun;
  readonly groups: readonly GoroutineGroup[];
  readonly fn: string | null;
}

const OF_FAMILY: Readonly<Record<string, (part: string, asked: Asked) => number | null>> = {
  sched: scheduling,
  goroutines,
  wait,
  threads: (_, { run: { summary } }) => share(summary.threads.peak, summary.processors.most),
  procs: (_, { run: { summary } }) => share(summary.processors.idleWhileQueued, summary.duration),
  gc: (part, { run }) => collector(part, run),
};

function share(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}

function sumOf<T>(all: readonly T[], value: (one: T) => number): number {
  return all.reduce((sum, one) => sum + value(one), 0);
}

function perOp(nanoseconds: number, { iterations }: TraceRun): number {
  return nanoseconds / NS / iterations;
}

function scheduling(part: string, { run, groups }: Asked): number | null {
  if (part === 'runnable')
    return perOp(
      sumOf(groups, ({ time }) => time.runnable),
      run,
    );
  return latencyOf(groups, part === 'latency.max' ? 'max' : part === 'latency.p50' ? 'p50' : 'p99');
}

/** Waits for a processor from which on a percentile of them says something. */
const FEWEST_WAITS = 100;

/**
 * Scheduling latency of the group where it is worst, seconds; null where nothing is known of any. The goroutine that runs a
 * benchmark is left out: the collections that the testing package forces in it yield the processor tens of thousands of times.
 */
export function latencyOf(groups: readonly GoroutineGroup[], of: 'p50' | 'p99' | 'max'): number | null {
  const latencies = groups.filter((group) => !isTimed(group)).map(({ latency }) => latency);
  const known = latencies.filter(({ count }) => count >= (of === 'max' ? 1 : FEWEST_WAITS));
  return known.length === 0 ? null : Math.max(...known.map((latency) => latency[of])) / NS;
}

function goroutines(part: string, { run: { summary }, fn }: Asked): number | null {
  if (part === 'peak') return summary.goroutines.peak;
  const left = leftIn(summary).filter(({ group }) => fn === null || declaredFunction(group) === fn);
  const listed = sumOf(left, ({ count }) => count);
  // Only so many places are listed; of more, what groups count says at least how many there are.
  return summary.goroutines.remaining.length < MAX_REMAINING ? listed : Math.max(listed, leftByGroup(summary, fn));
}

function leftByGroup(summary: TraceSummary, fn: string | null): number {
  const own = groupsOf(summary, fn).filter((group) => !runsBenchmark(group));
  return sumOf(own, ({ created, ended }) => Math.max(0, created - ended));
}

function wait(part: string, { run, groups }: Asked): number | null {
  const longest = part === 'max' || part.endsWith('.max');
  const family = part.replace(/\.?max$/, '');
  const waits = groups.flatMap((group) => group.waits.map(ownWait)).filter(({ reason }) => isOf(family, reason));
  if (!longest)
    return perOp(
      sumOf(waits, ({ total }) => total),
      run,
    );
  const known = waits.flatMap(({ max }) => (max === null ? [] : [max]));
  return known.length === 0 ? 0 : Math.max(...known) / NS;
}

/** Whether a reason belongs to a family; '' and `total` are all of them. */
function isOf(family: string, reason: OwnWait['reason']): boolean {
  if (family === '' || family === 'total') return true;
  return (WAIT_FAMILIES[family as WaitFamily] as readonly string[]).includes(reason);
}

function collector(part: string, run: TraceRun): number | null {
  const { summary, gctrace, iterations } = run;
  const { gc } = summary;
  if (part.startsWith('mmu.')) {
    const window = MMU_METRICS[part.slice('mmu.'.length) as MmuWindow];
    return gc.mmu.find((one) => one.window === window)?.utilisation ?? null;
  }
  switch (part) {
    case 'stw.max':
      return Math.max(0, ...collectorStops(summary).map(({ max }) => max)) / NS;
    case 'stw':
      return perOp(
        sumOf(collectorStops(summary), ({ total }) => total),
        run,
      );
    case 'assist':
      return share(gc.assistRunning, gc.running) ?? 0;
    case 'cycles':
      return Math.max(0, gc.cycles.length - (gctrace ?? []).filter(({ forced }) => forced).length) / iterations;
    default:
      return gctrace && cpuShare(gctrace);
  }
}

/**
 * Share of the CPU time that collections took from the end of the first to the end of the last: the printed percentage is
 * that since the program started. Idle workers take what nobody else wants, and count no more than they do in the runtime.
 */
function cpuShare(cycles: readonly GcCycle[]): number | null {
  const [first, last] = [cycles[0], cycles.at(-1)];
  if (!first || !last || cycles.length < 2) return null;
  const spent = sumOf(
    cycles.slice(1),
    ({ cpu }) => cpu.sweepTermination + cpu.assist + cpu.background + cpu.markTermination,
  );
  return share(spent, (endOf(last) - endOf(first)) * last.maxprocs);
}

function endOf({ at, clock }: GcCycle): number {
  return at + clock.sweepTermination + clock.mark + clock.markTermination;
}
