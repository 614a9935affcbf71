import { type GcCycle, pauseOf } from '../model/gctrace.ts';
import type { Series } from './trend.ts';

/** Durations in seconds. Percentiles by nearest rank: the smallest value that at least so many are not above. */
export interface Durations {
  readonly count: number;
  readonly total: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/**
 * What the cycles of one process come to. Rates and shares are those of the window from the beginning of the first cycle
 * to that of the last: the last one begins at its end, and no part of it counts. Spans in which a cycle has no line are
 * left out of the window. Forced cycles, which the program (the
 * testing package too) asks for, are counted apart; what they say of the heap is as good as any.
 */
export interface GcWindow {
  readonly cycles: number;
  readonly forced: number;
  /** Seconds. */
  readonly span: number;
  /** Cycles that were not forced, per second; null for a window without length, as all that follows with null. */
  readonly frequency: number | null;
  /** Stopped worlds, of cycles that were not forced: both stops of a cycle together, and each by itself. */
  readonly pause: Durations;
  readonly sweepTermination: Durations;
  readonly markTermination: Durations;
  /** From the first stop to the last, as clocks show it. */
  readonly mark: Durations;
  /** CPU seconds of the mark phase by who did it, cycles that were not forced. */
  readonly markCpu: { readonly assist: number; readonly background: number; readonly idle: number };
  /**
   * Share of all CPU time that collection took: Σ (both stops, assists, background workers) over Σ GOMAXPROCS × time.
   * Idle workers take what nobody wanted and are left out, as the runtime does in its own percentage (mgc.go).
   */
  readonly cpuShare: number | null;
  /** Of forced cycles, the same share. */
  readonly forcedCpuShare: number | null;
  /** Live heap and goal of the last cycle, and the most there were, bytes. */
  readonly live: { readonly last: number; readonly max: number };
  readonly goal: { readonly last: number; readonly max: number };
  /** Heap when a cycle began: the most there was, bytes. */
  readonly heapMax: number;
  /** Bytes per second: Σ {@link allocatedUntil} over the window. */
  readonly allocationRate: number | null;
}

const SECOND = 1e9;

/** @param cycles of one process, by number; at least one */
export function gcWindow(cycles: readonly GcCycle[]): GcWindow {
  const own = cycles.filter(({ forced }) => !forced);
  const forced = cycles.filter((cycle) => cycle.forced);
  const spans = pairs(cycles);
  const before = spans.map(([cycle]) => cycle);
  const span = sum(spans, ([cycle, next]) => next.at - cycle.at) / SECOND;
  const per = (total: number, whole: number) => (whole > 0 ? total / whole : null);
  const capacity = sum(spans, ([cycle, next]) => (cycle.maxprocs * (next.at - cycle.at)) / SECOND);
  const collecting = (of: readonly GcCycle[]) => sum(of, (cycle) => busyOf(cycle) / SECOND);
  return {
    cycles: cycles.length,
    forced: forced.length,
    span,
    frequency: per(before.filter((cycle) => !cycle.forced).length, span),
    pause: durations(own.map(pauseOf)),
    sweepTermination: durations(own.map(({ clock }) => clock.sweepTermination)),
    markTermination: durations(own.map(({ clock }) => clock.markTermination)),
    mark: durations(own.map(({ clock }) => clock.mark)),
    markCpu: {
      assist: sum(own, ({ cpu }) => cpu.assist / SECOND),
      background: sum(own, ({ cpu }) => cpu.background / SECOND),
      idle: sum(own, ({ cpu }) => cpu.idle / SECOND),
    },
    cpuShare: per(collecting(before.filter((cycle) => !cycle.forced)), capacity),
    forcedCpuShare: per(collecting(before.filter((cycle) => cycle.forced)), capacity),
    live: lastAndMost(cycles.map(({ heap }) => heap.live)),
    goal: lastAndMost(cycles.map(({ heap }) => heap.goal)),
    heapMax: most(cycles.map(({ heap }) => heap.start)),
    allocationRate: per(
      sum(spans, ([cycle, next]) => allocatedUntil(cycle, next)),
      span,
    ),
  };
}

/**
 * Bytes allocated from the beginning of a cycle to that of the next: while marking (heap at its end less heap at its
 * beginning), and since (heap at the beginning of the next less what was marked live, which holds what was allocated
 * while marking). Each part is a difference of sizes in whole MiB and off by less than one.
 */
export function allocatedUntil({ heap }: GcCycle, next: GcCycle): number {
  return heap.end - heap.start + next.heap.start - heap.live;
}

/** CPU time of a cycle that somebody else could have had, ns. */
export function busyOf({ cpu }: GcCycle): number {
  return cpu.sweepTermination + cpu.assist + cpu.background + cpu.markTermination;
}

/** Quantities of which the course is looked at, by metric. */
export const GC_SERIES = ['gc.live', 'gc.goal', 'gc.stw', 'gc.mark', 'gc.period', 'gc.cpu', 'gc.allocation'] as const;
export type GcSeries = (typeof GC_SERIES)[number];

/**
 * The course of each quantity over the cycles: seconds since the process began, against bytes, seconds, shares, bytes per
 * second. Heap sizes of all cycles; times of those that were not forced; what belongs to the span between two cycles at
 * its end, spans of no time left out.
 */
export function gcSeries(cycles: readonly GcCycle[]): Readonly<Record<GcSeries, Series>> {
  const own = cycles.filter(({ forced }) => !forced);
  const spans = pairs(cycles).filter(([cycle, next]) => next.at > cycle.at);
  const each = (of: readonly GcCycle[], value: (cycle: GcCycle) => number): Series => ({
    times: of.map(({ at }) => at / SECOND),
    values: of.map(value),
  });
  const over = (value: (cycle: GcCycle, next: GcCycle, seconds: number) => number): Series => ({
    times: spans.map(([, next]) => next.at / SECOND),
    values: spans.map(([cycle, next]) => value(cycle, next, (next.at - cycle.at) / SECOND)),
  });
  return {
    'gc.live': each(cycles, ({ heap }) => heap.live),
    'gc.goal': each(cycles, ({ heap }) => heap.goal),
    'gc.stw': each(own, (cycle) => pauseOf(cycle) / SECOND),
    'gc.mark': each(own, ({ clock }) => clock.mark / SECOND),
    'gc.period': over((_, __, seconds) => seconds),
    'gc.cpu': over((cycle, _, seconds) => busyOf(cycle) / SECOND / (cycle.maxprocs * seconds)),
    'gc.allocation': over((cycle, next, seconds) => allocatedUntil(cycle, next) / seconds),
  };
}

/** Cycles that follow each other. */
function pairs(cycles: readonly GcCycle[]): readonly (readonly [GcCycle, GcCycle])[] {
  return cycles
    .slice(1)
    .map((next, i) => [cycles[i] as GcCycle, next] as const)
    .filter(([cycle, next]) => next.number === cycle.number + 1);
}

function durations(ns: readonly number[]): Durations {
  const sorted = ns.map((n) => n / SECOND).sort((a, b) => a - b);
  const rank = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return {
    count: ns.length,
    total: sum(ns, (n) => n) / SECOND,
    p50: rank(0.5),
    p99: rank(0.99),
    max: sorted.at(-1) ?? 0,
  };
}

function lastAndMost(values: readonly number[]): { readonly last: number; readonly max: number } {
  return { last: values.at(-1) ?? 0, max: most(values) };
}

function most(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b), 0);
}

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}
