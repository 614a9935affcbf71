import type { Comparison, Status } from '../model/comparison.ts';
import type { Finding } from '../model/finding.ts';
import { rowKey } from '../model/finding-of.ts';
import { groupBy } from '../model/group-by.ts';

/** The same measurements, judged by one set of rules. */
export interface Judgement {
  readonly comparisons: readonly Comparison[];
  readonly findings: readonly Finding[];
}

/** Worst first. */
const STATUSES: readonly Status[] = [
  'regressed',
  'missing',
  'not-measured',
  'inconclusive',
  'not-comparable',
  'waived',
  'new',
  'unchanged',
  'improved',
  'identical',
];
/** Worst first: what fails, what is inconclusive, then what changes no verdict. */
const FINDINGS: readonly string[] = [
  'fail error',
  'inconclusive error',
  'fail warning',
  'inconclusive warning',
  'fail notice',
  'inconclusive notice',
  'waived error',
  'waived warning',
  'waived notice',
];

/**
 * The worse of two judgements of the same measurements, for rules that a change has edited: both sets judge, each row
 * keeps its worse status (the stricter limit where they are equal), and the findings are united. Of findings with the
 * same rule, subject and metric the more severe stay. a's order and a's words
 * come first where both say the same.
 */
export function worse(a: Judgement, b: Judgement): Judgement {
  return { comparisons: worseRows(a.comparisons, b.comparisons), findings: worseFindings(a.findings, b.findings) };
}

function worseRows(a: readonly Comparison[], b: readonly Comparison[]): Comparison[] {
  const rows = new Map<string, Comparison>();
  for (const row of [...a, ...b]) {
    const key = rowKey(row.subject, row.metric);
    const known = rows.get(key);
    rows.set(key, known ? worseRow(known, row) : row);
  }
  return [...rows.values()];
}

function worseRow(a: Comparison, b: Comparison): Comparison {
  const order = STATUSES.indexOf(b.status) - STATUSES.indexOf(a.status);
  if (order !== 0) return order < 0 ? b : a;
  return (b.limit ?? Number.POSITIVE_INFINITY) < (a.limit ?? Number.POSITIVE_INFINITY) ? b : a;
}

function worseFindings(a: readonly Finding[], b: readonly Finding[]): Finding[] {
  const [ofA, ofB] = [groupBy(a, findingKey), groupBy(b, findingKey)];
  const keys = new Set([...ofA.keys(), ...ofB.keys()]);
  return [...keys].flatMap((key) => worseGroup(ofA.get(key) ?? [], ofB.get(key) ?? []));
}

/** A rule may find two things of one row (a regression, and a value above `max`): they stay together. */
function worseGroup(a: readonly Finding[], b: readonly Finding[]): readonly Finding[] {
  return worstRank(b) < worstRank(a) || (worstRank(b) === worstRank(a) && b.length > a.length) ? b : a;
}

function worstRank(findings: readonly Finding[]): number {
  return Math.min(FINDINGS.length, ...findings.map((f) => FINDINGS.indexOf(`${f.status} ${f.severity}`)));
}

function findingKey({ rule, subject, metric = '' }: Finding): string {
  return `${rule} ${rowKey(subject, metric)}`;
}
