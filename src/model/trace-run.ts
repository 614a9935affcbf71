import type { GcCycle } from './gctrace.ts';
import { memo } from './memo.ts';
import type { Subject } from './subject.ts';
import type { Distribution, TraceSummary } from './trace.ts';

/** One process that was traced, to its end, a known number of times: the agreement run, and what each tool says of it. */
export interface TraceRun {
  readonly summary: TraceSummary;
  readonly iterations: number;
  /** Its gctrace lines, by number; null where it was not told to print them, or some are lost. */
  readonly gctrace: readonly GcCycle[] | null;
  /** Seconds of user and system time of the process (rusage). */
  readonly cpu: number;
  /** What its profiles add up to, seconds: CPU time, and waits that the block profile knows; null where there is none. */
  readonly profiled: { readonly cpu: number | null; readonly blocked: number | null };
  readonly round: number;
  /** Position in the global order of processes. */
  readonly order: number;
}

/** A benchmark that was traced: one or more runs a side, none where a side has none that can be read. */
export interface TracedRow {
  readonly subject: Subject;
  /** The benchmark itself is: base has no trace because it has no such benchmark. */
  readonly isNew: boolean;
  readonly base: readonly TraceRun[];
  readonly head: readonly TraceRun[];
}

/** Stops of the world that are the collector's: the trace has others, for reading statistics and the like. */
export const collectorStops = memo(({ stw }: TraceSummary): readonly Distribution[] =>
  stw.filter(({ kind }) => kind.startsWith('GC ')),
);
