import type { Diagnostic } from '../model/diagnostic.ts';
import type { Environment } from '../model/environment.ts';
import type { Shape } from './course.ts';
import type { LeakVerdict } from './judge.ts';
import type { Place } from './run.ts';
import type { Stages } from './stages.ts';

/** The result of `go-perf-gate leaks`: schema `go-perf-gate/leaks@1`. Sizes in bytes, times in seconds. */
export interface LeakReport {
  readonly schema: 'go-perf-gate/leaks@1';
  readonly version: string;
  /** The worst of all benchmarks: a leak before too little evidence before none. Where some could not be run: no better than too little evidence. */
  readonly verdict: LeakVerdict;
  readonly benchmarks: readonly BenchmarkLeaks[];
  readonly environment: Environment;
  readonly cost: { readonly build: number; readonly measure: number; readonly budget: number };
  readonly diagnostics: readonly Diagnostic[];
}

export interface BenchmarkLeaks {
  readonly pkg: string;
  /** Without the prefix `Benchmark`. */
  readonly benchmark: string;
  readonly verdict: LeakVerdict;
  /** Why, in a sentence. */
  readonly reason: string;
  /** What is confirmed by two processes and all stages; the largest first. */
  readonly leaks: readonly ReportedGrowth[];
  /** What may be one. */
  readonly doubts: readonly ReportedGrowth[];
  /** What grew and stopped or came back. */
  readonly harmless: readonly ReportedGrowth[];
  /** What would settle it, where evidence is missing. */
  readonly settle: string | null;
  readonly processes: readonly ReportedProcess[];
}

export interface ReportedProcess {
  readonly steps: number;
  /** Of each step. */
  readonly iterations: number;
  readonly verdict: LeakVerdict;
  /** Of the whole process, over the steps after the warm-up. */
  readonly live: ReportedSeries;
  readonly heapAlloc: ReportedSeries;
  readonly heapObjects: ReportedSeries;
  readonly goroutines: ReportedSeries;
  /** As gctrace prints it, whole MiB; absent where its lines are missing. */
  readonly gctrace?: ReportedSeries;
}

export interface ReportedSeries {
  readonly values: readonly number[];
  readonly growth: number;
  readonly shape: Shape;
  /** Mann–Kendall, one-sided: small where values tend to rise. */
  readonly p: number;
}

export interface ReportedGrowth {
  readonly kind: 'heap' | 'goroutine';
  /** Where it is allocated; where the goroutine stands. */
  readonly site: Place;
  /** Through which call of a library. */
  readonly through?: string;
  /** The go statement. */
  readonly created?: Place;
  /** What the goroutine waits in. */
  readonly state?: string;
  readonly shape: Shape;
  /** Bytes or goroutines at each step of the last process. */
  readonly values: readonly number[];
  /** From the first sixth of the window to the last. */
  readonly growth: number;
  /** Objects: of heap findings. */
  readonly objects?: number;
  readonly perStep: number;
  readonly perIteration: number;
  /** What the last third added over what the middle third did. */
  readonly pace: number;
  readonly stages?: Stages;
  /** Whether the count of all goroutines grows as well. */
  readonly counted?: boolean;
  /** How many of these the runtime's own detector found at the end of a shorter process of its own; absent where it was not asked. */
  readonly detected?: number;
}
