import type { Comparison } from '../model/comparison.ts';
import type { Finding } from '../model/finding.ts';
import { findingOf, nameOf, quantityOf } from '../model/finding-of.ts';
import { changeWord, formatChange, formatDifference, formatPercent, formatValue, plural } from '../model/format.ts';
import type { Metric } from '../model/metric.ts';
import type { Rule } from '../model/rules.ts';
import { strictestLimit, type Worsening, worsening } from '../model/worse.ts';
import type { Check, CheckedRow } from './check.ts';

/**
 * The head is worse than the base by more than `max-regression` (relative) or `max-regression-by` (absolute).
 *
 * A row that is significantly worse is judged by each rule's own limit: for noisy metrics the lower bound of the 90 %
 * interval must be beyond it, for exact ones the change itself. A row that could not be told either way is a finding
 * only where the rule says `must-resolve`.
 */
export const regression: Check = {
  kind: 'regression',
  about: 'A metric got worse from base to head by more than the limit, beyond doubt.',
  limits: ['maxRegression', 'maxRegressionBy'],
  evaluate: (rows) => rows.flatMap(evaluateRow),
};

function evaluateRow(row: CheckedRow): Finding[] {
  const { comparison, metric, rule } = row;
  const worse = worsening(comparison, metric.better);
  if (!worse) return [];
  if (comparison.status === 'regressed') {
    const broken = brokenLimit(comparison, metric, rule, worse);
    if (broken) return [findingOf(row, 'fail', said(comparison, metric, broken))];
    return rule.mustResolve && mayExceed(comparison, rule, worse) ? [unresolved(row)] : [];
  }
  return comparison.status === 'inconclusive' && rule.mustResolve ? [unresolved(row)] : [];
}

/** The limit that is broken, as people read it; null when none is. */
function brokenLimit(row: Comparison, metric: Metric, rule: Rule, worse: Worsening): string | null {
  const { maxRegression, maxRegressionBy } = rule.limits;
  if (maxRegression && exceeds(metric, worse, maxRegression.value)) return formatPercent(maxRegression.value);
  if (maxRegressionBy && surelyWorseBy(row, metric, worse) > maxRegressionBy.value)
    return formatDifference(maxRegressionBy.value, metric.unit);
  return null;
}

/** Any rise from 0 breaks a relative limit. */
function exceeds(metric: Metric, worse: Worsening, limit: number): boolean {
  if (worse.ratio === null) return worse.difference > 0;
  return (metric.assume === 'exact' ? worse.ratio : (worse.lo ?? worse.ratio)) > 1 + limit;
}

/** The absolute change that is beyond doubt: of base and the lower bound of the ratio, turned back into the metric's unit. */
function surelyWorseBy({ base, head }: Comparison, metric: Metric, worse: Worsening): number {
  if (metric.assume === 'exact' || worse.lo === null || base === null || head === null) return worse.difference;
  // Sampled and never met at base: there is no ratio, only the two intervals.
  if (worse.ratio === null) return metric.better === 'lower' ? head.lo - base.hi : base.lo - head.hi;
  const ratio = metric.better === 'lower' ? worse.lo : 1 / worse.lo;
  return Math.abs(base.center * (ratio - 1));
}

/** Whether the interval of a row that is worse reaches beyond a limit that its lower bound does not break. */
function mayExceed({ base }: Comparison, { limits }: Rule, worse: Worsening): boolean {
  const limit = strictestLimit([limits], base?.center ?? 0);
  return limit !== null && worse.hi !== null && worse.hi > 1 + limit;
}

/** `Encode/large: sec/op 1.21 ms → 1.43 ms, +18.2 % slower (+16.9 … +19.6), limit 5 %` */
function said(row: Comparison, metric: Metric, limit: string): string {
  return `${nameOf(row.subject)}: ${quantityOf(row)} ${sides(row)}, ${change(row, metric)}, limit ${limit}`;
}

function sides({ base, head, unit }: Comparison): string {
  const value = (side: Comparison['base']) => (side ? formatValue(side.center, unit) : 'n/a');
  return `${value(base)} → ${value(head)}`;
}

function change(row: Comparison, metric: Metric): string {
  const difference = row.difference ?? 0;
  if (metric.assume === 'exact') return `${formatDifference(difference, row.unit)} (counted, exact)`;
  const word = changeWord(row.unit, difference > 0);
  if (row.ratio === null) return `${formatDifference(difference, row.unit)} ${word}`;
  return `${formatChange(row.ratio)} ${word}${interval(row)}`;
}

function interval({ ratioLo, ratioHi }: Comparison): string {
  if (ratioLo === null || ratioHi === null) return '';
  const bare = (ratio: number) => formatChange(ratio).replace(' %', '');
  return ` (${bare(ratioLo)} … ${bare(ratioHi)})`;
}

function unresolved(row: CheckedRow): Finding {
  const { comparison } = row;
  const why = comparison.reason ?? `${formatChange(comparison.ratio)}${interval(comparison)} is too wide to tell`;
  const after = comparison.rounds > 0 ? ` after ${plural(comparison.rounds, 'round')}` : '';
  const text = `${nameOf(comparison.subject)}: ${quantityOf(comparison)} could not be judged${after}, and its check must be resolved: ${why}`;
  return findingOf(row, 'inconclusive', text);
}
