import { type Goroutine, type GoroutineFrame, isSystem } from './dump.ts';

/** Goroutines that do the same: one state, one stack, one creating call. */
export interface GoroutineGroup {
  readonly count: number;
  /** '' in a `debug=1` profile, which has no states. */
  readonly state: string;
  /** Innermost call first. */
  readonly frames: readonly GoroutineFrame[];
  readonly elided: number;
  readonly createdBy: GoroutineFrame | null;
  /** Shortest and longest time for which one has been blocked, seconds, in steps of a minute; 0 is less than one. */
  readonly wait: { readonly min: number; readonly max: number };
  /** How many are locked to a thread. */
  readonly lockedToThread: number;
  /** Whether they are the runtime's own. */
  readonly system: boolean;
  /** Ids of the first few, in the dump's order. */
  readonly ids: readonly number[];
  /** Line of the file where the first of them begins. */
  readonly line: number;
}

/** Ids that a group names. */
const NAMED = 5;

/** Groups goroutines by state, stack and creator: the largest group first, the runtime's own last. */
export function groupGoroutines(goroutines: readonly Goroutine[]): readonly GoroutineGroup[] {
  const groups = new Map<string, Goroutine[]>();
  const frameNumber = numbering();
  for (const goroutine of goroutines) {
    const { state, elided, frames, createdBy } = goroutine;
    const key = [state, elided, createdBy ? frameNumber(createdBy) : 0, ...frames.map(frameNumber)].join(' ');
    const group = groups.get(key);
    if (group) group.push(goroutine);
    else groups.set(key, [goroutine]);
  }
  return [...groups.values()].map(grouped).sort(order);
}

/** Numbers for frames, from 1: equal frames have equal ones. The reader makes each frame once. */
function numbering(): (frame: GoroutineFrame) => number {
  const numbers = new Map<GoroutineFrame, number>();
  return (frame) => {
    const number = numbers.get(frame) ?? numbers.size + 1;
    numbers.set(frame, number);
    return number;
  };
}

function grouped(members: readonly Goroutine[]): GoroutineGroup {
  const [first] = members as [Goroutine];
  const seconds = members.map(({ minutes }) => minutes * 60);
  return {
    count: sum(members, ({ count }) => count),
    state: first.state,
    frames: first.frames,
    elided: first.elided,
    createdBy: first.createdBy,
    wait: { min: least(seconds), max: -least(seconds.map((s) => -s)) },
    lockedToThread: sum(members, ({ lockedToThread, count }) => (lockedToThread ? count : 0)),
    system: isSystem(first),
    ids: members.flatMap(({ id }) => id ?? []).slice(0, NAMED),
    line: first.line,
  };
}

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}

function least(values: readonly number[]): number {
  return values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
}

function order(a: GoroutineGroup, b: GoroutineGroup): number {
  return Number(a.system) - Number(b.system) || b.count - a.count || b.wait.max - a.wait.max || a.line - b.line;
}
