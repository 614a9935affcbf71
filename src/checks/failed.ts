import type { Comparison, NotMeasuredCause } from '../model/comparison.ts';
import type { Finding, FindingStatus } from '../model/finding.ts';
import { aboutSubject, nameOf } from '../model/finding-of.ts';
import { groupBy } from '../model/group-by.ts';
import { type Subject, subjectKey } from '../model/subject.ts';
import type { Check, CheckedRow } from './check.ts';

/** What a benchmark or a package does wrong by itself; a skipped one, no match and a spent budget are nobody's failure. */
const FAILURES: ReadonlySet<NotMeasuredCause> = new Set([
  'build-failed',
  'panicked',
  'failed',
  'exited',
  'timed-out',
  'killed',
  'not-started',
  'forged',
]);
/** These strike a whole package: one finding, not one for each of its benchmarks. */
const OF_PACKAGE: ReadonlySet<NotMeasuredCause> = new Set(['build-failed']);

const LAST_LINES = 8;
const LAST_CHARACTERS = 600;

/**
 * A benchmark or a package that does not run on one side. On head only it is broken by the change; on base only there is
 * nothing to compare with, which is inconclusive; on both sides it is no regression, and its row says `not-measured`.
 */
export const failed: Check = {
  kind: 'failed',
  about:
    'A benchmark or a package that works at the base fails to build, panics, exits, hangs or is killed at the head.',
  limits: [],
  ruleIds: ['bench/failed'],
  evaluate(rows) {
    const broken = rows.filter(({ comparison }) => statusOf(comparison) !== null);
    const groups = groupBy(broken, ({ comparison }) => subjectKey(subjectOf(comparison)));
    return [...groups.values()].flatMap(found);
  },
};

function statusOf({ status, cause, failedOn }: Comparison): FindingStatus | null {
  if (status !== 'not-measured' || cause === undefined || !FAILURES.has(cause)) return null;
  if (failedOn === 'head') return cause === 'not-started' ? 'inconclusive' : 'fail';
  return failedOn === 'base' ? 'inconclusive' : null;
}

function subjectOf({ subject, cause }: Comparison): Subject {
  return cause && OF_PACKAGE.has(cause) && subject.pkg !== undefined ? { pkg: subject.pkg } : subject;
}

/** One finding for the rows of one subject; a failure beside something inconclusive is a failure. */
function found(rows: readonly CheckedRow[]): Finding[] {
  const worst = rows.find((row) => statusOf(row.comparison) === 'fail') ?? rows[0];
  const status = worst ? statusOf(worst.comparison) : null;
  if (!worst || status === null) return [];
  return [aboutSubject(worst.rule, subjectOf(worst.comparison), status, said(worst.comparison, status))];
}

function said(row: Comparison, status: FindingStatus): string {
  const reason = row.reason ?? `${row.cause} on ${row.failedOn}`;
  const name = nameOf(subjectOf(row));
  const sentence = reason.startsWith(name.split('/')[0] ?? name) ? reason : `${name}: ${reason}`;
  const consequence = status === 'fail' ? '' : '; there is nothing to compare';
  return `${sentence}${consequence}${lastLines(row.output)}`;
}

/** The end of what was written, on lines of its own; never half a surrogate pair. */
function lastLines(output = ''): string {
  const lines = output.trim().split('\n').slice(-LAST_LINES).join('\n');
  const text = lines.slice(-LAST_CHARACTERS).replace(/^[\uDC00-\uDFFF]/, '');
  return text === '' ? '' : `\n${text}`;
}
