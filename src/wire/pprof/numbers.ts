import { type Cursor, int64 } from '../protobuf.ts';
import type { Messages } from './messages.ts';

/** The most number fields that a message of profile.proto has (a mapping has ten). */
const MOST = 10;

/**
 * The number fields of one message, by field number. Of several values the last holds and what is absent is 0, as
 * proto3 has it. One object serves all messages of a kind.
 */
export class Numbers {
  readonly lo = new Int32Array(MOST + 1);
  readonly hi = new Int32Array(MOST + 1);
  readonly #last: number;
  readonly #what: string;

  /** @param last number of the fields that count; others are skipped */
  constructor(last: number, what: string) {
    this.#last = last;
    this.#what = what;
  }

  /** Reads message i, all of whose fields are numbers. @returns the offset of its tag */
  message(at: Cursor, messages: Messages, i: number): number {
    this.read(at, messages.enter(at, i));
    return messages.at[i] as number;
  }

  /** Reads up to `end`. */
  read(at: Cursor, end: number): void {
    this.clear();
    while (at.pos < end) this.take(at, at.tag());
  }

  clear(): void {
    const { lo, hi } = this;
    for (let field = this.#last; field > 0; field--) {
      lo[field] = 0;
      hi[field] = 0;
    }
  }

  /** Reads one field whose tag was just read. */
  take(at: Cursor, tag: number): void {
    const field = tag >>> 3;
    if (field === 0 || field > this.#last) {
      at.skip(tag);
      return;
    }
    at.numberOf(tag, this.#what);
    this.lo[field] = at.lo;
    this.hi[field] = at.hi;
  }

  int64(field: number): number {
    return int64(this.lo[field] as number, this.hi[field] as number);
  }

  /** Whether a number is other than 0. */
  has(field: number): boolean {
    return this.lo[field] !== 0 || this.hi[field] !== 0;
  }
}
