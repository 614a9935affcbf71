import type { TraceSummary } from '../../../model/trace.ts';
import { DurationsByName } from '../by-name.ts';
import { type Fold, RANGE, type SinkOptions, type TraceState } from '../sink.ts';
import { EMPTY } from '../tally/empty.ts';

/** Stopped worlds by kind. */
class StoppedWorlds implements Fold<Pick<TraceSummary, 'stw'>> {
  private state: TraceState = EMPTY;
  private readonly kinds: DurationsByName;
  /** When those began that are going on, by goroutine slot and name. */
  private readonly since = new Map<string, number>();

  constructor({ exact }: SinkOptions) {
    this.kinds = new DurationsByName(exact);
  }

  begin(state: TraceState): void {
    this.state = state;
  }

  rangeBegin(range: number, scope: number, name: number, _stack: number, seen: boolean): void {
    if (range === RANGE.stw && seen) this.since.set(`${scope} ${name}`, this.state.now[0] as number);
  }

  rangeEnd(range: number, scope: number, name: number): void {
    if (range !== RANGE.stw) return;
    const key = `${scope} ${name}`;
    const since = this.since.get(key);
    if (since === undefined) return;
    this.since.delete(key);
    this.kinds.add(name, (this.state.now[0] as number) - since);
  }

  summary(): Pick<TraceSummary, 'stw'> {
    const stw = this.kinds
      .named((name) => this.state.texts.text(name))
      .map(({ name, seen: _, ...durations }) => ({ kind: kindOf(name), ...durations }))
      .sort((a, b) => b.total - a.total);
    return { stw };
  }
}

/** `GC mark termination` of `stop-the-world (GC mark termination)`. */
function kindOf(name: string): string {
  return /^stop-the-world \((.*)\)$/s.exec(name)?.[1] ?? name;
}

/** @param options of the reading */
export function stw(options: SinkOptions): StoppedWorlds {
  return new StoppedWorlds(options);
}
