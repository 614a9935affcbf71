import type { Cursor } from '../protobuf.ts';

/** Where the messages of one field of the profile are. */
export class Messages {
  /** Offset of each message's tag. */
  readonly at: Uint32Array;
  /** Bytes inside all of them together. */
  readonly size: number;

  constructor(at: Uint32Array, size: number) {
    this.at = at;
    this.size = size;
  }

  get count(): number {
    return this.at.length;
  }

  /** Moves a cursor to the content of message i, which becomes all it can read. @returns the end */
  enter(cursor: Cursor, i: number): number {
    cursor.pos = this.at[i] as number;
    cursor.end = cursor.bytes.length;
    cursor.varint();
    cursor.end = cursor.block();
    return cursor.end;
  }

  /**
   * How many rows these messages can give at the most when each needs an id of its own: 127 ids take one byte behind
   * their tag, all others two or more. A million empty messages get no room.
   */
  get mostRows(): number {
    return Math.min(this.count, 127 + Math.floor(this.size / 3));
  }
}
