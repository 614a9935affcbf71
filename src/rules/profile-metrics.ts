import { PROFILE_METRICS, type ProfileMetric, profileMetric } from '../model/profile-metric.ts';
import { matchesName } from './glob.ts';

/** What matches any name at all: a `metric` that begins so never means profiles. */
const WILD = /^[*?[{(!@+\\]/;

/**
 * The metrics of profiles that a rule's `metric` names. They have to be named, by id or by how the id begins (`cpu.*`):
 * what `*` says of units was not said of them.
 */
export function profileMetricsOf(patterns: readonly string[]): readonly ProfileMetric[] {
  const naming = patterns.filter((pattern) => !WILD.test(pattern));
  if (naming.length === 0) return [];
  const without = patterns.filter((pattern) => pattern.startsWith('!'));
  return PROFILE_METRICS.filter(({ id }) => matchesName([...naming, ...without], id));
}

/** Whether these patterns name metrics of profiles and could name nothing else. */
export function namesOnlyProfiles(patterns: readonly string[]): boolean {
  const wanted = patterns.filter((pattern) => !pattern.startsWith('!'));
  return (
    wanted.length > 0 &&
    wanted.every((pattern) => profileMetric(pattern) !== undefined || FAMILY.test(pattern)) &&
    profileMetricsOf(patterns).length > 0
  );
}

const FAMILY = /^(?:cpu\.|alloc_|inuse_|block\.|mutex\.)/;

/** Whether a metric is what single functions cost, so that each has a share of the whole. */
export function hasShares({ kind, view }: ProfileMetric): boolean {
  return (kind === 'cpu' || kind === 'memory') && (view === 'flat' || view === 'cum');
}

/** Metrics whose events are counted one by one, so that the drift of their shares can be tested. */
export const DRIFTING: readonly string[] = ['cpu.flat', 'alloc_objects'];

/** Whether a pattern begins as only metrics of profiles do, and names none of them: a slip of the pen. */
export function namesNoProfile(pattern: string): boolean {
  return /^(?:cpu|block|mutex)\./.test(pattern) && profileMetricsOf([pattern]).length === 0;
}
