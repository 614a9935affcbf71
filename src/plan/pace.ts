import { iterationsOf } from '../model/arguments.ts';
import type { Evidence, SideName } from '../model/evidence.ts';
import { groupBy } from '../model/group-by.ts';
import type { Row } from './row.ts';

/** Seconds that one iteration of a row takes by the clock on the wall, what its timer does not see included. */
export type Pace = (row: Row, side: SideName) => number;

/** Starting a process is believed to take no longer than this, seconds: what it takes beyond is set-up of the benchmark. */
const LONGEST_START = 0.1;

/**
 * The pace of rows: from the quickest process of the rounds that ran them alone (the others waited for the machine), less
 * the quickest start of any process of the package; without any, what the timer saw when the row was found.
 */
export function paceOf(rows: readonly Row[], evidence: Evidence): Pace {
  const rounds = aloneRounds(rows, evidence);
  const byRow = groupBy(rounds, (r) => `${r.side} ${r.row.key}`);
  const starts = new Map(
    [...groupBy(rounds, (r) => r.row.pkg)].map(([pkg, own]) => [
      pkg,
      Math.max(0, Math.min(LONGEST_START, ...own.map(beyondTimer))),
    ]),
  );
  return (row, side) => {
    const start = starts.get(row.pkg) ?? 0;
    const own = (byRow.get(`${side} ${row.key}`) ?? []).map((r) => (r.wall - start) / r.iterations);
    return Math.max(row.secPerOp[side] ?? 0, own.length === 0 ? 0 : Math.min(...own));
  };
}

/** A process that ran one row alone, a known number of times, to its end. */
interface Round {
  readonly side: SideName;
  readonly row: Row;
  readonly wall: number;
  readonly iterations: number;
}

function aloneRounds(rows: readonly Row[], { processes }: Evidence): readonly Round[] {
  const known = new Map(rows.map((row) => [row.key, row]));
  return processes.flatMap((p) => {
    const row = p.rows.length === 1 ? known.get(p.rows[0] ?? '') : undefined;
    const iterations = iterationsOf(p);
    const timed = p.ending === 'ok' && (p.phase === 'screen' || p.phase === 'confirm');
    return timed && row && iterations !== null ? [{ side: p.side, row, wall: p.wall, iterations }] : [];
  });
}

function beyondTimer({ side, row, wall, iterations }: Round): number {
  return wall - (row.secPerOp[side] ?? 0) * iterations;
}
