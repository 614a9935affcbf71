import type { Distribution } from '../../../model/trace.ts';
import { Durations } from '../distribution.ts';
import { grown } from '../grow.ts';
import { STATE, type TraceState } from '../sink.ts';

/** Mark assists: how long they are, and how long the goroutine ran inside, which may be parked while it assists. */
export class Assists {
  private readonly state: TraceState;
  private readonly durations: Durations;
  /** By goroutine slot: since when it is known to be inside an assist, or −1; whether that is when it began. */
  private since = new Float64Array(0);
  private seen = new Uint8Array(0);
  /** [0]: running time inside, ns. */
  private readonly running = new Float64Array(1);

  constructor(state: TraceState, exact: boolean) {
    this.state = state;
    this.durations = new Durations(exact);
  }

  begin(slot: number, seen: boolean): void {
    this.since = grown(this.since, slot, -1);
    this.seen = grown(this.seen, slot);
    if ((this.since[slot] as number) >= 0) return;
    this.since[slot] = this.state.now[0] as number;
    this.seen[slot] = Number(seen);
  }

  end(slot: number): void {
    const since = this.since[slot] ?? -1;
    if (since < 0) return;
    if (this.state.goroutines.state[slot] === STATE.running) this.ran(slot);
    if (this.seen[slot] === 1) this.durations.add((this.state.now[0] as number) - since);
    this.since[slot] = -1;
  }

  /** A goroutine that ran stops running. */
  ran(slot: number): void {
    const since = this.since[slot] ?? -1;
    if (since < 0) return;
    const from = Math.max(since, this.state.goroutines.since[slot] as number);
    this.running[0] = (this.running[0] as number) + (this.state.now[0] as number) - from;
  }

  /** A goroutine ends: its slot will be another's. */
  forget(slot: number): void {
    if (slot < this.since.length) this.since[slot] = -1;
  }

  summary(): { readonly assists: Distribution; readonly assistRunning: number } {
    return { assists: this.durations.distribution(), assistRunning: this.running[0] as number };
  }
}
