import type { BatchHeader } from '../../../wire/trace/batch.ts';
import { TraceError } from '../../../wire/trace/error.ts';
import { grown } from '../grow.ts';
import { IdTable } from './id-table.ts';

/** Batches of one generation, at most; the runtime writes a new one each 64 KiB, and one for each thread. */
const MOST = 1024 * 1024;

/** Where the batches of events of one generation stand: a list for each thread, in the order of the file. */
export class BatchIndex {
  /** Of each batch: data in the file, its size, time in units, and the thread's next batch or −1. */
  offset = new Float64Array(64);
  size = new Int32Array(64);
  time = new Float64Array(64);
  next = new Int32Array(64);
  count = 0;
  /** Of each thread, in order of appearance: its id, its first and last batch, and the size of the largest. */
  thread = new Float64Array(16);
  first = new Int32Array(16);
  #last = new Int32Array(16);
  largest = new Int32Array(16);
  threads = 0;
  readonly #ids = new IdTable();

  add({ offset, size, time, thread }: BatchHeader): void {
    const batch = this.count++;
    if (batch >= MOST) throw new TraceError(`more than ${MOST} batches in one generation`, offset);
    this.#reserve();
    this.offset[batch] = offset;
    this.size[batch] = size;
    this.time[batch] = time;
    this.next[batch] = -1;
    const known = this.#ids.get(thread, this.thread);
    const row = known < 0 ? this.#addThread(thread, batch) : known;
    if (known >= 0) this.next[this.#last[row] as number] = batch;
    this.#last[row] = batch;
    this.largest[row] = Math.max(this.largest[row] as number, size);
  }

  #reserve(): void {
    this.offset = grown(this.offset, this.count - 1);
    this.size = grown(this.size, this.count - 1);
    this.time = grown(this.time, this.count - 1);
    this.next = grown(this.next, this.count - 1);
  }

  #addThread(thread: number, batch: number): number {
    const row = this.threads++;
    this.thread = grown(this.thread, row);
    this.first = grown(this.first, row);
    this.#last = grown(this.#last, row);
    this.largest = grown(this.largest, row);
    this.thread[row] = thread;
    this.first[row] = batch;
    this.largest[row] = 0;
    this.#ids.add(thread, row, this.thread);
    return row;
  }
}
