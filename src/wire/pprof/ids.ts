/**
 * Finds a table's row by the id of the file. Go's ids are dense from 1; others may be any 64-bit numbers, which stand in
 * a hash table with open addressing. Its multipliers are drawn, so that no file can be made of colliding ids
 * (multiply-shift hashing: Dietzfelbinger et al., 1997). Halves of ids are signed 32-bit numbers, as a cursor leaves them.
 */
export class RowById {
  /** Row of the ids below its length; −1 for none. */
  readonly dense: Int32Array;
  #slots = new Int32Array(16);
  #shift = 28;
  #sparse = 0;
  /** Halves of the ids in the hash table, by row. */
  readonly #lo: Int32Array;
  readonly #hi: Int32Array;

  /** @param rows of the table, at the most */
  constructor(rows: number) {
    this.dense = new Int32Array(rows + 1).fill(-1);
    this.#lo = new Int32Array(rows);
    this.#hi = new Int32Array(rows);
  }

  /** @returns false when the id is taken already: the first row keeps it. */
  add(lo: number, hi: number, row: number): boolean {
    if (this.find(lo, hi) >= 0) return false;
    if (hi === 0 && lo >= 0 && lo < this.dense.length) {
      this.dense[lo] = row;
      return true;
    }
    this.#lo[row] = lo;
    this.#hi[row] = hi;
    if (++this.#sparse * 2 > this.#slots.length) this.#grow();
    this.#slots[this.#slot(lo, hi)] = row + 1;
    return true;
  }

  /** @returns the row, or −1. */
  find(lo: number, hi: number): number {
    if (hi === 0 && lo >= 0 && lo < this.dense.length) return this.dense[lo] as number;
    return this.#sparse === 0 ? -1 : (this.#slots[this.#slot(lo, hi)] as number) - 1;
  }

  /** Where an id stands, or the free place where it would. */
  #slot(lo: number, hi: number): number {
    const slots = this.#slots;
    let slot = (Math.imul(lo, FACTOR_LO) + Math.imul(hi, FACTOR_HI)) >>> this.#shift;
    for (;;) {
      const row = (slots[slot] as number) - 1;
      if (row < 0 || (this.#lo[row] === lo && this.#hi[row] === hi)) return slot;
      slot = (slot + 1) & (slots.length - 1);
    }
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Int32Array(old.length * 2);
    this.#shift--;
    for (const taken of old)
      if (taken > 0) this.#slots[this.#slot(this.#lo[taken - 1] as number, this.#hi[taken - 1] as number)] = taken;
  }
}

const oddFactor = () => Math.floor(Math.random() * 2 ** 31) * 2 + 1;
const FACTOR_LO = oddFactor();
const FACTOR_HI = oddFactor();
