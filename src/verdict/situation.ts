import type { CheckedRow } from '../model/checked-row.ts';
import type { Comparison } from '../model/comparison.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Finding } from '../model/finding.ts';

/** What the decision rests on. */
export interface Situation {
  /** Every row of the job, those that were not measured included. */
  readonly comparisons: readonly Comparison[];
  /** The rows with each rule in force for them. */
  readonly rows: readonly CheckedRow[];
  /** After waivers and witnesses. */
  readonly findings: readonly Finding[];
  /** Why the machine is unfit to judge times; null when it is not. */
  readonly unfit: string | null;
  readonly evidence: Pick<Evidence, 'packages' | 'setAside' | 'processes' | 'design' | 'measure' | 'unlisted'>;
}
