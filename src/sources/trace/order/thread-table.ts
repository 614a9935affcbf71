import { NONE } from '../../../wire/trace/reader.ts';
import { grown } from '../grow.ts';
import { IdTable } from './id-table.ts';

/** The slot of the thread that is none: nothing is ever bound to it. */
export const NO_THREAD = 0;

/** Threads and what is bound to them, as columns by slot; none goes away. */
export class ThreadTable {
  size = 0;
  id = new Float64Array(16);
  /** Slot of its processor, or −1. */
  processor = new Int32Array(16);
  /** Slot and id of its goroutine; slot −1 where it has none. The goroutine may have ended on another thread. */
  goroutine = new Int32Array(16);
  goroutineId = new Float64Array(16);
  /** 1 once the ordering has met it, 1 once an event of it has been emitted. */
  known = new Uint8Array(16);
  seen = new Uint8Array(16);
  readonly #ids = new IdTable();

  constructor() {
    this.slot(NONE);
    this.seen[NO_THREAD] = 1;
  }

  /** The slot of a thread that has one, or −1. */
  find(id: number): number {
    return this.#ids.get(id, this.id);
  }

  /** The slot of a thread, which it gets if it has none. */
  slot(id: number): number {
    const known = this.find(id);
    return known < 0 ? this.#add(id) : known;
  }

  #add(id: number): number {
    const size = this.size + 1;
    this.id = grown(this.id, size - 1);
    this.processor = grown(this.processor, size - 1);
    this.goroutine = grown(this.goroutine, size - 1);
    this.goroutineId = grown(this.goroutineId, size - 1);
    this.known = grown(this.known, size - 1);
    this.seen = grown(this.seen, size - 1);
    const slot = this.size++;
    this.id[slot] = id;
    this.processor[slot] = this.goroutine[slot] = -1;
    this.#ids.add(id, slot, this.id);
    return slot;
  }
}
