import type { Metric } from '../model/metric.ts';
import type { Rule, Rules, Where } from '../model/rules.ts';
import { type Subject, subBenchmarkKeys } from '../model/subject.ts';
import { matchesName, matchesPackage, matchesPath } from './glob.ts';

/**
 * The checks in force for one row: of the entries that share an id, the last one that matches the row. An entry whose
 * severity is `off` switches the check off.
 *
 * @param metric the row's metric; null for what has no metric (`bench/missing`, `bench/failed` …)
 * @param modules import paths of the measured modules: what `./` means
 */
export function rulesInForce(
  rules: Rules,
  subject: Subject,
  metric: Pick<Metric, 'id' | 'unit'> | null,
  modules: readonly string[],
): readonly Rule[] {
  const inForce = new Map<string, Rule>();
  for (const rule of rules.checks)
    if (matchesMetric(rule, metric) && matchesWhere(rule.where, subject, metric?.unit, modules))
      inForce.set(rule.id, rule);
  return [...inForce.values()].filter((rule) => rule.severity !== 'off');
}

function matchesMetric(rule: Rule, metric: Pick<Metric, 'id'> | null): boolean {
  if (metric === null) return rule.metric.length === 0;
  return rule.metric.length > 0 && matchesName(rule.metric, metric.id);
}

/** Whether every given part of a `where` matches; a part that the subject does not have matches nothing. */
export function matchesWhere(
  where: Where,
  subject: Subject,
  unit: string | undefined,
  modules: readonly string[],
): boolean {
  const { pkg, benchmark, gomaxprocs } = subject;
  return (
    (!where.pkg || (pkg !== undefined && matchesPackage(where.pkg, pkg, modules))) &&
    (!where.benchmark || (benchmark !== undefined && matchesPath(where.benchmark, benchmark))) &&
    (!where.unit || (unit !== undefined && matchesName(where.unit, unit))) &&
    (!where.keys || (benchmark !== undefined && matchesKeys(where.keys, benchmark))) &&
    (!where.gomaxprocs || (gomaxprocs !== undefined && where.gomaxprocs.includes(gomaxprocs)))
  );
}

function matchesKeys(wanted: Readonly<Record<string, string>>, benchmark: string): boolean {
  const keys = subBenchmarkKeys(benchmark);
  return Object.entries(wanted).every(([key, glob]) => {
    const value = keys[key];
    return value !== undefined && matchesName([glob], value);
  });
}
