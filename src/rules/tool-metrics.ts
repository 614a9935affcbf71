import { TOOL_METRICS, type ToolMetric, toolMetric } from '../model/tool-metric.ts';
import type { TraceMetric } from '../model/trace-metric.ts';
import { matchesName } from './glob.ts';

/** What matches any name at all: a `metric` that begins so never means other tools. */
const WILD = /^[*?[{(!@+\\]/;

/** How only ids of these metrics begin. */
const FAMILY = /^(?:cpu\.|alloc_|inuse_|block\.|mutex\.|sched\.|goroutines\.|wait\.|threads\.|procs\.|gc\.)/;

/**
 * The metrics of profiles and traces that a rule's `metric` names. They have to be named, by id or by how the id begins
 * (`cpu.*`): what `*` says of units was not said of them.
 */
export function toolMetricsOf(patterns: readonly string[]): readonly ToolMetric[] {
  const naming = patterns.filter((pattern) => !WILD.test(pattern));
  if (naming.length === 0) return [];
  const without = patterns.filter((pattern) => pattern.startsWith('!'));
  return TOOL_METRICS.filter(({ id }) => matchesName([...naming, ...without], id));
}

/** The metrics of traces among them. */
export function traceMetricsOf(patterns: readonly string[]): readonly TraceMetric[] {
  return toolMetricsOf(patterns).filter((metric) => metric.kind === 'trace');
}

/** Whether these patterns name metrics of profiles or traces and could name nothing else. */
export function namesOnlyTools(patterns: readonly string[]): boolean {
  const wanted = patterns.filter((pattern) => !pattern.startsWith('!'));
  return (
    wanted.length > 0 &&
    wanted.every((pattern) => toolMetric(pattern) !== undefined || FAMILY.test(pattern)) &&
    toolMetricsOf(patterns).length > 0
  );
}

/** Whether a pattern begins as only metrics of profiles and traces do, and names none of them: a slip of the pen. */
export function namesNoTool(pattern: string): boolean {
  return FAMILY.test(pattern) && !/^(?:alloc|inuse)_/.test(pattern) && toolMetricsOf([pattern]).length === 0;
}
