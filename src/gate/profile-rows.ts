import type { ProfileRun } from '../compare/profiles/costs.ts';
import { hotFunctions, measured } from '../compare/profiles/measure.ts';
import { judgeProfileRows, type Measured, type ProfileRowToJudge } from '../compare/profiles/rows.ts';
import { driftOf } from '../compare/profiles/shift.ts';
import type { Comparison } from '../model/comparison.ts';
import { rowKey, rowOf } from '../model/finding-of.ts';
import { formatChange, formatCount } from '../model/format.ts';
import { CPU_TIME } from '../model/metric.ts';
import { PROFILE_METRICS, type ProfileMetric } from '../model/profile-metric.ts';
import type { Rule } from '../model/rules.ts';
import { type Subject, subjectKey } from '../model/subject.ts';
import { strictestLimit } from '../model/worse.ts';
import { whyNoProfiles } from '../plan/profiles.ts';
import { kindsDemanded, profileRules } from '../rules/profile-rules.ts';
import type { ProfiledRow } from './profiles.ts';
import type { Ruling } from './ruling.ts';
import type { Survey } from './survey.ts';

/** Functions that have less than this share of the profile on both sides are no rows. */
const HOT = 0.005;
/** A difference between the profiled runs and the rounds that is worth a word. */
const APART = 1.1;

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

/** Benchmarks whose profiles a rule limits whatever base was, and that have none: nothing passes in silence. */
function unprofiled({ rules, modules }: Ruling, { rows, profiled, evidence, measure }: Survey): Comparison[] {
  if (evidence.packages.length === 0) return [];
  const asking = profileRules(rules).filter(({ absolute }) => absolute);
  const failing = { ...rules, checks: rules.checks.filter(({ severity }) => severity === 'error') };
  const has = new Set(profiled.rows.flatMap((row) => (row.head ? [`${row.kind} ${subjectKey(row.subject)}`] : [])));
  return rows.flatMap(({ key, pkg, benchmark, gomaxprocs, secPerOp }) => {
    const subject = { pkg, benchmark, gomaxprocs };
    const demanded = secPerOp.head === undefined ? new Set() : kindsDemanded(rules, subject, modules);
    const must = kindsDemanded(failing, subject, modules);
    const named = asking
      .flatMap(({ metrics }) => metrics)
      .filter(({ kind }) => demanded.has(kind) && !has.has(`${kind} ${key}`));
    const why = whyNoProfiles(evidence, measure, key) ?? 'there is none in this evidence';
    return [...new Set(named)].map((metric) => notProfiled(subject, metric, why, must.has(metric.kind)));
  });
}

function notProfiled(subject: Subject, { id, unit, kind }: ProfileMetric, why: string, must: boolean): Comparison {
  return {
    ...{
      metric: id,
      unit,
      subject,
      base: null,
      head: null,
      ratio: null,
      difference: null,
      ratioLo: null,
      ratioHi: null,
    },
    ...{ p: null, pAdjusted: null, limit: null, detectable: null, rounds: 0, warnings: [] },
    status: 'not-measured',
    reason: `it has no ${kind} profile, which ${id} is judged by: ${why}`,
    ...(must ? { cause: 'not-profiled' } : {}),
  };
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

/** How much faster than in the rounds head ran under the profiler, compared with base. */
interface Pace {
  readonly factor: number;
  readonly warnings: readonly string[];
}

const NO_PACE: Pace = { factor: 1, warnings: [] };

/**
 * One run a side says little of how dear an operation is, since the machine may have been busier during one of them; the
 * rounds know that well. So head's profile is scaled to the ratio of CPU times that the rounds have.
 */
function paceOf({ subject, kind, base, head }: ProfiledRow, timed: readonly Comparison[]): Pace {
  const rounds = rowOf({ subject, metric: CPU_TIME }, timed)?.ratio ?? null;
  if (kind !== 'cpu' || rounds === null || !base || !head) return NO_PACE;
  const [from, to] = [base, head].map((run) => measured(run, CPU_TOTAL, null)?.value ?? 0) as [number, number];
  const ratio = to / from;
  const factor = rounds / ratio;
  if (!(factor > 0 && factor < Number.POSITIVE_INFINITY)) return NO_PACE;
  const apart = Math.max(factor, 1 / factor) > APART;
  const text = `under the profiler the whole changed by ${formatChange(ratio)}, in the rounds by ${formatChange(rounds)}: head's profile is scaled to the latter`;
  return { factor, warnings: apart ? [text] : [] };
}

const CPU_TOTAL = PROFILE_METRICS.find(({ id }) => id === 'cpu.flat') as ProfileMetric;

function atPace(head: Measured, factor: number): Measured {
  const { value, whole, exposure } = head;
  return { ...head, value: value * factor, whole: whole === null ? null : whole * factor, exposure: exposure / factor };
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
