import { type Axis, type Column, PLACES } from './axis.ts';

/**
 * Time spent, by step: intervals are split over the steps that they cover, exactly (whole ns below 2^53). The steps between
 * an interval's ends are covered wholly: they are counted by a difference at either end, so that no interval costs more
 * than another.
 */
export class Spent implements Column {
  private readonly axis: Axis;
  private readonly parts = new Float64Array(PLACES);
  /** How many more intervals cover this step wholly than the one before. */
  private readonly whole = new Float64Array(PLACES);

  constructor(axis: Axis) {
    this.axis = axis;
  }

  /** An interval that ends now; the axis reaches it. */
  add(from: number, to: number): void {
    const { axis, parts } = this;
    if (from >= axis.begin) parts[axis.at] = (parts[axis.at] as number) + to - from;
    else this.split(from, to);
  }

  private split(from: number, to: number): void {
    const { parts, whole } = this;
    const { inverse, step } = this.axis;
    const first = (from * inverse) | 0;
    const last = (to * inverse) | 0;
    parts[first] = (parts[first] as number) + (first + 1) * step - from;
    parts[last] = (parts[last] as number) + to - last * step;
    whole[first + 1] = (whole[first + 1] as number) + 1;
    whole[last] = (whole[last] as number) - 1;
  }

  merge(step: number): void {
    const { parts } = this;
    const times = this.times(step, PLACES);
    parts.fill(0);
    this.whole.fill(0);
    for (let i = 0; i < PLACES; i++) parts[i >> 1] = (parts[i >> 1] as number) + (times[i] as number);
  }

  /** Takes all of another in, and leaves it empty. */
  take(other: Spent): void {
    for (let i = 0; i < PLACES; i++) {
      this.parts[i] = (this.parts[i] as number) + (other.parts[i] as number);
      this.whole[i] = (this.whole[i] as number) + (other.whole[i] as number);
    }
    other.parts.fill(0);
    other.whole.fill(0);
  }

  /** ns, by step. */
  summary(steps: number): number[] {
    return [...this.times(this.axis.step, steps)];
  }

  private times(step: number, steps: number): Float64Array {
    const times = this.parts.slice(0, steps);
    let covering = 0;
    for (let i = 0; i < steps; i++) {
      covering += this.whole[i] as number;
      times[i] = (times[i] as number) + covering * step;
    }
    return times;
  }
}
