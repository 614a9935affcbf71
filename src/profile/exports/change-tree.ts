import type { Profile } from '../../model/profile.ts';
import { compareTexts } from '../go-text.ts';
import { positive } from './layout.ts';
import { type StackTree, stackTree, totals } from './stack-tree.ts';

/** One side of a difference. */
export interface Side {
  readonly profile: Profile;
  /** Index of the sample type that is shown. */
  readonly type: number;
  /** How often the benchmark's operation ran while the profile was taken; what values are divided by. 1 where unknown. */
  readonly operations: number;
}

/** What one side is worth, per operation. Columns have a row per node of the tree. */
export interface Worth {
  readonly self: Float64Array;
  readonly total: Float64Array;
  /** Samples behind `self`; null where events are counted, not sampled. */
  readonly events: Float64Array | null;
  /** What one sample is worth. */
  readonly each: number;
}

/** Both sides' call paths in one tree. */
export interface ChangeTree {
  readonly tree: StackTree;
  readonly base: Worth;
  readonly head: Worth;
}

/** A change of one function's own part, over all its call paths, per operation. */
export interface FunctionChange {
  /** Number in the tree's `names`. */
  readonly frame: number;
  readonly base: number;
  readonly head: number;
  /** The samples are too few to tell it from no change. */
  readonly noise: boolean;
}

export function changeTree(base: Side, head: Side): ChangeTree {
  const sides = [base, head];
  const tree = stackTree(sides.map(({ profile, type }) => ({ profile, types: [type, eventsOf(profile) ?? type] })));
  const [inBase, inHead] = sides.map((side, i) => worthOf(tree, side, 2 * i)) as [Worth, Worth];
  return { tree, base: inBase, head: inHead };
}

/**
 * The sample type that counts the events of sampling: `samples` of a CPU profile. Where Go counts each event, or scales
 * what it sampled (heap, block, mutex), there is none.
 */
function eventsOf({ sampleTypes }: Profile): number | null {
  const at = sampleTypes.findIndex(({ type, unit }) => type === 'samples' && unit === 'count');
  return at < 0 ? null : at;
}

function worthOf(tree: StackTree, { profile, operations }: Side, column: number): Worth {
  const self = positive(tree.self[column] as Float64Array).self.map((value) => value / operations);
  const total = totals(tree, self);
  const events = eventsOf(profile) === null ? null : positive(tree.self[column + 1] as Float64Array).self;
  const all = events?.reduce((sum, n) => sum + n, 0) ?? 0;
  return { self, total, events, each: (total[0] as number) / Math.max(all, 1) };
}

/** Standard errors that a change has to have to be more than noise. */
const SURE = 3;
/** Changes of a path of a smaller share of the whole are none. */
const LEAST = 0.01;
/** Changes of a function of a smaller share of the whole are not worth a line. */
const WORTH_A_LINE = 0.001;

/** What a change may be by chance: samples come at random, so many of them vary by their number (Poisson), none by one. */
function noiseOf(sides: readonly (readonly [Worth, events: number])[]): number {
  const variance = ([{ events, each }, n]: readonly [Worth, number]) => (events ? each ** 2 * Math.max(n, 1) : 0);
  return SURE * Math.sqrt(sides.reduce((sum, side) => sum + variance(side), 0));
}

/** The change of each call path; 0 where it is within the noise of the samples or below 1 % of the whole. */
export function pathChanges({ tree, base, head }: ChangeTree): Float64Array {
  const [before, now] = [base, head].map(({ events, self }) => totals(tree, events ?? self)) as [
    Float64Array,
    Float64Array,
  ];
  const least = LEAST * whole({ base, head });
  return head.total.map((value, node) => {
    const change = value - (base.total[node] as number);
    const noise = noiseOf([
      [base, before[node] as number],
      [head, now[node] as number],
    ]);
    return Math.abs(change) <= Math.max(noise, least) ? 0 : change;
  });
}

function whole({ base, head }: Pick<ChangeTree, 'base' | 'head'>): number {
  return Math.max(base.total[0] as number, head.total[0] as number);
}

/** The functions whose own part differs between the sides by more than a thousandth of the whole: what is more than noise first, then the largest change. */
export function functionChanges({ tree, base, head }: ChangeTree): readonly FunctionChange[] {
  const sides = [base, head].map((side) => ({
    side,
    value: byFrame(tree, side.self),
    events: byFrame(tree, side.events ?? side.self),
  }));
  const changes = tree.names.map((_, frame) => {
    const [before = 0, now = 0] = sides.map(({ value }) => value[frame] as number);
    const noise = noiseOf(sides.map(({ side, events }) => [side, events[frame] as number] as const));
    return { frame, base: before, head: now, noise: Math.abs(now - before) <= noise };
  });
  const size = (c: FunctionChange) => Math.abs(c.head - c.base);
  const name = (c: FunctionChange) => tree.names[c.frame] as string;
  return changes
    .filter((c) => size(c) > WORTH_A_LINE * whole({ base, head }))
    .sort(
      (a, b) =>
        Number(a.noise) - Number(b.noise) || size(b) - size(a) || compareTexts(name(a), name(b)) || a.frame - b.frame,
    );
}

function byFrame({ count, frame, names }: StackTree, self: Float64Array): Float64Array {
  const sum = new Float64Array(names.length);
  for (let node = 1; node < count; node++) {
    const at = frame[node] as number;
    sum[at] = (sum[at] as number) + (self[node] as number);
  }
  return sum;
}
