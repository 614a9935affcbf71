/** Finds a table's row by the id of the file. Go's ids are dense from 1; others may be any 64-bit number. */
export class RowById {
  readonly #dense: Int32Array;
  readonly #sparse = new Map<bigint, number>();

  /** @param rows of the table */
  constructor(rows: number) {
    this.#dense = new Int32Array(2 * rows + 2).fill(-1);
  }

  /** @returns false when the id is taken already: the first row keeps it. */
  add(lo: number, hi: number, row: number): boolean {
    if (this.find(lo, hi) >= 0) return false;
    if (hi === 0 && lo < this.#dense.length) this.#dense[lo] = row;
    else this.#sparse.set(wide(lo, hi), row);
    return true;
  }

  /** @returns the row, or −1. */
  find(lo: number, hi: number): number {
    if (hi === 0 && lo < this.#dense.length) return this.#dense[lo] as number;
    return this.#sparse.size === 0 ? -1 : (this.#sparse.get(wide(lo, hi)) ?? -1);
  }
}

function wide(lo: number, hi: number): bigint {
  return (BigInt(hi) << 32n) | BigInt(lo);
}
