import { type Dated, withoutDrift } from './drift.ts';
import { shiftDifference } from './hodges-lehmann.ts';
import { type Bounds, lowRankDifference } from './low-rank-bounds.ts';
import { lowerCriticalT, upperCriticalT } from './low-rank-critical.ts';
import { lowRankDistribution, scoredRanks } from './low-rank-distribution.ts';
import { headScore, lowRanks } from './low-ranks.ts';
import { mannWhitney, mayBeBelow } from './mann-whitney.ts';
import { exactIsAffordable } from './rank-distribution.ts';
import { ascending } from './sorted.ts';

/**
 * The test for times. Noise in time only adds and comes in episodes, so three rank tests look at the same samples:
 *
 * - the *floor*: the lowest fifth of the ranks. Where a load hits most samples, what it did not hit carries the signal;
 * - the *drift*: the lowest two fifths once the floor of the rounds around is taken out ({@link withoutDrift}). Where the
 *   machine is calm but its speed wanders, this sees twice as fine;
 * - *all* ranks (Mann-Whitney): a slowdown of the slow samples alone.
 *
 * Together they are one test: min(pᵢ / wᵢ) with weights that add up to 1 is a p value whatever ties the three together
 * (weighted Bonferroni: C. Genovese, K. Roeder & L. Wasserman, Biometrika 93, 2006).
 */
const PARTS = {
  floor: { weight: 0.45, share: 0.2 },
  drift: { weight: 0.45, share: 0.4 },
  all: { weight: 0.1 },
} as const;

export interface TimeTest {
  /** One-sided, small when head is slower. */
  readonly greater: number;
  /** One-sided, small when head is faster. */
  readonly less: number;
  /** Whether the p values are exact but for ties; otherwise a normal approximation was used. */
  readonly exact: boolean;
}

/**
 * @param base logarithms of times
 * @param head likewise
 * @param level the p that must be reachable: as many ranks score as that takes
 */
export function timeTest(base: Dated, head: Dated, level: number): TimeTest {
  const { floor, drift } = cuts(base, head, level);
  const rest = withoutDrift(base, head)(0);
  const parts = [
    { ...lowRanks(base.value, head.value, floor), weight: PARTS.floor.weight },
    { ...lowRanks(rest.base, rest.head, drift), weight: PARTS.drift.weight },
    { ...all(base.value, head.value), weight: PARTS.all.weight },
  ];
  const together = (side: 'greater' | 'less') => Math.min(1, ...parts.map((p) => p[side] / p.weight));
  return { greater: together('greater'), less: together('less'), exact: parts.every((p) => p.exact) };
}

/** Above its weight its p says nothing beside the others. */
function all(base: readonly number[], head: readonly number[]): TimeTest {
  if (mayBeBelow(base, head, 2 * PARTS.all.weight)) return mannWhitney(base, head);
  return { greater: 1, less: 1, exact: exactIsAffordable(base.length, head.length) };
}

function cuts(base: Dated, head: Dated, level: number): { floor: number; drift: number } {
  const [n, m] = [head.value.length, base.value.length];
  const of = ({ share, weight }: { share: number; weight: number }) =>
    n === 0 || m === 0 ? 1 : scoredRanks(n, m, { share, reach: (level * weight) / MARGIN });
  return { floor: of(PARTS.floor), drift: of(PARTS.drift) };
}

/** A p that only complete separation reaches would be lost to a single stray sample. */
const MARGIN = 4;

/**
 * The shifts head − base that {@link timeTest}, one-sided at `tail`, does not reject: each part's own bounds at its share
 * of the tail, of which the narrowest counts, since what one part excludes is excluded.
 *
 * @param base logarithms of times, at least one
 * @param head likewise
 * @param tail probability beyond each bound
 */
export function timeBounds(base: Dated, head: Dated, tail: number): Bounds {
  const { floor, drift } = cuts(base, head, tail);
  const parts = [
    lowRankDifference(base.value, head.value, floor, tail * PARTS.floor.weight),
    driftBounds(base, head, drift, tail * PARTS.drift.weight),
    shiftDifference(base.value, head.value, tail * PARTS.all.weight),
  ];
  return inOrder({ lo: extreme(Math.max, parts, 'lo'), hi: extreme(Math.min, parts, 'hi') });
}

function extreme(of: (...x: number[]) => number, parts: readonly Bounds[], side: 'lo' | 'hi'): number | null {
  const known = parts.flatMap((p) => (p[side] === null ? [] : [p[side]]));
  return known.length === 0 ? null : of(...known);
}

/** The fast samples may be surely slower and the slow ones surely faster: then nothing is sure of the whole. */
function inOrder({ lo, hi }: Bounds): Bounds {
  return lo !== null && hi !== null && lo > hi ? { lo: hi, hi: lo } : { lo, hi };
}

/**
 * The bounds of the drift part. The floor of the rounds moves with the shift that is tried, so its score need not rise
 * without a dip: the search goes outward from the middle in steps and takes the last shift that is not rejected before
 * several in a row are.
 */
function driftBounds(base: Dated, head: Dated, cut: number, tail: number): Bounds {
  const distribution = lowRankDistribution(head.value.length, base.value.length, cut);
  const [least, most] = [lowerCriticalT(distribution, tail), upperCriticalT(distribution, tail)];
  const moved = withoutDrift(base, head);
  const score = (shift: number) => {
    const rest = moved(shift);
    return headScore(rest.base.sort(), rest.head.sort(), distribution, (x, y) => x < y);
  };
  const from = middle(base.value, head.value);
  const step = Math.max(FINEST, width(base, head) / STEPS);
  return {
    lo: least === null ? null : outermost(from, -step, (shift) => score(shift) > least),
    hi: most === null ? null : outermost(from, step, (shift) => score(shift) < most),
  };
}

/** Steps of the search, in logarithms: no finer than a hundredth of a percent. */
const FINEST = 1e-4;
const STEPS = 12;
/** Rejected shifts in a row that end the search. */
const SURE = 2;
const LONGEST = 1000;
const BISECTIONS = 10;

function outermost(from: number, step: number, accepted: (shift: number) => boolean): number {
  let inside = from;
  for (let i = 1, rejected = 0; rejected < SURE && i < LONGEST; i++) {
    const shift = from + i * step;
    if (accepted(shift)) [inside, rejected] = [shift, 0];
    else rejected++;
  }
  let outside = inside + step;
  for (let i = 0; i < BISECTIONS; i++) {
    const half = (inside + outside) / 2;
    if (accepted(half)) inside = half;
    else outside = half;
  }
  return outside;
}

/** Difference of the lower quartiles: a place to begin. */
function middle(base: readonly number[], head: readonly number[]): number {
  const low = (values: readonly number[]) => ascending(values)[(values.length - 1) >> 2] ?? 0;
  return low(head) - low(base);
}

function width(...sides: readonly Dated[]): number {
  const spans = sides.map(({ value }) => {
    const sorted = ascending(value);
    return (sorted[sorted.length >> 1] ?? 0) - (sorted[0] ?? 0);
  });
  return Math.max(...spans);
}
