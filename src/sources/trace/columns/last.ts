import { type Axis, type Column, PLACES } from './axis.ts';

/** The last value of each step; a step without one has that of the step before. */
export class Last implements Column {
  private readonly axis: Axis;
  private readonly values = new Float64Array(PLACES).fill(Number.NaN);

  constructor(axis: Axis) {
    this.axis = axis;
  }

  set(time: number, value: number): void {
    this.values[(time * this.axis.inverse) | 0] = value;
  }

  merge(): void {
    const old = this.values.slice();
    this.values.fill(Number.NaN);
    for (let i = 0; i < PLACES; i++) if (!Number.isNaN(old[i])) this.values[i >> 1] = old[i] as number;
  }

  /** Null before the first. */
  summary(steps: number): (number | null)[] {
    // What happens at the very end of the last step belongs to it.
    const at = (i: number) => this.values[i === steps - 1 && !Number.isNaN(this.values[steps]) ? steps : i] as number;
    let last: number | null = null;
    return Array.from({ length: steps }, (_, i) => {
      if (!Number.isNaN(at(i))) last = at(i);
      return last;
    });
  }
}
