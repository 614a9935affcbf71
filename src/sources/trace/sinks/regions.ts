import type { Annotated } from '../../../model/trace.ts';
import { DurationsByName } from '../by-name.ts';
import { type Fold, type SinkOptions, STATE, type TraceState } from '../sink.ts';
import { EMPTY } from '../tally/empty.ts';

interface Open {
  readonly name: number;
  readonly since: number;
}

/** User regions by name. Those of one goroutine lie one in the other. */
class Regions implements Fold<{ readonly regions: readonly Annotated[] }> {
  private state: TraceState = EMPTY;
  private readonly names: DurationsByName;
  /** By goroutine slot, innermost last. */
  private readonly open = new Map<number, Open[]>();

  constructor({ exact }: SinkOptions) {
    this.names = new DurationsByName(exact);
  }

  begin(state: TraceState): void {
    this.state = state;
  }

  regionBegin(slot: number, _task: number, name: number): void {
    this.names.see(name);
    const region = { name, since: this.state.now[0] as number };
    const open = this.open.get(slot);
    if (open) open.push(region);
    else this.open.set(slot, [region]);
  }

  /** One that no region was begun for was going on before the trace. */
  regionEnd(slot: number, _task: number, name: number): void {
    const open = this.open.get(slot) ?? [];
    const region = open.at(-1)?.name === name ? open.pop() : undefined;
    if (region === undefined) this.names.see(name);
    else this.names.add(name, (this.state.now[0] as number) - region.since);
  }

  lifetime(slot: number, _from: number, to: number): void {
    if (to === STATE.notexist) this.open.delete(slot);
  }

  summary(): { readonly regions: readonly Annotated[] } {
    return { regions: this.names.named((name) => this.state.texts.text(name)) };
  }
}

/** @param options of the reading */
export function regions(options: SinkOptions): Regions {
  return new Regions(options);
}
