import { type GcSummary, MMU_WINDOWS } from '../../../model/trace.ts';
import { Assists } from '../gc/assists.ts';
import { InternalTraceMutators } from '../gc/internal-trace.ts';
import { Mutators } from '../gc/mutators.ts';
import { Sweeps } from '../gc/sweeps.ts';
import { Workers } from '../gc/workers.ts';
import { grown } from '../grow.ts';
import { type Fold, METRIC, RANGE, type SinkOptions, STATE, type TraceState } from '../sink.ts';
import { EMPTY } from '../tally/empty.ts';

/** Everything that the collector does. */
class Gc implements Fold<{ readonly gc: GcSummary }> {
  private readonly exact: boolean;
  private state: TraceState = EMPTY;
  private assists!: Assists;
  private workers!: Workers;
  private sweeps!: Sweeps;
  private mutators!: readonly [Mutators, InternalTraceMutators];
  /** By goroutine slot: 1 for those that assist or are labelled. Few are: all others are let off by one look here. */
  private special = new Uint8Array(0);
  /** [0]: Σ running time. */
  private readonly running = new Float64Array(1);
  private readonly cycles: { readonly begin: number; readonly end: number }[] = [];
  private marking = -1;
  private syncs = 0;

  constructor({ exact }: SinkOptions) {
    this.exact = exact;
  }

  begin(state: TraceState): void {
    this.state = state;
    this.assists = new Assists(state, this.exact);
    this.workers = new Workers(state);
    this.sweeps = new Sweeps(state, this.exact);
    this.mutators = [new Mutators(state, MMU_WINDOWS), new InternalTraceMutators(state, MMU_WINDOWS)];
  }

  goroutine(slot: number, from: number, to: number): void {
    if (from === STATE.running && to !== STATE.running) this.ran(slot);
    if (slot >= this.special.length || this.special[slot] === 0 || from === to) return;
    if (from === STATE.running) this.specialRan(slot);
    for (const mutators of this.mutators) mutators.goroutine(slot, from, to);
    if (to === STATE.notexist) this.forget(slot);
  }

  syscallBlocked(slot: number): void {
    if (slot < this.special.length && this.special[slot] === 1) this.mutators[0].syscallBlocked(slot);
  }

  private ran(slot: number): void {
    const since = this.state.goroutines.since[slot] as number;
    this.running[0] = (this.running[0] as number) + (this.state.now[0] as number) - since;
  }

  private specialRan(slot: number): void {
    this.assists.ran(slot);
    this.workers.ran(slot);
  }

  private forget(slot: number): void {
    this.special[slot] = 0;
    this.assists.forget(slot);
    this.workers.forget(slot);
  }

  private watch(slot: number): void {
    this.special = grown(this.special, slot);
    this.special[slot] = 1;
  }

  rangeBegin(range: number, scope: number, name: number, _stack: number, seen: boolean): void {
    // Once a generation is over, what was going on at the beginning is known.
    if (!seen && this.syncs > 1) return;
    if (range === RANGE.gc) this.marking = seen ? (this.state.now[0] as number) : -1;
    else if (range === RANGE.stw) this.stop(name, 1);
    else if (range === RANGE.sweep) this.sweepBegin(scope, seen);
    else if (range === RANGE.assist) this.assistBegin(scope, seen);
  }

  private assistBegin(slot: number, seen: boolean): void {
    this.watch(slot);
    this.assists.begin(slot, seen);
    for (const mutators of this.mutators) mutators.assistBegin(slot, seen);
  }

  private sweepBegin(processor: number, seen: boolean): void {
    if (seen) this.sweeps.begin(processor);
    for (const mutators of this.mutators) mutators.sweep(processor, 1, seen);
  }

  rangeEnd(range: number, scope: number, name: number, swept: number, reclaimed: number): void {
    if (range === RANGE.gc) this.cycleEnd();
    else if (range === RANGE.stw) this.stop(name, -1);
    else if (range === RANGE.sweep) {
      this.sweeps.end(scope, swept, reclaimed);
      for (const mutators of this.mutators) mutators.sweep(scope, -1, true);
    } else if (range === RANGE.assist) {
      this.assists.end(scope);
      for (const mutators of this.mutators) mutators.assistEnd(scope);
    }
  }

  private cycleEnd(): void {
    if (this.marking >= 0) this.cycles.push({ begin: this.marking, end: this.state.now[0] as number });
    this.marking = -1;
  }

  /** A stopped world counts where it is the collector's (internal/trace, isGCSTW). */
  private stop(name: number, by: number): void {
    const text = this.state.texts.text(name);
    if (text.startsWith('stop-the-world') && text.includes('GC'))
      for (const mutators of this.mutators) mutators.stop(by);
  }

  metric(metric: number, value: number): void {
    if (metric === METRIC.gomaxprocs) for (const mutators of this.mutators) mutators.gomaxprocs(value);
  }

  label(slot: number, label: number): void {
    const text = this.state.texts.text(label);
    this.watch(slot);
    this.workers.label(slot, text);
    const marking = text.startsWith('GC ') && text !== 'GC (idle)';
    for (const mutators of this.mutators) mutators.label(slot, marking);
  }

  sync(): void {
    this.syncs++;
    if (this.syncs > 1) for (const mutators of this.mutators) mutators.known();
  }

  end(): void {
    const { size, state } = this.state.goroutines;
    for (let slot = 0; slot < size; slot++) {
      if (state[slot] !== STATE.running) continue;
      this.ran(slot);
      this.specialRan(slot);
    }
    for (const mutators of this.mutators) mutators.finish();
  }

  summary(): { readonly gc: GcSummary } {
    const [right, internalTrace] = this.mutators.map((mutators) => mutators.minima());
    const mmu = MMU_WINDOWS.map((window, i) => ({
      window,
      utilisation: right?.[i] ?? null,
      internalTrace: internalTrace?.[i] ?? null,
    }));
    return {
      gc: {
        cycles: this.cycles,
        ...this.assists.summary(),
        running: this.running[0] as number,
        workers: this.workers.summary(),
        sweeps: this.sweeps.summary(),
        mmu,
      },
    };
  }
}

/** @param options of the reading */
export function gc(options: SinkOptions): Gc {
  return new Gc(options);
}
