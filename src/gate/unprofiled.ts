import { type Comparison, emptyRow } from '../model/comparison.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { nameOf } from '../model/finding-of.ts';
import { groupBy } from '../model/group-by.ts';
import type { ProfileMetric } from '../model/profile-metric.ts';
import { type Subject, subjectKey } from '../model/subject.ts';
import { whyNoProfiles } from '../plan/profiles.ts';
import { kindsDemanded, profileRules } from '../rules/profile-rules.ts';
import type { Ruling } from './ruling.ts';
import type { Survey } from './survey.ts';

/** Benchmarks whose profiles a rule limits whatever base was, and that have none: nothing passes in silence. */
export function unprofiled({ rules, modules }: Ruling, { rows, profiled, evidence, measure }: Survey): Comparison[] {
  if (evidence.packages.length === 0) return [];
  const asking = profileRules(rules).filter(({ absolute }) => absolute);
  const failing = { ...rules, checks: rules.checks.filter(({ severity }) => severity === 'error') };
  const has = new Set(profiled.rows.flatMap((row) => (row.head ? [`${row.kind} ${subjectKey(row.subject)}`] : [])));
  return rows.flatMap(({ key, pkg, benchmark, gomaxprocs, secPerOp }) => {
    const subject = { pkg, benchmark, gomaxprocs };
    const demanded = secPerOp.head === undefined ? new Set() : kindsDemanded(rules, subject, modules);
    const must = kindsDemanded(failing, subject, modules);
    const named = asking
      .flatMap(({ metrics }) => metrics)
      .filter(({ kind }) => demanded.has(kind) && !has.has(`${kind} ${key}`));
    const why = whyNoProfiles(evidence, measure, key) ?? 'there is none in this evidence';
    return [...new Set(named)].map((metric) => notProfiled(subject, metric, why, must.has(metric.kind)));
  });
}

function notProfiled(subject: Subject, { id, unit, kind }: ProfileMetric, why: string, must: boolean): Comparison {
  const reason = `it has no ${kind} profile, which ${id} is judged by: ${why}`;
  return { ...emptyRow(subject, id, unit, 'not-measured'), reason, ...(must ? { cause: 'not-profiled' } : {}) };
}

/** Why regressions have no profile that could explain them; benchmarks that share the reason share the sentence. */
export function unexplained(comparisons: readonly Comparison[], survey: Survey): readonly Diagnostic[] {
  const { evidence, measure, profiled } = survey;
  if (evidence.packages.length === 0 || measure.profile === 'never') return [];
  const has = new Set(profiled.rows.flatMap((row) => (row.base && row.head ? [subjectKey(row.subject)] : [])));
  const worse = comparisons.filter((row) => row.status === 'regressed' && row.subject.function === undefined);
  const subjects = new Map(worse.map(({ subject }) => [subjectKey(subject), subject]));
  const reasons = [...subjects].flatMap(([key, subject]) => {
    const why = has.has(key) ? null : whyNoProfiles(evidence, measure, key);
    return why === null ? [] : [{ why, name: nameOf(subject) }];
  });
  return [...groupBy(reasons, ({ why }) => why)].map(([why, own]) => ({
    level: 'notice',
    text: `no profile says why ${own.map(({ name }) => name).join(', ')} regressed: ${why}`,
  }));
}
