import type { Diagnostic } from '../../model/diagnostic.ts';

/** A call on a goroutine's stack. */
export interface GoroutineFrame {
  /** `example.com/m.(*T).Wait`; an address where no symbol is known. */
  readonly function: string;
  /** '' where the dump does not say. */
  readonly file: string;
  /** 0 where the dump does not say. */
  readonly line: number;
}

/** One goroutine, or one record of a `debug=1` profile, which stands for `count` goroutines with one stack. */
export interface Goroutine {
  /** Null in a `debug=1` profile, which has no ids. */
  readonly id: number | null;
  readonly count: number;
  /** What it does or waits for (`running`, `chan receive`, `select (no cases)`); '' in a `debug=1` profile. */
  readonly state: string;
  /** Whole minutes for which it has been blocked; 0 for less than one, or where the dump does not say. */
  readonly minutes: number;
  readonly lockedToThread: boolean;
  /** pprof labels as the dump writes them; '' for none. */
  readonly labels: string;
  /** Innermost call first. Empty where the runtime could not walk the stack. */
  readonly frames: readonly GoroutineFrame[];
  /** Frames that the runtime left out of the middle; −1 where it does not say how many. */
  readonly elided: number;
  readonly createdBy: GoroutineFrame | null;
  /** The goroutine that created it. */
  readonly parent: number | null;
  /** Line of the file where it begins, from 1. */
  readonly line: number;
}

/** What a file holds of goroutines. */
export interface GoroutineDump {
  readonly goroutines: readonly Goroutine[];
  readonly diagnostics: readonly Diagnostic[];
}

/** `panic` is `runtime.gopanic`; `sync.runtime_Semacquire` stands in the runtime too, under another package's name. */
const RUNTIME = /^(?:runtime\.|internal\/runtime\/|runtime\/internal\/|panic$|[\w/]+\.runtime_)/;

/** A frame of the runtime itself. */
export function isRuntime({ function: name }: GoroutineFrame): boolean {
  return RUNTIME.test(name);
}

/** The runtime's own: the scheduler's stack (goroutine 0), collectors, sweepers, finalizers. `runtime.NumGoroutine` leaves them out. */
export function isSystem({ id, frames, createdBy }: Goroutine): boolean {
  if (id === 0) return true;
  const known = createdBy ? [...frames, createdBy] : frames;
  return known.length > 0 && known.every(isRuntime);
}
