import { TraceError } from './error.ts';

/** 2^64 − 1 as the nearest double: the thread, processor or goroutine that is none. */
export const NONE = 2 ** 64;

/** Reads the numbers and bytes of structural batches, and of batch headers, in order. */
export class Reader {
  #bytes: Uint8Array = new Uint8Array();
  /** Offset in the file of the first byte. */
  #offset = 0;
  #at = 0;

  /** Begins anew: `bytes` stand in the file at `offset`. */
  reset(bytes: Uint8Array, offset: number): this {
    this.#bytes = bytes;
    this.#offset = offset;
    this.#at = 0;
    return this;
  }

  /** Offset in the file of what is read next. */
  get offset(): number {
    return this.#offset + this.#at;
  }

  /** Bytes that have been read. */
  get consumed(): number {
    return this.#at;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  byte(): number {
    const byte = this.#bytes[this.#at];
    if (byte === undefined) throw new TraceError('cut off', this.offset);
    this.#at++;
    return byte;
  }

  /** An unsigned LEB128 number; beyond 2^53 the nearest double. */
  uvarint(): number {
    let value = 0;
    let scale = 1;
    const from = this.offset;
    for (let count = 1; ; count++) {
      const byte = this.byte();
      if (count === 10 && byte > 1) throw new TraceError('a number of more than 64 bits', from);
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
  }

  /** The same, exactly. */
  bigUvarint(): bigint {
    let value = 0n;
    const from = this.offset;
    for (let shift = 0n; ; shift += 7n) {
      const byte = this.byte();
      if (shift === 63n && byte > 1) throw new TraceError('a number of more than 64 bits', from);
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  }

  bytes(length: number): Uint8Array {
    if (length > this.left) throw new TraceError('cut off', this.offset);
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }
}
