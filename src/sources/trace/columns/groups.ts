import { MAX_LANES, type Timeline } from '../../../model/trace.ts';
import { grown } from '../grow.ts';
import type { TraceState } from '../sink.ts';
import type { Axis } from './axis.ts';
import { Spent } from './spent.ts';

/** Groups that have columns of their own while the trace is read. */
export const CANDIDATES = 64;
/** A group without columns gets those of the least candidate once it has this many times the candidate's time. */
const FACTOR = 2;
const NONE = -1;
/** Intervals that wait to be added: one loop over many boxes no numbers, and is several times faster than many calls. */
const BATCH = 1024;

/** Time that a candidate ran and was runnable: the columns, and their sum. */
interface Lane {
  group: number;
  readonly running: Spent;
  readonly runnable: Spent;
  /** [0]: ns. An array, so that no number is boxed. */
  readonly total: Float64Array;
}

/**
 * Running and runnable time of goroutines by group. While there are no more than {@link CANDIDATES} groups, all of it; of
 * more, a group that comes late and grows takes the place of the one that has least, and lacks what it had before: at most
 * twice what that one had, so less than 1/32 of everything.
 */
export class GroupLanes {
  private readonly axis: Axis;
  private readonly lanes: Lane[] = [];
  private readonly others: Lane;
  /** By group: its place in `lanes`, or −1; its time while it had none. */
  private placeOf = new Int32Array(0);
  private without = new Float64Array(0);
  /** No group without columns gets any before it has more. */
  private threshold = 0;
  /** What waits: the group; whether it ran; from when to when. */
  private readonly waitingGroup = new Int32Array(BATCH);
  private readonly waitingRan = new Uint8Array(BATCH);
  private readonly waitingFrom = new Float64Array(BATCH);
  private readonly waitingTo = new Float64Array(BATCH);
  private waiting = 0;

  constructor(axis: Axis) {
    this.axis = axis;
    this.others = this.lane(NONE);
  }

  /** The running or runnable interval of this goroutine ends now, whose columns still describe it. */
  add(slot: number, isRunning: boolean, { goroutines, now }: TraceState): void {
    if (this.waiting === BATCH) this.flush();
    const at = this.waiting++;
    this.waitingGroup[at] = goroutines.group[slot] as number;
    this.waitingRan[at] = isRunning ? 1 : 0;
    this.waitingFrom[at] = goroutines.since[slot] as number;
    this.waitingTo[at] = now[0] as number;
  }

  /** Adds what waits; the times of all of it are at or before the axis's latest then. */
  flush(): void {
    const { axis, waitingGroup, waitingRan, waitingFrom, waitingTo, waiting } = this;
    for (let i = 0; i < waiting; i++) {
      const group = waitingGroup[i] as number;
      const from = waitingFrom[i] as number;
      const to = waitingTo[i] as number;
      if (to >= axis.end) axis.reach(to);
      const place = group < this.placeOf.length ? (this.placeOf[group] as number) : NONE;
      const lane = place === NONE ? this.place(group, to - from) : (this.lanes[place] as Lane);
      lane.total[0] = (lane.total[0] as number) + to - from;
      (waitingRan[i] === 1 ? lane.running : lane.runnable).add(from, to);
    }
    this.waiting = 0;
  }

  private lane(group: number): Lane {
    const { axis } = this;
    return {
      group,
      running: axis.with(new Spent(axis)),
      runnable: axis.with(new Spent(axis)),
      total: new Float64Array(1),
    };
  }

  /** Where a group's next interval goes that has no columns yet. */
  private place(group: number, ns: number): Lane {
    this.placeOf = grown(this.placeOf, group, NONE);
    this.without = grown(this.without, group);
    if (this.lanes.length < CANDIDATES) {
      this.placeOf[group] = this.lanes.push(this.lane(group)) - 1;
      return this.lanes.at(-1) as Lane;
    }
    const time = (this.without[group] as number) + ns;
    this.without[group] = time;
    return time > this.threshold ? this.instead(group, time) : this.others;
  }

  private instead(group: number, time: number): Lane {
    const least = this.lanes.reduce((a, b) => (totalOf(b) < totalOf(a) ? b : a));
    this.threshold = totalOf(least) * FACTOR;
    if (time <= this.threshold) return this.others;
    this.without[least.group] = totalOf(least);
    this.placeOf[group] = this.placeOf[least.group] as number;
    this.placeOf[least.group] = NONE;
    this.others.running.take(least.running);
    this.others.runnable.take(least.runnable);
    least.group = group;
    least.total[0] = 0;
    return least;
  }

  /** The groups with most time, by name where that is equal. */
  summary(text: (group: number) => string, steps: number): Timeline['groups'] {
    return this.lanes
      .filter((lane) => totalOf(lane) > 0)
      .map((lane) => ({ lane, name: text(lane.group) }))
      .sort((a, b) => totalOf(b.lane) - totalOf(a.lane) || (a.name < b.name ? -1 : 1))
      .slice(0, MAX_LANES)
      .map(({ lane, name }) => ({
        name,
        running: lane.running.summary(steps),
        runnable: lane.runnable.summary(steps),
      }));
  }

  /** ns that goroutines were runnable, by step, all groups together. */
  runnable(steps: number): number[] {
    const sums = new Array<number>(steps).fill(0);
    for (const { runnable } of [...this.lanes, this.others])
      for (const [i, ns] of runnable.summary(steps).entries()) sums[i] = (sums[i] as number) + ns;
    return sums;
  }
}

function totalOf({ total }: Lane): number {
  return total[0] as number;
}
