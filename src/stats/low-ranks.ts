import { type LowRankDistribution, lowRankDistribution } from './low-rank-distribution.ts';

export interface LowRanks {
  /** One-sided, small when head's lowest values tend to be larger than base's. */
  readonly greater: number;
  /** One-sided, small when they tend to be smaller. */
  readonly less: number;
  /** Twice the smaller of the two, at most 1. */
  readonly twoSided: number;
  /** Whether the p values are exact but for the ties; otherwise the normal approximation was used. */
  readonly exact: boolean;
}

/**
 * The exact rank test on the lowest ranks: noise in time only ever adds, so the fast samples carry the signal. Of the
 * pooled values in ascending order, i = 0, 1, …, the lowest score cut − i, the others nothing, and head's scores are
 * summed up: T. A linear rank test with scores that favour one end (J. Gastwirth, Percentile Modifications of Two Sample
 * Rank Tests, JASA 60, 1965). Blind to what only the slow values show: see {@link timeTest}.
 *
 * Ties: T is the mean of the two orders that put equal values of head first and last, rounded so that p is the larger.
 *
 * @param base samples, finite, in any order
 * @param head likewise; an empty side gives p = 1
 * @param cut how many of the lowest ranks score: {@link scoredRanks}
 */
export function lowRanks(base: ArrayLike<number>, head: ArrayLike<number>, cut: number): LowRanks {
  if (base.length === 0 || head.length === 0) return { greater: 1, less: 1, twoSided: 1, exact: true };
  const distribution = lowRankDistribution(head.length, base.length, cut);
  const [x, y] = [Float64Array.from(base).sort(), Float64Array.from(head).sort()];
  const twice = headScore(x, y, distribution, below) + headScore(x, y, distribution, belowOrEqual);
  const greater = distribution.atMost(Math.ceil(twice / 2));
  const less = distribution.atLeast(Math.floor(twice / 2));
  return { greater, less, twoSided: Math.min(1, 2 * Math.min(greater, less)), exact: distribution.exact };
}

const below = (x: number, y: number) => x < y;
const belowOrEqual = (x: number, y: number) => x <= y;

/**
 * T when `isBelow(x, y)` says which base values come before a value of head: it may shift base before it compares, or
 * decide ties.
 *
 * @param xs base, ascending
 * @param ys head, ascending
 * @param isBelow falls in x, rises in y
 */
export function headScore(
  xs: ArrayLike<number>,
  ys: ArrayLike<number>,
  { cut }: Pick<LowRankDistribution, 'cut'>,
  isBelow: (x: number, y: number) => boolean,
): number {
  let score = 0;
  let i = 0;
  for (let j = 0; j < ys.length && i + j < cut; j++) {
    const y = ys[j] ?? Number.NaN;
    while (i < xs.length && isBelow(xs[i] ?? Number.NaN, y)) i++;
    score += Math.max(0, cut - i - j);
  }
  return score;
}
