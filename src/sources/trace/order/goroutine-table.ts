import { grown } from '../grow.ts';
import { type GoroutineColumns, STATE } from '../sink.ts';
import { IdTable } from './id-table.ts';

/** Goroutines alive, as columns by slot; freed slots are used again, the last one first. */
export class GoroutineTable implements GoroutineColumns {
  size = 0;
  state = new Uint8Array(64);
  since = new Float64Array(64);
  reason = new Int32Array(64);
  stack = new Int32Array(64);
  from = new Uint8Array(64);
  group = new Int32Array(64);
  created = new Float64Array(64);
  creation = new Int32Array(64);
  label = new Int32Array(64);
  assist = new Uint8Array(64);
  /** NaN for a slot that is free. */
  id = new Float64Array(64);
  /** Sequence number of its last event, and the generation in which it holds. */
  sequence = new Float64Array(64);
  generation = new Float64Array(64);
  /** Innermost user region, a number of {@link Regions}, or −1. */
  region = new Int32Array(64);
  readonly #ids = new IdTable();
  #free = new Int32Array(64);
  #freeCount = 0;

  /** The slot of a goroutine that is alive, or −1. */
  find(id: number): number {
    return this.#ids.get(id, this.id);
  }

  /** A slot for a goroutine that was not there, with nothing known but its state. */
  add(id: number, state: number): number {
    const slot = this.#freeCount > 0 ? (this.#free[--this.#freeCount] as number) : this.#extend();
    this.state[slot] = this.from[slot] = state;
    this.since[slot] = 0;
    this.reason[slot] = this.stack[slot] = this.group[slot] = this.creation[slot] = this.label[slot] = 0;
    this.created[slot] = -1;
    this.assist[slot] = 0;
    this.region[slot] = -1;
    this.id[slot] = id;
    this.#ids.add(id, slot, this.id);
    return slot;
  }

  remove(slot: number): void {
    this.#ids.remove(this.id[slot] as number, this.id);
    this.id[slot] = Number.NaN;
    this.state[slot] = STATE.notexist;
    this.#free = grown(this.#free, this.#freeCount);
    this.#free[this.#freeCount++] = slot;
  }

  #extend(): number {
    const slot = this.size;
    this.state = grown(this.state, slot);
    this.since = grown(this.since, slot);
    this.reason = grown(this.reason, slot);
    this.stack = grown(this.stack, slot);
    this.from = grown(this.from, slot);
    this.group = grown(this.group, slot);
    this.created = grown(this.created, slot);
    this.creation = grown(this.creation, slot);
    this.label = grown(this.label, slot);
    this.assist = grown(this.assist, slot);
    this.id = grown(this.id, slot);
    this.sequence = grown(this.sequence, slot);
    this.generation = grown(this.generation, slot);
    this.region = grown(this.region, slot);
    return this.size++;
  }
}
