import { median } from './median.ts';

/** Points of which all pairs are taken; of more, this many at equal distances in their order. */
const MOST_POINTS = 1000;

/**
 * The slope of y over x: the median of the slopes of all pairs with different x (H. Theil, 1950; P. Sen, JASA 63, 1968).
 * Up to 29 % of wild values do not move it far.
 *
 * @param xs finite, not decreasing
 * @param ys finite, as many
 * @returns NaN where there are no two different x
 */
export function theilSen(xs: readonly number[], ys: readonly number[]): number {
  const picked = pickedIndices(xs.length);
  const slopes: number[] = [];
  picked.forEach((i, k) => {
    for (const j of picked.slice(k + 1)) {
      const run = (xs[j] ?? 0) - (xs[i] ?? 0);
      if (run !== 0) slopes.push(((ys[j] ?? 0) - (ys[i] ?? 0)) / run);
    }
  });
  return median(slopes);
}

function pickedIndices(n: number): readonly number[] {
  if (n <= MOST_POINTS) return Array.from({ length: n }, (_, i) => i);
  return Array.from({ length: MOST_POINTS }, (_, i) => Math.round((i * (n - 1)) / (MOST_POINTS - 1)));
}
