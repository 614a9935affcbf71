import type { TraceSummary } from '../model/trace.ts';
import { traceTimeOf } from './wall-clock.ts';

/** What runtime.ReadMemStats said at some moment. */
export interface MemStatsSample {
  readonly numGC: number;
  /** Unix time in ns, a decimal integer; `0` before the first cycle. */
  readonly lastGC: string;
}

/** Samples of MemStats among the cycles of a trace of the same process. */
export interface MemStatsAlignment {
  /** NumGC behind the trace's first cycle, as gctrace numbers it. */
  readonly firstNumber: number;
  /** Samples whose last cycle is in the trace. */
  readonly matched: number;
  /** Farthest that LastGC is from the end of its cycle in the trace, ns; null where the trace has no wall clock. */
  readonly residual: number | null;
}

/** LastGC farther than this from every cycle's end is another cycle's, ns. */
export const MOST_APART = 1e6;

/**
 * Puts samples of MemStats among the cycles of a trace. By the wall clock (Go 1.25 on) LastGC is the end of a cycle, which
 * gives the numbers of all; before, they have to be known (from gctrace), and samples match by number alone.
 *
 * @param firstNumber of the trace's first cycle, where gctrace has told it
 */
export function alignMemStats(
  { gc, clock }: Pick<TraceSummary, 'gc' | 'clock'>,
  samples: readonly MemStatsSample[],
  firstNumber?: number,
): MemStatsAlignment | { readonly problem: string } {
  const collected = samples.filter(({ numGC }) => numGC > 0);
  if (gc.cycles.length === 0 || collected.length === 0) return { problem: 'no cycle to align MemStats by' };
  if (clock.snapshots.length === 0) return byNumber(gc.cycles.length, collected, firstNumber);
  const places = collected.flatMap(({ numGC, lastGC }) => {
    const found = nearestEnd(gc.cycles, traceTimeOf(clock, lastGC) ?? Number.NaN);
    return found && found.apart <= MOST_APART ? [{ first: numGC - found.index, apart: found.apart }] : [];
  });
  const first = firstNumber ?? places[0]?.first;
  if (first === undefined) return { problem: 'no LastGC of MemStats is the end of a cycle of the trace' };
  const other = places.find((place) => place.first !== first);
  if (other)
    return { problem: `NumGC and LastGC disagree: the trace's first cycle would be gc ${first} and gc ${other.first}` };
  const residual = places.reduce((most, { apart }) => Math.max(most, apart), 0);
  return { firstNumber: first, matched: places.length, residual: places.length > 0 ? residual : null };
}

function byNumber(
  cycles: number,
  samples: readonly MemStatsSample[],
  firstNumber: number | undefined,
): MemStatsAlignment | { readonly problem: string } {
  if (firstNumber === undefined)
    return { problem: 'the trace has no wall clock (before Go 1.25), and no gctrace tells its numbers' };
  const matched = samples.filter(({ numGC }) => numGC >= firstNumber && numGC < firstNumber + cycles).length;
  return { firstNumber, matched, residual: null };
}

function nearestEnd(
  cycles: TraceSummary['gc']['cycles'],
  time: number,
): { readonly index: number; readonly apart: number } | null {
  let best: { index: number; apart: number } | null = null;
  for (const [index, { end }] of cycles.entries()) {
    const apart = Math.abs(end - time);
    if (apart < (best?.apart ?? Number.POSITIVE_INFINITY)) best = { index, apart };
  }
  return best;
}
