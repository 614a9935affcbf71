import { type Axis, type Column, PLACES } from './axis.ts';

/** A count that goes up and down: the most at once of each step. */
export class Most implements Column {
  private readonly axis: Axis;
  private readonly most = new Float64Array(PLACES);
  private count = 0;
  /** What was there all along, as is found out only when it is seen. */
  private before = 0;
  private step = 0;

  constructor(axis: Axis) {
    this.axis = axis;
  }

  add(time: number, by: number): void {
    this.goOn((time * this.axis.inverse) | 0);
    this.count += by;
    if (this.count > (this.most[this.step] as number)) this.most[this.step] = this.count;
  }

  /** One more was there since the beginning. */
  addBefore(): void {
    this.before++;
  }

  private goOn(step: number): void {
    while (this.step < step) this.most[++this.step] = this.count;
  }

  merge(): void {
    const { most } = this;
    const end = this.step + 1;
    for (let i = 0; i < end; i += 2)
      most[i >> 1] = Math.max(most[i] as number, most[Math.min(i + 1, end - 1)] as number);
    this.step >>= 1;
    most.fill(0, this.step + 1);
  }

  summary(steps: number): number[] {
    if (steps === 0) return [];
    this.goOn(steps - 1);
    const most = [...this.most.subarray(0, steps)];
    if (this.step === steps) most[steps - 1] = Math.max(most[steps - 1] as number, this.most[steps] as number);
    return most.map((count) => count + this.before);
  }
}
