import { normalQuantile } from './normal.ts';
import { exactIsAffordable, untiedDistribution } from './rank-distribution.ts';

/**
 * The largest u with P(U ≤ u) ≤ alpha when nothing changed and there are no ties; null when even u = 0 is likelier than
 * that: too few samples to reject anything. The upper end is n·m − u, since U is symmetric.
 */
export function lowerCriticalU(n: number, m: number, alpha: number): number | null {
  const u = exactIsAffordable(n, m) ? exactCritical(n, m, alpha) : normalCritical(n, m, alpha);
  return u < 0 ? null : u;
}

function exactCritical(n: number, m: number, alpha: number): number {
  const { atMost } = untiedDistribution(n, m);
  let u = -1;
  while (2 * (u + 1) < atMost.length && (atMost[2 * (u + 1)] ?? 1) <= alpha) u++;
  return u;
}

function normalCritical(n: number, m: number, alpha: number): number {
  const sd = Math.sqrt((n * m * (n + m + 1)) / 12);
  return Math.floor((n * m) / 2 - 0.5 + normalQuantile(alpha) * sd);
}

/** Samples a side that the exact rank test needs before it can reject at all: the smallest n with 1/C(2n, n) ≤ alpha. */
export function fewestSamples(alpha: number): number {
  let n = 1;
  for (let p = 1 / 2; p > alpha; n++) p *= (n + 1) / (2 * (2 * n + 1));
  return n;
}
