import type { ByteSource } from '../../../model/byte-source.ts';
import { eventName } from '../../../wire/trace/events.ts';
import { type METRIC, PROCESSOR, STATE, type TraceSink, type TraceState } from '../sink.ts';
import { Emitter } from './emitter.ts';
import { Frontier } from './frontier.ts';
import { GoroutineTable } from './goroutine-table.ts';
import { ProcessorTable } from './processor-table.ts';
import { Regions } from './regions.ts';
import type { Tables } from './tables.ts';
import { TextTable } from './texts.ts';
import { NO_THREAD, ThreadTable } from './thread-table.ts';

/** What is known of the garbage collector. */
export const GC = { undetermined: 0, off: 1, on: 2 } as const;

/**
 * The state of Go's scheduler as far as events tell, and what every kind of event does with it: internal/trace, order.go.
 * An event is accepted in three steps: its handler checks that it may come now; {@link accept} looks at the thread's next
 * event (a broken one keeps this one from counting, as in Go's reader) and sets the time; then the sinks are called, and
 * the columns change.
 */
export class Machine implements TraceState {
  readonly now = new Float64Array(1);
  readonly processor = new Int32Array([-1]);
  readonly goroutines = new GoroutineTable();
  readonly processors = new ProcessorTable();
  readonly threads = new ThreadTable();
  readonly texts = new TextTable();
  readonly regions = new Regions();
  /** Active tasks by id: their names. */
  readonly tasks = new Map<number, number>();
  /** Open stop-the-world ranges by goroutine slot: id of the kind in its generation, and the range's name. */
  readonly stw = new Map<number, { readonly id: number; readonly name: number }[]>();
  readonly frontier: Frontier;
  readonly emit: Emitter;
  /** Of the generation at hand. */
  tables: Tables;
  generation = 0;
  /** Number of the first one, and whether this is it. */
  first = 0;
  initial = true;
  gc: number = GC.undetermined;
  gcSequence = 0;
  /** Events that have been emitted. */
  events = 0;
  /** Whether the thread of the event that was accepted last has another one. */
  more = false;
  readonly names: { readonly gc: number; readonly sweep: number; readonly assist: number };

  constructor(source: ByteSource, sinks: readonly TraceSink[]) {
    this.frontier = new Frontier(source);
    this.emit = new Emitter(sinks);
    this.tables = undefined as unknown as Tables;
    this.names = {
      gc: this.texts.intern('GC concurrent mark phase'),
      sweep: this.texts.intern('GC incremental sweep'),
      assist: this.texts.intern('GC mark assist'),
    };
  }

  /** The event at hand, of thread `thread`, counts now. */
  accept(row: number, thread: number): void {
    const { frontier } = this;
    const time = frontier.time[row] as number;
    frontier.at[row] = frontier.position;
    this.more = frontier.advance(row);
    const last = this.now[0] as number;
    this.now[0] = time > last ? time : last + 1;
    this.events++;
    this.processor[0] = this.threads.processor[thread] as number;
    if (this.threads.seen[thread] === 0) this.see(thread);
  }

  /** A second event at the same place: a nanosecond later. */
  again(): void {
    this.now[0] = (this.now[0] as number) + 1;
    this.events++;
  }

  /** An event of a thread has been emitted. */
  see(thread: number): void {
    if (this.threads.seen[thread] === 1) return;
    this.threads.seen[thread] = 1;
    for (const sink of this.emit.thread) sink.thread();
  }

  /** An event that no thread emits, at `time`. */
  stamp(time: number): void {
    this.processor[0] = -1;
    const last = this.now[0] as number;
    this.now[0] = time > last ? time : last + 1;
    this.events++;
  }

  /** @throws TraceError at the event at hand */
  fail(row: number, text: string): never {
    const type = eventName(this.frontier.type[row] as number);
    return this.frontier.fail(row, `${type}: ${text}`);
  }

  /** Slot of the goroutine bound to a thread; −1 where there is none, −2 where it has ended elsewhere. */
  goroutineOf(thread: number): number {
    const slot = this.threads.goroutine[thread] as number;
    if (slot < 0) return -1;
    return this.goroutines.id[slot] === this.threads.goroutineId[thread] ? slot : this.#movedGoroutine(thread);
  }

  #movedGoroutine(thread: number): number {
    const slot = this.goroutines.find(this.threads.goroutineId[thread] as number);
    return slot < 0 ? -2 : slot;
  }

  bindGoroutine(thread: number, slot: number): void {
    if (thread === NO_THREAD) return;
    this.threads.goroutine[thread] = slot;
    this.threads.goroutineId[thread] = this.goroutines.id[slot] as number;
    const processor = this.threads.processor[thread] as number;
    if (processor >= 0) this.processors.goroutine[processor] = slot;
  }

  unbindGoroutine(thread: number): void {
    this.threads.goroutine[thread] = -1;
    const processor = this.threads.processor[thread] as number;
    if (processor >= 0) this.processors.goroutine[processor] = -1;
  }

  needThread(row: number, thread: number): void {
    if (thread === NO_THREAD) this.fail(row, "expected a thread but didn't have one");
  }

  needProcessor(row: number, thread: number): void {
    if (thread === NO_THREAD) this.fail(row, "expected a thread but didn't have one");
    if ((this.threads.processor[thread] as number) < 0) this.fail(row, "expected a proc but didn't have one");
  }

  /** What user code needs: a thread, a processor, a goroutine. */
  needAll(row: number, thread: number): void {
    this.needProcessor(row, thread);
    if ((this.threads.goroutine[thread] as number) < 0) this.fail(row, "expected a goroutine but didn't have one");
  }

  /** The number of a stack of this generation. @throws TraceError where it is not there */
  stack(row: number, id: number): number {
    const stack = this.tables.stacks.get(id);
    if (stack < 0) this.fail(row, `there is no stack ${id} in this generation`);
    return stack;
  }

  text(row: number, id: number): number {
    const text = this.tables.strings.get(id);
    if (text < 0) this.fail(row, `there is no string ${id} in this generation`);
    return text;
  }

  /** A goroutine changes its state; one whose state is known already does not. */
  transition(slot: number, to: number, reason: number, stack: number): void {
    const g = this.goroutines;
    const from = g.state[slot] as number;
    if (from === to) return;
    if (g.group[slot] === 0 && stack !== 0) g.group[slot] = this.texts.root(stack);
    this.emit.goroutine(slot, from, to, reason, stack);
    this.#enter(slot, to, reason, stack);
  }

  #enter(slot: number, to: number, reason: number, stack: number): void {
    const g = this.goroutines;
    g.from[slot] = g.state[slot] as number;
    g.state[slot] = to;
    g.since[slot] = this.now[0] as number;
    g.reason[slot] = reason;
    g.stack[slot] = stack;
  }

  /** A goroutine that was not known: from undetermined or notexist; one that was may get a name. `creation`: stack of the `go` statement. */
  appear(slot: number, to: number, stack: number, creation: number): void {
    const g = this.goroutines;
    const from = g.state[slot] as number;
    if (g.group[slot] === 0 && stack !== 0) g.group[slot] = this.texts.root(stack);
    if (from === to) return;
    this.emit.goroutine(slot, from, to, 0, stack);
    for (const sink of this.emit.lifetime) sink.lifetime(slot, from, to);
    this.#enter(slot, to, 0, stack);
    g.creation[slot] = creation;
    if (from === STATE.notexist) g.created[slot] = this.now[0] as number;
  }

  disappear(slot: number): void {
    const g = this.goroutines;
    const from = g.state[slot] as number;
    this.emit.goroutine(slot, from, STATE.notexist, 0, 0);
    for (const sink of this.emit.lifetime) sink.lifetime(slot, from, STATE.notexist);
    if (g.region[slot] !== -1) this.regions.closeAll(g.region[slot] as number);
    if (this.stw.size > 0) this.stw.delete(slot);
    g.remove(slot);
  }

  moveProcessor(slot: number, to: number): void {
    const p = this.processors;
    const from = p.state[slot] as number;
    if (from === to) return;
    this.emit.processor(slot, from, to);
    const goroutine = p.goroutine[slot] as number;
    if (to === PROCESSOR.idle && goroutine >= 0) this.#giveUp(slot, goroutine);
    p.state[slot] = to;
    p.since[slot] = this.now[0] as number;
  }

  #giveUp(slot: number, goroutine: number): void {
    if (this.goroutines.state[goroutine] === STATE.syscall) this.syscallBlocked(goroutine);
    this.processors.goroutine[slot] = -1;
  }

  syscallBlocked(slot: number): void {
    for (const sink of this.emit.syscallBlocked) sink.syscallBlocked(slot);
  }

  metric(metric: (typeof METRIC)[keyof typeof METRIC], value: number): void {
    for (const sink of this.emit.metric) sink.metric(metric, value);
  }
}
