import { grown } from '../grow.ts';
import { STATE, type TraceState } from '../sink.ts';

/** The labels of marking workers (runtime, gcMarkWorkerModeStrings with `GC ` and parentheses). */
const LABELS = ['GC (dedicated)', 'GC (fractional)', 'GC (idle)'];

/** How long marking workers ran, by what they were labelled as at that time: they are labelled anew at each start. */
export class Workers {
  private readonly state: TraceState;
  /** By goroutine slot: 1 + the number of its label, 0 for none; and since when. */
  private kind = new Uint8Array(0);
  private since = new Float64Array(0);
  private readonly running = new Float64Array(LABELS.length);

  constructor(state: TraceState) {
    this.state = state;
  }

  /** `label`: its text. */
  label(slot: number, label: string): void {
    if (this.state.goroutines.state[slot] === STATE.running) this.ran(slot);
    this.kind = grown(this.kind, slot);
    this.since = grown(this.since, slot);
    this.kind[slot] = LABELS.indexOf(label) + 1;
    this.since[slot] = this.state.now[0] as number;
  }

  /** A goroutine that ran stops running, or is another kind of worker from now on. */
  ran(slot: number): void {
    const kind = this.kind[slot] ?? 0;
    if (kind === 0) return;
    const from = Math.max(this.since[slot] as number, this.state.goroutines.since[slot] as number);
    this.running[kind - 1] = (this.running[kind - 1] as number) + (this.state.now[0] as number) - from;
  }

  forget(slot: number): void {
    if (slot < this.kind.length) this.kind[slot] = 0;
  }

  summary(): { readonly dedicated: number; readonly fractional: number; readonly idle: number } {
    const [dedicated = 0, fractional = 0, idle = 0] = this.running;
    return { dedicated, fractional, idle };
  }
}
