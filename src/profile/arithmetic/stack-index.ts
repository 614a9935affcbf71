import { uint32s } from './builder.ts';

/** Rows that differ in their stacks and label sets: a hash table over columns. */
export class StackIndex {
  readonly start = uint32s();
  readonly stack = uint32s();
  readonly #sets = uint32s();
  readonly #hashes = uint32s();
  /** Row + 1; a power of two of places, at most half of them full. */
  #places = new Uint32Array(4096);

  constructor() {
    this.start.push(0);
  }

  get count(): number {
    return this.#sets.length;
  }

  /** The row of a stack, the first `length` of `stack`, with a set; −1 − row where it is a new one. */
  row(stack: Uint32Array, length: number, set: number): number {
    const hash = hashOf(stack, length, set);
    const mask = this.#places.length - 1;
    let place = hash & mask;
    for (;;) {
      const row = (this.#places[place] as number) - 1;
      if (row < 0) break;
      if (this.#hashes.data[row] === hash && this.#isAt(row, stack, length, set)) return row;
      place = (place + 1) & mask;
    }
    this.#places[place] = this.count + 1;
    this.#hashes.push(hash);
    this.#sets.push(set);
    this.stack.append(stack, length);
    this.start.push(this.stack.length);
    if (this.count * 2 > this.#places.length) this.#grow();
    return -this.count;
  }

  #isAt(row: number, stack: Uint32Array, length: number, set: number): boolean {
    const from = this.start.data[row] as number;
    if (this.#sets.data[row] !== set || (this.start.data[row + 1] as number) - from !== length) return false;
    const own = this.stack.data;
    for (let i = 0; i < length; i++) if (own[from + i] !== stack[i]) return false;
    return true;
  }

  #grow(): void {
    this.#places = new Uint32Array(this.#places.length * 2);
    const mask = this.#places.length - 1;
    for (let row = 0; row < this.count; row++) {
      let place = (this.#hashes.data[row] as number) & mask;
      while (this.#places[place] !== 0) place = (place + 1) & mask;
      this.#places[place] = row + 1;
    }
  }
}

function hashOf(stack: Uint32Array, length: number, set: number): number {
  let hash = set;
  for (let i = 0; i < length; i++) {
    hash = Math.imul(hash ^ (stack[i] as number), 0x85ebca6b);
    hash ^= hash >>> 13;
  }
  return hash >>> 0;
}
