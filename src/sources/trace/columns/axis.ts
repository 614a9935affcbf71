import { MAX_STEPS } from '../../../model/trace.ts';

/** A column over the axis. */
export interface Column {
  /** Pairs of steps become one, twice as long; `step` ns was the length of one before. */
  merge(step: number): void;
}

/** Places that a column has: the last event may lie at the very end of the last step. */
export const PLACES = MAX_STEPS + 1;

/**
 * Time in equal steps, at most {@link MAX_STEPS}: where the trace outgrows them, all columns merge theirs in pairs. The
 * length of a step is a power of two, so that its inverse is exact.
 */
export class Axis {
  step = 1;
  inverse = 1;
  /** How far it reaches, ns. */
  limit = MAX_STEPS;
  /** The step of the latest time: its number, when it begins, and from when on it is another or the axis too short. */
  at = 0;
  begin = 0;
  end = 1;
  private readonly columns: Column[] = [];

  with<C extends Column>(column: C): C {
    this.columns.push(column);
    return column;
  }

  /** Makes the axis reach this time, which is the latest: call it before anything happens at it. */
  reach(time: number): void {
    if (time < this.end) return;
    while (time > this.limit) this.double();
    this.at = (time * this.inverse) | 0;
    this.begin = this.at * this.step;
    // Times are whole.
    this.end = Math.min(this.begin + this.step, this.limit + 1);
  }

  private double(): void {
    for (const column of this.columns) column.merge(this.step);
    this.step *= 2;
    this.inverse /= 2;
    this.limit *= 2;
  }
}

/** The whole steps that an axis of this length has. */
export function stepsOf(axis: Axis, duration: number): number {
  return Math.ceil(duration * axis.inverse);
}
