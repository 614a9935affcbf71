import type { ByteSource } from '../../../model/byte-source.ts';
import type { TraceClock } from '../../../model/trace.ts';
import { TraceError } from '../../../wire/trace/error.ts';
import { HEADER_SIZE, readHeader } from '../../../wire/trace/header.ts';
import type { TraceSink, TraceState } from '../sink.ts';
import { dispatch } from './dispatch.ts';
import { type Generation, GenerationReader } from './generation.ts';
import { Machine } from './machine.ts';
import type { SampleColumns } from './samples.ts';

/** What the ordered events of a trace were, beside what the sinks have made of them. */
export interface Ordered {
  /** Minor release in the header. */
  readonly version: number;
  readonly events: number;
  readonly generations: number;
  /** Time of the last event, ns since the first. */
  readonly duration: number;
  readonly clock: TraceClock;
  /** Why it stopped before the end, and the bytes of the file that were not read as events. */
  readonly broken: { readonly error: TraceError; readonly bytes: number } | null;
  readonly state: TraceState;
}

/**
 * Puts the events of a trace in order and hands them to sinks: internal/trace, reader.go. What Go's reader refuses is
 * refused at the same event; the events before it have been handed over. The file is read twice, one generation at a time:
 * once for its tables and where its batches stand, once for its events, of which a window for each thread is in memory.
 *
 * @throws TraceError where the header names no version that can be read
 */
export function orderTrace(source: ByteSource, sinks: readonly TraceSink[]): Ordered {
  return new Ordering(source, sinks).run();
}

class Ordering {
  readonly #source: ByteSource;
  readonly #sinks: readonly TraceSink[];
  readonly #machine: Machine;
  readonly #version: number;
  readonly #reader: GenerationReader;
  /** Absolute time of the first event, ns. */
  #start = 0;
  #generations = 0;
  readonly #snapshots: TraceClock['snapshots'][number][] = [];
  /** Bytes up to here belong to generations that are through. */
  #through = HEADER_SIZE;
  #rowThread = new Int32Array(0);

  constructor(source: ByteSource, sinks: readonly TraceSink[]) {
    this.#source = source;
    this.#sinks = sinks;
    this.#version = readHeader(source.read(0, HEADER_SIZE));
    this.#machine = new Machine(source, sinks);
    this.#reader = new GenerationReader(source, this.#version, HEADER_SIZE, this.#machine.texts);
  }

  run(): Ordered {
    const broken = this.#runUntilBroken();
    if (this.#generations > 0) for (const sink of this.#sinks) sink.end?.();
    return {
      version: this.#version,
      events: this.#machine.events,
      generations: this.#generations,
      duration: Math.max(0, this.#machine.now[0] as number),
      clock: { start: BigInt(this.#start).toString(), snapshots: this.#snapshots },
      broken: broken && { error: broken, bytes: this.#source.size - this.#through },
      state: this.#machine,
    };
  }

  #runUntilBroken(): TraceError | null {
    try {
      return this.#generationsInOrder();
    } catch (error) {
      if (error instanceof TraceError) return error;
      throw error;
    }
  }

  #generationsInOrder(): TraceError | null {
    for (;;) {
      const generation = this.#next();
      if (!generation) return null;
      if (generation instanceof TraceError) return generation;
      this.#install(generation);
      this.#inOrder(generation.tables.samples);
      this.#through = generation.end;
      if (generation.broken) {
        this.#sync();
        return generation.broken;
      }
    }
  }

  /** The next generation; null at the end of the trace, and what is wrong where it cannot be used. Either ends with a sync. */
  #next(): Generation | TraceError | null {
    // Up to Go 1.25 a trace must have a generation, and one may end where the file does.
    const isOver = this.#version < 26 && this.#generations > 0 && this.#reader.offset >= this.#source.size;
    const generation = isOver ? null : this.#tryNext();
    if (!(generation instanceof TraceError) && generation) return generation;
    this.#sync();
    return generation;
  }

  #tryNext(): Generation | TraceError | null {
    try {
      return this.#reader.next();
    } catch (error) {
      if (error instanceof TraceError) return error;
      throw error;
    }
  }

  /** A sync event that belongs to no generation. */
  #sync(): void {
    this.#begin(0);
    this.#machine.stamp(this.#machine.now[0] as number);
    for (const sink of this.#machine.emit.sync) sink.sync();
  }

  /** Before the first event: its absolute time is the zero of all others. Go's reader lets no time be 0. */
  #begin(time: number): void {
    if (this.#machine.events > 0) return;
    this.#start = Math.max(1, time);
    this.#machine.now[0] = -1;
    for (const sink of this.#sinks) sink.begin?.(this.#machine);
  }

  #install(generation: Generation): void {
    const { number, tables, batches, minTime } = generation;
    const machine = this.#machine;
    const time = Math.floor(minTime * tables.scale);
    this.#begin(time);
    if (this.#generations === 0) machine.first = number;
    machine.initial = number === machine.first;
    machine.generation = number;
    machine.tables = tables;
    machine.frontier.begin(batches, tables.scale, this.#start);
    this.#rowThread = Int32Array.from({ length: batches.threads }, (_, row) =>
      machine.threads.slot(batches.thread[row] as number),
    );
    this.#generations++;
    machine.stamp(time - this.#start);
    this.#snapshot(generation);
    for (const sink of machine.emit.sync) sink.sync();
  }

  #snapshot({ tables: { clocks, scale } }: Generation): void {
    if (!clocks) return;
    const time = Math.floor(clocks.time * scale) - this.#start;
    this.#snapshots.push({ time, mono: clocks.mono.toString(), wall: clocks.wall.toString() });
  }

  /** All events and CPU samples of the generation at hand. */
  #inOrder(samples: SampleColumns): void {
    const machine = this.#machine;
    const { frontier } = machine;
    let sample = 0;
    for (;;) {
      if (sample < samples.size) {
        const index = samples.order[sample] as number;
        const time = (samples.time[index] as number) - this.#start;
        if (frontier.size === 0 || time < (frontier.time[frontier.heap[0] as number] as number)) {
          this.#sample(samples, index, time);
          sample++;
          continue;
        }
      }
      if (frontier.size === 0) return;
      if (this.#try(frontier.heap[0] as number)) this.#settle(0);
      else this.#tryOthers();
    }
  }

  #try(row: number): boolean {
    const machine = this.#machine;
    const thread = this.#rowThread[row] as number;
    machine.threads.known[thread] = 1;
    machine.frontier.position = machine.frontier.at[row] as number;
    return dispatch(machine, row, thread);
  }

  /** Puts the thread whose event has been accepted to its new place among the others. */
  #settle(index: number): void {
    const { frontier, more } = this.#machine;
    if (more) frontier.update(index);
    else frontier.remove(index);
  }

  /** The earliest event must wait for another thread's: the first one in time that may come. */
  #tryOthers(): void {
    const { frontier } = this.#machine;
    const first = frontier.heap[0] as number;
    frontier.sort();
    for (let i = 1; i < frontier.size; i++) {
      if (!this.#try(frontier.heap[i] as number)) continue;
      this.#settle(i);
      return;
    }
    frontier.fail(first, 'broken trace: failed to advance: no thread has an event that may come next');
  }

  #sample(samples: SampleColumns, index: number, time: number): void {
    const machine = this.#machine;
    machine.stamp(time);
    machine.see(machine.threads.slot(samples.thread[index] as number));
    machine.processor[0] = machine.processors.find(samples.processor[index] as number);
    const goroutine = samples.goroutine[index] as number;
    const slot = goroutine === 0 ? -1 : machine.goroutines.find(goroutine);
    for (const sink of machine.emit.cpuSample) sink.cpuSample(slot, samples.stack[index] as number);
  }
}
