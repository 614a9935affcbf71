import { grown } from '../grow.ts';

/** What is carried over: below it a sum of integers and one more of them are exact. */
const CARRY = 2 ** 52;

/**
 * Exact sums of non-negative integers below 2^52, by row: 100,000 goroutines that wait for a hundred seconds are beyond 2^53
 * ns. A total is rounded once, when it is asked for.
 */
export class Sums {
  private low: Float64Array;
  private carried: Float64Array;

  constructor(rows = 16) {
    this.low = new Float64Array(rows);
    this.carried = new Float64Array(rows);
  }

  /** Room for this many rows. */
  ensure(rows: number): void {
    if (rows <= this.low.length) return;
    this.low = grown(this.low, rows - 1);
    this.carried = grown(this.carried, rows - 1);
  }

  add(row: number, value: number): void {
    const sum = (this.low[row] as number) + value;
    this.low[row] = sum;
    if (sum >= CARRY) this.carry(row);
  }

  total(row: number): number {
    return (this.carried[row] as number) * CARRY + (this.low[row] as number);
  }

  /** The sum of all of these rows, rounded once. */
  together(rows: readonly number[]): number {
    const sum = new Sums(1);
    for (const row of rows) {
      sum.carried[0] = (sum.carried[0] as number) + (this.carried[row] as number);
      sum.add(0, this.low[row] as number);
    }
    return sum.total(0);
  }

  private carry(row: number): void {
    const sum = this.low[row] as number;
    const times = Math.floor(sum / CARRY);
    this.carried[row] = (this.carried[row] as number) + times;
    this.low[row] = sum - times * CARRY;
  }
}
