import type { GcSummary } from '../../../model/trace.ts';
import { Durations } from '../distribution.ts';
import { grown } from '../grow.ts';
import type { TraceState } from '../sink.ts';

/** Sweeps, by processor. */
export class Sweeps {
  private readonly state: TraceState;
  private readonly durations: Durations;
  /** By processor slot: when the sweep that is going on began, or −1 where none is, or its beginning was not seen. */
  private since = new Float64Array(0);
  private readonly bytes = { swept: 0, reclaimed: 0 };

  constructor(state: TraceState, exact: boolean) {
    this.state = state;
    this.durations = new Durations(exact);
  }

  begin(processor: number): void {
    this.since = grown(this.since, processor, -1);
    this.since[processor] = this.state.now[0] as number;
  }

  end(processor: number, swept: number, reclaimed: number): void {
    const since = this.since[processor] ?? -1;
    if (since < 0) return;
    this.durations.add((this.state.now[0] as number) - since);
    this.since[processor] = -1;
    this.bytes.swept += swept;
    this.bytes.reclaimed += reclaimed;
  }

  summary(): GcSummary['sweeps'] {
    return { ...this.durations.distribution(), ...this.bytes };
  }
}
