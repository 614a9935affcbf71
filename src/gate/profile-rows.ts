import type { ProfileRun } from '../compare/profiles/costs.ts';
import { hotFunctions, type Measured, measured } from '../compare/profiles/measure.ts';
import { judgeProfileRows, type ProfileRowToJudge } from '../compare/profiles/rows.ts';
import { driftOf } from '../compare/profiles/shift.ts';
import type { Comparison } from '../model/comparison.ts';
import { rowKey } from '../model/finding-of.ts';
import { formatCount } from '../model/format.ts';
import { PROFILE_METRICS, type ProfileMetric } from '../model/profile-metric.ts';
import type { Rule } from '../model/rules.ts';
import type { Subject } from '../model/subject.ts';
import { strictestLimit } from '../model/worse.ts';
import { atPace, NO_PACE, type Pace, paceOf } from './pace.ts';
import type { ProfiledRow } from './profiles.ts';
import type { Ruling } from './ruling.ts';
import type { Survey } from './survey.ts';
import { unprofiled } from './unprofiled.ts';

/** Functions that have less than this share of the profile, or fewer events, on both sides are no rows. */
const HOT = { share: 0.005, events: 10 };

/**
 * The rows of profiles that a set of rules asks for: of whole benchmarks, and of their functions.
 *
 * @param timed the rows of the rounds, whose CPU time says how fast the machine was meanwhile
 */
export function profileRows(ruling: Ruling, survey: Survey, timed: readonly Comparison[]): Comparison[] {
  const { profiled, evidence } = survey;
  const asked = profiled.rows.flatMap((row) =>
    PROFILE_METRICS.filter(({ kind }) => kind === row.kind).map((metric) => ({ row, metric })),
  );
  const rows = asked.flatMap(({ row, metric }) => [
    ...wholeRows(row, metric, ruling),
    ...functionRows(row, metric, ruling, timed),
  ]);
  const drifts = asked.flatMap(({ row, metric }) => driftRow(row, metric, ruling, evidence.seed ?? 1));
  return [...oneRowEach(judgeProfileRows(rows, ruling.rules.judge), drifts), ...unprofiled(ruling, survey)];
}

/** A benchmark whose drift is limited and whose value is too has one row of that metric, with both. */
function oneRowEach(judged: readonly Comparison[], drifts: readonly Comparison[]): readonly Comparison[] {
  const left = new Map(drifts.map((row) => [rowKey(row.subject, row.metric), row]));
  const rows = judged.map((row) => {
    const key = rowKey(row.subject, row.metric);
    const drifted = left.get(key);
    left.delete(key);
    if (!drifted?.drift) return row;
    return row.limit === null ? drifted : { ...row, drift: drifted.drift };
  });
  return [...rows, ...left.values()];
}

function wholeRows(row: ProfiledRow, metric: ProfileMetric, ruling: Ruling): ProfileRowToJudge[] {
  return metric.without === 'benchmark' ? toJudge(row, metric, null, ruling.inForce(row.subject, metric), NO_PACE) : [];
}

function functionRows(
  row: ProfiledRow,
  metric: ProfileMetric,
  ruling: Ruling,
  timed: readonly Comparison[],
): ProfileRowToJudge[] {
  const named = ruling.rules.checks.some(({ severity, where }) => severity !== 'off' && where.function !== undefined);
  if (!named && metric.without === 'benchmark') return [];
  const pace = paceOf(row, timed);
  const hot = [row.base, row.head].flatMap((run) => (run ? hotFunctions(run, metric, HOT) : []));
  return [...new Set(hot)].flatMap((fn) => {
    const rules = ruling.inForce({ ...row.subject, function: fn }, metric);
    return toJudge(row, metric, fn, rules, pace);
  });
}

function toJudge(
  row: ProfiledRow,
  metric: ProfileMetric,
  fn: string | null,
  rules: readonly Rule[],
  pace: Pace,
): ProfileRowToJudge[] {
  const limited = rules.filter(({ limits }) => Object.keys(limits).some((key) => key !== 'drift'));
  if (limited.length === 0) return [];
  const subject: Subject = fn === null ? row.subject : { ...row.subject, function: fn };
  const of = (run: ProfileRun | null) => run && measured(run, metric, fn);
  const [base, head] = [of(row.base), of(row.head)];
  const limits = limited.map((rule) => rule.limits);
  const limit = strictestLimit(limits, base?.value ?? 0);
  if (!head && (!base || limit === null)) return [];
  const { isNew } = row;
  return [{ subject, metric, isNew, base, head: head && atPace(head, pace.factor), limit, warnings: pace.warnings }];
}

/** The shares of all functions together, where a rule limits their drift. */
function driftRow(
  { subject, base, head }: ProfiledRow,
  metric: ProfileMetric,
  ruling: Ruling,
  seed: number,
): Comparison[] {
  const limits = ruling.inForce(subject, metric).flatMap(({ limits: { drift } }) => (drift ? [drift.value] : []));
  if (limits.length === 0 || !base || !head) return [];
  const drift = driftOf(base, head, metric, Math.min(...limits), seed);
  const [from, to] = [measured(base, metric, null), measured(head, metric, null)];
  if (!drift || !from || !to) return [];
  const side = ({ value, events }: Measured) => ({ center: value, lo: value, hi: value, n: events });
  const few = `too few samples for a drift of ${Math.min(...limits)}: chance alone gives ${formatCount(drift.expected)}`;
  return [
    {
      ...{ metric: metric.id, unit: metric.unit, subject, base: side(from), head: side(to) },
      ratio: from.value > 0 ? to.value / from.value : null,
      difference: to.value - from.value,
      ...{ ratioLo: null, ratioHi: null, p: drift.p, pAdjusted: null, limit: null, detectable: null, rounds: 1 },
      drift,
      status: drift.enough ? 'unchanged' : 'inconclusive',
      ...(drift.enough ? {} : { reason: few }),
      warnings: [],
    },
  ];
}
