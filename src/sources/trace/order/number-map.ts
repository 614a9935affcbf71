import { grown } from '../grow.ts';
import { IdTable } from './id-table.ts';

/** Ids of one generation and the number that each stands for: an array where they are dense, as the runtime's are. */
export class NumberMap {
  #dense = new Int32Array(256).fill(-1);
  #size = 0;
  /** Ids beyond it, their numbers, and how many they are. */
  #ids = new Float64Array(16);
  #values = new Int32Array(16);
  readonly #table = new IdTable();
  #sparse = 0;

  get size(): number {
    return this.#size;
  }

  /** The number that was set, or −1. */
  get(id: number): number {
    if (id < this.#dense.length) return this.#dense[id] as number;
    return this.#sparse === 0 ? -1 : this.#find(id);
  }

  /** Sets the number of an id that has none. */
  set(id: number, value: number): void {
    // An array up to four times as long as what it holds is worth it.
    if (id >= this.#dense.length && id < 4 * this.#size + 1024) this.#extend(id);
    this.#size++;
    if (id < this.#dense.length) this.#dense[id] = value;
    else this.#add(id, value);
  }

  #find(id: number): number {
    const slot = this.#table.get(id, this.#ids);
    return slot < 0 ? -1 : (this.#values[slot] as number);
  }

  #add(id: number, value: number): void {
    const slot = this.#sparse++;
    this.#ids = grown(this.#ids, slot);
    this.#values = grown(this.#values, slot);
    this.#ids[slot] = id;
    this.#values[slot] = value;
    this.#table.add(id, slot, this.#ids);
  }

  /** What stood among the sparse ones and now fits moves over. */
  #extend(id: number): void {
    const old = this.#dense.length;
    this.#dense = grown(this.#dense, id).fill(-1, old);
    for (let slot = 0; slot < this.#sparse; slot++) {
      const moved = this.#ids[slot] as number;
      if (moved < this.#dense.length && moved >= old) this.#dense[moved] = this.#values[slot] as number;
    }
  }

  /** Replaces the numbers of all ids from `from` on. */
  mapValues(map: (value: number) => number, from: number): void {
    for (let id = from; id < this.#dense.length; id++) {
      const value = this.#dense[id] as number;
      if (value >= 0) this.#dense[id] = map(value);
    }
    for (let slot = 0; slot < this.#sparse; slot++) this.#values[slot] = map(this.#values[slot] as number);
  }
}
