import { GOROUTINE_STATES, MAX_GROUPS, OTHER, type TraceSummary } from '../../../model/trace.ts';
import { type Fold, STATE, type TraceState } from '../sink.ts';
import { EMPTY } from '../tally/empty.ts';

const STATES = GOROUTINE_STATES.length;
/** No text has this number. */
const OTHERS = -1;

/** CPU samples by the group and state of the goroutine that was sampled. */
class CpuSamples implements Fold<Pick<TraceSummary, 'cpuSamples'>> {
  private state: TraceState = EMPTY;
  private total = 0;
  /** By group · number of states + state. */
  private readonly counts = new Map<number, number>();

  begin(state: TraceState): void {
    this.state = state;
  }

  cpuSample(slot: number): void {
    this.total++;
    const { goroutines } = this.state;
    const state = slot < 0 ? STATE.undetermined : (goroutines.state[slot] as number);
    const known = state !== STATE.undetermined && state !== STATE.notexist;
    const key = known ? (goroutines.group[slot] as number) * STATES + state : STATE.undetermined;
    const count = this.counts.get(key);
    if (count !== undefined || this.counts.size < MAX_GROUPS) this.counts.set(key, (count ?? 0) + 1);
    else this.count(OTHERS * STATES + (known ? state : STATE.undetermined));
  }

  private count(key: number): void {
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
  }

  summary(): Pick<TraceSummary, 'cpuSamples'> {
    const by = [...this.counts]
      .map(([key, count]) => ({ ...this.named(key), count }))
      .sort((a, b) => b.count - a.count || compare(a.group, b.group) || compare(a.state, b.state));
    return { cpuSamples: { total: this.total, by } };
  }

  private named(key: number): { readonly group: string; readonly state: (typeof GOROUTINE_STATES)[number] } {
    const group = Math.floor(key / STATES);
    return {
      group: group === OTHERS ? OTHER : this.state.texts.text(group),
      state: GOROUTINE_STATES[key - group * STATES] ?? 'undetermined',
    };
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

export function cpuSamples(): CpuSamples {
  return new CpuSamples();
}
