import type { Comparison } from '../model/comparison.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Finding, Testimony } from '../model/finding.ts';
import type { ProfileChange } from '../model/profile-change.ts';
import type { Agreement } from '../model/report.ts';
import type { TraceChange } from '../model/trace-change.ts';
import type { TracedRow } from '../model/trace-run.ts';

export type { Testimony } from '../model/finding.ts';

/** What witnesses may look at. */
export interface CrossContext {
  readonly comparisons: readonly Comparison[];
  readonly evidence: Evidence;
  /** Base's profiles against head's, of the benchmarks that were run under the profilers. */
  readonly profiles: readonly ProfileChange[];
  /** The benchmarks that were traced, and what their operations wait for more at head. */
  readonly traced: readonly TracedRow[];
  readonly traces: readonly TraceChange[];
  /** Benchmarks of which tools that watched the same process contradict each other, by key: in a sentence. */
  readonly contradictions: ReadonlyMap<string, string>;
}

/**
 * Plug point: one witness, a tool whose evidence is independent of the check's own. Witnesses set a finding's
 * confidence and the escalation level; they never turn a confirmed regression green.
 */
export interface CrossCheck {
  /** `cpu-time`, `allocations` … as in `causes[].witnesses`. */
  readonly witness: string;
  readonly about: string;
  testify(finding: Finding, context: CrossContext): Testimony;
  /** Quantities this witness and another tool both measured. */
  agreement?(context: CrossContext): readonly Agreement[];
}
