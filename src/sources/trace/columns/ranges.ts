import type { Axis } from './axis.ts';
import { Spent } from './spent.ts';

/** Time inside ranges of one kind, by step; inside several at once counts once. */
export class Ranges {
  private readonly spent: Spent;
  private depth = 0;
  private since = 0;
  /** Whether none was seen yet: one that only ends was going on since the beginning. */
  private first = true;

  constructor(axis: Axis) {
    this.spent = axis.with(new Spent(axis));
  }

  /** `seen`: false where it was going on since the beginning. */
  begin(time: number, seen: boolean): void {
    if (!seen && !this.first) return;
    if (this.depth === 0) this.since = seen ? time : 0;
    this.depth++;
    this.first = false;
  }

  end(time: number): void {
    if (this.depth === 0 && !this.first) return;
    this.first = false;
    this.depth = Math.max(0, this.depth - 1);
    if (this.depth === 0) this.spent.add(this.since, time);
  }

  /** The trace is over: what is going on ends. */
  finish(time: number): void {
    if (this.depth === 0) return;
    this.depth = 1;
    this.end(time);
  }

  summary(steps: number): number[] {
    return this.spent.summary(steps);
  }
}
