import { LONGER, workOf } from './confirm.ts';
import { FEWEST_STEPS } from './course.ts';
import type { LeakRun } from './run.ts';

export { benchPattern } from '../plan/pattern.ts';

/** Bytes and goroutines. */
export interface Holding {
  readonly bytes: number;
  readonly goroutines: number;
}

/** What one process does: `steps` runs of the benchmark, each of so many iterations. */
export interface ProcessPlan {
  readonly steps: number;
  readonly iterations: number;
  /** Seconds that it is expected to take. */
  readonly seconds: number;
  /** What it may hold more than at its first step; it ends early then. */
  readonly most: Holding;
}

/** Seconds of work in a step, of the first process. */
const STEP = 0.1;
export const DEFAULT_STEPS = 24;
/** Seconds that looking at a process takes where nothing is known of it: collections and profiles. */
const LOOK = 0.1;
/** A later process has more steps by so much, and at most so many times the work where the budget is there. */
const MORE_STEPS = 1.5;
const MOST_LONGER = 12;
/** Looking takes time as well: where there is little of it the same work is done in so many steps. */
const SHORT_STEPS = 16;
const MOST_STEPS = 160;
/** Share of what is left that one process may be planned to take: estimates are off, and a third may be wanted. */
const SHARE = 0.6;

/** What a first process may come to hold; a later one that has to be longer needs more. */
const FIRST: Holding = { bytes: 256 << 20, goroutines: 20_000 };
const LATER: Holding = { bytes: 1 << 30, goroutines: 100_000 };

/** @param secPerOp with every allocation recorded; 0 where unknown */
export function firstProcess(secPerOp: number, steps: number = DEFAULT_STEPS): ProcessPlan {
  const iterations = secPerOp > 0 ? Math.min(1e9, Math.max(1, Math.round(STEP / secPerOp))) : 1;
  const n = Math.max(FEWEST_STEPS, steps);
  return { steps: n, iterations, seconds: n * (iterations * secPerOp + LOOK), most: FIRST };
}

/**
 * A longer process than the one before: three times its work at least, and as much more as time and memory allow. One that
 * ended early because it held too much is tried again with less in a step.
 *
 * @param left seconds
 * @returns with `seconds` above `left` where the time is not enough
 */
export function nextProcess(before: LeakRun, wanted: number, left: number): ProcessPlan {
  if (before.steps.length < FEWEST_STEPS) return shorter(before, wanted);
  const full = Math.min(MOST_STEPS, Math.ceil(before.steps.length * MORE_STEPS));
  const sizes = [full, Math.min(full, before.steps.length), Math.min(full, SHORT_STEPS)];
  const plans = sizes.map((steps) => longer(before, steps, left));
  return (
    plans.find(({ seconds }) => seconds <= left * SHARE) ??
    plans.find(({ seconds }) => seconds <= left) ??
    (plans[0] as ProcessPlan)
  );
}

function longer(before: LeakRun, steps: number, left: number): ProcessPlan {
  const { perIteration, perStep } = costOf(before);
  const work = Math.max(1, workOf(before));
  const affordable = (left * SHARE - steps * perStep) / Math.max(work * perIteration, Number.MIN_VALUE);
  const bearable = 0.9 / filled(before, before.steps.length, LATER);
  const times = Math.min(MOST_LONGER, Math.max(LONGER, Math.min(affordable, bearable)));
  const iterations = Math.min(1e9, Math.max(1, Math.ceil((work * times) / steps)));
  return { steps, iterations, seconds: steps * (iterations * perIteration + perStep), most: LATER };
}

function shorter(before: LeakRun, steps: number): ProcessPlan {
  const { perIteration, perStep } = costOf(before);
  const now = before.steps[0]?.iterations ?? 1;
  const less = Math.min(0.5, 0.7 / filled(before, steps, FIRST));
  const iterations = Math.max(1, Math.floor(now * less));
  return { steps, iterations, seconds: steps * (iterations * perIteration + perStep), most: FIRST };
}

/** How much of what it may hold a process of so many steps of this size comes to hold; 0 where nothing grows. */
function filled({ steps }: LeakRun, length: number, most: Holding): number {
  const [first, last] = [steps[0], steps.at(-1)];
  if (!first || !last || first === last) return 0;
  const times = length / (steps.length - 1);
  const [bytes, goroutines] = [last.heapAlloc - first.heapAlloc, last.goroutines - first.goroutines];
  return Math.max(0, (bytes * times) / most.bytes, (goroutines * times) / most.goroutines);
}

/** Seconds of an iteration, and of looking at the process after a step. */
function costOf({ steps }: LeakRun): { readonly perIteration: number; readonly perStep: number } {
  const work = steps.reduce((sum, { worked }, i) => sum + worked - (steps[i - 1]?.at ?? 0), 0);
  const looked = steps.reduce((sum, { worked, at }) => sum + at - worked, 0);
  const iterations = steps.reduce((sum, step) => sum + step.iterations, 0);
  return { perIteration: work / Math.max(1, iterations), perStep: looked / Math.max(1, steps.length) };
}
