import type { Annotated } from '../../../model/trace.ts';
import { DurationsByName } from '../by-name.ts';
import type { Fold, SinkOptions, TraceState } from '../sink.ts';
import { EMPTY } from '../tally/empty.ts';

/** User tasks by type. */
class Tasks implements Fold<{ readonly tasks: readonly Annotated[] }> {
  private state: TraceState = EMPTY;
  private readonly types: DurationsByName;
  /** Tasks that were begun and not ended yet. */
  private readonly open = new Map<number, { readonly name: number; readonly since: number }>();

  constructor({ exact }: SinkOptions) {
    this.types = new DurationsByName(exact);
  }

  begin(state: TraceState): void {
    this.state = state;
  }

  taskBegin(task: number, _parent: number, name: number): void {
    this.types.see(name);
    this.open.set(task, { name, since: this.state.now[0] as number });
  }

  taskEnd(task: number, name: number): void {
    const begun = this.open.get(task);
    if (begun === undefined) this.types.see(name);
    else this.types.add(begun.name, (this.state.now[0] as number) - begun.since);
    this.open.delete(task);
  }

  summary(): { readonly tasks: readonly Annotated[] } {
    return { tasks: this.types.named((name) => this.state.texts.text(name)) };
  }
}

/** @param options of the reading */
export function tasks(options: SinkOptions): Tasks {
  return new Tasks(options);
}
