import { busyOf } from '../memory/gc-window.ts';
import { type GcCycle, type GcTrace, pauseOf } from '../model/gctrace.ts';
import type { Sample } from './experiment.ts';

const NS = 1e-9;

/**
 * What the collections of one test process cost, while the benchmark ran its real count. The testing package forces one
 * before each run (go/src/testing/benchmark.go, runN): of all benchmarks together, of each level of the name with b.N = 1,
 * and last with the real count.
 *
 * @param benchmark name without its prefix: `Encode/large`
 * @param wall seconds from the start of the process to its end
 */
export function collections(
  { processes }: GcTrace,
  benchmark: string,
  iterations: number,
  wall: number,
): Sample['values'] {
  const cycles = processes[0]?.cycles ?? [];
  const forced = cycles.flatMap((cycle, i) => (cycle.forced ? [i] : []));
  const levels = benchmark.split('/').length;
  const first = forced[iterations > 1 ? levels + 1 : levels] ?? forced.at(-1) ?? -1;
  const own = cycles.slice(first + 1);
  const began = cycles[first];
  const seconds = wall - (began ? began.at * NS : 0);
  const procs = (began ?? own[0])?.maxprocs ?? 1;
  const cpu = own.reduce((sum, cycle) => sum + busyOf(cycle), 0) * NS;
  const largest = (of: (cycle: GcCycle) => number) => own.reduce((most, cycle) => Math.max(most, of(cycle)), 0);
  return {
    'gc-cpu': seconds > 0 ? Math.min(1, cpu / (seconds * procs)) : 0,
    'gc-cycles': own.filter((cycle) => !cycle.forced).length,
    ...(own.length > 0 ? { 'stw-max': largest(pauseOf) * NS, 'peak-heap': largest(({ heap }) => heap.end) } : {}),
  };
}
