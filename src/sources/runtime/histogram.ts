import type { RuntimeBucket, RuntimeHistogram, RuntimeQuantiles, RuntimeWindow } from '../../model/runtime.ts';

/** What came to each bucket within a window: one number per bucket. A count that shrinks has no meaning and is 0. */
export function histogramDifference({ bounds, counts }: RuntimeHistogram, { from, to }: RuntimeWindow): number[] {
  const difference = new Array<number>(bounds.length - 1).fill(0);
  add(difference, counts[to] ?? [], 1);
  add(difference, counts[from] ?? [], -1);
  return difference.map((count) => Math.max(0, count));
}

function add(into: number[], pairs: readonly number[], sign: number): void {
  for (let i = 0; i + 1 < pairs.length; i += 2) {
    const bucket = pairs[i] as number;
    into[bucket] = (into[bucket] ?? 0) + sign * (pairs[i + 1] as number);
  }
}

/**
 * The bucket that holds a quantile, by nearest rank; null where nothing is counted.
 *
 * @param counts one per bucket
 * @param q 0 … 1
 */
export function quantileBucket(bounds: readonly number[], counts: readonly number[], q: number): RuntimeBucket | null {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const rank = Math.min(total, Math.max(1, Math.ceil(q * total)));
  let seen = 0;
  for (let i = 0; i < counts.length; i++) {
    seen += counts[i] as number;
    if (seen >= rank && total > 0) return { low: bounds[i] as number, high: bounds[i + 1] as number };
  }
  return null;
}

/** Percentiles of what a histogram counted within a window; null where it counted nothing. */
export function quantilesOf(histogram: RuntimeHistogram, window: RuntimeWindow): RuntimeQuantiles | null {
  const counts = histogramDifference(histogram, window);
  const at = (q: number) => quantileBucket(histogram.bounds, counts, q);
  const [p50, p99, max] = [at(0.5), at(0.99), at(1)];
  if (!p50 || !p99 || !max) return null;
  return { count: counts.reduce((sum, count) => sum + count, 0), p50, p99, max };
}

/**
 * One number for a bucket: its upper end, which the value cannot exceed. Of the last bucket, which has none, the lower.
 */
export function upperOf({ low, high }: RuntimeBucket): number {
  return Number.isFinite(high) ? high : low;
}
