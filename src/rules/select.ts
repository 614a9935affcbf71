import type { Metric } from '../model/metric.ts';
import type { Rule, Rules, Where } from '../model/rules.ts';
import { type Subject, subBenchmarkKeys } from '../model/subject.ts';
import { toolMetric } from '../model/tool-metric.ts';
import { matchesFunction, matchesName, matchesPackage, matchesPath } from './glob.ts';
import { toolMetricsOf } from './tool-metrics.ts';

/**
 * The checks in force for one row: of the entries that share an id, the last one that matches the row. An entry whose
 * severity is `off` switches the check off. Metrics of profiles and traces have to be named, and of single functions they
 * answer to entries with `where.function`, or to all where the metric is one of functions.
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
    if (matchesMetric(rule, subject, metric) && matchesWhere(rule.where, subject, metric?.unit, modules))
      inForce.set(rule.id, rule);
  return [...inForce.values()].filter((rule) => rule.severity !== 'off');
}

function matchesMetric(rule: Rule, subject: Subject, metric: Pick<Metric, 'id' | 'unit'> | null): boolean {
  if (metric === null) return rule.metric.length === 0;
  const ofTool = toolMetric(metric.id);
  // A benchmark may report a unit that is called like a metric of profiles or traces.
  if (ofTool?.unit !== metric.unit) return rule.metric.length > 0 && matchesName(rule.metric, metric.id);
  const meant = subject.function === undefined || rule.where.function || ofTool.without === 'functions';
  return Boolean(meant) && toolMetricsOf(rule.metric).includes(ofTool);
}

/** Whether every given part of a `where` matches; a part that the subject does not have matches nothing. */
export function matchesWhere(
  where: Where,
  subject: Subject,
  unit: string | undefined,
  modules: readonly string[],
): boolean {
  const { pkg, benchmark, gomaxprocs, function: fn } = subject;
  return (
    (!where.pkg || (pkg !== undefined && matchesPackage(where.pkg, pkg, modules))) &&
    (!where.benchmark || (benchmark !== undefined && matchesPath(where.benchmark, benchmark))) &&
    (!where.unit || (unit !== undefined && matchesName(where.unit, unit))) &&
    (!where.keys || (benchmark !== undefined && matchesKeys(where.keys, benchmark))) &&
    (!where.function || (fn !== undefined && matchesFunction(where.function, fn, modules))) &&
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
