/**
 * Which slot an id has: a hash table with open addressing over ids that stand in a column. Ids are integers, mostly small
 * and one after the other; beyond 2^53 the nearest double. Nothing is allocated but when it grows.
 */
export class IdTable {
  /** Slot + 1; 0 is empty. */
  #entries = new Int32Array(64);
  #mask = 63;
  #count = 0;

  /** The slot of an id, or −1. `ids`: the id of each slot. */
  get(id: number, ids: Float64Array): number {
    const entries = this.#entries;
    const mask = this.#mask;
    for (let i = hash(id) & mask; ; i = (i + 1) & mask) {
      const slot = (entries[i] as number) - 1;
      if (slot < 0 || ids[slot] === id) return slot;
    }
  }

  /** Adds an id that is not there; `ids` has it already. */
  add(id: number, slot: number, ids: Float64Array): void {
    if (2 * ++this.#count > this.#mask) this.#grow(ids);
    this.#insert(id, slot);
  }

  #insert(id: number, slot: number): void {
    const entries = this.#entries;
    const mask = this.#mask;
    let i = hash(id) & mask;
    while (entries[i] !== 0) i = (i + 1) & mask;
    entries[i] = slot + 1;
  }

  /** Removes an id that is there; `ids` still has it. What stood behind it moves up, so that no hole is left. */
  remove(id: number, ids: Float64Array): void {
    const entries = this.#entries;
    const mask = this.#mask;
    let hole = hash(id) & mask;
    while (ids[(entries[hole] as number) - 1] !== id) hole = (hole + 1) & mask;
    this.#count--;
    for (let i = (hole + 1) & mask; entries[i] !== 0; i = (i + 1) & mask) {
      const home = hash(ids[(entries[i] as number) - 1] as number) & mask;
      // It may move up where its home is not between the hole and itself.
      if (((i - home) & mask) < ((i - hole) & mask)) continue;
      entries[hole] = entries[i] as number;
      hole = i;
    }
    entries[hole] = 0;
  }

  #grow(ids: Float64Array): void {
    const old = this.#entries;
    this.#entries = new Int32Array(2 * old.length);
    this.#mask = 2 * old.length - 1;
    for (const entry of old) if (entry !== 0) this.#insert(ids[entry - 1] as number, entry - 1);
  }
}

/** Fibonacci hashing of the lower half, mixed with the upper one. */
function hash(id: number): number {
  const product = Math.imul(
    (id | 0) ^ (id > 0xffffffff ? Math.imul((id / 4294967296) | 0, 0x85ebca6b) : 0),
    0x9e3779b1,
  );
  return product ^ (product >>> 15);
}
