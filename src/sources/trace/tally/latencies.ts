import { type Distribution, RUNNABLE_ENTRIES, type TraceSummary } from '../../../model/trace.ts';
import { grown } from '../grow.ts';
import { STATE, type Texts, type TraceState } from '../sink.ts';
import { DurationTable } from './durations.ts';

const ENTRIES = RUNNABLE_ENTRIES.length;
const [CREATED, UNBLOCKED, PREEMPTED, YIELDED, SYSCALL] = RUNNABLE_ENTRIES.map((_, index) => index) as [
  number,
  number,
  number,
  number,
  number,
];

/** Entry by the state it came from, but for `running`. */
const ENTERED = new Uint8Array(6);
ENTERED[STATE.notexist] = CREATED;
ENTERED[STATE.waiting] = UNBLOCKED;
ENTERED[STATE.syscall] = SYSCALL;

/** How long goroutines were runnable before they ran, by group and by how they became so. */
export class Latencies {
  /** Row: group · {@link ENTRIES} + entry. */
  private readonly durations: DurationTable;
  /** By text: 1 not `preempted`, 2 `preempted`; 0 not yet looked at. */
  private preempted = new Uint8Array(64);

  constructor(exact: boolean) {
    this.durations = new DurationTable(exact);
  }

  ensure(groups: number): void {
    this.durations.ensure(groups * ENTRIES);
  }

  /** The goroutine of this slot, whose columns still say that it is runnable, runs after `ns`; it was seen before. */
  add(slot: number, group: number, { goroutines, texts }: TraceState, ns: number): void {
    const from = goroutines.from[slot] as number;
    const entry = from === STATE.running ? this.left(goroutines.reason[slot] as number, texts) : ENTERED[from];
    this.durations.add(group * ENTRIES + (entry ?? CREATED), ns);
  }

  ofGroup(group: number): Distribution {
    return this.durations.distribution(RUNNABLE_ENTRIES.map((_, entry) => group * ENTRIES + entry));
  }

  summary(groups: number): TraceSummary['latency'] {
    const rows = Array.from({ length: groups }, (_, group) => group * ENTRIES);
    const of = (entry: number) => this.durations.distribution(rows.map((row) => row + entry));
    const all = this.durations.distribution(Array.from({ length: groups * ENTRIES }, (_, row) => row));
    return {
      all,
      created: of(CREATED),
      unblocked: of(UNBLOCKED),
      preempted: of(PREEMPTED),
      yielded: of(YIELDED),
      syscall: of(SYSCALL),
    };
  }

  /** Of one that ran before. */
  private left(reason: number, texts: Texts): number {
    if (reason >= this.preempted.length) this.preempted = grown(this.preempted, reason);
    if (this.preempted[reason] === 0) this.preempted[reason] = texts.text(reason) === 'preempted' ? 2 : 1;
    return this.preempted[reason] === 2 ? PREEMPTED : YIELDED;
  }
}
