import { kthOfPairs } from './pairs.ts';
import { ascending } from './sorted.ts';

/** 1 / (√2 Φ⁻¹(5/8)): makes the quartile of the differences the standard deviation of normal data. */
const NORMAL_FACTOR = 2.21914;
/** Small-sample factors for n = 2 … 9 (C. Croux & P. Rousseeuw, Time-Efficient Algorithms for Two Highly Robust Estimators of Scale, 1992). */
const SMALL_SAMPLE = [0.399, 0.994, 0.512, 0.844, 0.611, 0.857, 0.669, 0.872];

/**
 * The Qn estimate of the standard deviation: a quartile of the differences between all pairs (P. Rousseeuw & C. Croux,
 * Alternatives to the Median Absolute Deviation, JASA 88, 1993). Half of the samples may be wild, it needs no centre,
 * and on normal data it is nearly as precise as the standard deviation. 0 when more than about half of the samples are
 * equal.
 *
 * @returns in the unit of the values; NaN for fewer than two
 */
export function spread(values: readonly number[]): number {
  const n = values.length;
  if (n < 2) return Number.NaN;
  const sorted = ascending(values);
  const half = Math.floor(n / 2) + 1;
  // All n² ordered differences: those below 0, the n of a value with itself, then the one wanted.
  const rank = (n * (n - 1)) / 2 + n + (half * (half - 1)) / 2 - 1;
  return (
    NORMAL_FACTOR *
    smallSampleFactor(n) *
    Math.max(
      0,
      kthOfPairs(sorted, sorted, (x, y) => y - x, rank),
    )
  );
}

function smallSampleFactor(n: number): number {
  return SMALL_SAMPLE[n - 2] ?? n / (n + (n % 2 === 1 ? 1.4 : 3.8));
}

/** One standard deviation for both sides, each about its own centre: the root of their mean variance, weighted by size. */
export function pooledSpread(base: readonly number[], head: readonly number[]): number {
  const parts = [base, head]
    .filter((side) => side.length > 1)
    .map((side) => ({ weight: side.length, s: spread(side) }));
  const weights = parts.reduce((sum, { weight }) => sum + weight, 0);
  return Math.sqrt(parts.reduce((sum, { weight, s }) => sum + weight * s * s, 0) / weights);
}
