/** What `GODEBUG=schedtrace=N` says every N milliseconds (runtime/proc.go, schedtrace). */
export interface SchedTrace {
  /** In the order of their first lines; several where several programs write into one log. */
  readonly processes: readonly SchedProcess[];
  /** Lines of `scheddetail=1` and of other GODEBUG settings are no part of it; the former are counted. */
  readonly details: number;
}

export interface SchedProcess {
  readonly samples: readonly SchedSample[];
}

export interface SchedSample {
  /** Line of the file, from 1. */
  readonly line: number;
  /** `1204ms`: since the first line, which comes with the start of the program; ns, whole milliseconds. */
  readonly at: number;
  readonly gomaxprocs: number;
  readonly idleProcs: number;
  readonly threads: number;
  /** Threads that look for work. */
  readonly spinningThreads: number;
  /** A thread has to start to spin: work came when none did. Null before Go 1.20. */
  readonly needSpinning: number | null;
  readonly idleThreads: number;
  /** Goroutines in the global queue. */
  readonly globalQueue: number;
  /** In each processor's own; null with scheddetail=1, which says it in lines of its own. */
  readonly localQueues: readonly number[] | null;
}
