import { FEWEST_RUNS } from '../compare/traces/rows.ts';
import type { Comparison } from '../model/comparison.ts';
import { groupBy } from '../model/group-by.ts';
import { CPU_TIME } from '../model/metric.ts';
import { subjectKey } from '../model/subject.ts';
import type { ProfilerRun, Wanted } from '../plan/profiles.ts';
import type { Row } from '../plan/row.ts';
import { kindsDemanded } from '../rules/profile-rules.ts';
import { type TraceDemand, tracesDemanded } from '../rules/trace-rules.ts';
import { fewestSamples } from '../stats/critical.ts';
import { runnableRows } from './discover.ts';
import { compareAll } from './opinion.ts';
import type { Survey } from './survey.ts';

/** Units that tell that a row allocates. */
const ALLOCATED: readonly string[] = ['B/op', 'allocs/op'];
/** Which time says by how much a row got slower: the first that regressed. */
const TIMES: readonly string[] = ['sec/op', CPU_TIME];

/** Stands for what grew from nothing, or fell to it. */
const MOST = Number.MAX_VALUE;

/**
 * The rows to run under the profilers: those that regressed in any metric by any of the rules that judge, those of which
 * rules limit what profiles or traces show whether it changed or not, and with `profile: always` all of them. The largest regression
 * comes first. What got slower is run under all profilers (memory where it allocates) and traced, what only allocates more under that.
 */
export function toProfile(survey: Survey): readonly Wanted[] {
  const { measure, rows, outcome, rulings } = survey;
  if (measure.profile === 'never') return [];
  const comparisons = rulings.flatMap((ruling) => compareAll(ruling, survey));
  const byKey = groupBy(comparisons, ({ subject }) => subjectKey(subject));
  const known = runnableRows(rows, outcome).map((row) => ({ row, own: byKey.get(row.key) ?? [] }));
  const demands = known.map(({ row }) => demandsOf(row, survey));
  const family = demands.flat().filter(({ change }) => change).length;
  const sized = known.map(({ row, own }, i) => ({
    ...{ row, own, size: sizeOf(own), runs: runsOf(row, own, demands[i] ?? [], survey) },
    traces: (demands[i] ?? []).some(({ change }) => change) ? tracesOf(family, survey) : 1,
  }));
  const asked = sized.filter(({ runs }) => runs.length > 0).sort((a, b) => b.size - a.size);
  return asked.map(({ row: { key }, own, runs, traces }) => ({
    ...{ key, growth: growthOf(own), secPerOp: slowerOf(own), runs, traces },
  }));
}

/** The most traced runs of a benchmark a side. */
const MOST_TRACES = 12;

/**
 * Traced runs a side that a change needs to be called: as many as the exact rank test can reject with at all, with this many
 * rows corrected for one another.
 */
function tracesOf(family: number, { rulings }: Survey): number {
  const alpha = Math.min(...rulings.map(({ rules }) => rules.judge.alpha));
  return Math.min(MOST_TRACES, Math.max(FEWEST_RUNS, fewestSamples(alpha / Math.max(1, family))));
}

function demandsOf({ pkg, benchmark, gomaxprocs }: Row, { rulings }: Survey): readonly TraceDemand[] {
  const subject = { pkg, benchmark, gomaxprocs };
  const all = rulings.flatMap(({ rules, modules }) => tracesDemanded(rules, subject, modules));
  // Base's and head's rules ask for the same, as a rule; a change is asked for where one of them does.
  return [...groupBy(all, ({ metric }) => metric)].map(([metric, own]) => ({
    metric,
    change: own.some(({ change }) => change),
  }));
}

function runsOf(
  row: Row,
  own: readonly Comparison[],
  demands: readonly TraceDemand[],
  { measure, rulings }: Survey,
): readonly ProfilerRun[] {
  const { pkg, benchmark, gomaxprocs } = row;
  const subject = { pkg, benchmark, gomaxprocs };
  const kinds = new Set(rulings.flatMap(({ rules, modules }) => [...kindsDemanded(rules, subject, modules)]));
  const worse = own.filter(isRegressed).map(({ metric }) => metric);
  const always = measure.profile === 'always';
  const slower = always || worse.some((metric) => !ALLOCATED.includes(metric));
  const memory = kinds.has('memory') || ((always || worse.length > 0) && allocates(own));
  return [
    ...(slower || [...kinds].some((kind) => kind !== 'memory') ? (['cpu'] as const) : []),
    ...(memory ? (['memory'] as const) : []),
    ...(slower || demands.length > 0 ? (['trace'] as const) : []),
  ];
}

function allocates(own: readonly Comparison[]): boolean {
  return own.some((c) => ALLOCATED.includes(c.metric) && [c.base, c.head].some((side) => (side?.center ?? 0) > 0));
}

function isRegressed({ status }: Comparison): boolean {
  return status === 'regressed';
}

/** How far the metric that regressed most moved, up or down; 0 where none did. */
function sizeOf(own: readonly Comparison[]): number {
  const moved = own.filter(isRegressed).map(({ ratio }) => (ratio === null ? MOST : Math.abs(Math.log(ratio))));
  return Math.max(0, ...moved.map((size) => Math.min(size, MOST)));
}

function growthOf(own: readonly Comparison[]): number | null {
  const times = own.filter(isRegressed).filter(({ metric }) => TIMES.includes(metric));
  const [slower] = times.sort((a, b) => TIMES.indexOf(a.metric) - TIMES.indexOf(b.metric));
  return slower?.ratio == null ? null : slower.ratio - 1;
}

function slowerOf(own: readonly Comparison[]): number | null {
  const time = own.find(({ metric }) => metric === 'sec/op');
  const centers = [time?.base, time?.head].flatMap((side) => side?.center ?? []);
  return centers.length === 0 ? null : Math.max(...centers);
}
