/** Which run a result comes from: what puts results in order. */
export interface Stamp {
  /** Id of the workflow run that measured; ids grow within a repository. */
  readonly run: number;
  readonly attempt: number;
  /** When it was judged, ISO 8601 in UTC. */
  readonly at: string;
  /** Head commit of the pull request. */
  readonly sha: string;
}

const NAME = 'go-perf-gate';
const MARKER =
  /^<!-- go-perf-gate:(\S+) run=(\d{1,15})\.(\d{1,9}) at=(\d{4}-\d\d-\d\dT[\d:.]+Z) sha=([0-9a-f]{40,64}) -->/;

/** The first line of our comments, invisible: whose it is and which run wrote it. */
export function formatMarker(key: string, stamp: Stamp): string {
  return `<!-- ${NAME}:${key} run=${stamp.run}.${stamp.attempt} at=${stamp.at} sha=${stamp.sha} -->`;
}

/** The stamp of a comment of ours with this key, or null when the text does not begin with our marker. */
export function parseMarker(body: string, key: string): Stamp | null {
  const [, found, run, attempt, at, sha] = MARKER.exec(body) ?? [];
  if (found !== key || at === undefined || sha === undefined) return null;
  return { run: Number(run), attempt: Number(attempt), at, sha };
}

/**
 * Whether `a` tells of a later state than `b`: for one commit what was judged later, for different commits the
 * younger run. A run that was started again for an old commit is still about the old commit.
 */
export function isNewer(a: Stamp, b: Stamp): boolean {
  if (a.sha === b.sha) return Date.parse(a.at) > Date.parse(b.at);
  return a.run === b.run ? a.attempt > b.attempt : a.run > b.run;
}
