import type { Distribution } from '../../model/trace.ts';
import { DurationTable } from './tally/durations.ts';

/** Few, for there may be many distributions. */
const BATCH = 16;

/** One distribution of durations: see {@link DurationTable}, which holds many. */
export class Durations {
  private readonly table: DurationTable;

  constructor(exact = false) {
    this.table = new DurationTable(exact, BATCH);
    this.table.ensure(1);
  }

  get count(): number {
    return this.table.count(0);
  }

  get total(): number {
    return this.table.total(0);
  }

  /** ns: an integer from 0 to 2^52. */
  add(ns: number): void {
    this.table.add(0, ns);
  }

  distribution(): Distribution {
    return this.table.distribution([0]);
  }
}
