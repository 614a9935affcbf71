/** A line of the program. */
export interface Place {
  readonly function: string;
  /** Relative to the repository where it is in it. */
  readonly file: string;
  readonly line: number;
}

/** What a process was at the end of one run of the benchmark, after its garbage was collected. Sizes in bytes. */
export interface LeakStep {
  /** Seconds since the process began: the end of the run, and of our looking at it. */
  readonly worked: number;
  readonly at: number;
  /** Iterations of this run. */
  readonly iterations: number;
  /** What the collector marked live: `/gc/heap/live:bytes`; before Go 1.21 HeapAlloc. */
  readonly live: number;
  readonly heapAlloc: number;
  readonly heapObjects: number;
  readonly goroutines: number;
  /** What gctrace printed as live of the last cycle of the step, in whole MiB; null where its line is missing. */
  readonly traced: number | null;
}

/** What one place of the program holds, step by step. */
export interface SiteSeries {
  /** Innermost frame of the program itself; of the library where there is none. */
  readonly site: Place;
  /** The call that allocates, where it is another's: `time.NewTicker`. */
  readonly through: string | null;
  /** No frame of a user's code: the testing package, the runtime. */
  readonly foreign: boolean;
  /** Bytes and objects in use at the end of each step. */
  readonly bytes: readonly number[];
  readonly objects: readonly number[];
}

/** Goroutines that stand at one place, step by step. */
export interface GoroutineSeries {
  /** Where they stand: innermost frame of the program. */
  readonly stands: Place;
  /** What they wait in, as the dump says: `chan send`; '' when it does not say. */
  readonly state: string;
  /** The go statement; null where the dump does not name it. */
  readonly created: Place | null;
  readonly foreign: boolean;
  readonly counts: readonly number[];
}

/** Steps of one process. */
export interface LeakRun {
  readonly steps: readonly LeakStep[];
  readonly sites: readonly SiteSeries[];
  readonly goroutines: readonly GoroutineSeries[];
  /** Goroutines that the runtime's own leak detector found at the end, by where they stand; null where it was not asked. */
  readonly leaked: Leaked | null;
}

export type Leaked = readonly { readonly stands: Place; readonly count: number }[];
