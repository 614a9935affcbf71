import { benchmarkChange } from '../model/benchmark-change.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Finding } from '../model/finding.ts';
import { aboutSubject, nameOf } from '../model/finding-of.ts';
import { groupBy } from '../model/group-by.ts';
import type { Rule } from '../model/rules.ts';
import { type Subject, subjectKey } from '../model/subject.ts';
import type { Check, CheckedRow } from './check.ts';

const MOST_SEVERE_FIRST: readonly Rule['severity'][] = ['error', 'warning', 'notice'];

/**
 * A benchmark that both sides have and that was itself edited, so that its numbers cannot be compared. One finding for
 * each benchmark function, by the most severe of the rules in force for its rows.
 */
export const changed: Check = {
  kind: 'changed',
  about: 'A benchmark itself was edited, so its numbers of base and head cannot be compared.',
  limits: [],
  ruleIds: ['bench/changed'],
  evaluate(rows, { evidence }) {
    const edited = rows.filter(({ comparison }) => comparison.status === 'not-comparable');
    const groups = groupBy(edited, ({ comparison }) => subjectKey(functionOf(comparison.subject)));
    return [...groups.values()].flatMap((own) => found(own, evidence));
  },
};

/** The benchmark function that a row is of. */
function functionOf({ pkg = '', benchmark = '' }: Subject): Subject {
  return { pkg, benchmark: benchmark.split('/')[0] ?? '' };
}

/** @param rows of one benchmark function */
function found(rows: readonly CheckedRow[], evidence: Evidence): Finding[] {
  const worst = MOST_SEVERE_FIRST.flatMap((severity) => rows.filter(({ rule }) => rule.severity === severity))[0];
  const what = worst ? benchmarkChange(worst.comparison.subject, evidence) : null;
  if (!worst || what === null) return [];
  const subject = subjectOf(rows.map(({ comparison }) => comparison.subject));
  const text = `${nameOf(subject)} itself changed (${what}): base and head measure different things, so it was not judged`;
  return [aboutSubject(worst.rule, subject, 'fail', text)];
}

/** The subject that all rows share, or the function where it has sub-benchmarks or several GOMAXPROCS. */
function subjectOf([first = {}, ...others]: readonly Subject[]): Subject {
  return others.every((other) => subjectKey(other) === subjectKey(first)) ? first : functionOf(first);
}
