/** Steps that are kept at most: more within the widest window, and that window is given up. */
export const MAX_KEPT = 2 ** 20;

/**
 * A step function by its changes, of which only the latest are kept: a ring. Changes are numbered from 0 and stay at their
 * number. Of each: its time, the value from then on, and the integral up to then.
 */
export class Steps {
  private times = new Float64Array(256);
  private values = new Float64Array(256);
  private sums = new Float64Array(256);
  /** Numbers of the first that is kept, and of the one after the last. */
  first = 0;
  end = 0;

  get kept(): number {
    return this.end - this.first;
  }

  push(time: number, value: number): void {
    if (this.kept === this.times.length) this.grow();
    const at = this.end & (this.times.length - 1);
    this.times[at] = time;
    this.values[at] = value;
    this.end++;
  }

  time(step: number): number {
    return this.times[step & (this.times.length - 1)] as number;
  }

  value(step: number): number {
    return this.values[step & (this.values.length - 1)] as number;
  }

  setValue(step: number, value: number): void {
    this.values[step & (this.values.length - 1)] = value;
  }

  sum(step: number): number {
    return this.sums[step & (this.sums.length - 1)] as number;
  }

  /** Integral up to this step; the one before has its own. */
  sumUp(step: number): void {
    const before = step === 0 ? 0 : this.integral(step - 1, this.time(step));
    this.sums[step & (this.sums.length - 1)] = before;
  }

  /** Integral up to `time`, which lies at or after this step and before the next one. */
  integral(step: number, time: number): number {
    return this.sum(step) + this.value(step) * (time - this.time(step));
  }

  private grow(): void {
    const [times, values, sums] = [this.times, this.values, this.sums];
    const [from, to] = [times.length - 1, times.length * 2 - 1];
    this.times = new Float64Array(to + 1);
    this.values = new Float64Array(to + 1);
    this.sums = new Float64Array(to + 1);
    for (let step = this.first; step < this.end; step++) {
      this.times[step & to] = times[step & from] as number;
      this.values[step & to] = values[step & from] as number;
      this.sums[step & to] = sums[step & from] as number;
    }
  }
}
