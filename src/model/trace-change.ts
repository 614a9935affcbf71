import type { Subject } from './subject.ts';

/**
 * What goroutines do instead of computing: `wait` for something (`reason` says what), are ready and have no processor
 * (`scheduling`), or serve and wait for the garbage collector (`gc`).
 */
export type TracePartKind = 'wait' | 'scheduling' | 'gc';

/** One part of the time of an operation, base against head. */
export interface TracePart {
  readonly kind: TracePartKind;
  /** In words: `for a lock`, `to send on a channel` … */
  readonly text: string;
  /** Where; absent for what has no place in the module's code. */
  readonly function?: string;
  readonly file?: string;
  readonly line?: number;
  /** Whether the goroutines that run the benchmark itself do it: then it is part of the elapsed time. */
  readonly elapsed: boolean;
  /** Seconds per operation. */
  readonly base: number;
  readonly head: number;
  /** How much more often it happens per operation. */
  readonly oftener: number;
}

/** Goroutines of the program that are there at the end of the run and were not before it, by what they do and where. */
export interface TraceLeft {
  /** The declared function that they were started with. */
  readonly group: string;
  /** What they do: `waiting to send on a channel`, `runnable`. */
  readonly text: string;
  /** Where in the module's code they do it; else where they were started; absent where neither is the module's. */
  readonly function?: string;
  readonly file?: string;
  readonly line?: number;
  /** How many of them are left. */
  readonly base: number;
  readonly head: number;
}

/** Base's agreement run against head's, of one benchmark: what an operation waits for. */
export interface TraceChange {
  readonly subject: Subject;
  /** Parts that grew beyond what chance does, the largest growth first. */
  readonly grown: readonly TracePart[];
  /** Goroutines of which more are left, the largest growth first. */
  readonly left: readonly TraceLeft[];
  /** Scheduling latency, p99, seconds; null where nothing was scheduled. */
  readonly latency: { readonly base: number | null; readonly head: number | null };
}
