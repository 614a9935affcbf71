import { type Comparison, emptyRow } from '../model/comparison.ts';
import { type Subject, subjectKey } from '../model/subject.ts';
import type { TraceMetric } from '../model/trace-metric.ts';
import { whyNoProfiles } from '../plan/profiles.ts';
import { tracesDemanded } from '../rules/trace-rules.ts';
import type { Ruling } from './ruling.ts';
import type { Survey } from './survey.ts';

/** Benchmarks that a rule has traced and that have no trace: nothing passes in silence. */
export function untraced({ rules, modules }: Ruling, { rows, traced, evidence, measure }: Survey): Comparison[] {
  if (evidence.packages.length === 0) return [];
  const failing = { ...rules, checks: rules.checks.filter(({ severity }) => severity === 'error') };
  const has = new Set(traced.rows.flatMap(({ subject, head }) => (head.length > 0 ? [subjectKey(subject)] : [])));
  return rows.flatMap(({ key, pkg, benchmark, gomaxprocs, secPerOp }) => {
    if (has.has(key) || secPerOp.head === undefined) return [];
    const subject = { pkg, benchmark, gomaxprocs };
    const must = new Set(tracesDemanded(failing, subject, modules).map(({ metric }) => metric));
    const why = whyNoProfiles(evidence, measure, key, 'trace') ?? 'there is none in this evidence';
    return tracesDemanded(rules, subject, modules).map(({ metric }) =>
      notTraced(subject, metric, why, must.has(metric)),
    );
  });
}

function notTraced(subject: Subject, { id, unit }: TraceMetric, why: string, must: boolean): Comparison {
  const reason = `it has no execution trace, which ${id} is judged by: ${why}`;
  return { ...emptyRow(subject, id, unit, 'not-measured'), reason, ...(must ? { cause: 'not-profiled' } : {}) };
}
