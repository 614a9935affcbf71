import type { Timeline } from '../../../model/trace.ts';
import { Axis, stepsOf } from '../columns/axis.ts';
import { GroupLanes } from '../columns/groups.ts';
import { Last } from '../columns/last.ts';
import { Most } from '../columns/most.ts';
import { ProcessorLanes } from '../columns/processors.ts';
import { Ranges } from '../columns/ranges.ts';
import { type Fold, METRIC, PROCESSOR, RANGE, STATE, type TraceState } from '../sink.ts';
import { EMPTY } from '../tally/empty.ts';

/** Everything on one axis, few enough steps to be drawn. */
class TimelineFold implements Fold<{ readonly timeline: Timeline }> {
  private state: TraceState = EMPTY;
  private readonly axis = new Axis();
  private readonly groups = new GroupLanes(this.axis);
  private readonly processors = new ProcessorLanes(this.axis);
  private readonly alive = this.axis.with(new Most(this.axis));
  private readonly marking = new Ranges(this.axis);
  private readonly stopped = new Ranges(this.axis);
  private readonly heap = this.axis.with(new Last(this.axis));
  private readonly goal = this.axis.with(new Last(this.axis));

  begin(state: TraceState): void {
    this.state = state;
  }

  goroutine(slot: number, from: number, to: number): void {
    if ((from === STATE.running || from === STATE.runnable) && from !== to)
      this.groups.add(slot, from === STATE.running, this.state);
  }

  lifetime(slot: number, from: number, to: number): void {
    const time = this.time();
    if (from === STATE.undetermined && this.isSeenFirst(slot)) this.alive.addBefore();
    else if (from === STATE.notexist) this.alive.add(time, 1);
    if (to === STATE.notexist) this.alive.add(time, -1);
  }

  private isSeenFirst(slot: number): boolean {
    return (this.state.goroutines.created[slot] as number) < 0;
  }

  processor(slot: number, from: number, to: number): void {
    if (from !== PROCESSOR.running || from === to) return;
    const { id, since } = this.state.processors;
    const time = this.time();
    this.processors.add(id[slot] as number, since[slot] as number, time);
  }

  /** The time of the event at hand, to which the axis reaches from now on. */
  private time(): number {
    const time = this.state.now[0] as number;
    if (time >= this.axis.end) this.axis.reach(time);
    return time;
  }

  rangeBegin(range: number, _scope: number, _name: number, _stack: number, seen: boolean): void {
    if (range === RANGE.gc) this.marking.begin(this.time(), seen);
    else if (range === RANGE.stw) this.stopped.begin(this.time(), seen);
  }

  rangeEnd(range: number): void {
    if (range === RANGE.gc) this.marking.end(this.time());
    else if (range === RANGE.stw) this.stopped.end(this.time());
  }

  metric(metric: number, value: number): void {
    if (metric === METRIC.heap) this.heap.set(this.time(), value);
    else if (metric === METRIC.goal) this.goal.set(this.time(), value);
  }

  end(): void {
    const time = this.time();
    const { goroutines, processors } = this.state;
    for (let slot = 0; slot < goroutines.size; slot++)
      this.goroutine(slot, goroutines.state[slot] as number, STATE.notexist);
    this.groups.flush();
    for (let slot = 0; slot < processors.size; slot++)
      this.processor(slot, processors.state[slot] as number, PROCESSOR.notexist);
    this.marking.finish(time);
    this.stopped.finish(time);
  }

  summary(): { readonly timeline: Timeline } {
    const duration = this.state.now[0] as number;
    const { step } = this.axis;
    const steps = stepsOf(this.axis, duration);
    const mean = (ns: number, i: number) => ns / (i < steps - 1 ? step : duration - i * step);
    return {
      timeline: {
        step,
        steps,
        running: this.processors.running(steps).map(mean),
        runnable: this.groups.runnable(steps).map(mean),
        goroutines: this.alive.summary(steps),
        marking: this.marking.summary(steps),
        stopped: this.stopped.summary(steps),
        heap: this.heap.summary(steps),
        goal: this.goal.summary(steps),
        processors: this.processors.summary(steps),
        groups: this.groups.summary((group) => this.state.texts.text(group), steps),
      },
    };
  }
}

export function timeline(): TimelineFold {
  return new TimelineFold();
}
