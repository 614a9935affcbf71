import type { TraceSink } from '../sink.ts';

type With<K extends keyof TraceSink> = TraceSink & Required<Pick<TraceSink, K>>;

function having<K extends keyof TraceSink>(sinks: readonly TraceSink[], kind: K): With<K>[] {
  return sinks.filter((sink): sink is With<K> => sink[kind] !== undefined);
}

/**
 * Calls the sinks by kind of event. The two kinds that most events are call each sink from a place of its own in the code:
 * so each such call always meets the same class, and the optimizing compiler can inline it. What goes beyond eight sinks
 * is called from a loop.
 */
export class Emitter {
  readonly #goroutine: readonly With<'goroutine'>[];
  readonly #processor: readonly With<'processor'>[];
  readonly g0: With<'goroutine'>;
  readonly g1: With<'goroutine'>;
  readonly g2: With<'goroutine'>;
  readonly g3: With<'goroutine'>;
  readonly g4: With<'goroutine'>;
  readonly g5: With<'goroutine'>;
  readonly g6: With<'goroutine'>;
  readonly g7: With<'goroutine'>;
  readonly p0: With<'processor'>;
  readonly p1: With<'processor'>;
  readonly p2: With<'processor'>;
  readonly p3: With<'processor'>;
  readonly p4: With<'processor'>;
  readonly p5: With<'processor'>;
  readonly p6: With<'processor'>;
  readonly p7: With<'processor'>;
  readonly #goroutines: number;
  readonly #processors: number;
  readonly lifetime: readonly With<'lifetime'>[];
  readonly syscallBlocked: readonly With<'syscallBlocked'>[];
  readonly rangeBegin: readonly With<'rangeBegin'>[];
  readonly rangeEnd: readonly With<'rangeEnd'>[];
  readonly metric: readonly With<'metric'>[];
  readonly label: readonly With<'label'>[];
  readonly taskBegin: readonly With<'taskBegin'>[];
  readonly taskEnd: readonly With<'taskEnd'>[];
  readonly regionBegin: readonly With<'regionBegin'>[];
  readonly regionEnd: readonly With<'regionEnd'>[];
  readonly cpuSample: readonly With<'cpuSample'>[];
  readonly sync: readonly With<'sync'>[];
  readonly thread: readonly With<'thread'>[];

  constructor(sinks: readonly TraceSink[]) {
    const goroutine = having(sinks, 'goroutine');
    const processor = having(sinks, 'processor');
    this.#goroutines = goroutine.length;
    this.#processors = processor.length;
    this.#goroutine = goroutine.slice(8);
    this.#processor = processor.slice(8);
    const g = (i: number) => goroutine[i] as With<'goroutine'>;
    const p = (i: number) => processor[i] as With<'processor'>;
    [this.g0, this.g1, this.g2, this.g3] = [g(0), g(1), g(2), g(3)];
    [this.g4, this.g5, this.g6, this.g7] = [g(4), g(5), g(6), g(7)];
    [this.p0, this.p1, this.p2, this.p3] = [p(0), p(1), p(2), p(3)];
    [this.p4, this.p5, this.p6, this.p7] = [p(4), p(5), p(6), p(7)];
    this.lifetime = having(sinks, 'lifetime');
    this.syscallBlocked = having(sinks, 'syscallBlocked');
    this.rangeBegin = having(sinks, 'rangeBegin');
    this.rangeEnd = having(sinks, 'rangeEnd');
    this.metric = having(sinks, 'metric');
    this.label = having(sinks, 'label');
    this.taskBegin = having(sinks, 'taskBegin');
    this.taskEnd = having(sinks, 'taskEnd');
    this.regionBegin = having(sinks, 'regionBegin');
    this.regionEnd = having(sinks, 'regionEnd');
    this.cpuSample = having(sinks, 'cpuSample');
    this.sync = having(sinks, 'sync');
    this.thread = having(sinks, 'thread');
  }

  goroutine(slot: number, from: number, to: number, reason: number, stack: number): void {
    const count = this.#goroutines;
    if (count < 1) return;
    this.g0.goroutine(slot, from, to, reason, stack);
    if (count < 2) return;
    this.g1.goroutine(slot, from, to, reason, stack);
    if (count < 3) return;
    this.g2.goroutine(slot, from, to, reason, stack);
    if (count < 4) return;
    this.g3.goroutine(slot, from, to, reason, stack);
    if (count < 5) return;
    this.g4.goroutine(slot, from, to, reason, stack);
    if (count < 6) return;
    this.g5.goroutine(slot, from, to, reason, stack);
    if (count < 7) return;
    this.g6.goroutine(slot, from, to, reason, stack);
    if (count < 8) return;
    this.g7.goroutine(slot, from, to, reason, stack);
    for (const sink of this.#goroutine) sink.goroutine(slot, from, to, reason, stack);
  }

  processor(slot: number, from: number, to: number): void {
    const count = this.#processors;
    if (count < 1) return;
    this.p0.processor(slot, from, to);
    if (count < 2) return;
    this.p1.processor(slot, from, to);
    if (count < 3) return;
    this.p2.processor(slot, from, to);
    if (count < 4) return;
    this.p3.processor(slot, from, to);
    if (count < 5) return;
    this.p4.processor(slot, from, to);
    if (count < 6) return;
    this.p5.processor(slot, from, to);
    if (count < 7) return;
    this.p6.processor(slot, from, to);
    if (count < 8) return;
    this.p7.processor(slot, from, to);
    for (const sink of this.#processor) sink.processor(slot, from, to);
  }
}
