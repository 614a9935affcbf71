import type { Comparison, Status } from '../model/comparison.ts';
import type { Report } from '../model/report.ts';
import type { CommentMode, Inputs } from './inputs.ts';

/** What becomes of the job. */
export interface JobResult {
  readonly result: 'success' | 'failure';
  /** Where an input turned it: which, in a sentence. */
  readonly because?: string;
}

/** PRODUCT's verdict table, turned by the inputs `fail-on` and `on-inconclusive`. */
export function decideJob(report: Report, inputs: Pick<Inputs, 'failOn' | 'onInconclusive'>): JobResult {
  const { failOn, onInconclusive } = inputs;
  // A failed verdict needs no other reason.
  if (failOn === 'warning' && report.verdict !== 'fail' && hasWarning(report))
    return { result: 'failure', because: 'a warning fails the job (fail-on: warning)' };
  switch (report.verdict) {
    case 'inconclusive':
      if (onInconclusive !== 'fail') return { result: 'success' };
      return { result: 'failure', because: 'an inconclusive verdict fails the job (on-inconclusive: fail)' };
    case 'fail':
      if (failOn !== 'never') return { result: 'failure' };
      return { result: 'success', because: 'the job stays green (fail-on: never)' };
    case 'pass':
      return { result: 'success' };
  }
}

function hasWarning(report: Report): boolean {
  return report.findings.some((f) => f.status === 'fail' && f.severity === 'warning');
}

/** Rows that somebody would want to hear of. */
const NEWS: ReadonlySet<Status> = new Set<Status>(['regressed', 'improved', 'missing', 'waived']);

/** Whether a pass has nothing to tell. */
export function isQuiet(report: Report): boolean {
  return (
    report.verdict === 'pass' &&
    report.findings.length === 0 &&
    report.rulesChanges.length === 0 &&
    !report.comparisons.some((row: Comparison) => NEWS.has(row.status))
  );
}

/** Whether a new comment is written; one that exists already is always kept up to date. */
export function wantsComment(mode: CommentMode, report: Report): boolean {
  switch (mode) {
    case 'always':
      return true;
    case 'on-change':
      return !isQuiet(report);
    case 'on-failure':
      return report.verdict !== 'pass';
    case 'never':
      return false;
  }
}
