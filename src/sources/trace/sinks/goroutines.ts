import type {
  Distribution,
  GoroutineGroup,
  GoroutineSummary,
  Remaining,
  TraceSummary,
  Wait,
} from '../../../model/trace.ts';
import { type Fold, RANGE, type SinkOptions, STATE, type TraceState } from '../sink.ts';
import { DurationTable } from '../tally/durations.ts';
import { EMPTY } from '../tally/empty.ts';
import { Groups, isSystem } from '../tally/groups.ts';
import { Latencies } from '../tally/latencies.ts';
import { Lifetimes } from '../tally/lifetimes.ts';
import { compareTexts } from '../tally/order.ts';
import { IntervalParts } from '../tally/parts.ts';
import { remaining } from '../tally/remaining.ts';
import { Times } from '../tally/times.ts';
import { Waits } from '../tally/waits.ts';

type Part = Pick<TraceSummary, 'goroutines' | 'latency'>;

/** `to` of an interval that is open at the end of the trace. */
const OPEN = -1;

/** Goroutines: time by state, waits, latency, system calls, lifetimes, and what remains. */
export function goroutines({ exact }: SinkOptions): Fold<Part> {
  return new Goroutines(exact);
}

class Goroutines implements Fold<Part> {
  private readonly groups = new Groups();
  private readonly times = new Times();
  private readonly waits: Waits;
  private readonly latencies: Latencies;
  private readonly syscalls: DurationTable;
  private readonly lifetimes = new Lifetimes();
  private readonly parts = new IntervalParts();
  private state: TraceState = EMPTY;
  private left: readonly Remaining[] = [];

  constructor(exact: boolean) {
    this.waits = new Waits(exact);
    this.latencies = new Latencies(exact);
    this.syscalls = new DurationTable(exact);
  }

  begin(state: TraceState): void {
    this.state = state;
  }

  goroutine(slot: number, from: number, to: number): void {
    if (from !== STATE.notexist) this.close(slot, from, to);
  }

  lifetime(slot: number, from: number, to: number): void {
    this.lifetimes.change(from, to);
    if (to === STATE.notexist) this.last(slot, true);
  }

  syscallBlocked(slot: number): void {
    this.parts.block(slot, this.state);
  }

  rangeBegin(range: number, slot: number): void {
    if (range === RANGE.assist) this.parts.beginAssist(slot, this.state);
  }

  rangeEnd(range: number, slot: number): void {
    if (range === RANGE.assist) this.parts.endAssist(slot, this.state);
  }

  end(): void {
    const { size, state } = this.state.goroutines;
    for (let slot = 0; slot < size; slot++) {
      if (state[slot] === STATE.notexist) continue;
      this.close(slot, state[slot] as number, OPEN);
      this.last(slot, false);
    }
    this.left = remaining(this.state);
  }

  summary(): Part {
    const size = this.groups.size;
    return { goroutines: this.goroutineSummary(size), latency: this.latencies.summary(size) };
  }

  /** The interval of this goroutine ends; the columns still describe it. */
  private close(slot: number, from: number, to: number): void {
    const state = this.state;
    const group = this.row(slot);
    const ns = (state.now[0] as number) - (state.goroutines.since[slot] as number);
    if (from === STATE.waiting) this.wait(slot, group, ns);
    else if (from === STATE.runnable) this.queued(slot, group, to, ns);
    else this.times.state(group, from, ns);
    if (from === STATE.running) {
      const assist = this.parts.assistPart(slot, state);
      if (assist > 0) this.times.assist(group, assist);
    } else if (from === STATE.syscall) this.syscall(slot, group, to, ns);
  }

  private queued(slot: number, group: number, to: number, ns: number): void {
    const whole = to === STATE.running && this.state.goroutines.from[slot] !== STATE.undetermined;
    if (whole) this.latencies.add(slot, group, this.state, ns);
    else this.times.state(group, STATE.runnable, ns);
  }

  private wait(slot: number, group: number, ns: number): void {
    const { reason, stack } = this.state.goroutines;
    this.waits.add(slot, group, reason[slot] as number, stack[slot] as number, ns);
  }

  private syscall(slot: number, group: number, to: number, ns: number): void {
    this.times.blocked(group, this.parts.blockedPart(slot, this.state));
    const whole = to !== OPEN && this.state.goroutines.from[slot] !== STATE.undetermined;
    if (whole) this.syscalls.add(group, ns);
  }

  private last(slot: number, ended: boolean): void {
    this.lifetimes.last(slot, this.row(slot), this.state.goroutines, ended);
  }

  /** The row of its group, with room for it everywhere. */
  private row(slot: number): number {
    const known = this.groups.size;
    const row = this.groups.row(this.state.goroutines.group[slot] as number);
    if (row === known) this.ensure(known + 1);
    return row;
  }

  private ensure(groups: number): void {
    this.times.ensure(groups);
    this.latencies.ensure(groups);
    this.syscalls.ensure(groups);
  }

  private goroutineSummary(size: number): GoroutineSummary {
    const waits = this.waits.byGroup(size, this.state.texts);
    const groups = waits.map((list, row) => this.group(row, list));
    const { created, ended, before, alive, peak } = this.lifetimes;
    groups.sort((a, b) => whole(b) - whole(a) || compareTexts(a.name, b.name));
    return { created, ended, before, alive, peak, groups, remaining: this.left };
  }

  private group(row: number, waits: GoroutineGroup['waits']): GoroutineGroup {
    const name = this.groups.name(row, this.state.texts);
    const latency = this.latencies.ofGroup(row);
    return {
      name,
      system: isSystem(name),
      ...this.lifetimes.of(row),
      time: this.time(row, waits, latency),
      waits,
      latency,
      syscalls: this.syscalls.distribution([row]),
    };
  }

  /** What is counted by reason or as latency is not counted as time again. */
  private time(row: number, waits: readonly Wait[], latency: Distribution): GoroutineGroup['time'] {
    const time = this.times.of(row);
    const waiting = waits.reduce((sum, { total }) => sum + total, 0);
    return { ...time, runnable: time.runnable + latency.total, waiting };
  }
}

/** All its time, ns. */
function whole({ time }: GoroutineGroup): number {
  return time.undetermined + time.running + time.runnable + time.waiting + time.syscall;
}
