import { mannKendall } from '../stats/mann-kendall.ts';
import { theilSen } from '../stats/theil-sen.ts';

/** A quantity at points in time. */
export interface Series {
  /** Seconds, not decreasing. */
  readonly times: readonly number[];
  readonly values: readonly number[];
}

/** Where a quantity goes. */
export interface Trend {
  /** In units of the quantity per second: the median of the slopes of all pairs (Theil–Sen). */
  readonly slope: number;
  /** How likely an order of the values at least as far from chance is where there is no trend: Mann–Kendall, two-sided. */
  readonly p: number;
  readonly points: number;
}

/** Fewest points of which a trend can be significant at 5 %: of four the best p is 0.083. */
const FEWEST = 5;

/**
 * The trend of a series; null for fewer than five points, or all at one time. What wanders (a heap that is filled and
 * emptied in turns) has a small p as well: a trend alone is no leak.
 */
export function trendOf({ times, values }: Series): Trend | null {
  const slope = values.length < FEWEST ? Number.NaN : theilSen(times, values);
  return Number.isNaN(slope) ? null : { slope, p: mannKendall(values).twoSided, points: values.length };
}
