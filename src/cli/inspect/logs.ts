import { type Durations, GC_SERIES, type GcSeries, type GcWindow, gcSeries, gcWindow } from '../../memory/gc-window.ts';
import { type SchedWindow, schedWindow } from '../../memory/sched-window.ts';
import { type Trend, trendOf } from '../../memory/trend.ts';
import { formatDifference } from '../../model/format.ts';
import type { GcProcess } from '../../model/gctrace.ts';
import type { SchedProcess } from '../../model/schedtrace.ts';
import type { InspectedMetric, Inspection } from '../../sources/source.ts';

/** A metric, its unit, and how it is found. */
type Derived<W> = readonly [metric: string, unit: string, value: (window: W) => number | null];

/** Null where every cycle was forced. */
const any = (durations: Durations) => (durations.count > 0 ? durations : null);

const GC: readonly Derived<GcWindow>[] = [
  ['gc.span', 'sec', ({ span }) => span],
  ['gc.frequency', 'cycles/sec', ({ frequency }) => frequency],
  ['gc.stw.p50', 'sec', ({ pause }) => any(pause)?.p50 ?? null],
  ['gc.stw.p99', 'sec', ({ pause }) => any(pause)?.p99 ?? null],
  ['gc.stw.max', 'sec', ({ pause }) => any(pause)?.max ?? null],
  ['gc.stw.total', 'sec', ({ pause }) => pause.total],
  ['gc.stw.sweep-termination.max', 'sec', ({ sweepTermination }) => any(sweepTermination)?.max ?? null],
  ['gc.stw.mark-termination.max', 'sec', ({ markTermination }) => any(markTermination)?.max ?? null],
  ['gc.mark.total', 'sec', ({ mark }) => mark.total],
  ['gc.mark.cpu.assist', 'cpu-sec', ({ markCpu }) => markCpu.assist],
  ['gc.mark.cpu.background', 'cpu-sec', ({ markCpu }) => markCpu.background],
  ['gc.mark.cpu.idle', 'cpu-sec', ({ markCpu }) => markCpu.idle],
  ['gc.cpu', 'share', ({ cpuShare }) => cpuShare],
  ['gc.cpu.forced', 'share', ({ forcedCpuShare }) => forcedCpuShare],
  ['gc.live.max', 'B', ({ live }) => live.max],
  ['gc.heap.max', 'B', ({ heapMax }) => heapMax],
  ['gc.allocation', 'B/sec', ({ allocationRate }) => allocationRate],
];

const SCHED: readonly Derived<SchedWindow>[] = [
  ['sched.period', 'sec', ({ period }) => period],
  ['sched.spinning.mean', 'threads', ({ spinning }) => spinning.mean],
  ['sched.spinning.longest', 'sec', ({ longestSpinning }) => longestSpinning],
  ['sched.idleprocs.mean', 'processors', ({ idleProcs }) => idleProcs.mean],
  ['sched.idle-while-queued.global.longest', 'sec', ({ longestIdleWithGlobalQueue }) => longestIdleWithGlobalQueue],
  ['sched.idle-while-queued.longest', 'sec', ({ longestIdleWithQueue }) => longestIdleWithQueue],
];

/** What is made of a log: one value for each process, in their order, where there is one. */
export function logMetrics({ gctrace, schedtrace }: Inspection): readonly InspectedMetric[] {
  const gc = gctrace?.processes.map(({ cycles }) => gcWindow(cycles)) ?? [];
  const sched = schedtrace?.processes.map(({ samples }) => schedWindow(samples)) ?? [];
  return [...derived(GC, gc), ...derived(SCHED, sched)];
}

function derived<W>(metrics: readonly Derived<W>[], windows: readonly W[]): InspectedMetric[] {
  return metrics
    .map(([metric, unit, value]) => ({
      metric,
      unit,
      subject: {},
      values: windows.flatMap((window) => value(window) ?? []),
    }))
    .filter(({ values }) => values.length > 0);
}

const SERIES_UNITS: Readonly<Record<GcSeries, string>> = {
  'gc.live': 'B',
  'gc.goal': 'B',
  'gc.stw': 'sec',
  'gc.mark': 'sec',
  'gc.period': 'sec',
  'gc.cpu': 'share',
  'gc.allocation': 'B/sec',
};

interface NamedTrend extends Trend {
  readonly metric: GcSeries;
}

function trendsOf({ cycles }: GcProcess): readonly NamedTrend[] {
  const series = gcSeries(cycles);
  return GC_SERIES.flatMap((metric) => {
    const trend = trendOf(series[metric]);
    return trend ? [{ metric, ...trend }] : [];
  });
}

/** A trend is said where chance gives one as clear less often than this. */
const SAID = 0.01;

/** What a person reads of a log beside its metrics. */
export function logLines({ gctrace }: Inspection): readonly string[] {
  if (!gctrace) return [];
  const ignored = Object.entries(gctrace.ignored).map(([kind, count]) => `${count} of ${kind}`);
  const several = gctrace.processes.length > 1;
  return [
    ...gctrace.processes.flatMap((process) =>
      trendsOf(process)
        .filter(({ p, slope }) => p < SAID && slope !== 0)
        .map((trend) => `  ${several ? `process of line ${process.cycles[0]?.line}: ` : ''}${trendText(trend)}`),
    ),
    ...(ignored.length > 0 ? [`  other GODEBUG lines: ${ignored.join(', ')}`] : []),
  ];
}

function trendText({ metric, slope, p, points }: NamedTrend): string {
  const by = formatDifference(slope, SERIES_UNITS[metric]);
  return `${metric} goes by ${by} a second (Theil–Sen; Mann–Kendall p = ${p.toPrecision(2)}, ${points} points)`;
}

/** As in `inspect --json`: the metrics with those that are made of the log, by process, and the trends. */
export function logJson(inspection: Inspection): object {
  const { gctrace, schedtrace, metrics } = inspection;
  return {
    metrics: [...metrics, ...logMetrics(inspection)],
    ...(gctrace && { processes: gctrace.processes.map(gcProcessJson), ignored: gctrace.ignored }),
    ...(schedtrace && { processes: schedtrace.processes.map(schedProcessJson), details: schedtrace.details }),
  };
}

function gcProcessJson(process: GcProcess): object {
  const { cycles, missing } = process;
  const trends = trendsOf(process).map((trend) => ({ ...trend, unit: `${SERIES_UNITS[trend.metric]}/sec` }));
  return { line: cycles[0]?.line, cycles: cycles.length, missing, window: gcWindow(cycles), trends };
}

function schedProcessJson({ samples }: SchedProcess): object {
  return { line: samples[0]?.line, window: schedWindow(samples) };
}
