import type { LowRankDistribution } from './low-rank-distribution.ts';

/** The largest t with P(T ≤ t) ≤ alpha; null when nothing that can happen is that unlikely. */
export function lowerCriticalT({ atMost, total }: LowRankDistribution, alpha: number): number | null {
  let [low, high] = [-1, total];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (atMost(middle) <= alpha) low = middle;
    else high = middle - 1;
  }
  return low < 0 || atMost(low) === 0 ? null : low;
}

/** The smallest t with P(T ≥ t) ≤ alpha; null as {@link lowerCriticalT}. */
export function upperCriticalT({ atLeast, total }: LowRankDistribution, alpha: number): number | null {
  let [low, high] = [0, total + 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (atLeast(middle) <= alpha) high = middle;
    else low = middle + 1;
  }
  return low > total || atLeast(low) === 0 ? null : low;
}
