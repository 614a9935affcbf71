import type { Timeline } from '../model/trace.ts';

/** Columns that a picture has at most: about two pixels each. */
export const MAX_COLUMNS = 512;

/** The steps of a timeline, some together, so that there are few enough columns to be drawn. */
export class Columns {
  readonly count: number;
  /** Steps of a column. */
  private readonly each: number;
  private readonly steps: number;
  private readonly step: number;
  private readonly duration: number;

  /** @param duration of the trace, ns */
  constructor({ steps, step }: Timeline, duration: number, most = MAX_COLUMNS) {
    this.each = Math.max(1, Math.ceil(steps / most));
    this.count = Math.ceil(steps / this.each);
    [this.steps, this.step, this.duration] = [steps, step, duration];
  }

  /** When a column begins, ns; of the one after the last: when the trace ends. */
  begin(column: number): number {
    return Math.min(column * this.each * this.step, this.duration);
  }

  length(column: number): number {
    return this.begin(column + 1) - this.begin(column);
  }

  /** Times spent (ns by step) as means: how much at once. */
  means(times: readonly number[]): number[] {
    return this.map(times, (part, column) => sum(part) / this.length(column));
  }

  sums(times: readonly number[]): number[] {
    return this.map(times, sum);
  }

  /** Means by step as means by column: steps are as long as each other, but for the last. */
  meansOfMeans(means: readonly number[]): number[] {
    const last = this.duration - (this.steps - 1) * this.step;
    return this.means(means.map((mean, i) => mean * (i === this.steps - 1 ? last : this.step)));
  }

  highest(values: readonly number[]): number[] {
    return this.map(values, (part) => part.reduce((a, b) => Math.max(a, b), 0));
  }

  /** The highest of each column: a heap that falls within it is not lost. */
  peaks(values: readonly (number | null)[]): (number | null)[] {
    return this.map(values, (part) =>
      part.reduce<number | null>((a, b) => (a === null || (b !== null && b > a) ? b : a), null),
    );
  }

  private map<From, To>(values: readonly From[], of: (part: readonly From[], column: number) => To): To[] {
    return Array.from({ length: this.count }, (_, i) => of(values.slice(i * this.each, (i + 1) * this.each), i));
  }
}

export function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
