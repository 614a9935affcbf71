import type { GcCycle } from '../../model/gctrace.ts';
import type { Field, Printed } from './grammar.ts';

/** What stands in a line beside its numbers. */
export interface Marks {
  readonly line: number;
  readonly forced: boolean;
  readonly leaks: boolean;
}

/** A line's numbers in nanoseconds and bytes. */
export function cycleOf(printed: Printed, { line, forced, leaks }: Marks): GcCycle {
  const whole = (field: Field) => Number(printed[field]);
  // Whole microseconds and milliseconds: exact as integers, which decimal fractions are not.
  const ms = (field: Field) => Math.round(Number(printed[field]) * 1e3) * 1e3;
  const mib = (field: Field) => Number(printed[field]) * 2 ** 20;
  return {
    line,
    number: whole('number'),
    at: Math.round(whole('at') * 1e3) * 1e6,
    percent: whole('percent'),
    clock: { sweepTermination: ms('clock0'), mark: ms('clock1'), markTermination: ms('clock2') },
    cpu: {
      sweepTermination: ms('cpu0'),
      assist: ms('cpu1'),
      background: ms('cpu2'),
      idle: ms('cpu3'),
      markTermination: ms('cpu4'),
    },
    heap: { start: mib('heap0'), end: mib('heap1'), live: mib('heap2'), goal: mib('goal') },
    stacks: mib('stacks'),
    globals: mib('globals'),
    maxprocs: whole('maxprocs'),
    forced,
    leaks,
  };
}
