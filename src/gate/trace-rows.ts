import { groupsOf, measuredOf } from '../compare/traces/measure.ts';
import { judgeTraceRows, type TraceRowToJudge } from '../compare/traces/rows.ts';
import type { Comparison } from '../model/comparison.ts';
import { declaredFunction } from '../model/go-function.ts';
import type { Samples } from '../model/samples.ts';
import { benchmarkKey } from '../model/subject.ts';
import { TRACE_METRICS, type TraceMetric } from '../model/trace-metric.ts';
import type { TracedRow, TraceRun } from '../model/trace-run.ts';
import { strictestLimit } from '../model/worse.ts';
import { median } from '../stats/median.ts';
import type { Ruling } from './ruling.ts';
import type { Survey } from './survey.ts';
import { untraced } from './untraced.ts';

/** The rows of traces that a set of rules asks for: of whole benchmarks, and of groups of their goroutines. */
export function traceRows(ruling: Ruling, survey: Survey): readonly Comparison[] {
  const rows = survey.traced.rows.flatMap((row) => TRACE_METRICS.flatMap((metric) => rowsOf(row, metric, ruling)));
  const judged = judgeTraceRows(rows, ruling.rules.judge);
  return [...judged.map((row) => doubted(row, survey)), ...untraced(ruling, survey)];
}

function rowsOf(row: TracedRow, metric: TraceMetric, ruling: Ruling): TraceRowToJudge[] {
  const named = ruling.rules.checks.some(({ severity, where }) => severity !== 'off' && where.function !== undefined);
  const groups = named && metric.ofGroups ? functionsOf(row) : [];
  return [null, ...groups].flatMap((fn) => toJudge(row, metric, fn, ruling));
}

/** Functions that goroutines were started with, closures by the function that holds them. */
function functionsOf({ base, head }: TracedRow): readonly string[] {
  const groups = [...base, ...head].flatMap(({ summary }) => groupsOf(summary, null));
  return [...new Set(groups.map(({ name }) => declaredFunction(name)))];
}

function toJudge(row: TracedRow, metric: TraceMetric, fn: string | null, ruling: Ruling): TraceRowToJudge[] {
  const subject = fn === null ? row.subject : { ...row.subject, function: fn };
  const rules = ruling.inForce(subject, metric);
  if (rules.length === 0) return [];
  const [base, head] = [samplesOf(row.base, metric, fn), samplesOf(row.head, metric, fn)];
  const center = base.value.length > 0 ? median(base.value) : 0;
  const limit = strictestLimit(
    rules.map(({ limits }) => limits),
    center,
  );
  if (head.value.length === 0 && (base.value.length === 0 || limit === null)) return [];
  return [{ pair: { subject, metric, base, head }, limit, isNew: row.isNew }];
}

function samplesOf(runs: readonly TraceRun[], metric: TraceMetric, fn: string | null): Samples {
  const known = runs.flatMap((run) => {
    const value = measuredOf(run, metric, fn);
    return value === null ? [] : [{ run, value }];
  });
  return {
    value: known.map(({ value }) => value),
    round: known.map(({ run }) => run.round),
    order: known.map(({ run }) => run.order),
    iterations: known.map(({ run }) => run.iterations),
  };
}

/** Where the tools contradict each other about these processes, what rests on them is not judged. */
function doubted(row: Comparison, { contradictions }: Survey): Comparison {
  const why = contradictions.get(benchmarkKey(row.subject));
  return why === undefined ? row : { ...row, status: 'inconclusive', reason: why, doubt: why };
}
