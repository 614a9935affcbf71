import type { CheckedRow } from './checked-row.ts';
import type { Comparison } from './comparison.ts';
import type { Level } from './diagnostic.ts';
import type { Confidence, Finding, FindingStatus, Testimony } from './finding.ts';
import { memo } from './memo.ts';
import type { Rule } from './rules.ts';
import { type Subject, subjectKey } from './subject.ts';

/** What a message calls a subject: its benchmark, its function or its package. */
export function nameOf({ benchmark, function: fn, pkg }: Subject): string {
  return benchmark ?? fn ?? pkg ?? 'all benchmarks';
}

/** What a message calls a row's number: `sec/op`, of a function in a profile `m/codec.(*Encoder).grow's cpu.flat`. */
export function quantityOf({ metric, subject }: Comparison): string {
  return subject.function === undefined ? metric : `${subject.function}'s ${metric}`;
}

/** The level a rule's findings have; a rule that is switched off finds nothing, and none is asked of it. */
export function levelOf({ severity }: Rule): Level {
  return severity === 'off' ? 'notice' : severity;
}

/**
 * A finding about a row. Counted metrics speak for themselves; a noisy one starts with low confidence, which further
 * witnesses raise.
 */
export function findingOf({ comparison, metric, rule }: CheckedRow, status: FindingStatus, message: string): Finding {
  const confidence: Confidence = metric.assume === 'exact' ? 'high' : 'low';
  return { ...aboutSubject(rule, comparison.subject, status, message), confidence, metric: comparison.metric };
}

/** A finding about a fact that needs no witness: a benchmark that is gone, a package that does not build. */
export function aboutSubject(rule: Rule, subject: Subject, status: FindingStatus, message: string): Finding {
  const why = rule.why === undefined ? {} : { why: rule.why };
  return { rule: rule.id, severity: levelOf(rule), confidence: 'high', status, subject, message, ...why, causes: [] };
}

/** The row that a finding is about; absent for findings about facts and for rows that were not measured. */
export function rowOf(
  { subject, metric }: Pick<Finding, 'subject' | 'metric'>,
  comparisons: readonly Comparison[],
): Comparison | undefined {
  return metric === undefined ? undefined : rowsByKey(comparisons).get(rowKey(subject, metric));
}

/** A stable key of a row: a metric of a subject. */
export function rowKey(subject: Subject, metric: string): string {
  return `${metric} ${subjectKey(subject)}`;
}

const rowsByKey = memo(
  (rows: readonly Comparison[]) => new Map(rows.map((row) => [rowKey(row.subject, row.metric), row])),
);

/** The Go function of a benchmark, as profiles name it: `example.com/m/codec.BenchmarkEncode`. */
export function benchmarkFunction({ pkg, benchmark }: Subject): string {
  const name = `Benchmark${benchmark?.split('/')[0] ?? ''}`;
  return pkg === undefined ? name : `${pkg}.${name}`;
}

/** A witness that has nothing to say, and why. */
export function silent(text: string): Testimony {
  return { says: 'silent', text };
}
