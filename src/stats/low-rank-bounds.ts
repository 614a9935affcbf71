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
 * The differences head − base that {@link lowRanks}, one-sided at `tail`, just does not reject: a shift is added to base,
 * which is ranked again, and T, which rises with it, is compared with its critical value. Only at the n·m differences of
 * a head value and a base value can T change, so one of them is the bound.
 *
 * @param base samples, at least one
 * @param head likewise
 * @param cut ranks that score
 * @param tail probability beyond each bound
 */
export function lowRankDifference(base: readonly number[], head: readonly number[], cut: number, tail: number): Bounds {
  const shift = (x: number, y: number) => y - x;
  const distribution = lowRankDistribution(head.length, base.length, cut);
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
