import { declaredFunction } from '../../model/go-function.ts';
import type { GoroutineGroup, Remaining, TraceFrame, TraceStack, TraceSummary, Wait } from '../../model/trace.ts';

/** Goroutines that belong to the measuring: main waits for the benchmarks, the others serve the profilers and the trace. */
const HARNESS = /^(?:runtime\.main|main\.main)$|^(?:runtime\/(?:trace|pprof)|os\/signal)\./;
/** Goroutines that the testing package starts to run a benchmark: `testing.(*B).launch`, `….RunParallel.func1` … */
const TESTING = /^testing\.\(\*B\)\./;
const BENCHMARK = /\.Benchmark[^./]*$/;
/** Frames that only tell how one waits. */
const MEANS = /^(?:runtime|internal\/[^.]*|sync|sync\/[^.]*)\.|^runtime\/[^.]*\./;
const WAIT_GROUP = 'sync.(*WaitGroup).Wait';

/** Whether a group of goroutines is the program's: those of the runtime and of the measuring are not. */
export function isProgram({ name, system }: Pick<GoroutineGroup, 'name' | 'system'>): boolean {
  return !system && !HARNESS.test(name);
}

/** Whether these goroutines run the benchmark itself: those of the testing package, and those that a benchmark starts. */
export function runsBenchmark({ name }: Pick<GoroutineGroup, 'name'>): boolean {
  return TESTING.test(name) || BENCHMARK.test(declaredFunction(name));
}

/** Whether they are those that the testing package times: one runs each benchmark, one after the other. */
export function isTimed({ name }: Pick<GoroutineGroup, 'name'>): boolean {
  return /^testing\.\(\*B\)\.(?:launch|run1)\b/.test(name);
}

/** Goroutines that are left over: those of the measuring are none. */
export function leftIn({ goroutines }: TraceSummary): readonly Remaining[] {
  return goroutines.remaining.filter(
    ({ group }) => isProgram({ name: group, system: false }) && !runsBenchmark({ name: group }),
  );
}

/** The innermost frame that is neither the runtime's nor of a lock; null where there is none. */
export function waiter(stack: TraceStack): TraceFrame | null {
  return stack.find((frame) => !MEANS.test(frame.function)) ?? null;
}

/**
 * What is waited for to have it measured: in the testing package (`RunParallel` waits for its goroutines, `StopTimer` for the
 * statistics), and in a benchmark that waits for the goroutines that it has started.
 */
function isHarness(stack: TraceStack): boolean {
  const fn = waiter(stack)?.function ?? '';
  if (fn.startsWith('testing.')) return true;
  return BENCHMARK.test(declaredFunction(fn)) && stack.some((frame) => frame.function === WAIT_GROUP);
}

/** Waits of one reason without those of the measuring. */
export interface OwnWait {
  readonly reason: string;
  readonly count: number;
  /** Nanoseconds. */
  readonly total: number;
  /** Null where the longest one may be the measuring's. */
  readonly max: number | null;
  readonly stacks: Wait['stacks'];
}

export function ownWait({ reason, count, total, max, stacks }: Wait): OwnWait {
  const harness = stacks.filter(({ stack }) => isHarness(stack));
  const sum = (of: 'count' | 'total') => harness.reduce((all, one) => all + one[of], 0);
  return {
    reason,
    count: count - sum('count'),
    total: total - sum('total'),
    max: harness.length > 0 ? null : max,
    stacks: stacks.filter((one) => !harness.includes(one)),
  };
}
