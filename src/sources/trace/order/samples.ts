import { TraceError } from '../../../wire/trace/error.ts';
import { grown } from '../grow.ts';
import type { NumberMap } from './number-map.ts';

/** CPU samples of one generation, at most. */
const MOST = 4 * 1024 * 1024;

/** The CPU samples of one generation, as columns. */
export class SampleColumns {
  size = 0;
  /** Units of time, then ns on the trace's own clock. */
  time = new Float64Array(16);
  thread = new Float64Array(16);
  processor = new Float64Array(16);
  /** Goroutine id, 0 for none. */
  goroutine = new Float64Array(16);
  #stackIds = new Float64Array(16);
  /** Of the whole trace; 0 where the id is not there. */
  stack = new Int32Array(16);
  /** Samples in the order of their times. */
  order = new Int32Array(0);

  add(time: number, thread: number, processor: number, goroutine: number, stack: number, at: number): void {
    const size = this.size++;
    if (size >= MOST) throw new TraceError(`more than ${MOST} CPU samples in one generation`, at);
    this.time = grown(this.time, size);
    this.thread = grown(this.thread, size);
    this.processor = grown(this.processor, size);
    this.goroutine = grown(this.goroutine, size);
    this.#stackIds = grown(this.#stackIds, size);
    this.time[size] = time;
    this.thread[size] = thread;
    this.processor[size] = processor;
    this.goroutine[size] = goroutine;
    this.#stackIds[size] = stack;
  }

  /** Once frequency and stacks are known: scales and orders them. */
  finish(scale: number, stacks: NumberMap): void {
    this.order = new Int32Array(this.size);
    this.stack = grown(this.stack, this.size - 1);
    for (let i = 0; i < this.size; i++) {
      this.order[i] = i;
      this.time[i] = Math.floor((this.time[i] as number) * scale);
      this.stack[i] = Math.max(0, stacks.get(this.#stackIds[i] as number));
    }
    this.order.sort((a, b) => (this.time[a] as number) - (this.time[b] as number) || a - b);
  }
}
