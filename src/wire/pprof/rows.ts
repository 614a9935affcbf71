import { RowById } from './ids.ts';
import type { Messages } from './messages.ts';
import type { Problems } from './problem.ts';

/** Gives the rows of a table whose messages have an id of their own. */
export class Rows {
  readonly byId: RowById;
  /** Rows so far. */
  count = 0;
  readonly #kind: 'function' | 'mapping' | 'location';
  readonly #problems: Problems;

  constructor(kind: 'function' | 'mapping' | 'location', messages: Messages, problems: Problems) {
    this.#kind = kind;
    this.#problems = problems;
    this.byId = new RowById(messages.mostRows);
  }

  /** Whether an id can name a row; else it is a problem, and the message is left out. */
  fits(lo: number, hi: number, offset: number): boolean {
    const kind = this.#kind;
    if (lo === 0 && hi === 0) this.#problems.add(`${kind} id`, `a ${kind} has the reserved id 0`, offset);
    else if (this.byId.find(lo, hi) >= 0)
      this.#problems.add(`${kind} id`, `a second ${kind} has the id ${(hi >>> 0) * 2 ** 32 + (lo >>> 0)}`, offset);
    else return true;
    return false;
  }

  /** The next row, named by an id that {@link fits}. */
  next(lo: number, hi: number): number {
    this.byId.add(lo, hi, this.count);
    return this.count++;
  }
}
