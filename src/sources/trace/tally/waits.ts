import { MAX_GROUPS, MAX_PLACES, MAX_STACKS, OTHER, type TraceStack, type Wait } from '../../../model/trace.ts';
import { grown } from '../grow.ts';
import type { Texts } from '../sink.ts';
import { DurationTable } from './durations.ts';
import { compareStacks, compareTexts } from './order.ts';
import { Sums } from './sums.ts';
import { Triples } from './triples.ts';

/** In place of a reason's text where there are too many. */
const OTHER_REASON = 0x7fffffff;

/** Waits by group and reason, and by the stack they wait at. */
export class Waits {
  /** Group, reason, 0: the rows of `durations`. */
  private readonly kinds = new Triples();
  private readonly durations: DurationTable;
  /** Group, reason, stack. */
  private readonly places = new Triples();
  /** Of a place: its kind; its waits and their time. */
  private kind = new Int32Array(0);
  private readonly sums = new Sums(0);
  /** The last place of each goroutine's slot: most wait where they waited before. */
  private last = new Int32Array(64);

  constructor(exact: boolean) {
    this.durations = new DurationTable(exact);
  }

  add(slot: number, group: number, reason: number, stack: number, ns: number): void {
    let place = slot < this.last.length ? (this.last[slot] as number) : 0;
    if (!this.places.is(place, group, reason, stack)) place = this.find(slot, group, reason, stack);
    if (place < 0) this.elsewhere(group, reason, ns);
    else {
      this.durations.add(this.kind[place] as number, ns);
      this.sums.add(2 * place, 1);
      this.sums.add(2 * place + 1, ns);
    }
  }

  /** What each group waited for, by row of the group. */
  byGroup(groups: number, texts: Texts): readonly (readonly Wait[])[] {
    const stacks = this.stacksByKind(texts);
    const waits: Wait[][] = Array.from({ length: groups }, () => []);
    for (let kind = 0; kind < this.kinds.size; kind++) {
      const [group, text] = this.kinds.parts(kind);
      const reason = text === OTHER_REASON ? OTHER : texts.text(text);
      waits[group]?.push({ reason, ...this.durations.distribution([kind]), stacks: stacks[kind] ?? [] });
    }
    for (const list of waits) list.sort((a, b) => b.total - a.total || compareTexts(a.reason, b.reason));
    return waits;
  }

  /** A wait of which the place is not kept. */
  private elsewhere(group: number, reason: number, ns: number): void {
    this.durations.add(this.kindOf(group, reason), ns);
  }

  /** Number of the place, made where it is new; −1 where there are too many. */
  private find(slot: number, group: number, reason: number, stack: number): number {
    const before = this.places.size;
    const place = this.places.number(group, reason, stack, MAX_PLACES);
    if (place < 0) return place;
    if (place === before) {
      this.kind = grown(this.kind, before);
      this.sums.ensure(2 * (before + 1));
      this.kind[place] = this.kindOf(group, reason);
    }
    this.last = grown(this.last, slot);
    this.last[slot] = place;
    return place;
  }

  private kindOf(group: number, reason: number): number {
    const kind = this.kinds.number(group, reason, 0, MAX_GROUPS);
    const sure = kind < 0 ? this.kinds.number(group, OTHER_REASON, 0, Number.POSITIVE_INFINITY) : kind;
    this.durations.ensure(sure + 1);
    return sure;
  }

  private stacksByKind(texts: Texts): readonly Wait['stacks'][] {
    const places: number[][] = Array.from({ length: this.kinds.size }, () => []);
    for (let place = 0; place < this.places.size; place++) places[this.kind[place] as number]?.push(place);
    return places.map((list) => this.longest(list, texts));
  }

  private longest(places: readonly number[], texts: Texts): Wait['stacks'] {
    const read = (place: number): { stack: TraceStack; count: number; total: number } => ({
      stack: texts.stack(this.places.parts(place)[2]),
      count: this.sums.total(2 * place),
      total: this.sums.total(2 * place + 1),
    });
    const order = (a: ReturnType<typeof read>, b: ReturnType<typeof read>) =>
      b.total - a.total || b.count - a.count || compareStacks(a.stack, b.stack);
    return places.map(read).sort(order).slice(0, MAX_STACKS);
  }
}
