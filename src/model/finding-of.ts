import type { CheckedRow } from './checked-row.ts';
import type { Level } from './diagnostic.ts';
import type { Confidence, Finding, FindingStatus } from './finding.ts';
import type { Rule } from './rules.ts';
import type { Subject } from './subject.ts';

/** What a message calls a subject: its benchmark, its function or its package. */
export function nameOf({ benchmark, function: fn, pkg }: Subject): string {
  return benchmark ?? fn ?? pkg ?? 'all benchmarks';
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
