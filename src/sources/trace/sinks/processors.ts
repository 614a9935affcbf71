import type { ProcessorSummary, TraceSummary } from '../../../model/trace.ts';
import { type Fold, METRIC, PROCESSOR, STATE, type TraceState } from '../sink.ts';
import { EMPTY } from '../tally/empty.ts';
import { Sums } from '../tally/sums.ts';

type Part = Pick<TraceSummary, 'processors'>;

/** Integrals over time, ns. */
const CAPACITY = 0;
const QUEUED = 1;
const IDLE = 2;

export function processors(): Fold<Part> {
  return new Processors();
}

/** Processors: how much of them there was, how much ran, and whether goroutines waited for one meanwhile. */
class Processors implements Fold<Part> {
  private state: TraceState = EMPTY;
  private gomaxprocs = 0;
  private most = 0;
  private runnable = 0;
  private peakRunnable = 0;
  private running = 0;
  /** Until when the integrals go. */
  private until = 0;
  private readonly integrals = new Sums(3);
  private readonly ran = new Sums(16);

  begin(state: TraceState): void {
    this.state = state;
  }

  goroutine(_slot: number, from: number, to: number): void {
    if (to === STATE.runnable) {
      if (this.runnable === 0) this.advance();
      this.runnable++;
      if (this.runnable > this.peakRunnable) this.peakRunnable = this.runnable;
    } else if (from === STATE.runnable) {
      if (this.runnable === 1) this.advance();
      this.runnable--;
    }
  }

  processor(slot: number, from: number, to: number): void {
    this.advance();
    if (from === PROCESSOR.running) this.stop(slot);
    if (to === PROCESSOR.running) this.running++;
  }

  metric(metric: number, value: number): void {
    if (metric !== METRIC.gomaxprocs) return;
    this.advance();
    this.gomaxprocs = value;
    this.most = Math.max(this.most, value);
  }

  end(): void {
    this.advance();
    const { size, state } = this.state.processors;
    this.ran.ensure(size);
    for (let slot = 0; slot < size; slot++) if (state[slot] === PROCESSOR.running) this.stop(slot);
  }

  summary(): Part {
    const { size, id } = this.state.processors;
    const slots = Array.from({ length: size }, (_, slot) => slot);
    const each = slots.map((slot) => ({ id: id[slot] as number, running: this.ran.total(slot) }));
    each.sort((a, b) => a.id - b.id);
    return { processors: { ...this.numbers(slots), each } };
  }

  private numbers(slots: readonly number[]): Omit<ProcessorSummary, 'each'> {
    return {
      gomaxprocs: this.gomaxprocs,
      most: this.most,
      capacity: this.integrals.total(CAPACITY),
      running: this.ran.together(slots),
      queued: this.integrals.total(QUEUED),
      idleWhileQueued: this.integrals.total(IDLE),
      peakRunnable: this.peakRunnable,
    };
  }

  private stop(slot: number): void {
    this.ran.ensure(slot + 1);
    this.ran.add(slot, (this.state.now[0] as number) - (this.state.processors.since[slot] as number));
    this.running--;
  }

  /** What was true until now is counted, before it changes. */
  private advance(): void {
    const now = this.state.now[0] as number;
    const ns = now - this.until;
    this.until = now;
    this.integrals.add(CAPACITY, this.gomaxprocs * ns);
    if (this.runnable === 0) return;
    this.integrals.add(QUEUED, ns);
    if (this.running < this.gomaxprocs) this.integrals.add(IDLE, ns);
  }
}
