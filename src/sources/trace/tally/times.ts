import type { GoroutineGroup } from '../../../model/trace.ts';
import { STATE } from '../sink.ts';
import { Sums } from './sums.ts';

/** Columns of a group: one a state, and two for parts of them. */
const WIDTH = 8;
const BLOCKED = 6;
const ASSIST = 7;

/** Time of groups by state, ns. */
export class Times {
  private readonly sums = new Sums(0);

  ensure(groups: number): void {
    this.sums.ensure(groups * WIDTH);
  }

  state(group: number, state: number, ns: number): void {
    this.sums.add(group * WIDTH + state, ns);
  }

  blocked(group: number, ns: number): void {
    this.sums.add(group * WIDTH + BLOCKED, ns);
  }

  assist(group: number, ns: number): void {
    this.sums.add(group * WIDTH + ASSIST, ns);
  }

  of(group: number): GoroutineGroup['time'] {
    const total = (column: number) => this.sums.total(group * WIDTH + column);
    return {
      undetermined: total(STATE.undetermined),
      running: total(STATE.running),
      runnable: total(STATE.runnable),
      waiting: total(STATE.waiting),
      syscall: total(STATE.syscall),
      syscallBlocked: total(BLOCKED),
      assist: total(ASSIST),
    };
  }
}
