import type { ProcessorSummary, TraceSummary } from '../../../model/trace.ts';
import { type Fold, METRIC, PROCESSOR, STATE, type TraceState } from '../sink.ts';
import { EMPTY } from '../tally/empty.ts';
import { Sums } from '../tally/sums.ts';

type Part = Pick<TraceSummary, 'processors'>;

/** Integrals over time, ns; until when they go: those of queues, that of GOMAXPROCS. */
const CAPACITY = 0;
const QUEUED = 1;
const IDLE = 2;
const UNTIL = 3;
const MEASURED = 4;

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
  private readonly times = new Float64Array(5);
  private readonly ran = new Sums(16);

  begin(state: TraceState): void {
    this.state = state;
  }

  goroutine(_slot: number, from: number, to: number): void {
    if (to === STATE.runnable) {
      if (this.runnable === 0) this.times[UNTIL] = this.state.now[0] as number;
      this.runnable++;
      if (this.runnable > this.peakRunnable) this.peakRunnable = this.runnable;
    } else if (from === STATE.runnable) {
      this.runnable--;
      if (this.runnable === 0) this.queue();
    }
  }

  processor(slot: number, from: number, to: number): void {
    if (this.runnable > 0) this.queue();
    if (from === PROCESSOR.running) this.stop(slot);
    if (to === PROCESSOR.running) this.running++;
  }

  metric(metric: number, value: number): void {
    if (metric !== METRIC.gomaxprocs) return;
    this.measure();
    this.gomaxprocs = value;
    this.most = Math.max(this.most, value);
  }

  end(): void {
    this.measure();
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
      capacity: this.times[CAPACITY] as number,
      running: this.ran.together(slots),
      queued: this.times[QUEUED] as number,
      idleWhileQueued: this.times[IDLE] as number,
      peakRunnable: this.peakRunnable,
    };
  }

  private stop(slot: number): void {
    this.ran.ensure(slot + 1);
    this.ran.add(slot, (this.state.now[0] as number) - (this.state.processors.since[slot] as number));
    this.running--;
  }

  /** Counts up to now what depends on GOMAXPROCS, before it changes. */
  private measure(): void {
    if (this.runnable > 0) this.queue();
    const { times } = this;
    const now = this.state.now[0] as number;
    times[CAPACITY] = (times[CAPACITY] as number) + this.gomaxprocs * (now - (times[MEASURED] as number));
    times[MEASURED] = now;
  }

  /** Goroutines were runnable until now: that is counted, before anything changes. */
  private queue(): void {
    const { times } = this;
    const now = this.state.now[0] as number;
    const ns = now - (times[UNTIL] as number);
    times[UNTIL] = now;
    times[QUEUED] = (times[QUEUED] as number) + ns;
    if (this.running < this.gomaxprocs) times[IDLE] = (times[IDLE] as number) + ns;
  }
}
