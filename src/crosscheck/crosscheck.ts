import type { Comparison } from '../model/comparison.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Finding, Testimony } from '../model/finding.ts';
import type { Agreement } from '../model/report.ts';

export type { Testimony } from '../model/finding.ts';

/**
 * Plug point: one witness, a tool whose evidence is independent of the check's own. Witnesses set a finding's
 * confidence and the escalation level; they never turn a confirmed regression green.
 */
export interface CrossCheck {
  /** `cpu-time`, `allocations` … as in `causes[].witnesses`. */
  readonly witness: string;
  readonly about: string;
  testify(finding: Finding, comparisons: readonly Comparison[], evidence: Evidence): Testimony;
  /** Quantities this witness and another tool both measured. */
  agreement?(evidence: Evidence): readonly Agreement[];
}
