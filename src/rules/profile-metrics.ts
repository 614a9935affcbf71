import type { ProfileMetric } from '../model/profile-metric.ts';
import { namesOnlyTools, toolMetricsOf } from './tool-metrics.ts';

/** The metrics of profiles that a rule's `metric` names. */
export function profileMetricsOf(patterns: readonly string[]): readonly ProfileMetric[] {
  return toolMetricsOf(patterns).filter((metric) => metric.kind !== 'trace');
}

/** Whether these patterns name metrics of profiles and could name nothing else. */
export function namesOnlyProfiles(patterns: readonly string[]): boolean {
  return namesOnlyTools(patterns) && toolMetricsOf(patterns).every(({ kind }) => kind !== 'trace');
}

/** Whether a metric is what single functions cost, so that each has a share of the whole. */
export function hasShares({ kind, view }: ProfileMetric): boolean {
  return (kind === 'cpu' || kind === 'memory') && (view === 'flat' || view === 'cum');
}

/** Metrics whose events are counted one by one, so that the drift of their shares can be tested. */
export const DRIFTING: readonly string[] = ['cpu.flat', 'alloc_objects'];
