import { MAX_LANES, type Timeline } from '../../../model/trace.ts';
import type { Axis } from './axis.ts';
import { Spent } from './spent.ts';

/** Running time by processor, for the first {@link MAX_LANES} ids (they count from 0), and of the others together. */
export class ProcessorLanes {
  private readonly axis: Axis;
  private readonly lanes: (Spent | undefined)[] = [];
  private readonly others: Spent;

  constructor(axis: Axis) {
    this.axis = axis;
    this.others = axis.with(new Spent(axis));
  }

  add(id: number, from: number, to: number): void {
    this.laneOf(id).add(from, to);
  }

  private laneOf(id: number): Spent {
    if (id >= MAX_LANES) return this.others;
    this.lanes[id] ??= this.axis.with(new Spent(this.axis));
    return this.lanes[id];
  }

  summary(steps: number): Timeline['processors'] {
    return this.lanes.flatMap((lane, id) => (lane ? [{ id, running: lane.summary(steps) }] : []));
  }

  /** ns by step, all processors together. */
  running(steps: number): number[] {
    const sums = this.others.summary(steps);
    for (const lane of this.lanes)
      for (const [i, ns] of lane?.summary(steps).entries() ?? []) sums[i] = (sums[i] as number) + ns;
    return sums;
  }
}
