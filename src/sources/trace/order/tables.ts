import { TraceError } from '../../../wire/trace/error.ts';
import type { StructureSink } from '../../../wire/trace/structure.ts';
import { GenerationFrames } from './frames.ts';
import { NumberMap } from './number-map.ts';
import { SampleColumns } from './samples.ts';
import type { TextTable } from './texts.ts';

/** Different texts of one generation, at most. */
const MOST_TEXTS = 1024 * 1024;

export interface Snapshot {
  /** Units of time. */
  readonly time: number;
  /** Nanoseconds. */
  readonly mono: bigint;
  /** Nanoseconds since 1970. */
  readonly wall: bigint;
}

/** What the structural batches of one generation say; texts and stacks by the numbers of the whole trace. */
export class Tables implements StructureSink {
  /** Numbers of texts and stacks by the ids of this generation; −1 for ids that are not there. */
  readonly strings = new NumberMap();
  readonly stacks = new NumberMap();
  readonly samples = new SampleColumns();
  /** Nanoseconds per unit of time; 0 until it is known. */
  scale = 0;
  clocks: Snapshot | null = null;
  readonly #frames = new GenerationFrames();
  readonly #texts: TextTable;
  readonly #decoder = new TextDecoder();

  constructor(texts: TextTable) {
    this.#texts = texts;
    this.strings.set(0, 0);
    this.stacks.set(0, 0);
  }

  string(id: number, bytes: Uint8Array, at: number): void {
    if (this.strings.get(id) >= 0) throw new TraceError(`two texts with the id ${id} in one generation`, at);
    if (this.strings.size > MOST_TEXTS) throw new TraceError(`more than ${MOST_TEXTS} texts in one generation`, at);
    if (this.#texts.full) throw new TraceError('more texts and stacks than are held in memory', at);
    this.strings.set(id, this.#texts.intern(this.#decoder.decode(bytes)));
  }

  stack(id: number, frames: Float64Array, count: number, at: number): void {
    if (this.stacks.get(id) >= 0) throw new TraceError(`two stacks with the id ${id} in one generation`, at);
    this.stacks.set(id, this.#frames.add(frames, count, at));
  }

  sample(time: number, thread: number, processor: number, goroutine: number, stack: number, at: number): void {
    this.samples.add(time, thread, processor, goroutine, stack, at);
  }

  frequency(perSecond: number, at: number): void {
    if (this.scale !== 0) throw new TraceError('two frequencies in one generation', at);
    // Go's own arithmetic: the same roundings give the same times.
    this.scale = 1 / (perSecond / 1e9);
  }

  snapshot(time: number, mono: bigint, seconds: bigint, nanoseconds: bigint, at: number): void {
    if (this.clocks) throw new TraceError('two clock snapshots in one generation', at);
    this.clocks = { time, mono, wall: seconds * 1_000_000_000n + nanoseconds };
  }

  /** Completes the tables of a generation that has been read whole, which ends at `end`. @throws TraceError */
  finish(version: number, end: number): void {
    if (this.scale === 0) throw new TraceError('a generation without a frequency', end);
    if (version >= 25 && !this.clocks) throw new TraceError('a generation without a clock snapshot', end);
    const stacks = this.#frames.resolve(this.strings, this.#texts);
    if (this.#texts.full) throw new TraceError('more texts and stacks than are held in memory', end);
    this.stacks.mapValues((stack) => stacks[stack] as number, 1);
    this.samples.finish(this.scale, this.stacks);
  }
}
