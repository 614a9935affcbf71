import type { Comparison } from './comparison.ts';
import type { Metric } from './metric.ts';
import type { Rule } from './rules.ts';

/** A judged row together with its metric and one rule in force for it. */
export interface CheckedRow {
  readonly comparison: Comparison;
  readonly metric: Metric;
  readonly rule: Rule;
}
