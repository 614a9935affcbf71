import type { Comparison } from '../model/comparison.ts';
import type { PackageEvidence } from '../model/evidence.ts';
import type { Finding } from '../model/finding.ts';
import { nameOf } from '../model/finding-of.ts';
import { plural } from '../model/format.ts';
import { groupBy } from '../model/group-by.ts';
import { CPU_TIME } from '../model/metric.ts';
import { subjectKey } from '../model/subject.ts';
import { toolMetric } from '../model/tool-metric.ts';
import { traceMetric } from '../model/trace-metric.ts';
import { listed } from './reason.ts';
import type { Situation } from './situation.ts';

/** Everything that should have been judged and could not be, a sentence each; none when the job may pass. */
export function doubts(situation: Situation): readonly string[] {
  const { comparisons, findings, evidence } = situation;
  const hidden = unlisted(situation);
  if (comparisons.length === 0) return [...hidden, ...nothingRan(situation)];
  const unbuilt = evidence.packages.filter(baseDoesNotBuild);
  return [
    ...hidden,
    ...(situation.unfit === null ? [] : [situation.unfit]),
    ...baseUnbuilt(unbuilt),
    ...budgetSpent(comparisons),
    ...notProfiled(comparisons),
    ...unresolved(findings, new Set(unbuilt.map((p) => p.pkg))),
    ...emptySide(situation),
    ...nothingJudged(comparisons),
  ];
}

/** No rows with a benchmark: either there is nothing to run, which is no doubt, or nothing of what there is was run. */
function nothingRan({ comparisons, evidence }: Situation): string[] {
  const { packages, setAside, measure } = evidence;
  const withBenchmarks = packages.filter((p) => p.benchmarks.base.length + p.benchmarks.head.length > 0);
  if (comparisons.length + withBenchmarks.length > 0)
    return ['Benchmarks exist, but none of them matched the selection.'];
  if (measure === undefined) return packages.length === 0 ? ['The evidence holds no benchmark results.'] : [];
  const chosen = measure.packages.join() !== EVERYTHING;
  return chosen && packages.length + setAside.length === 0
    ? [`No package with benchmarks matches ${listed(measure.packages)}.`]
    : [];
}

/** The default of `packages`. */
const EVERYTHING = './...';

/** Files that people bring: with nothing on one side, nothing was compared. */
function emptySide({ comparisons, evidence: { packages, design } }: Situation): string[] {
  if (packages.length > 0 || design === 'baseline') return [];
  return comparisons.every((row) => row.base === null) ? ['The base holds no benchmark results.'] : [];
}

/** Modules that the go command could not list: what benchmarks they have, nobody knows. */
function unlisted({ evidence: { unlisted: modules = [] } }: Situation): string[] {
  return modules.map(
    ({ side, dir }) => `The module in ${dir} cannot be listed on ${side}, so its benchmarks are not known.`,
  );
}

function baseDoesNotBuild({ base, head, benchmarks }: PackageEvidence): boolean {
  return base.state === 'failed' && head.state === 'built' && benchmarks.base.length > 0;
}

function baseUnbuilt(packages: readonly PackageEvidence[]): string[] {
  if (packages.length === 0) return [];
  const verb = packages.length === 1 ? 'does' : 'do';
  return [`The base of ${listed(packages.map((p) => p.pkg))} ${verb} not build, so there is nothing to compare with.`];
}

function budgetSpent(comparisons: readonly Comparison[]): string[] {
  const rows = comparisons.filter((row) => row.status === 'not-measured' && row.cause === 'budget');
  const names = [...new Set(rows.map((row) => nameOf(row.subject)))];
  return names.length === 0 ? [] : [`The budget was spent before ${listed(names)} could be screened.`];
}

function notProfiled(comparisons: readonly Comparison[]): string[] {
  const rows = comparisons.filter((row) => row.cause === 'not-profiled');
  const names = [...new Set(rows.map((row) => nameOf(row.subject)))];
  return names.length === 0
    ? []
    : [`Rules limit ${whatOf(rows)} of ${listed(names)}, and there are none: ${rows[0]?.reason ?? ''}.`];
}

function whatOf(rows: readonly Comparison[]): string {
  const traces = rows.filter(({ metric }) => traceMetric(metric) !== undefined).length;
  if (traces === 0) return 'the profiles';
  return traces === rows.length ? 'the traces' : 'the profiles and traces';
}

/** Findings that could not be judged, at the level that fails; those of packages already named are left out. */
function unresolved(findings: readonly Finding[], named: ReadonlySet<string>): string[] {
  const open = findings.filter((f) => f.status === 'inconclusive' && f.severity === 'error');
  const others = open.filter(({ subject }) => subject.benchmark !== undefined || !named.has(subject.pkg ?? ''));
  return [...groupBy(others, (f) => f.rule)].map(
    ([rule, own]) => `${rule} could not be judged for ${listed(own.map((f) => nameOf(f.subject)))}.`,
  );
}

const BLANK: ReadonlySet<Comparison['status']> = new Set(['inconclusive', 'not-measured', 'not-comparable']);

function nothingJudged(comparisons: readonly Comparison[]): string[] {
  const open = comparisons.filter(expected);
  const all = open.length > 0 ? open : comparisons.every(sameOnBothSides) ? comparisons : [];
  if (all.length > 0 && all.every((row) => BLANK.has(row.status)))
    return [`None of ${plural(all.length, 'row')} could be judged: ${countsOf(all)}.`];
  return undecidedMetrics(comparisons).map(
    (metric) =>
      `${metric} could not be told from noise on any benchmark: the runner is too noisy, or the rounds too few.`,
  );
}

/** Rows that should have been judged: not those proved equal, new, only reported, or impossible on both sides. */
function expected(row: Comparison): boolean {
  if (row.status === 'identical' || row.status === 'new' || sameOnBothSides(row)) return false;
  return (
    row.limit !== null || row.status === 'missing' || row.status === 'not-measured' || row.status === 'not-comparable'
  );
}

/** It fails or is skipped at base as at head: that is no news. A spent budget is. */
function sameOnBothSides(row: Comparison): boolean {
  return row.status === 'not-measured' && row.failedOn === 'both' && row.cause !== 'budget';
}

/**
 * Metrics that every limited benchmark has and that are inconclusive on each: allocations that stand still prove no time.
 * CPU time is a second witness: where it cannot tell, the clock still may.
 */
function undecidedMetrics(comparisons: readonly Comparison[]): string[] {
  const limited = comparisons.filter(
    (row) => row.limit !== null && row.status !== 'new' && row.metric !== CPU_TIME && !toolMetric(row.metric),
  );
  const benchmarks = new Set(limited.map((row) => subjectKey(row.subject)));
  return [...groupBy(limited, (row) => row.metric)]
    .filter(([, rows]) => rows.length === benchmarks.size && rows.every((row) => row.status === 'inconclusive'))
    .map(([metric]) => metric);
}

/** `3 inconclusive, 2 not-measured` */
function countsOf(rows: readonly Comparison[]): string {
  return [...groupBy(rows, (row) => row.status)].map(([status, own]) => `${own.length} ${status}`).join(', ');
}
