import { grown } from '../grow.ts';

/** Numbers rows of integers: equal rows have one number. The first number is 0. */
export class Rows {
  #values = new Int32Array(1024);
  /** Row n is `values[starts[n]]` up to `values[starts[n + 1]]`. */
  #starts = new Int32Array(256);
  /** Row number + 1; 0 is empty. */
  #entries = new Int32Array(512);
  #size = 0;

  /** How many different rows there are, and how many integers they hold. */
  get size(): number {
    return this.#size;
  }
  get integers(): number {
    return this.#starts[this.#size] as number;
  }

  /** The number of the row `row[0]` … `row[length − 1]`. */
  intern(row: Int32Array, length: number): number {
    const mask = this.#entries.length - 1;
    for (let i = hashOf(row, 0, length) & mask; ; i = (i + 1) & mask) {
      const number = (this.#entries[i] as number) - 1;
      if (number < 0) return this.#add(row, length, i);
      if (this.#equals(number, row, length)) return number;
    }
  }

  length(number: number): number {
    return (this.#starts[number + 1] as number) - (this.#starts[number] as number);
  }

  /** An integer of a row. */
  at(number: number, index: number): number {
    return this.#values[(this.#starts[number] as number) + index] as number;
  }

  #equals(number: number, row: Int32Array, length: number): boolean {
    if (this.length(number) !== length) return false;
    const start = this.#starts[number] as number;
    for (let i = 0; i < length; i++) if (this.#values[start + i] !== row[i]) return false;
    return true;
  }

  #add(row: Int32Array, length: number, entry: number): number {
    const number = this.#size++;
    const start = this.#starts[number] as number;
    this.#starts = grown(this.#starts, number + 1);
    this.#values = grown(this.#values, start + length - 1);
    this.#values.set(row.subarray(0, length), start);
    this.#starts[number + 1] = start + length;
    this.#entries[entry] = number + 1;
    if (2 * this.#size > this.#entries.length) this.#grow();
    return number;
  }

  #grow(): void {
    this.#entries = new Int32Array(2 * this.#entries.length);
    const mask = this.#entries.length - 1;
    for (let number = 0; number < this.#size; number++) {
      const start = this.#starts[number] as number;
      let i = hashOf(this.#values, start, start + this.length(number)) & mask;
      while (this.#entries[i] !== 0) i = (i + 1) & mask;
      this.#entries[i] = number + 1;
    }
  }
}

/** FNV-1a over integers, mixed at the end. */
function hashOf(values: Int32Array, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let i = from; i < to; i++) {
    hash = Math.imul(hash ^ (values[i] as number), 0x01000193);
    hash ^= hash >>> 15;
  }
  return hash ^ (hash >>> 16);
}
