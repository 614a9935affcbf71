// Where two summaries of one trace differ: paths of keys with both values.

/** Means are divided in another order than ours: the last bits may differ. */
const ROUNDING = 1e-9;
/** Percentiles of a histogram. */
export const PERCENTILE_ERROR = 0.01;
const PERCENTILES = /\.(p50|p90|p99)$/;

function* differ(ours, theirs, path, near) {
  if (typeof ours === 'object' && ours !== null && typeof theirs === 'object' && theirs !== null) {
    if (Array.isArray(ours) && ours.length !== theirs.length)
      yield { path: `${path}.length`, ours: ours.length, theirs: theirs.length };
    const keys = Array.isArray(ours) ? ours.keys() : new Set([...Object.keys(ours), ...Object.keys(theirs)]);
    for (const key of keys) yield* differ(ours[key], theirs[key], `${path}.${key}`, near);
    return;
  }
  if (ours !== theirs && !near(ours, theirs, path)) yield { path, ours, theirs };
}

/** What an oracle leaves out, or has more of than ours keeps, made alike. */
function alike(ours, theirs) {
  const { lost, ...rest } = theirs;
  return {
    ...rest,
    lost: lost && ours.lost,
    goroutines: {
      ...theirs.goroutines,
      groups: theirs.goroutines.groups.map((group) => ({
        ...group,
        waits: group.waits.map((wait) => ({ ...wait, stacks: wait.stacks.slice(0, 10) })),
      })),
      remaining: theirs.goroutines.remaining.slice(0, 100),
    },
    gc: { ...theirs.gc, mmu: ours.gc.mmu },
    timeline: theirs.timeline && alikeTimeline(ours.timeline, theirs.timeline),
  };
}

function alikeTimeline(ours, theirs) {
  const processors = new Map(theirs.processors.map((lane) => [lane.id, lane]));
  const groups = new Map(theirs.groups.map((lane) => [lane.name, lane]));
  return {
    ...theirs,
    processors: ours.processors.map(({ id }) => processors.get(id)),
    groups: ours.groups.map(({ name }) => groups.get(name)),
  };
}

/** Of the oracle's summary, made with -exact -all -step, and ours with exact percentiles. */
export function differences(ours, theirs) {
  const near = (a, b, path) =>
    path.startsWith('.timeline.ru') && Math.abs(a - b) <= ROUNDING * Math.max(Math.abs(a), Math.abs(b));
  return [...differ(ours, alike(ours, theirs), '', near)];
}

/** Of our summary with percentiles from a histogram, and the one with exact percentiles. */
export function histogramDifferences(ours, exact) {
  const near = (a, b, path) => PERCENTILES.test(path) && Math.abs(a - b) <= PERCENTILE_ERROR * b;
  return [...differ(ours, exact, '', near)];
}
