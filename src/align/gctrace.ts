import type { GcCycle } from '../model/gctrace.ts';
import type { TraceSummary } from '../model/trace.ts';

/** The collector's cycles of a trace and of a log of the same process, put on one clock. */
export interface GcAlignment {
  /** Number (`gc 12`) of the trace's first cycle. */
  readonly firstNumber: number;
  /** Time of the trace = {@link GcCycle.at} + offset, ns. */
  readonly offset: number;
  /** Cycles that both have. */
  readonly matched: number;
  /** Farthest that one of them is off, ns. `@` is cut off to the millisecond: half of one is as good as it gets. */
  readonly residual: number;
  /** Of those matched, cycles that are farther off and left out: a thread lost its processor between the two readings. */
  readonly interrupted: number;
}

export type Aligned = GcAlignment | { readonly problem: string };

/** A residual above this is no match, ns. */
export const MOST_RESIDUAL = 1e6;
/** Fewer cycles fit anywhere. */
const FEWEST = 3;
/** Cycles at either end of the trace that the log may lack. */
const LACKING = 2;
/** Cycles of the trace by which places are looked for; all of them count in the end. */
const SEARCHED = 200;
/** One cycle of so many may have been interrupted. */
const SELDOM = 20;
/** Where two places are possible, the median difference of durations has to be so many times smaller, and by so many ns. */
const CLEARER = 2;
const CLEARER_BY = 100_000;

type Range = TraceSummary['gc']['cycles'][number];

/**
 * Puts a trace and a gctrace log on one clock: of all places at which the trace's cycles can stand among the log's
 * numbers, the one with the smallest largest residual (of all but one in twenty, where that is needed). On Linux both clocks are the monotonic one and differ by a constant;
 * the trace's range begins a few microseconds before the stop whose beginning `@` gives. Where cycles are so regular that
 * another place fits too, their durations decide, if they can.
 *
 * @param ranges cycles of the trace, in order
 * @param cycles of one process, by number
 */
export function alignGcTrace(ranges: readonly Range[], cycles: readonly GcCycle[]): Aligned {
  if (Math.min(ranges.length, cycles.length) < FEWEST)
    return {
      problem: `too few cycles to align: ${ranges.length} in the trace, ${cycles.length} in gctrace, ${FEWEST} are needed of each`,
    };
  const places = placesOf(ranges, cycles);
  const fitting = places
    .filter(({ residual }) => residual <= MOST_RESIDUAL)
    .sort((a, b) => a.interrupted - b.interrupted || a.residual - b.residual);
  const [best, other] = fitting.length > 1 ? byDuration(fitting) : fitting;
  if (!best) return { problem: problemOf(places) };
  if (other && fitting.length > 1 && !isClearer(best, other))
    return {
      problem: `the cycles are too regular: gc ${best.firstNumber} and gc ${other.firstNumber} fit the first of the trace`,
    };
  const { unlike: _, ...alignment } = best;
  return alignment;
}

function problemOf(places: readonly Place[]): string {
  const nearest = places.reduce((least, { residual }) => Math.min(least, residual), Number.POSITIVE_INFINITY);
  const off = Number.isFinite(nearest) ? `: the best place is off by ${(nearest / 1e6).toFixed(1)} ms` : '';
  return `the cycles of trace and gctrace do not fit${off}; are they of one process?`;
}

interface Place extends GcAlignment {
  /** Median difference of the cycles' durations, ns. */
  readonly unlike: number;
}

function placesOf(ranges: readonly Range[], cycles: readonly GcCycle[]): readonly Place[] {
  const byNumber = new Map(cycles.map((cycle) => [cycle.number, cycle]));
  const [first, last] = [cycles[0]?.number ?? 0, cycles.at(-1)?.number ?? 0];
  const missing = last - first + 1 - cycles.length;
  const needed = Math.max(FEWEST, ranges.length - LACKING - missing);
  const places: Place[] = [];
  // From where the log begins behind cycles of the trace to where it ends before some: no other place has enough of them.
  for (let number = Math.max(1, first - (ranges.length - needed)); number <= last - needed + 1; number++) {
    const searched = placeAt(number, ranges.slice(0, SEARCHED), byNumber);
    const place = searched.residual <= MOST_RESIDUAL ? placeAt(number, ranges, byNumber) : searched;
    if (place.matched >= Math.min(needed, SEARCHED)) places.push(place);
  }
  return places;
}

function placeAt(firstNumber: number, ranges: readonly Range[], byNumber: ReadonlyMap<number, GcCycle>): Place {
  const pairs = ranges.flatMap((range, i) => {
    const cycle = byNumber.get(firstNumber + i);
    return cycle ? [{ range, cycle }] : [];
  });
  const differences = Float64Array.from(pairs, ({ range, cycle }) => range.begin - cycle.at).sort();
  const unlike = Float64Array.from(pairs, ({ range, cycle }) => Math.abs(range.end - range.begin - durationOf(cycle)));
  return {
    firstNumber,
    matched: pairs.length,
    unlike: unlike.sort()[unlike.length >> 1] ?? 0,
    ...centered(differences),
  };
}

/** The offset with the smallest largest residual, of all differences, or of all but as few as are needed for a match. */
function centered(sorted: Float64Array): Pick<GcAlignment, 'offset' | 'residual' | 'interrupted'> {
  const most = Math.floor(sorted.length / SELDOM);
  for (let interrupted = 0; ; interrupted++) {
    const { offset, residual } = narrowest(sorted, sorted.length - interrupted);
    if (residual <= MOST_RESIDUAL || interrupted === most) return { offset, residual, interrupted };
  }
}

/** Of all runs of so many sorted values the narrowest: its middle and half its width. */
function narrowest(sorted: Float64Array, count: number): { readonly offset: number; readonly residual: number } {
  let best = { offset: 0, residual: Number.POSITIVE_INFINITY };
  for (let i = 0; i + count <= sorted.length; i++) {
    const [low, high] = [sorted[i] ?? 0, sorted[i + count - 1] ?? 0];
    if ((high - low) / 2 < best.residual) best = { offset: (high + low) / 2, residual: (high - low) / 2 };
  }
  return best;
}

/** From the beginning of the first stop to the end of the last. */
function durationOf({ clock }: GcCycle): number {
  return clock.sweepTermination + clock.mark + clock.markTermination;
}

function byDuration(places: readonly Place[]): readonly Place[] {
  return [...places].sort((a, b) => a.unlike - b.unlike);
}

function isClearer(best: Place, other: Place): boolean {
  return best.unlike * CLEARER <= other.unlike && best.unlike + CLEARER_BY <= other.unlike;
}
