import { grown } from '../grow.ts';
import type { TraceState } from '../sink.ts';
import type { MinimumUtilisation } from './curve.ts';

/**
 * Which processors work for the collector: the share of the others is what mutators have, none while the world is stopped.
 * Known from when GOMAXPROCS is.
 */
export class BusyProcessors {
  private readonly curve: MinimumUtilisation;
  private readonly state: TraceState;
  /** By processor slot: what works for the collector there. */
  private work = new Int32Array(0);
  /** Slots where this is not 0. */
  private readonly touched = new Set<number>();
  private busy = 0;
  private stopped = 0;
  /** GOMAXPROCS; 0 while it is not known. */
  processors = 0;

  constructor(state: TraceState, curve: MinimumUtilisation) {
    this.state = state;
    this.curve = curve;
  }

  setProcessors(count: number): void {
    const now = this.state.now[0] as number;
    if (count < this.processors)
      for (const slot of [...this.touched])
        if ((this.state.processors.id[slot] as number) >= count) this.add(slot, -(this.work[slot] as number));
    if (count > 0 && this.processors === 0) this.curve.change(now, 1);
    if (count > 0 && count !== this.processors) this.curve.share(now, 1 / count);
    this.processors = count;
    this.tell();
  }

  /** One more (1) or one less (−1) works for the collector on this processor. */
  add(slot: number, by: number): void {
    if (slot < 0 || !((this.state.processors.id[slot] as number) < this.processors)) return;
    this.work = grown(this.work, slot);
    const before = this.work[slot] as number;
    const after = before + by;
    this.work[slot] = after;
    if (after === 0) this.touched.delete(slot);
    else this.touched.add(slot);
    if (before > 0 !== after > 0) this.busy += after > 0 ? 1 : -1;
  }

  stop(by: number): void {
    this.stopped += by;
  }

  /** The step that this moment makes. */
  tell(): void {
    if (this.processors === 0) return;
    const busy = this.stopped > 0 ? this.processors : this.busy;
    this.curve.change(this.state.now[0] as number, 1 - busy / this.processors);
  }
}
