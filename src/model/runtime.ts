/**
 * What a process said of itself while it ran: runtime/metrics as columns. Sample i was taken `at[i]` nanoseconds after the
 * process began to sample. Metrics have the names and units of runtime/metrics, whichever this release of Go has.
 */
export interface RuntimeSamples {
  readonly process: RuntimeProcess;
  /** ns, ascending. */
  readonly at: readonly number[];
  /** What the sample before cost, ns of wall time, the write included; 0 for the first. */
  readonly cost: readonly number[];
  /** MemStats.PauseTotalNs. */
  readonly pauseTotal: readonly number[];
  /** End of the last collection, ns on the axis of `at`; null before the first. */
  readonly lastGC: readonly (number | null)[];
  readonly scalars: readonly RuntimeScalar[];
  readonly histograms: readonly RuntimeHistogram[];
  /** MemStats at the first and after the last sample; null where the process did not get to it. */
  readonly before: RuntimeMemStats | null;
  readonly after: RuntimeMemStats | null;
  /** How many samples were taken and what they cost together, ns; null where the process was killed or panicked. */
  readonly end: { readonly at: number; readonly samples: number; readonly spent: number } | null;
}

export interface RuntimeProcess {
  /** `go1.26.1` */
  readonly go: string;
  readonly goos: string;
  readonly goarch: string;
  readonly pid: number;
  readonly cpus: number;
  readonly gomaxprocs: number;
  /** Unix ns and, where known, the runtime's nanotime (the clock of execution traces) at time 0, as decimal integers. */
  readonly start: string;
  readonly mono: string | null;
  /** ns that were asked for. */
  readonly period: number;
}

export interface RuntimeScalar {
  readonly name: string;
  /** Only grows (but for rounding): a difference of two values means something. */
  readonly cumulative: boolean;
  readonly values: readonly number[];
}

export interface RuntimeHistogram {
  readonly name: string;
  /** Bucket i is [bounds[i], bounds[i + 1]); the outermost may be infinite. Ascending. */
  readonly bounds: readonly number[];
  /** Per sample the counts since the process began: index, count, index, count … of the buckets that are not empty. */
  readonly counts: readonly (readonly number[])[];
}

/** The fields of runtime.MemStats that are recorded. Bytes, objects, ns. */
export const MEM_STATS = [
  ...(['mallocs', 'frees', 'totalAlloc', 'heapAlloc', 'heapObjects', 'heapInuse', 'heapIdle', 'heapReleased'] as const),
  ...(['heapSys', 'stackInuse', 'stackSys', 'sys', 'nextGC', 'pauseTotalNs', 'numGC', 'numForcedGC'] as const),
  'gcCPUFraction',
] as const;

/** With when it was read, and the end of the last collection, ns on the axis of the samples. */
export type RuntimeMemStats = Readonly<Record<(typeof MEM_STATS)[number], number>> & {
  readonly at: number;
  readonly lastGC: number | null;
};

/** Samples `from` to `to`, both ends included. */
export interface RuntimeWindow {
  readonly from: number;
  readonly to: number;
}

/** A level over a window. */
export interface RuntimeLevel {
  readonly first: number;
  readonly last: number;
  readonly min: number;
  readonly max: number;
}

/**
 * Percentiles of a histogram's difference. A bucket is all that is known of a value: each percentile is the bucket that
 * holds it, `low` may be -Infinity and `high` Infinity.
 */
export interface RuntimeQuantiles {
  readonly count: number;
  readonly p50: RuntimeBucket;
  readonly p99: RuntimeBucket;
  readonly max: RuntimeBucket;
}

export interface RuntimeBucket {
  readonly low: number;
  readonly high: number;
}

/** What a window of a process's samples comes to; null where this release of Go does not say. Seconds, bytes. */
export interface RuntimeSummary {
  readonly seconds: number;
  readonly samples: number;
  readonly allocated: { readonly bytes: number | null; readonly objects: number | null };
  /** Per second. */
  readonly allocationRate: { readonly bytes: number | null; readonly objects: number | null };
  /** `/memory/classes/heap/objects:bytes` (HeapAlloc), `/gc/heap/goal:bytes` (NextGC), `/gc/heap/objects:objects` (mallocs − frees). */
  readonly heap: RuntimeLevel | null;
  readonly goal: RuntimeLevel | null;
  readonly objects: RuntimeLevel | null;
  readonly gc: RuntimeGc;
  readonly goroutines: RuntimeLevel | null;
  /** `/memory/classes/heap/stacks:bytes`: spans that hold stacks. What growing them costs is in the CPU profile (newstack). */
  readonly stacks: RuntimeLevel | null;
  /** `/sync/mutex/wait/total:seconds` */
  readonly mutexWait: number | null;
  /** `/sched/latencies:seconds`, and the pauses by the middle of their name: `total/gc`, `stopping/other` … */
  readonly latency: RuntimeQuantiles | null;
  readonly pauses: readonly (RuntimeQuantiles & { readonly kind: string })[];
}

export interface RuntimeGc {
  readonly cycles: number | null;
  readonly forced: number | null;
  /** Of PauseTotalNs, seconds. */
  readonly paused: number;
  /**
   * Shares of CPU classes, 0 … 1. The runtime brings these up to date at the end of each cycle, so they hold for the cycles
   * that ended in the window; null where there is none. `cpuShare`: of all CPU time that GOMAXPROCS allows, idle time
   * included (as MemStats.GCCPUFraction); `busyShare`: of the time that was not idle, marking in idle time left out.
   */
  readonly cpuShare: number | null;
  readonly busyShare: number | null;
  readonly assistShare: number | null;
}
