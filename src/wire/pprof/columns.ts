/** Columns whose length is not known beforehand: typed arrays that double. */

export class Uint32Column {
  data: Uint32Array;
  length = 0;

  constructor(capacity = 64) {
    this.data = new Uint32Array(capacity);
  }

  push(value: number): void {
    if (this.length === this.data.length) {
      const grown = new Uint32Array(this.data.length * 2);
      grown.set(this.data);
      this.data = grown;
    }
    this.data[this.length++] = value;
  }

  /** What was pushed. */
  done(): Uint32Array {
    return trimmed(this.data, this.length);
  }
}

export class Float64Column {
  data: Float64Array;
  length = 0;

  constructor(capacity = 64) {
    this.data = new Float64Array(capacity);
  }

  push(value: number): void {
    if (this.length === this.data.length) {
      const grown = new Float64Array(this.data.length * 2);
      grown.set(this.data);
      this.data = grown;
    }
    this.data[this.length++] = value;
  }

  done(): Float64Array {
    return trimmed(this.data, this.length);
  }
}

/** The rows of another table, as the model has them. */
export function signed({ buffer, byteOffset, length }: Uint32Array): Int32Array {
  return new Int32Array(buffer, byteOffset, length);
}

/** 64-bit values, set by halves so that no BigInt is made. */
export class Uint64Column {
  readonly data: BigUint64Array;
  readonly #halves: Uint32Array;

  constructor(length: number) {
    this.data = new BigUint64Array(length);
    this.#halves = new Uint32Array(this.data.buffer);
  }

  set(index: number, lo: number, hi: number): void {
    this.#halves[index * 2 + LOW] = lo;
    this.#halves[index * 2 + 1 - LOW] = hi;
  }
}

/** Which half of a 64-bit word comes first on this machine. */
const LOW = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 0 : 1;

/** The first `length` entries: a view where a good part is used, else a copy, so that the room behind can go. */
export function trimmed<T extends Uint32Array | Float64Array>(column: T, length: number): T {
  return (length * 4 < column.length ? column.slice(0, length) : column.subarray(0, length)) as T;
}
