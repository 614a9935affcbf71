import { grown } from '../grow.ts';
import { STATE, type TraceState } from '../sink.ts';
import { BusyProcessors } from './busy.ts';
import { MinimumUtilisation } from './curve.ts';

const ASSIST = 1;
const MARK = 2;

/**
 * The same, as internal/trace counts it (MutatorUtilizationV2 of Go 1.22 to 1.26), to the last difference: nothing that
 * happens before GOMAXPROCS is known counts; everything belongs to the processor of the event's thread; once a marking
 * worker is always one; a worker's label counts, and so does its start where it was labelled before, but its stop counts
 * only once.
 */
export class InternalTraceMutators {
  private readonly state: TraceState;
  private readonly curve: MinimumUtilisation;
  private readonly processors: BusyProcessors;
  private flags = new Uint8Array(0);

  constructor(state: TraceState, widths: readonly number[]) {
    this.state = state;
    this.curve = new MinimumUtilisation(widths);
    this.processors = new BusyProcessors(state, this.curve);
  }

  gomaxprocs(count: number): void {
    this.processors.setProcessors(count);
  }

  known(): void {
    this.curve.settle();
  }

  stop(by: number): void {
    if (this.processors.processors === 0) return;
    this.processors.stop(by);
    this.processors.tell();
  }

  sweep(_processor: number, by: number, seen: boolean): void {
    if (!seen && by > 0) this.curve.lower();
    this.count(by);
  }

  assistBegin(slot: number, seen: boolean): void {
    if (!seen && isExecuting(this.state.goroutines.state[slot] as number)) this.curve.lower();
    this.flag(slot, ASSIST);
    this.count(1);
  }

  assistEnd(slot: number): void {
    if (this.processors.processors > 0 && slot < this.flags.length)
      this.flags[slot] = (this.flags[slot] as number) & ~ASSIST;
    this.count(-1);
  }

  label(slot: number, marking: boolean): void {
    if (!marking) return;
    this.flag(slot, MARK);
    this.count(1);
  }

  goroutine(slot: number, from: number, to: number): void {
    if (slot >= this.flags.length || this.flags[slot] === 0) return;
    const difference = Number(isExecuting(to)) - Number(isExecuting(from));
    if (difference !== 0) this.count(difference);
    if (to === STATE.notexist) this.flags[slot] = 0;
  }

  /** Whether anything that this goroutine does from now on matters here. */
  watches(slot: number): boolean {
    return (this.flags[slot] ?? 0) !== 0;
  }

  private flag(slot: number, flag: number): void {
    if (this.processors.processors === 0) return;
    this.flags = grown(this.flags, slot);
    this.flags[slot] = (this.flags[slot] as number) | flag;
  }

  private count(by: number): void {
    if (this.processors.processors === 0) return;
    this.processors.add(this.state.processor[0] as number, by);
    this.processors.tell();
  }

  finish(): void {
    this.curve.finish(this.state.now[0] as number, true);
  }

  minima(): readonly (number | null)[] {
    return this.curve.minima();
  }
}

function isExecuting(state: number): boolean {
  return state === STATE.running || state === STATE.syscall;
}
