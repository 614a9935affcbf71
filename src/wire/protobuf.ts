/** Bytes that are no protocol buffer, and where. */
export class WireError extends Error {
  /** Offset of the byte that does not fit. */
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.name = 'WireError';
    this.offset = offset;
  }
}

/** Kinds of a field (protobuf.dev/programming-guides/encoding). */
export const WIRE = { varint: 0, fixed64: 1, bytes: 2, groupStart: 3, groupEnd: 4, fixed32: 5 } as const;

/** Tag of a field number that no message has. */
const NO_FIELD = 0x7fff_fff8;

/** The double nearest to the signed 64-bit number with these halves, which are signed 32-bit numbers. */
export function int64(lo: number, hi: number): number {
  return hi * 0x1_0000_0000 + (lo >>> 0);
}

/** Whether a signed 64-bit number is beyond 2^53 either way, where doubles begin to be rounded. */
export function isWide(lo: number, hi: number): boolean {
  return hi < -0x20_0000 || hi > 0x20_0000 || (hi === 0x20_0000 && lo !== 0);
}

/**
 * Reads a protocol buffer from [pos, end) of `bytes` without making an object per value: a varint leaves its halves in
 * `lo` and `hi`. All reads throw {@link WireError} rather than pass the end.
 */
export class Cursor {
  readonly bytes: Uint8Array;
  pos: number;
  end: number;
  /** Halves of the varint read last, as signed 32-bit numbers: those need no box, unsigned ones would. */
  lo = 0;
  hi = 0;

  constructor(bytes: Uint8Array, pos = 0, end = bytes.length) {
    this.bytes = bytes;
    this.pos = pos;
    this.end = end;
  }

  /** Reads up to ten bytes; bits beyond 64 are dropped, as pprof does. */
  varint(): void {
    const { bytes, pos } = this;
    if (pos < this.end) {
      const byte = bytes[pos] as number;
      if (byte < 0x80) {
        this.lo = byte;
        this.hi = 0;
        this.pos = pos + 1;
        return;
      }
    }
    this.#longVarint();
  }

  #longVarint(): void {
    const { bytes, end } = this;
    const start = this.pos;
    let pos = start;
    let lo = 0;
    let hi = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (pos >= end) throw new WireError('a number is cut off', start);
      const byte = bytes[pos++] as number;
      const low = byte & 0x7f;
      if (shift < 28) lo |= low << shift;
      else if (shift === 28) {
        lo |= low << 28;
        hi = low >>> 4;
      } else if (shift < 63) hi |= low << (shift - 32);
      else hi |= low << 31;
      if (byte < 0x80) {
        this.lo = lo;
        this.hi = hi;
        this.pos = pos;
        return;
      }
    }
    throw new WireError('a number has more than ten bytes', start);
  }

  /** An int64 as a double: exact up to 2^53 either way. */
  int64(): number {
    this.varint();
    return int64(this.lo, this.hi);
  }

  /**
   * A field number and its wire type, as `number << 3 | type`. Numbers beyond 28 bits, which nobody uses, become
   * {@link NO_FIELD}, so that they are passed over as unknown ones are.
   */
  tag(): number {
    this.varint();
    return this.hi === 0 && this.lo >= 0 ? this.lo : NO_FIELD | (this.lo & 7);
  }

  /** A length, and the bytes it promises: moves to their beginning and returns their end. */
  block(): number {
    const start = this.pos;
    this.varint();
    if (this.hi !== 0 || this.lo < 0 || this.lo > this.end - this.pos)
      throw new WireError(`${(this.hi >>> 0) * 2 ** 32 + (this.lo >>> 0)} bytes are promised and are not there`, start);
    return this.pos + this.lo;
  }

  /** The block of a field whose tag was just read, which must be one. */
  blockOf(tag: number, what: string): number {
    if ((tag & 7) !== WIRE.bytes)
      throw new WireError(`field ${tag >>> 3} of ${what} has wire type ${tag & 7}, not 2`, this.pos);
    return this.block();
  }

  /** The number of a field whose tag was just read, which must be one; its halves are in `lo` and `hi`. */
  numberOf(tag: number, what: string): void {
    if ((tag & 7) !== WIRE.varint)
      throw new WireError(`field ${tag >>> 3} of ${what} has wire type ${tag & 7}, not 0`, this.pos);
    this.varint();
  }

  /** Passes over a field whose tag was just read. Groups are none of proto3: an error, as in pprof. */
  skip(tag: number): void {
    const start = this.pos;
    switch (tag & 7) {
      case WIRE.varint:
        this.varint();
        return;
      case WIRE.bytes:
        this.pos = this.block();
        return;
      case WIRE.fixed64:
      case WIRE.fixed32:
        this.pos += (tag & 7) === WIRE.fixed64 ? 8 : 4;
        if (this.pos > this.end) throw new WireError('a fixed-width number is cut off', start);
        return;
      default:
        throw new WireError(`field ${tag >>> 3} has wire type ${tag & 7}, which no profile uses`, start);
    }
  }
}
