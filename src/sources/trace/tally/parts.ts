import { grown } from '../grow.ts';
import { STATE, type TraceState } from '../sink.ts';

/** Parts of the intervals that goroutines are in now, by slot: since when a system call blocks, how much was an assist. */
export class IntervalParts {
  /** Times; before the interval's beginning: of an earlier one. */
  private blocked = new Float64Array(64);
  private assisting = new Float64Array(64);
  /** Assists that ended while the interval goes on, ns. */
  private assisted = new Float64Array(64);

  block(slot: number, state: TraceState): void {
    this.blocked = grown(this.blocked, slot);
    this.blocked[slot] = state.now[0] as number;
  }

  /** Time blocked of the system call that ends now. */
  blockedPart(slot: number, { now, goroutines }: TraceState): number {
    const blocked = slot < this.blocked.length ? (this.blocked[slot] as number) : 0;
    return blocked > 0 && blocked >= (goroutines.since[slot] as number) ? (now[0] as number) - blocked : 0;
  }

  /** Once for each assist: one that is known already says nothing new. */
  beginAssist(slot: number, { now, goroutines }: TraceState): void {
    if (goroutines.assist[slot] === 1) return;
    this.assisting = grown(this.assisting, slot);
    this.assisting[slot] = now[0] as number;
  }

  endAssist(slot: number, state: TraceState): void {
    if (state.goroutines.state[slot] !== STATE.running) return;
    this.assisted = grown(this.assisted, slot);
    this.assisted[slot] = (this.assisted[slot] as number) + this.current(slot, state);
  }

  /** Time in assists of the running interval that ends now; the next one begins with none. */
  assistPart(slot: number, state: TraceState): number {
    const ended = slot < this.assisted.length ? (this.assisted[slot] as number) : 0;
    if (ended > 0) this.assisted[slot] = 0;
    return ended + this.current(slot, state);
  }

  private current(slot: number, { now, goroutines }: TraceState): number {
    if (goroutines.assist[slot] !== 1) return 0;
    const began = slot < this.assisting.length ? (this.assisting[slot] as number) : 0;
    return (now[0] as number) - Math.max(began, goroutines.since[slot] as number);
  }
}
