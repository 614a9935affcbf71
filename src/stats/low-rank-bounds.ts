import { lowerCriticalT, upperCriticalT } from './low-rank-critical.ts';
import { lowRankDistribution } from './low-rank-distribution.ts';
import { headScore } from './low-ranks.ts';
import { orderedPairs } from './pairs.ts';
import { ascending } from './sorted.ts';

/** Bounds of a change; null when there are too few samples for one. */
export interface Bounds {
  readonly lo: number | null;
  readonly hi: number | null;
}

/**
 * The ratios head/base that {@link lowRanks}, one-sided at `tail`, just does not reject: base is multiplied by a ratio
 * and ranked again, and T, which rises with it, is compared with its critical value. Only at the n·m ratios of a head
 * value to a base value can T change, so one of them is the bound.
 *
 * @param base samples, all above 0, at least one
 * @param head likewise
 * @param tail probability beyond each bound
 */
export function lowRankRatio(base: readonly number[], head: readonly number[], tail: number): Bounds {
  return bounds(base, head, tail, (x, y) => y / x);
}

/** The differences head − base, for samples that may be 0 or negative: as {@link lowRankRatio}. */
export function lowRankDifference(base: readonly number[], head: readonly number[], tail: number): Bounds {
  return bounds(base, head, tail, (x, y) => y - x);
}

type Shift = (x: number, y: number) => number;

function bounds(base: readonly number[], head: readonly number[], tail: number, shift: Shift): Bounds {
  const distribution = lowRankDistribution(head.length, base.length);
  const [xs, ys] = [ascending(base), ascending(head)];
  const kth = orderedPairs(xs, ys, shift);
  /** The smallest shift right behind which T is above t. */
  const exceeding = (t: number) =>
    firstOf(xs.length * ys.length, kth, (at) => headScore(xs, ys, distribution, (x, y) => shift(x, y) > at) > t);
  const [least, most] = [lowerCriticalT(distribution, tail), upperCriticalT(distribution, tail)];
  return { lo: least === null ? null : exceeding(least), hi: most === null ? null : exceeding(most - 1) };
}

/** The smallest of `count` ascending values for which the predicate holds; it stays true from there on. */
function firstOf(count: number, kth: (k: number) => number, holds: (value: number) => boolean): number {
  let [low, high] = [0, count - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(kth(middle))) high = middle;
    else low = middle + 1;
  }
  return kth(low);
}
