import { grown } from '../grow.ts';
import { PROCESSOR, type ProcessorColumns } from '../sink.ts';
import { IdTable } from './id-table.ts';

/** Processors, as columns by slot; there are few, and none goes away. */
export class ProcessorTable implements ProcessorColumns {
  size = 0;
  id = new Float64Array(16);
  state = new Uint8Array(16);
  since = new Float64Array(16);
  goroutine = new Int32Array(16);
  /** PROC_STATUS, as the wire has it. */
  status = new Uint8Array(16);
  /** Sequence number of its last event, and the generation in which it holds. */
  sequence = new Float64Array(16);
  generation = new Float64Array(16);
  /** 1 while it sweeps. */
  sweep = new Uint8Array(16);
  readonly #ids = new IdTable();

  /** The slot of a processor that has been seen, or −1. */
  find(id: number): number {
    return this.#ids.get(id, this.id);
  }

  add(id: number): number {
    const size = this.size + 1;
    this.id = grown(this.id, size - 1);
    this.state = grown(this.state, size - 1);
    this.since = grown(this.since, size - 1);
    this.goroutine = grown(this.goroutine, size - 1);
    this.status = grown(this.status, size - 1);
    this.sequence = grown(this.sequence, size - 1);
    this.generation = grown(this.generation, size - 1);
    this.sweep = grown(this.sweep, size - 1);
    const slot = this.size++;
    this.id[slot] = id;
    this.state[slot] = PROCESSOR.undetermined;
    this.goroutine[slot] = -1;
    this.#ids.add(id, slot, this.id);
    return slot;
  }
}
