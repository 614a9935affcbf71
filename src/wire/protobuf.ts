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

/**
 * Reads a protocol buffer from [pos, end) of `bytes` without making an object per value: a varint leaves its halves in
 * `lo` and `hi`. All reads throw {@link WireError} rather than pass the end.
 */
export class Cursor {
  readonly bytes: Uint8Array;
  pos: number;
  end: number;
  /** Halves of the varint read last, each unsigned. */
  lo = 0;
  hi = 0;

  constructor(bytes: Uint8Array, pos = 0, end = bytes.length) {
    this.bytes = bytes;
    this.pos = pos;
    this.end = end;
  }

  /** Reads up to ten bytes; bits beyond 64 are dropped, as pprof does. */
  varint(): void {
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
        this.lo = lo >>> 0;
        this.hi = hi >>> 0;
        this.pos = pos;
        return;
      }
    }
    throw new WireError('a number has more than ten bytes', start);
  }

  /** An int64 as a double: exact up to 2^53 either way. */
  int64(): number {
    this.varint();
    return (this.hi | 0) * 0x1_0000_0000 + this.lo;
  }

  /** A number that must fit in 32 bits: tags, lengths, indices. */
  uint32(what: string): number {
    const start = this.pos;
    this.varint();
    if (this.hi !== 0) throw new WireError(`${what} is beyond 32 bits`, start);
    return this.lo;
  }

  /** A length, and the bytes it promises: moves to their beginning and returns their end. */
  block(): number {
    const start = this.pos;
    const length = this.uint32('a length');
    if (length > this.end - this.pos) throw new WireError(`${length} bytes are promised and are not there`, start);
    return this.pos + length;
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
