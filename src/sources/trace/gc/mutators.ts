import { grown } from '../grow.ts';
import { STATE, type TraceState } from '../sink.ts';
import { BusyProcessors } from './busy.ts';
import { MinimumUtilisation } from './curve.ts';

/**
 * What takes processors away from mutators: stopped worlds of the collector, sweeps on a processor, goroutines that run
 * inside a mark assist, and marking workers but idle ones while they run.
 */
export class Mutators {
  private readonly state: TraceState;
  private readonly curve: MinimumUtilisation;
  private readonly processors: BusyProcessors;
  /** By goroutine slot: whether it is inside an assist, and whether it is labelled as a worker that is not idle. */
  private assists = new Uint8Array(0);
  private marks = new Uint8Array(0);
  /** Slot of the processor that it keeps busy, or −1. */
  private on = new Int32Array(0);

  constructor(state: TraceState, widths: readonly number[]) {
    this.state = state;
    this.curve = new MinimumUtilisation(widths);
    this.processors = new BusyProcessors(state, this.curve);
  }

  gomaxprocs(count: number): void {
    this.processors.setProcessors(count);
  }

  /** The first generation is over: all that was going on at the beginning is known. */
  known(): void {
    this.curve.settle();
  }

  stop(by: number): void {
    this.processors.stop(by);
    this.processors.tell();
  }

  sweep(processor: number, by: number, seen: boolean): void {
    if (!seen && by > 0) this.curve.lower();
    this.processors.add(processor, by);
    this.processors.tell();
  }

  /** `seen`: false where it was going on before. */
  assistBegin(slot: number, seen: boolean): void {
    this.assists = grown(this.assists, slot);
    this.assists[slot] = 1;
    if (!this.isRunning(slot)) return;
    if (!seen) this.curve.lower();
    this.enter(slot);
  }

  assistEnd(slot: number): void {
    this.assists = grown(this.assists, slot);
    this.assists[slot] = 0;
    if (this.marks[slot] !== 1) this.leave(slot);
  }

  /** A worker is labelled while it runs. */
  label(slot: number, marking: boolean): void {
    this.marks = grown(this.marks, slot);
    this.marks[slot] = marking ? 1 : 0;
    if (marking && this.isRunning(slot)) this.enter(slot);
    else if (this.assists[slot] !== 1) this.leave(slot);
  }

  goroutine(slot: number, from: number, to: number): void {
    // In a system call it keeps its processor, until that is taken away.
    if (isExecuting(from) && !isExecuting(to)) this.leave(slot);
    if (to === STATE.running && (this.assists[slot] === 1 || this.marks[slot] === 1)) this.enter(slot);
    if (to === STATE.notexist) this.forget(slot);
  }

  syscallBlocked(slot: number): void {
    this.leave(slot);
  }

  private isRunning(slot: number): boolean {
    return this.state.goroutines.state[slot] === STATE.running;
  }

  private forget(slot: number): void {
    if (slot < this.assists.length) this.assists[slot] = 0;
    if (slot < this.marks.length) this.marks[slot] = 0;
  }

  private enter(slot: number): void {
    this.on = grown(this.on, slot, -1);
    const processor = this.state.processor[0] as number;
    if ((this.on[slot] as number) >= 0 || processor < 0) return;
    this.on[slot] = processor;
    this.processors.add(processor, 1);
    this.processors.tell();
  }

  private leave(slot: number): void {
    if (slot >= this.on.length || (this.on[slot] as number) < 0) return;
    this.processors.add(this.on[slot] as number, -1);
    this.on[slot] = -1;
    this.processors.tell();
  }

  finish(): void {
    this.curve.finish(this.state.now[0] as number, false);
  }

  minima(): readonly (number | null)[] {
    return this.curve.minima();
  }
}

function isExecuting(state: number): boolean {
  return state === STATE.running || state === STATE.syscall;
}
