import type { SideName } from '../model/evidence.ts';
import { SIDES } from '../model/evidence.ts';

/** A benchmark row that a process can be told to run: one result line of `go test -bench`. */
export interface Row {
  /** {@link subjectKey} of the row. */
  readonly key: string;
  readonly pkg: string;
  /** `Encode/size=large` */
  readonly benchmark: string;
  readonly gomaxprocs: number;
  /** Seconds per operation as calibrated; a side that does not have the row is absent. */
  readonly secPerOp: Readonly<Partial<Record<SideName, number>>>;
}

/** The sides on which a row can be run. */
export function sidesOf(row: Row): readonly SideName[] {
  return SIDES.filter((side) => row.secPerOp[side] !== undefined);
}

/**
 * Iterations for one process: `seconds` of work at the geometric mean of both sides' speed, so that neither side of a
 * much slowed benchmark is too short to time, and the same on both sides (unequal counts make false differences).
 */
export function iterationsFor(row: Row, seconds: number): number {
  const speeds = Object.values(row.secPerOp).filter((s) => s > 0);
  if (speeds.length === 0) return 1e6;
  const mean = Math.exp(speeds.reduce((sum, s) => sum + Math.log(s), 0) / speeds.length);
  return Math.min(1e9, Math.max(1, Math.round(seconds / mean)));
}
