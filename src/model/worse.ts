import type { Comparison } from './comparison.ts';
import type { Direction } from './metric.ts';
import type { Limits } from './rules.ts';

/** How much worse head is than base, turned so that more than 1 (a difference above 0) is worse. */
export interface Worsening {
  /** Null when base is 0 or the sides differ in sign. */
  readonly ratio: number | null;
  /** Its 90 % interval; `lo` is what limits are compared with. */
  readonly lo: number | null;
  readonly hi: number | null;
  /** In the metric's unit; 0 when a side is missing. */
  readonly difference: number;
}

/** A row's change in the bad direction of its metric; null for a metric that is never judged. */
export function worsening(row: Comparison, better: Direction): Worsening | null {
  const difference = row.difference ?? 0;
  if (better === 'lower') return { ratio: row.ratio, lo: row.ratioLo, hi: row.ratioHi, difference };
  if (better === 'neither') return null;
  return { ratio: inverse(row.ratio), lo: inverse(row.ratioHi), hi: inverse(row.ratioLo), difference: -difference };
}

function inverse(x: number | null): number | null {
  return x === null || x <= 0 ? null : 1 / x;
}

/**
 * The strictest of several rules' limits on change, as the relative limit a row is judged by: `max-regression-by` is
 * taken relative to base.
 *
 * @param base centre of the row's base side, in the metric's unit; `max-regression-by` says nothing relative when it is 0
 * @returns 0.02 for 2 %; null when no limit on change is in force
 */
export function strictestLimit(limits: readonly Limits[], base: number): number | null {
  const relative = limits.flatMap(({ maxRegression, maxRegressionBy }) => [
    ...(maxRegression ? [maxRegression.value] : []),
    ...(maxRegressionBy ? [base === 0 ? 0 : maxRegressionBy.value / Math.abs(base)] : []),
  ]);
  return relative.length === 0 ? null : Math.min(...relative);
}
