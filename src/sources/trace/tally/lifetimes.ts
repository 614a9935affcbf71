import { grown } from '../grow.ts';
import { type GoroutineColumns, STATE } from '../sink.ts';

/** How many goroutines there were, and of each group by the name they ended with. */
export class Lifetimes {
  created = 0;
  ended = 0;
  before = 0;
  /** Most that were created and had not ended, beyond those that ended though they were there before. */
  private most = 0;
  private seen = new Float64Array(0);
  private createdOf = new Float64Array(0);
  private endedOf = new Float64Array(0);

  get alive(): number {
    return this.before + this.created - this.ended;
  }

  /** Those that were there before are alive from the beginning, however late they are first seen. */
  get peak(): number {
    return this.before + this.most;
  }

  change(from: number, to: number): void {
    if (from === STATE.notexist) {
      this.created++;
      this.most = Math.max(this.most, this.created - this.ended);
    } else if (from === STATE.undetermined) this.before++;
    if (to === STATE.notexist) this.ended++;
  }

  /** A goroutine that ends in the trace or is alive at its end, by the row of its group. */
  last(slot: number, group: number, goroutines: GoroutineColumns, ended: boolean): void {
    this.seen = add(this.seen, group, 1);
    this.createdOf = add(this.createdOf, group, (goroutines.created[slot] as number) < 0 ? 0 : 1);
    this.endedOf = add(this.endedOf, group, ended ? 1 : 0);
  }

  of(group: number): { readonly count: number; readonly created: number; readonly ended: number } {
    return { count: this.seen[group] ?? 0, created: this.createdOf[group] ?? 0, ended: this.endedOf[group] ?? 0 };
  }
}

/** The column after it, which may be a longer one. */
function add<T extends Float64Array>(column: T, row: number, value: number): T {
  const wide = grown(column, row);
  wide[row] = (wide[row] as number) + value;
  return wide;
}
