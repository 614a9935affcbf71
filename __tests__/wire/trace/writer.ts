import { ARGUMENTS, EV, type EventName } from '../../../src/wire/trace/events.ts';

/**
 * A writer of synthetic execution traces, for tests. One nanosecond is one unit of time unless a frequency says else.
 *
 * ```ts
 * const trace = new SyntheticTrace();
 * const g = trace.generation();
 * g.thread(1, 100)                                     // a batch of thread 1 that begins at time 100
 *   .event('ProcStatus', 0, 0, PROC_STATUS.Running)    // dt, then the arguments in the order of ARGUMENTS
 *   .event('GoStatus', 1, 7, 1, GO_STATUS.Running)
 *   .event('GoBlock', 20, g.text('chan receive'), g.stack('main.worker', 'main.main'));
 * readTrace(bytesSource(trace.bytes()), 'trace');
 * ```
 */
export class SyntheticTrace {
  readonly version: number;
  readonly #generations: Generation[] = [];

  /** `version`: minor release in the header: 22, 23, 25 or 26. */
  constructor(version = 26) {
    this.version = version;
  }

  /** Begins the next generation. */
  generation(options: GenerationOptions = {}): Generation {
    const generation = new Generation(this.version, this.#generations.length + 1, options);
    this.#generations.push(generation);
    return generation;
  }

  bytes(): Uint8Array {
    const out = new Bytes().ascii(`go 1.${this.version} trace\0\0\0`);
    for (const generation of this.#generations) generation.writeTo(out);
    return out.done();
  }
}

export type Integer = number | bigint;
/** The thread of structural batches, and of goroutines that have none. */
export const NO_THREAD = 2n ** 64n - 1n;

export interface GenerationOptions {
  readonly number?: number;
  /** Units of time per second. */
  readonly frequency?: number;
  /** Of the clock snapshot (from 1.25 on): time, monotonic ns, seconds and nanoseconds since 1970. */
  readonly snapshot?: readonly [time: Integer, mono: Integer, sec: number, nsec: number];
  /** Left out, to break the trace. */
  readonly without?: readonly ('frequency' | 'snapshot' | 'end')[];
}

export class Generation {
  readonly #version: number;
  readonly #number: number;
  readonly #options: GenerationOptions;
  readonly #batches: Batch[] = [];
  readonly #texts = new Map<string, number>();
  readonly #stacks = new Map<string, { readonly id: number; readonly frames: readonly Frame[] }>();
  readonly #pcs = new Map<string, number>();
  readonly #samples: Integer[][] = [];

  constructor(version: number, number: number, options: GenerationOptions) {
    this.#version = version;
    this.#number = options.number ?? number;
    this.#options = options;
  }

  /** A new batch of timed events of a thread, that begins at `time`. */
  thread(m: Integer, time: Integer): Batch {
    const batch = new Batch(m, time);
    this.#batches.push(batch);
    return batch;
  }

  /** The number of a text in this generation; '' is 0. */
  text(text: string): number {
    if (text === '') return 0;
    const id = this.#texts.get(text) ?? this.#texts.size + 1;
    this.#texts.set(text, id);
    return id;
  }

  /** The number of a stack in this generation, leaf first: functions, or `function file:line`; none is 0. */
  stack(...calls: readonly string[]): number {
    if (calls.length === 0) return 0;
    const key = calls.join('\n');
    const known = this.#stacks.get(key);
    if (known) return known.id;
    const id = this.#stacks.size + 1;
    this.#stacks.set(key, { id, frames: calls.map((call) => this.#frame(call)) });
    return id;
  }

  #frame(call: string): Frame {
    const [, name, file, line] = /^(.*?)(?: (\S+):(\d+))?$/.exec(call) ?? [];
    const pc = this.#pcs.get(call) ?? 4096 + this.#pcs.size;
    this.#pcs.set(call, pc);
    return { pc, name: this.text(name ?? ''), file: this.text(file ?? ''), line: Number(line ?? 0) };
  }

  /** A sample of the CPU profiler: absolute time, thread, processor, goroutine (0: none), stack. */
  sample(time: Integer, m: Integer, p: Integer, g: Integer, stack: number): this {
    this.#samples.push([time, m, p, g, stack]);
    return this;
  }

  writeTo(out: Bytes): void {
    const { without = [], frequency = 1e9, snapshot = [this.#begin(), 0, 0, 0] } = this.#options;
    for (const batch of this.#batches) batch.writeTo(out, this.#number);
    const structural = [this.#stackBatch(), this.#textBatch(), this.#sampleBatch()];
    structural.push(this.#syncBatch(without.includes('frequency') ? undefined : frequency, snapshot, without));
    for (const body of structural) if (body.length > 0) batchTo(out, this.#number, NO_THREAD, this.#begin(), body);
    if (this.#version >= 26 && !without.includes('end')) out.byte(EV.EndOfGeneration);
  }

  #begin(): Integer {
    return this.#batches[0]?.time ?? 1;
  }

  #stackBatch(): Uint8Array {
    const out = new Bytes().byte(EV.Stacks);
    for (const { id, frames } of this.#stacks.values()) {
      out.byte(EV.Stack).number(id).number(frames.length);
      for (const { pc, name, file, line } of frames) out.number(pc).number(name).number(file).number(line);
    }
    return out.done();
  }

  #textBatch(): Uint8Array {
    const out = new Bytes().byte(EV.Strings);
    for (const [text, id] of this.#texts) {
      const bytes = new TextEncoder().encode(text);
      out.byte(EV.String).number(id).number(bytes.length).bytes(bytes);
    }
    return out.done();
  }

  #sampleBatch(): Uint8Array {
    if (this.#samples.length === 0) return new Uint8Array();
    const out = new Bytes().byte(EV.CPUSamples);
    for (const sample of this.#samples) out.byte(EV.CPUSample).numbers(sample);
    return out.done();
  }

  #syncBatch(
    frequency: number | undefined,
    [time, mono, sec, nsec]: NonNullable<GenerationOptions['snapshot']>,
    without: readonly string[],
  ): Uint8Array {
    const out = new Bytes();
    if (this.#version >= 25) out.byte(EV.Sync);
    if (frequency !== undefined) out.byte(EV.Frequency).number(frequency);
    if (this.#version >= 25 && !without.includes('snapshot'))
      out.byte(EV.ClockSnapshot).numbers([BigInt(time) - BigInt(this.#begin()), mono, sec, nsec]);
    return out.done();
  }
}

interface Frame {
  readonly pc: number;
  readonly name: number;
  readonly file: number;
  readonly line: number;
}

/** Timed events of one thread. */
export class Batch {
  readonly time: Integer;
  readonly #m: Integer;
  readonly #out = new Bytes();

  constructor(m: Integer, time: Integer) {
    this.#m = m;
    this.time = time;
  }

  /** An event: time since the one before (or since the batch began), and its arguments as {@link ARGUMENTS} names them. */
  event(name: EventName, dt: Integer, ...args: readonly Integer[]): this {
    const names = ARGUMENTS[name];
    if (names?.length !== args.length) throw new Error(`${name} takes ${names?.join(', ') || 'no arguments'}`);
    this.#out.byte(EV[name]).number(dt).numbers(args);
    return this;
  }

  /** Any bytes, to break the trace. */
  raw(...bytes: readonly number[]): this {
    this.#out.bytes(bytes);
    return this;
  }

  writeTo(out: Bytes, generation: number): void {
    batchTo(out, generation, this.#m, this.time, this.#out.done());
  }
}

/** A whole batch: header and body. */
export function batchTo(out: Bytes, generation: number, m: Integer, time: Integer, body: Uint8Array): void {
  out.byte(EV.EventBatch).numbers([generation, m, time, body.length]).bytes(body);
}

/** Bytes that grow. */
export class Bytes {
  #bytes = new Uint8Array(64);
  #size = 0;

  byte(byte: number): this {
    return this.bytes([byte]);
  }

  bytes(bytes: ArrayLike<number>): this {
    while (this.#size + bytes.length > this.#bytes.length) {
      const larger = new Uint8Array(2 * this.#bytes.length);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes.set(bytes, this.#size);
    this.#size += bytes.length;
    return this;
  }

  ascii(text: string): this {
    return this.bytes(new TextEncoder().encode(text));
  }

  /** Unsigned LEB128. */
  number(value: Integer): this {
    const bytes: number[] = [];
    let rest = BigInt(value);
    for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
    return this.bytes([...bytes, Number(rest)]);
  }

  numbers(values: readonly Integer[]): this {
    for (const value of values) this.number(value);
    return this;
  }

  done(): Uint8Array {
    return this.#bytes.slice(0, this.#size);
  }
}
