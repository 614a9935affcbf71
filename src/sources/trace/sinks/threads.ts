import type { TraceSummary } from '../../../model/trace.ts';
import { type Fold, STATE } from '../sink.ts';

/** 1 for the states in which a goroutine holds a thread. */
const HOLDS = new Int8Array(6);
HOLDS[STATE.running] = 1;
HOLDS[STATE.syscall] = 1;

export function threads(): Fold<Pick<TraceSummary, 'threads'>> {
  return new Threads();
}

class Threads implements Fold<Pick<TraceSummary, 'threads'>> {
  private seen = 0;
  private held = 0;
  private peak = 0;

  thread(): void {
    this.seen++;
  }

  goroutine(_slot: number, from: number, to: number): void {
    this.held += (HOLDS[to] as number) - (HOLDS[from] as number);
    if (this.held > this.peak) this.peak = this.held;
  }

  summary() {
    return { threads: { seen: this.seen, peak: this.peak } };
  }
}
