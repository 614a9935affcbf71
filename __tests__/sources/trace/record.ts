import { bytesSource } from '../../../src/model/byte-source.ts';
import { GOROUTINE_STATES } from '../../../src/model/trace.ts';
import { type Ordered, orderTrace } from '../../../src/sources/trace/order/index.ts';
import type { TraceSink, TraceState } from '../../../src/sources/trace/sink.ts';

const PROCESSOR_STATES = ['undetermined', 'notexist', 'running', 'idle'] as const;
const RANGES = ['stw', 'gc', 'sweep', 'assist'] as const;
const METRICS = ['gomaxprocs', 'heap', 'goal'] as const;

/** Writes down all that sinks are told, a line each: `time: what`. */
export class Recorder implements TraceSink {
  readonly lines: string[] = [];
  state!: TraceState;

  begin(state: TraceState): void {
    this.state = state;
  }
  goroutine(slot: number, from: number, to: number, reason: number, stack: number): void {
    const because = reason === 0 ? '' : ` (${this.state.texts.text(reason)})`;
    const calls = this.state.texts.stack(stack).map((frame) => frame.function);
    const at = calls.length === 0 ? '' : ` at ${calls.join(' < ')}`;
    this.#say(`g${this.#g(slot)} ${GOROUTINE_STATES[from]} → ${GOROUTINE_STATES[to]}${because}${at}`);
  }
  processor(slot: number, from: number, to: number): void {
    this.#say(`p${this.state.processors.id[slot]} ${PROCESSOR_STATES[from]} → ${PROCESSOR_STATES[to]}`);
  }
  syscallBlocked(slot: number): void {
    this.#say(`g${this.#g(slot)} blocked in its call`);
  }
  rangeBegin(range: number, scope: number, name: number, _stack: number, seen: boolean): void {
    this.#say(`${RANGES[range]} ${scope} begins: ${this.state.texts.text(name)}${seen ? '' : ' (unseen)'}`);
  }
  rangeEnd(range: number, scope: number, name: number, swept: number, reclaimed: number): void {
    const bytes = swept + reclaimed === 0 ? '' : ` ${swept} ${reclaimed}`;
    this.#say(`${RANGES[range]} ${scope} ends: ${this.state.texts.text(name)}${bytes}`);
  }
  metric(metric: number, value: number): void {
    this.#say(`${METRICS[metric]} ${value}`);
  }
  label(slot: number, label: number): void {
    this.#say(`g${this.#g(slot)} is ${this.state.texts.text(label)}`);
  }
  taskBegin(task: number, parent: number, name: number, slot: number): void {
    this.#say(`task ${task} of ${parent} begins in g${this.#g(slot)}: ${this.state.texts.text(name)}`);
  }
  taskEnd(task: number, name: number, slot: number): void {
    this.#say(`task ${task} ends in g${this.#g(slot)}: ${this.state.texts.text(name)}`);
  }
  regionBegin(slot: number, task: number, name: number): void {
    this.#say(`region of ${task} begins in g${this.#g(slot)}: ${this.state.texts.text(name)}`);
  }
  regionEnd(slot: number, task: number, name: number): void {
    this.#say(`region of ${task} ends in g${this.#g(slot)}: ${this.state.texts.text(name)}`);
  }
  cpuSample(slot: number, stack: number): void {
    const leaf = this.state.texts.stack(stack)[0]?.function ?? 'nowhere';
    this.#say(`sample of ${slot < 0 ? 'nobody' : `g${this.#g(slot)}`} at ${leaf}`);
  }
  sync(): void {
    this.#say('sync');
  }

  #g(slot: number): number {
    return this.state.goroutines.id[slot] as number;
  }
  #say(what: string): void {
    this.lines.push(`${this.state.now[0]}: ${what}`);
  }
}

/** Orders a trace. @returns what the sinks were told, and how it ended */
export function ordered(bytes: Uint8Array): Ordered & { readonly lines: readonly string[] } {
  const recorder = new Recorder();
  return { ...orderTrace(bytesSource(bytes), [recorder]), lines: recorder.lines };
}
