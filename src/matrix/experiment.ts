import type { Diagnostic } from '../model/diagnostic.ts';
import type { Environment } from '../model/environment.ts';
import type { Subject } from '../model/subject.ts';
import type { Grid } from './grid.ts';

/** What one process showed. Times in seconds, sizes in bytes. */
export interface Sample {
  readonly round: number;
  /** Position in the order of the processes. */
  readonly order: number;
  readonly values: Readonly<Partial<Record<Quantity, number>>>;
}

/** What is known of a process, by the name that the JSON has. Absent: it did not show it. */
export type Quantity =
  /** Operations a second: the inverse of sec/op. */
  | 'op/s'
  /** The p99 that the benchmark reports, seconds. */
  | 'p99'
  /** A rate that the benchmark reports itself (`req/s`). */
  | 'rate'
  /** CPU seconds of the whole process for each operation (rusage). */
  | 'cpu-sec/op'
  /** Part of the CPU time that there was (GOMAXPROCS × elapsed) that the collector took, 0 … 1. */
  | 'gc-cpu'
  /** Longest stop of the world, seconds. */
  | 'stw-max'
  /** Collections that the runtime began by itself. */
  | 'gc-cycles'
  /** Largest heap at the end of a mark phase, what was allocated meanwhile included. */
  | 'peak-heap'
  /** Peak resident set of the process. */
  | 'max-rss';

/** A benchmark under one setting. */
export interface CellRun {
  readonly samples: readonly Sample[];
  /** Processes that gave no sample, and why. */
  readonly failures: readonly { readonly round: number; readonly reason: string }[];
  /** Why it was not run at all. */
  readonly refused?: string;
}

export interface RowRun {
  readonly subject: Subject;
  /** b.N of every process: the same work in every cell. */
  readonly iterations: number;
  /** Unit of `p99` as the benchmark prints it, tidied; of `rate` likewise. */
  readonly units: { readonly p99?: string; readonly rate?: string };
  /** One for each cell of the grid. */
  readonly cells: readonly CellRun[];
}

/** Everything that the report depends on. */
export interface Experiment {
  readonly environment: Environment;
  readonly affinity: readonly number[];
  readonly grid: Grid;
  readonly rows: readonly RowRun[];
  /** Rounds: wanted, and run to their end. */
  readonly rounds: { readonly wanted: number; readonly done: number };
  /** Seconds. */
  readonly cost: { readonly build: number; readonly measure: number; readonly budget: number };
  readonly diagnostics: readonly Diagnostic[];
}
