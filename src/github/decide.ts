import type { Comparison, Status } from '../model/comparison.ts';
import type { Report } from '../model/report.ts';
import type { CommentMode, Inputs } from './inputs.ts';

/** What becomes of the job, and the sentence that says why. */
export interface JobResult {
  readonly result: 'success' | 'failure';
  /** `error` fails the job, `warning` and `notice` are shown on a green one; null: nothing to add. */
  readonly level: 'error' | 'warning' | null;
  readonly message: string;
}

/** PRODUCT's verdict table, turned by the inputs `fail-on` and `on-inconclusive`. */
export function decideJob(report: Report, inputs: Pick<Inputs, 'failOn' | 'onInconclusive'>): JobResult {
  if (report.verdict === 'inconclusive') return inconclusive(report, inputs.onInconclusive);
  const broken = report.verdict === 'fail' || (inputs.failOn === 'warning' && hasWarning(report));
  if (!broken) return { result: 'success', level: null, message: report.reason };
  return inputs.failOn === 'never'
    ? { result: 'success', level: 'warning', message: `${report.reason} (fail-on: never keeps the job green)` }
    : { result: 'failure', level: 'error', message: report.reason };
}

function inconclusive(report: Report, how: Inputs['onInconclusive']): JobResult {
  const message = `inconclusive: ${report.reason}`;
  if (how === 'fail') return { result: 'failure', level: 'error', message };
  return { result: 'success', level: how === 'warn' ? 'warning' : null, message };
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
