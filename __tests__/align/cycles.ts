import type { GcCycle } from '../../src/model/gctrace.ts';
import type { TraceSummary } from '../../src/model/trace.ts';

/** A cycle as it was: its beginning since the start of the process and the length of its mark phase, ns. */
export interface Cycle {
  readonly at: number;
  readonly mark: number;
}

/** As gctrace prints them: cut off to whole milliseconds. */
export function gcCycles(cycles: readonly Cycle[]): GcCycle[] {
  return cycles.map(({ at, mark }, i) => ({
    line: i + 1,
    number: i + 1,
    at: Math.floor(at / 1e6) * 1e6,
    percent: 0,
    clock: { sweepTermination: 0, mark: Math.floor(mark / 1e5) * 1e5, markTermination: 0 },
    cpu: { sweepTermination: 0, assist: 0, background: 0, idle: 0, markTermination: 0 },
    heap: { start: 0, end: 0, live: 0, goal: 0 },
    stacks: 0,
    globals: 0,
    maxprocs: 2,
    forced: false,
    leaks: false,
  }));
}

/** As a trace has them, its clock ahead by the offset and each a little off. */
export function ranges(
  cycles: readonly Cycle[],
  offset: number,
  jitter: readonly number[] = [],
): TraceSummary['gc']['cycles'][number][] {
  return cycles.map(({ at, mark }, i) => {
    const begin = at + offset + (jitter[i] ?? 0);
    return { begin, end: begin + mark };
  });
}
