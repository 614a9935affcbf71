import { MAX_LANES, type Timeline } from '../../../model/trace.ts';
import { grown } from '../grow.ts';
import type { Axis } from './axis.ts';
import { Spent } from './spent.ts';

/** Groups that have columns of their own while the trace is read. */
export const CANDIDATES = 64;
/** A group without columns gets those of the least candidate once it has this many times the candidate's time. */
const FACTOR = 2;
const NONE = -1;

/** Time that a candidate ran and was runnable: the columns, and their sum. */
interface Lane {
  group: number;
  readonly running: Spent;
  readonly runnable: Spent;
  total: number;
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

  constructor(axis: Axis) {
    this.axis = axis;
    this.others = this.lane(NONE);
  }

  add(group: number, isRunning: boolean, from: number, to: number): void {
    const place = group < this.placeOf.length ? (this.placeOf[group] as number) : NONE;
    const lane = place === NONE ? this.place(group, to - from) : (this.lanes[place] as Lane);
    lane.total += to - from;
    if (isRunning) lane.running.add(from, to);
    else lane.runnable.add(from, to);
  }

  private lane(group: number): Lane {
    const { axis } = this;
    return { group, running: axis.with(new Spent(axis)), runnable: axis.with(new Spent(axis)), total: 0 };
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
    const least = this.lanes.reduce((a, b) => (b.total < a.total ? b : a));
    this.threshold = least.total * FACTOR;
    if (time <= this.threshold) return this.others;
    this.without[least.group] = least.total;
    this.placeOf[group] = this.placeOf[least.group] as number;
    this.placeOf[least.group] = NONE;
    this.others.running.take(least.running);
    this.others.runnable.take(least.runnable);
    least.group = group;
    least.total = 0;
    return least;
  }

  /** The groups with most time, by name where that is equal. */
  summary(text: (group: number) => string, steps: number): Timeline['groups'] {
    return this.lanes
      .filter(({ total }) => total > 0)
      .map((lane) => ({ lane, name: text(lane.group) }))
      .sort((a, b) => b.lane.total - a.lane.total || (a.name < b.name ? -1 : 1))
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
