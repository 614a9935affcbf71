import type { CheckedRow } from '../model/checked-row.ts';
import type { Comparison } from '../model/comparison.ts';
import type { Finding } from '../model/finding.ts';
import { rowKey } from '../model/finding-of.ts';
import { formatChange, formatCount, formatDifference, formatValue, plural } from '../model/format.ts';
import { groupBy } from '../model/group-by.ts';
import type { ChecklistItem } from '../model/report.ts';
import type { Limits, Rule, Where } from '../model/rules.ts';
import { worsening } from '../model/worse.ts';
import { toolMetricsOf } from '../rules/tool-metrics.ts';

const LIMIT_NAMES: readonly (readonly [keyof Limits, string])[] = [
  ['maxRegression', 'max-regression'],
  ['maxRegressionBy', 'max-regression-by'],
  ['max', 'max'],
  ['min', 'min'],
  ['equals', 'equals'],
  ['drift', 'drift'],
];
/** How checks without limits come to know what they say. */
const METHODS: Readonly<Record<string, string>> = {
  'bench/missing': "base's benchmarks looked up at head",
  'bench/failed': 'how every build and process ended',
  'bench/changed': "the test code and data of each benchmark, base's against head's",
  'rules/changed': "base's rules against head's",
};

/**
 * One line for each rule in force: what it asks, how that was judged, what was measured and what became of it. Of
 * entries that share an id, one that is replaced for every row by later ones is left out.
 *
 * @param rows the rows with each rule in force for them
 */
export function checklist(
  rules: readonly Rule[],
  rows: readonly CheckedRow[],
  findings: readonly Finding[],
): readonly ChecklistItem[] {
  const byRule = groupBy(rows, (row) => row.rule);
  const used = new Set([...byRule.keys()].map((rule) => rule.id));
  return rules
    .filter((rule) => rule.severity !== 'off' && (byRule.has(rule) || !used.has(rule.id) || narrows(rule.where)))
    .map((rule) => itemOf(rule, byRule.get(rule) ?? [], findings));
}

function itemOf(rule: Rule, rows: readonly CheckedRow[], findings: readonly Finding[]): ChecklistItem {
  const limits = LIMIT_NAMES.filter(([key]) => rule.limits[key] !== undefined);
  const own = ownFindings(rule, rows, findings, limits.length > 0);
  return {
    id: rule.id,
    item: limits.length === 0 ? (rule.why ?? rule.id) : described(rule),
    tool: toolOf(rule),
    method: limits.length === 0 ? (METHODS[rule.id] ?? 'looked up') : methodOf(rule, rows),
    threshold:
      limits.length === 0 ? 'none' : limits.map(([key, name]) => `${name}: ${rule.limits[key]?.text}`).join(', '),
    measured: limits.length === 0 ? plural(own.length, 'finding') : measuredOf(rule, rows),
    status: statusOf(own, limits.length === 0 ? null : rows),
  };
}

/** Rules name the metrics of profiles and traces; all others come from the benchmark's own output. */
function toolOf({ metric }: Rule): string {
  const kinds = new Set(toolMetricsOf(metric).map(({ kind }) => kind));
  const profiles = [...kinds].filter((kind) => kind !== 'trace');
  const tools = [
    ...(profiles.length > 0 ? [`pprof (${profiles.join(', ')})`] : []),
    ...(kinds.has('trace') ? ['trace'] : []),
  ];
  return tools.length === 0 ? 'go test -bench' : tools.join(', ');
}

function ownFindings(
  rule: Rule,
  rows: readonly CheckedRow[],
  findings: readonly Finding[],
  limited: boolean,
): Finding[] {
  const own = findings.filter((f) => f.rule === rule.id);
  if (!limited) return own;
  const keys = new Set(rows.map(({ comparison }) => rowKey(comparison.subject, comparison.metric)));
  return own.filter((f) => keys.has(rowKey(f.subject, f.metric ?? '')));
}

function statusOf(findings: readonly Finding[], rows: readonly CheckedRow[] | null): ChecklistItem['status'] {
  const broken = findings.filter((f) => f.status === 'fail');
  if (broken.length > 0) return broken.some((f) => f.severity === 'error') ? 'fail' : 'warn';
  if (findings.some((f) => f.status === 'inconclusive')) return 'inconclusive';
  if (findings.length > 0) return 'waived';
  if (rows === null || rows.some(({ comparison }) => isDecided(comparison))) return 'pass';
  return rows.some(({ comparison }) => comparison.status === 'inconclusive') ? 'inconclusive' : 'skipped';
}

function isDecided({ status }: Comparison): boolean {
  return !['inconclusive', 'not-measured', 'not-comparable', 'missing'].includes(status);
}

function narrows(where: Where): boolean {
  return Object.values(where).some((part) => part !== undefined);
}

/** `sec/op of Encode/** in ./codec/**: Encode is on the request path` */
function described({ metric, where, why }: Rule): string {
  const parts = [
    ...(where.benchmark ? [`of ${where.benchmark.join(', ')}`] : []),
    ...(where.pkg ? [`in ${where.pkg.join(', ')}`] : []),
    ...Object.entries(where.keys ?? {}).map(([key, value]) => `${key}=${value}`),
    ...(where.function ? [`function ${where.function.join(', ')}`] : []),
    ...(where.gomaxprocs ? [`GOMAXPROCS ${where.gomaxprocs.join(', ')}`] : []),
    ...(where.unit ? [`unit ${where.unit.join(', ')}`] : []),
  ];
  const what = [metric.join(', '), ...parts].join(' ');
  return why === undefined ? what : `${what}: ${why}`;
}

function methodOf({ limits, metric }: Rule, rows: readonly CheckedRow[]): string {
  const named = toolMetricsOf(metric);
  const profiled = named.some(({ kind }) => kind !== 'trace');
  const traced = named.some(({ kind }) => kind === 'trace');
  const exact = rows.some((row) => row.metric.assume === 'exact');
  const noisy = rows.some((row) => row.metric.assume !== 'exact');
  const change = limits.maxRegression ?? limits.maxRegressionBy;
  const methods = [
    ...(noisy && change
      ? [
          `${profiled ? 'ratio from the numbers of events, with Holm over the rows of profiles' : `rank test ${traced ? 'over the traced runs, with Holm over the rows of traces' : 'with Holm over the job'}`}; lower bound of the ratio against the limit`,
        ]
      : []),
    ...(noisy && (limits.max ?? limits.min ?? limits.equals)
      ? [
          traced
            ? 'median of the traced runs of head'
            : `95 % interval ${profiled ? 'from the number of events' : 'of the median'} at head`,
        ]
      : []),
    ...(exact ? ['counts compared exactly'] : []),
    ...(limits.drift ? ['population stability index of the functions, with a permutation p'] : []),
  ];
  return methods.length === 0 ? 'no row to judge' : methods.join('; ');
}

/** `41 rows, worst +0.6 %, 3 inconclusive` */
function measuredOf({ limits }: Rule, rows: readonly CheckedRow[]): string {
  const changes = (limits.maxRegression ?? limits.maxRegressionBy) ? worstChange(rows) : [];
  const values = (limits.max ?? limits.min ?? limits.equals) ? range(rows) : [];
  const open = groupBy(
    rows.filter(({ comparison }) => !isDecided(comparison)),
    ({ comparison }) => comparison.status,
  );
  const counts = [...open].map(([status, own]) => `${formatCount(own.length)} ${status}`);
  return [plural(rows.length, 'row'), ...changes, ...values, ...counts].join(', ');
}

function worstChange(rows: readonly CheckedRow[]): string[] {
  const changes = rows.flatMap((row) => {
    const worse = worsening(row.comparison, row.metric.better);
    if (!worse || row.comparison.difference === null) return [];
    const size = worse.ratio ?? (worse.difference > 0 ? Number.POSITIVE_INFINITY : 1);
    return [
      {
        size,
        text: worse.ratio === null ? formatDifference(worse.difference, row.metric.unit) : formatChange(worse.ratio),
      },
    ];
  });
  const worst = changes.reduce<(typeof changes)[number] | null>(
    (most, c) => (most && most.size >= c.size ? most : c),
    null,
  );
  return worst ? [`worst ${worst.text}`] : [];
}

/** Lowest and highest value at head; nothing where the rows have different units. */
function range(rows: readonly CheckedRow[]): string[] {
  const units = new Set(rows.map((row) => row.comparison.unit));
  const values = rows.flatMap(({ comparison: { head } }) => (head ? [head.center] : []));
  const [unit] = units;
  if (unit === undefined || units.size > 1 || values.length === 0) return [];
  const [lo, hi] = values.reduce(
    ([a, b], v) => [Math.min(a, v), Math.max(b, v)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  return [`head ${formatValue(lo, unit)}${hi > lo ? ` … ${formatValue(hi, unit)}` : ''}`];
}
