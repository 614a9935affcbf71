import { mannKendall } from '../stats/mann-kendall.ts';
import { type Conclusion, conclude, type JudgedRun } from './confirm.ts';
import { courseOf, FEWEST_STEPS, warmUp } from './course.ts';
import type { Finding } from './judge.ts';
import type { ProcessPlan } from './plan.ts';
import type { BenchmarkLeaks, ReportedGrowth, ReportedProcess, ReportedSeries } from './report.ts';
import type { Leaked, LeakRun, Place } from './run.ts';
import { reasonOf, settleOf } from './words.ts';

/** Most places of a kind that a report names. */
const MOST = 10;

/**
 * Puts together what is said of a benchmark.
 *
 * @param missing the process that there was no time for
 * @param failure why no process gave steps
 * @param leaked what the runtime's own detector found, in a process of its own
 */
export function benchmarkLeaks(
  subject: { readonly pkg: string; readonly benchmark: string },
  runs: readonly JudgedRun[],
  missing: ProcessPlan | null,
  failure: string | null,
  leaked: Leaked | null = null,
): BenchmarkLeaks {
  const conclusion = conclude(runs);
  const last = runs.at(-1)?.run;
  const growths = (findings: readonly Finding[]) =>
    last ? findings.slice(0, MOST).map((finding) => growthOf(finding, last, leaked)) : [];
  const said = {
    ...subject,
    verdict: conclusion.verdict,
    leaks: growths(conclusion.leaks),
    doubts: growths(conclusion.doubts),
    harmless: growths(conclusion.harmless),
    processes: runs.map(processOf),
  };
  return { ...said, reason: failure ?? reasonOf(said), settle: settleOf(said, missing, conclusionIsOpen(conclusion)) };
}

function conclusionIsOpen({ verdict }: Conclusion): boolean {
  return verdict === 'not enough evidence';
}

function growthOf(finding: Finding, run: LeakRun, leaked: Leaked | null): ReportedGrowth {
  const { course, kind } = finding;
  const iterations = run.steps[0]?.iterations ?? 1;
  const measured = {
    shape: course.shape,
    growth: course.growth,
    perStep: course.growth / spanOf(run.steps.length),
    perIteration: course.growth / spanOf(run.steps.length) / iterations,
    pace: course.pace,
  };
  if (kind === 'goroutine') {
    const { stands, state, created, counts } = finding.series;
    return {
      kind,
      site: stands,
      ...(created ? { created } : {}),
      ...(state ? { state } : {}),
      ...measured,
      values: counts,
      counted: finding.counted,
      ...(leaked ? { detected: detectedAt(leaked, stands) } : {}),
    };
  }
  const { site, through, bytes, objects } = finding.series;
  const more = { values: bytes, objects: courseOf(objects).growth, stages: finding.stages };
  return { kind, site, ...(through ? { through } : {}), ...measured, ...more };
}

/** Steps between the middle of the first sixth of the window and that of the last. */
function spanOf(steps: number): number {
  return Math.max(1, ((steps - warmUp(steps)) * 5) / 6);
}

function detectedAt(leaked: Leaked, at: Place): number {
  return leaked.reduce((sum, { stands, count }) => sum + (samePlace(stands, at) ? count : 0), 0);
}

function samePlace(a: Place, b: Place): boolean {
  return a.function === b.function && a.file === b.file && a.line === b.line;
}

function processOf({ run, judgement }: JudgedRun): ReportedProcess {
  const { steps } = run;
  const traced = steps.map((step) => step.traced);
  return {
    steps: steps.length,
    iterations: steps[0]?.iterations ?? 0,
    verdict: judgement.verdict,
    live: seriesOf(steps.map((s) => s.live)),
    heapAlloc: seriesOf(steps.map((s) => s.heapAlloc)),
    heapObjects: seriesOf(steps.map((s) => s.heapObjects)),
    goroutines: seriesOf(steps.map((s) => s.goroutines)),
    ...(traced.includes(null) || traced.length === 0 ? {} : { gctrace: seriesOf(traced as number[]) }),
  };
}

function seriesOf(values: readonly number[]): ReportedSeries {
  if (values.length < FEWEST_STEPS) return { values, growth: 0, shape: 'unclear', p: 1 };
  const { growth, shape } = courseOf(values);
  return { values, growth, shape, p: mannKendall(values.slice(warmUp(values.length))).rising };
}
