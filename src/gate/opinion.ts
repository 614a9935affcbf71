import { evaluateChecks } from '../checks/index.ts';
import { JUDGE } from '../compare/judge.ts';
import { looksOf } from '../compare/looks.ts';
import type { CheckedRow } from '../model/checked-row.ts';
import type { Comparison } from '../model/comparison.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Evidence } from '../model/evidence.ts';
import { rowKey } from '../model/finding-of.ts';
import { isOfAllFunctions } from '../model/profile-metric.ts';
import type { Waiver } from '../model/rules.ts';
import { type Subject, subjectKey } from '../model/subject.ts';
import { toolMetric, toolMetricOf } from '../model/tool-metric.ts';
import type { Unit } from '../model/unit.ts';
import { waiversInForce } from '../rules/ratchet-waivers.ts';
import { applyWaivers } from '../rules/waive.ts';
import type { Judgement } from '../verdict/worse.ts';
import { notComparable } from './comparable.ts';
import { underOtherLayouts } from './layouts.ts';
import { onFitMachine } from './machine.ts';
import { profileRows } from './profile-rows.ts';
import type { Ruling } from './ruling.ts';
import { heardBoth, toldOnce } from './second-witness.ts';
import { warnOfSetUp } from './set-up.ts';
import type { Survey } from './survey.ts';
import { traceRows } from './trace-rows.ts';
import { unmeasured } from './unmeasured.ts';

/** What one set of rules makes of the measurements. */
export interface Opinion {
  readonly ruling: Ruling;
  readonly judgement: Judgement;
  /** Every row with each rule in force for it. */
  readonly rows: readonly CheckedRow[];
  readonly diagnostics: readonly Diagnostic[];
}

export function opinionOf(ruling: Ruling, survey: Survey): Opinion {
  const { evidence } = survey;
  const comparisons = compareAll(ruling, survey);
  const rows = comparisons.flatMap((comparison) => checkedRows(comparison, ruling));
  const found = toldOnce(evaluateChecks(rows, { evidence, design: survey.design, comparisons }));
  const { counted, waiting } = waivers(ruling, survey);
  const { findings, diagnostics } = applyWaivers(found, counted, evidence.now, {
    comparisons,
    modules: ruling.modules,
    betterOf: (metric) => (toolMetric(metric) ?? ruling.metricOf(metric as Unit)).better,
  });
  return {
    ruling,
    judgement: ownPart({ comparisons, findings }, ruling, survey),
    rows,
    diagnostics: [...diagnostics, ...waiting],
  };
}

/** The judged rows, before other layouts are asked. */
export function measuredRows(ruling: Ruling, { evidence, measure, design, fitness }: Survey): readonly Comparison[] {
  const looks = evidence.packages.length > 0 && design === 'interleaved' ? looksOf(measure.rounds) : null;
  const noisy = (row: Comparison) => ruling.metricOf(row.unit as Unit).assume !== 'exact';
  return onFitMachine(heardBoth(JUDGE.judge(ruling.rows, design, ruling.rules.judge, looks)), fitness, noisy);
}

/** The judged rows, and a row for everything that was not compared. */
export function compareAll(ruling: Ruling, survey: Survey): readonly Comparison[] {
  const absent = unmeasured(survey);
  const taken = new Set(absent.map((c) => subjectKey(c.subject)));
  const judged = underOtherLayouts(measuredRows(ruling, survey), survey);
  const struck = new Set(absent.filter((c) => c.status === 'not-measured').map(topLevelOf));
  const compared = judged.filter(
    (c) => !taken.has(subjectKey(c.subject)) && !(c.status === 'missing' && struck.has(topLevelOf(c))),
  );
  const timed = warnOfSetUp(notComparable(compared, ruling, survey), survey.outcome.readings);
  const tools = [...profileRows(ruling, survey, timed), ...traceRows(ruling, survey)];
  return [...timed, ...notComparable(tools, ruling, survey), ...absent];
}

/** A benchmark that fails has not vanished, nor have its sub-benchmarks. */
function topLevelOf({ subject: { pkg, benchmark = '' } }: Comparison): string {
  return `${pkg} ${benchmark.split('/')[0]}`;
}

function checkedRows(comparison: Comparison, ruling: Ruling): CheckedRow[] {
  const ofTool = toolMetricOf(comparison);
  const metric = ofTool ?? ruling.metricOf(comparison.unit as Unit);
  const { subject } = comparison;
  const numbers = ruling.inForce(subject, metric);
  const meant = isOfAllFunctions(comparison) ? numbers.filter(({ limits }) => limits.drift) : numbers;
  // What happened to a benchmark its own rows tell, once: those of its profiles and traces would tell it again.
  const events = ofTool ? [] : ruling.inForce(subject, null);
  return [...meant, ...events].map((rule) => ({ comparison, metric, rule }));
}

/** Where both sides' rules judge, what is new is judged by head's alone: base cannot know it. */
function ownPart(judgement: Judgement, { side }: Ruling, { rulings }: Survey): Judgement {
  if (side === 'head' || rulings.length === 1) return judgement;
  const fresh = judgement.comparisons.filter((c) => c.status === 'new');
  const isNew = new Set(fresh.map((c) => rowKey(c.subject, c.metric)));
  const known = (subject: Subject, metric = '') => !isNew.has(rowKey(subject, metric));
  return {
    comparisons: judgement.comparisons.filter((c) => known(c.subject, c.metric)),
    findings: judgement.findings.filter((f) => known(f.subject, f.metric)),
  };
}

/** Which waivers this side's rules let through, and a word for each that waits for a sign-off of the very head commit. */
function waivers(
  ruling: Ruling,
  { rulings, evidence }: Survey,
): { counted: readonly Waiver[]; waiting: readonly Diagnostic[] } {
  const [base, head] = [rulings.find((r) => r.side === 'base'), rulings.find((r) => r.side === 'head')];
  if (!base || !head) return { counted: ruling.rules.waivers, waiting: [] };
  const inForce = waiversInForce(base.rules.waivers, head.rules.waivers, signedOff(evidence));
  const text = (check: string) =>
    `this change adds or loosens a waiver of ${check}: it counts once somebody with write access approves this commit`;
  const waiting = inForce.pending.map(({ check, at }) => ({ level: 'warning' as const, text: text(check), at }));
  return { counted: inForce[ruling.side], waiting: ruling.side === 'head' ? waiting : [] };
}

/**
 * Whoever lists the approvals takes those of the pull request's very head commit. The commit that was measured may be
 * another one: the runner checks out the merge of that head into its base.
 */
function signedOff({ approvals }: Evidence): boolean {
  return approvals.length > 0;
}
