import type { Comparison } from '../model/comparison.ts';
import type { Design, Evidence } from '../model/evidence.ts';
import type { Finding } from '../model/finding.ts';
import type { Metric } from '../model/metric.ts';
import type { Limits, Rule } from '../model/rules.ts';

/** A judged row together with its metric and the rule in force for it. */
export interface CheckedRow {
  readonly comparison: Comparison;
  readonly metric: Metric;
  readonly rule: Rule;
}

export interface CheckContext {
  readonly evidence: Evidence;
  readonly design: Design;
}

/**
 * Plug point: one kind of check. It is given the rows for which a rule with one of its limits is in force, and says
 * what is wrong with them.
 */
export interface Check {
  /** `regression`, `absolute`, `missing` … */
  readonly kind: string;
  readonly about: string;
  /** Which limits of a rule this check answers; a check without limits (`bench/missing`) names the rule ids it answers. */
  readonly limits: readonly (keyof Limits)[];
  readonly ruleIds?: readonly string[];
  evaluate(rows: readonly CheckedRow[], context: CheckContext): readonly Finding[];
}
