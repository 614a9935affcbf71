import { ascending } from './sorted.ts';

/** The middle value, or the mean of the two middle ones; NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = ascending(values);
  const [a = Number.NaN, b = Number.NaN] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return a === b ? a : a / 2 + b / 2;
}

export interface MedianInterval {
  readonly center: number;
  readonly lo: number;
  readonly hi: number;
  /** Whether it has the confidence asked for; with too few samples it is their whole range, and has not. */
  readonly reached: boolean;
}

/**
 * The median with its distribution-free interval: the k-th smallest and k-th largest value, k the largest with
 * 2 P(Binomial(n, ½) < k) ≤ 1 − confidence (H. David & H. Nagaraja, Order Statistics, section 7.1). Six samples reach
 * 95 %.
 *
 * @param values at least one
 * @param confidence 0.95 …
 */
export function medianInterval(values: readonly number[], confidence: number): MedianInterval {
  const sorted = ascending(values);
  const k = deepestRank(sorted.length, (1 - confidence) / 2);
  const [lo = Number.NaN, hi = Number.NaN] = [sorted[Math.max(0, k - 1)], sorted[sorted.length - Math.max(1, k)]];
  return { center: median(sorted), lo, hi, reached: k > 0 };
}

/** The smallest n for which {@link medianInterval} reaches the confidence. */
export function fewestForMedian(confidence: number): number {
  return Math.ceil(1 - Math.log2(1 - confidence));
}

/** The largest k with P(Binomial(n, ½) < k) ≤ tail; 0 when n is too small. In logarithms: 2⁻ⁿ vanishes from n = 1075 on. */
function deepestRank(n: number, tail: number): number {
  let k = 0;
  let below = 0;
  for (let logTerm = -n * Math.LN2; k < n; k++) {
    below += Math.exp(logTerm);
    if (below > tail) break;
    logTerm += Math.log((n - k) / (k + 1));
  }
  return k;
}
