import type { ProfileKind } from '../model/evidence.ts';
import { PROFILE_METRICS, type ProfileMetric } from '../model/profile-metric.ts';
import type { Limits, Rule, Rules } from '../model/rules.ts';
import type { Subject } from '../model/subject.ts';
import type { ToolMetric } from '../model/tool-metric.ts';
import { profileMetricsOf } from './profile-metrics.ts';
import { matchesWhere } from './select.ts';
import { toolMetricsOf } from './tool-metrics.ts';

/** A rule in force that is about profiles. */
export interface ProfileRule {
  readonly rule: Rule;
  readonly metrics: readonly ProfileMetric[];
  /** It judges a benchmark that did not change too, so every benchmark that it matches has to be profiled. */
  readonly absolute: boolean;
}

/** The rules about profiles that are not switched off. */
export function profileRules(rules: Rules): readonly ProfileRule[] {
  return rules.checks.flatMap((rule) => {
    const metrics = profileMetricsOf(rule.metric);
    return rule.severity === 'off' || metrics.length === 0
      ? []
      : [{ rule, metrics, absolute: isAbsolute(rule.limits) }];
  });
}

function isAbsolute({ max, min, equals, drift }: Limits): boolean {
  return [max, min, equals, drift].some((limit) => limit !== undefined);
}

/**
 * The profiles that a benchmark must be run for, whether it changed or not: absolute limits and drift ask for them.
 *
 * @param subject the benchmark, without a function
 * @param modules import paths of the measured modules: what `./` means
 */
export function kindsDemanded(rules: Rules, subject: Subject, modules: readonly string[]): ReadonlySet<ProfileKind> {
  const demanded = PROFILE_METRICS.filter((metric) =>
    demanding(rules, subject, metric, modules).some(({ limits }) => isAbsolute(limits)),
  );
  return new Set(demanded.map(({ kind }) => kind));
}

/**
 * The rules in force that have a benchmark run for a metric. In a cascade an entry with `where.function` speaks for some
 * functions only, so what stands before it stays in force.
 */
export function demanding(
  rules: Rules,
  subject: Subject,
  metric: ToolMetric,
  modules: readonly string[],
): readonly Rule[] {
  const cascade = new Map<string, readonly Rule[]>();
  for (const rule of rules.checks) {
    const { function: functions, ...where } = rule.where;
    const named = toolMetricsOf(rule.metric).includes(metric);
    if (named && matchesWhere(where, subject, metric.unit, modules))
      cascade.set(rule.id, [...(functions ? (cascade.get(rule.id) ?? []) : []), rule]);
  }
  return [...cascade.values()].flat().filter(({ severity, collect }) => severity !== 'off' && collect !== false);
}
