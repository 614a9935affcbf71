import { type Distribution, NO_GOAL, type TraceSummary } from '../../model/trace.ts';
import type { InspectedMetric } from '../source.ts';

/** Nanoseconds to seconds, with no more digits than nanoseconds have. */
export function seconds(ns: number): number {
  return Number((ns / 1e9).toFixed(9));
}

/** What a trace comes to as a whole, times in seconds and sizes in bytes; what was not in the trace is left out. */
export function metricsOf(trace: TraceSummary): readonly InspectedMetric[] {
  return [
    metric('trace.duration', 'sec', seconds(trace.duration)),
    metric('trace.events', 'events', trace.events),
    metric('goroutines.created', 'goroutines', trace.goroutines.created),
    metric('goroutines.peak', 'goroutines', trace.goroutines.peak),
    metric('goroutines.remaining', 'goroutines', remaining(trace)),
    ...percentiles('sched.latency', trace.latency.all),
    ...processorMetrics(trace),
    metric('threads.seen', 'threads', trace.threads.seen),
    metric('threads.peak', 'threads', trace.threads.peak),
    ...pauses(trace),
    ...collector(trace),
    ...heapMetrics(trace),
  ];
}

function remaining({ goroutines }: TraceSummary): number {
  return goroutines.remaining.reduce((sum, { count }) => sum + count, 0);
}

function metric(id: string, unit: string, value: number): InspectedMetric {
  return { metric: id, unit, subject: {}, values: [value] };
}

function percentiles(id: string, { count, p50, p99, max }: Distribution): InspectedMetric[] {
  if (count === 0) return [];
  const all = { p50, p99, max };
  return Object.entries(all).map(([name, ns]) => metric(`${id}.${name}`, 'sec', seconds(ns)));
}

function processorMetrics({ processors, duration }: TraceSummary): InspectedMetric[] {
  const { gomaxprocs, running, capacity, idleWhileQueued } = processors;
  if (capacity === 0 || duration === 0) return [];
  return [
    metric('procs.gomaxprocs', 'processors', gomaxprocs),
    metric('procs.busy', 'share', running / capacity),
    metric('procs.idle-queued', 'share', idleWhileQueued / duration),
  ];
}

function pauses({ stw }: TraceSummary): InspectedMetric[] {
  if (stw.length === 0) return [];
  const total = stw.reduce((sum, { total: ns }) => sum + ns, 0);
  const longest = stw.reduce((most, { max }) => Math.max(most, max), 0);
  return [metric('stw.total', 'sec', seconds(total)), metric('stw.max', 'sec', seconds(longest))];
}

function collector({ gc }: TraceSummary): InspectedMetric[] {
  const marking = gc.cycles.reduce((sum, { begin, end }) => sum + end - begin, 0);
  return [
    metric('gc.cycles', 'cycles', gc.cycles.length),
    metric('gc.mark', 'sec', seconds(marking)),
    ...(gc.running > 0 ? [metric('gc.assist', 'share', gc.assistRunning / gc.running)] : []),
    ...gc.mmu.flatMap(({ window, utilisation }) =>
      utilisation === null ? [] : [metric(`gc.mmu.${windowName(window)}`, 'share', utilisation)],
    ),
  ];
}

function windowName(ns: number): string {
  return ns < 1e9 ? `${ns / 1e6}ms` : `${ns / 1e9}s`;
}

function heapMetrics({ heap: { live, goal } }: TraceSummary): InspectedMetric[] {
  return [
    ...(live ? [metric('heap.live.max', 'B', live.max), metric('heap.live.last', 'B', live.last)] : []),
    ...(goal && goal.max < NO_GOAL ? [metric('heap.goal.max', 'B', goal.max)] : []),
  ];
}
