import type { ByteSource } from '../../../model/byte-source.ts';
import { TraceError } from '../../../wire/trace/error.ts';
import { ARGUMENT_COUNT, eventName, MAX_BATCH } from '../../../wire/trace/events.ts';
import type { BatchIndex } from './batch-index.ts';

/** Bytes of all windows together, unless there are so many threads that each has the least. */
const ALL_WINDOWS = 16 * 1024 * 1024;
const LEAST_WINDOW = 4 * 1024;
/** More bytes than an event can have: type, time and four arguments of at most ten bytes. */
const LONGEST_EVENT = 64;

/**
 * The next event of each thread of one generation, and a heap of them by time (internal/trace, batchcursor.go). Of the
 * batch that a thread is in, a window of bytes is in memory: all windows stand in one array.
 *
 * An event is decoded up to its arguments; these are read by {@link argument} when its turn has come.
 */
export class Frontier {
  readonly #source: ByteSource;
  #batches: BatchIndex | null = null;
  #scale = 1;
  #start = 0;
  #window = MAX_BATCH;

  /** All windows. */
  bytes = new Uint8Array(0);
  /** Of each thread's next event: time in ns since the trace began, type, and where its arguments begin in `bytes`. */
  time = new Float64Array(0);
  type = new Uint8Array(0);
  at = new Int32Array(0);
  /** Where the event itself begins, and where the bytes that are in memory end. */
  #event = new Int32Array(0);
  #limit = new Int32Array(0);
  /** Bytes of the batch that are not in memory yet, where they begin in the file, and the batch. */
  #left = new Int32Array(0);
  #rest = new Float64Array(0);
  #batch = new Int32Array(0);
  #base = new Int32Array(0);
  /** 1 where the window holds what may be a number of more than 64 bits: there all arguments are checked beforehand. */
  #careful = new Uint8Array(0);

  /** Threads that have an event, as a heap by time: row numbers of the index. */
  heap = new Int32Array(0);
  size = 0;
  /** Where {@link argument} reads. */
  position = 0;

  constructor(source: ByteSource) {
    this.#source = source;
  }

  /** Takes the first event of each thread of a generation. `scale`: ns per unit; `start`: absolute ns of the trace's zero. */
  begin(batches: BatchIndex, scale: number, start: number): void {
    this.#batches = batches;
    this.#scale = scale;
    this.#start = start;
    this.size = 0;
    this.#reserve(batches);
    for (let row = 0; row < batches.threads; row++) {
      this.#open(row, batches.first[row] as number);
      if (this.advance(row)) this.#push(row);
    }
  }

  #reserve(batches: BatchIndex): void {
    const { threads } = batches;
    this.#window = Math.max(LEAST_WINDOW, Math.min(MAX_BATCH, Math.floor(ALL_WINDOWS / threads)));
    if (threads > this.time.length) this.#columns(2 * threads);
    let bytes = 0;
    for (let row = 0; row < threads; row++) {
      this.#base[row] = bytes;
      bytes += Math.min(this.#window, batches.largest[row] as number);
    }
    if (bytes > this.bytes.length) this.bytes = new Uint8Array(bytes);
  }

  #columns(size: number): void {
    this.time = new Float64Array(size);
    this.type = new Uint8Array(size);
    this.at = new Int32Array(size);
    this.#event = new Int32Array(size);
    this.#limit = new Int32Array(size);
    this.#left = new Int32Array(size);
    this.#rest = new Float64Array(size);
    this.#batch = new Int32Array(size);
    this.#base = new Int32Array(size);
    this.#careful = new Uint8Array(size);
    this.heap = new Int32Array(size);
  }

  /** Begins a batch; `at` stands at its first event then. */
  #open(row: number, batch: number): void {
    const { size, offset, time } = this.#batches as BatchIndex;
    this.#batch[row] = batch;
    this.#left[row] = size[batch] as number;
    this.#rest[row] = offset[batch] as number;
    this.#limit[row] = this.at[row] = this.#base[row] as number;
    this.time[row] = Math.floor((time[batch] as number) * this.#scale) - this.#start;
    this.#fill(row);
  }

  /** Moves what is left of the window to its beginning and reads on behind it. */
  #fill(row: number): void {
    const base = this.#base[row] as number;
    const at = this.at[row] as number;
    const kept = (this.#limit[row] as number) - at;
    this.bytes.copyWithin(base, at, at + kept);
    const wanted = Math.min(this.#window - kept, this.#left[row] as number);
    const read = this.#source.read(this.#rest[row] as number, wanted);
    this.bytes.set(read, base + kept);
    this.#rest[row] = (this.#rest[row] as number) + wanted;
    this.#left[row] = (this.#left[row] as number) - wanted;
    this.at[row] = base;
    this.#limit[row] = base + kept + wanted;
    this.#careful[row] = hasLongNumber(this.bytes, base, base + kept + wanted) ? 1 : 0;
  }

  /**
   * Takes the thread's event that begins at `at[row]`. @returns whether there is one
   * @throws TraceError where it is none
   */
  advance(row: number): boolean {
    while ((this.#limit[row] as number) - (this.at[row] as number) < LONGEST_EVENT) {
      if ((this.#left[row] as number) > 0) this.#fill(row);
      else if (this.at[row] === this.#limit[row]) {
        const next = (this.#batches as BatchIndex).next[this.#batch[row] as number] as number;
        if (next < 0) return false;
        this.#open(row, next);
      } else break;
    }
    this.#decode(row);
    return true;
  }

  #decode(row: number): void {
    const bytes = this.bytes;
    let at = this.at[row] as number;
    const limit = this.#limit[row] as number;
    this.#event[row] = at;
    const type = bytes[at++] as number;
    const count = ARGUMENT_COUNT[type] as number;
    if (count < 0) this.fail(row, `${eventName(type)} is no event that a thread may emit`);
    const byte = bytes[at++] as number;
    let delta = byte;
    if (byte >= 0x80) {
      const second = bytes[at++] as number;
      if (second < 0x80) delta = (byte & 0x7f) | (second << 7);
      else {
        this.position = at - 2;
        delta = this.#long();
        at = this.position;
      }
    }
    this.type[row] = type;
    this.at[row] = at;
    this.time[row] = (this.time[row] as number) + Math.floor(delta * this.#scale);
    if (limit - at < LONGEST_EVENT || this.#careful[row] === 1) this.#check(row, count);
  }

  /** Whether time and arguments of the event are whole. */
  #check(row: number, count: number): void {
    const bytes = this.bytes;
    const limit = this.#limit[row] as number;
    let at = (this.#event[row] as number) + 1;
    for (let i = 0; i <= count; i++) {
      const from = at;
      while (at < limit && (bytes[at] as number) >= 0x80) at++;
      if (at >= limit) this.fail(row, 'an event is cut off at the end of its batch');
      if (at - from > 9 || (at - from === 9 && (bytes[at] as number) > 1))
        this.fail(row, 'a number of more than 64 bits');
      at++;
    }
  }

  /** The next argument of the event at hand; beyond 2^53 the nearest double. */
  argument(): number {
    const byte = this.bytes[this.position] as number;
    if (byte < 0x80) {
      this.position++;
      return byte;
    }
    const second = this.bytes[this.position + 1] as number;
    if (second < 0x80) {
      this.position += 2;
      return (byte & 0x7f) | (second << 7);
    }
    return this.#long();
  }

  /** A number of more than two bytes. */
  #long(): number {
    const bytes = this.bytes;
    let at = this.position;
    let value = ((bytes[at] as number) & 0x7f) | (((bytes[at + 1] as number) & 0x7f) << 7);
    let byte = bytes[at + 2] as number;
    value |= (byte & 0x7f) << 14;
    at += 3;
    if (byte >= 0x80) {
      byte = bytes[at++] as number;
      value |= (byte & 0x7f) << 21;
      for (let scale = 2 ** 28; byte >= 0x80 && scale < 2 ** 64; scale *= 128) {
        byte = bytes[at++] as number;
        value += (byte & 0x7f) * scale;
      }
    }
    this.position = at;
    return value;
  }

  /** @throws TraceError at the thread's event */
  fail(row: number, text: string): never {
    throw new TraceError(text, this.offset(row));
  }

  /** Where the thread's event stands in the file. */
  offset(row: number): number {
    return (this.#rest[row] as number) - (this.#limit[row] as number) + (this.#event[row] as number);
  }

  // The heap is Go's own, step by step: it decides which of two events of one time comes first.

  #push(row: number): void {
    this.heap[this.size] = row;
    this.#up(this.size++);
  }

  /** Puts the entry at index i, whose time has changed, where it belongs. */
  update(i: number): void {
    if (i === 0 || this.#up(i) === i) this.#down(i);
  }

  /** Removes the entry at index i. */
  remove(index: number): void {
    const { heap } = this;
    for (let i = index; i > 0; ) {
      const parent = (i - 1) >> 1;
      const row = heap[parent] as number;
      heap[parent] = heap[i] as number;
      heap[i] = row;
      i = parent;
    }
    this.size--;
    heap[0] = heap[this.size] as number;
    this.#down(0);
  }

  /** Sorts the heap by time: a sorted heap is one still. */
  sort(): void {
    this.heap.subarray(0, this.size).sort((a, b) => (this.time[a] as number) - (this.time[b] as number));
  }

  #up(index: number): number {
    const { heap, time } = this;
    let i = index;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      const row = heap[i] as number;
      if (!((time[heap[parent] as number] as number) > (time[row] as number))) break;
      heap[i] = heap[parent] as number;
      heap[parent] = row;
      i = parent;
    }
    return i;
  }

  #down(index: number): void {
    const { heap, time, size } = this;
    if (index >= size) return;
    const row = heap[index] as number;
    const own = time[row] as number;
    let i = index;
    for (let child = 2 * i + 1; child < size; child = 2 * i + 1) {
      let least = time[heap[child] as number] as number;
      if (child + 1 < size) {
        const other = time[heap[child + 1] as number] as number;
        if (other < least) {
          least = other;
          child++;
        }
      }
      if (!(least < own)) break;
      heap[i] = heap[child] as number;
      i = child;
    }
    heap[i] = row;
  }
}

/** Nine bytes in a row that are not the last of a number: such a number may have more than 64 bits. */
function hasLongNumber(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from + 8; i < to; i += 9) {
    if ((bytes[i] as number) < 0x80) continue;
    let first = i;
    let last = i;
    while (first > from && (bytes[first - 1] as number) >= 0x80) first--;
    while (last + 1 < to && (bytes[last + 1] as number) >= 0x80) last++;
    if (last - first >= 8) return true;
  }
  return false;
}
