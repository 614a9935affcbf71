import type { CheckedRow } from '../model/checked-row.ts';
import type { Comparison } from '../model/comparison.ts';
import type { Design, Evidence } from '../model/evidence.ts';
import type { Finding } from '../model/finding.ts';
import type { Limits } from '../model/rules.ts';

export type { CheckedRow } from '../model/checked-row.ts';

export interface CheckContext {
  readonly evidence: Evidence;
  readonly design: Design;
  /** Every row of the job, limited or not. */
  readonly comparisons: readonly Comparison[];
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
