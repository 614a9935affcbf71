import type { Comparison } from './comparison.ts';
import { PROFILE_METRICS, type ProfileMetric } from './profile-metric.ts';
import { TRACE_METRICS, type TraceMetric } from './trace-metric.ts';

/** A metric of another tool than the benchmark itself: rules have to name it, and its runs are never timed. */
export type ToolMetric = ProfileMetric | TraceMetric;

export const TOOL_METRICS: readonly ToolMetric[] = [...PROFILE_METRICS, ...TRACE_METRICS];

/** The metric with this id, if another tool gives it. */
export function toolMetric(id: string): ToolMetric | undefined {
  return TOOL_METRICS.find((metric) => metric.id === id);
}

/** A row's metric, if another tool gives it; a benchmark may report a unit that is called like one. */
export function toolMetricOf({ metric, unit }: Pick<Comparison, 'metric' | 'unit'>): ToolMetric | undefined {
  const named = toolMetric(metric);
  return named?.unit === unit ? named : undefined;
}
