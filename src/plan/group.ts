import type { Evidence } from '../model/evidence.ts';
import { groupBy } from '../model/group-by.ts';
import type { Measure } from '../model/rules.ts';
import { iterationsFor, type Row, sidesOf } from './row.ts';

/** Rows that share one process and one iteration count. */
export interface Group {
  readonly pkg: string;
  readonly rows: readonly Row[];
  readonly iterations: number;
}

/** A process that costs this much more than its benchmarks (TestMain, set-up) is shared by rows, seconds per row. */
const COSTLY_START = 0.1;
/** A calibrating run of the testing package takes about this many times the time of its last, printed measurement. */
const SEARCH_FACTOR = 2.5;

/** One process per row; where starting a process is costly, one per group of rows with about the same iteration count. */
export function groupRows(rows: readonly Row[], evidence: Evidence, measure: Measure): readonly Group[] {
  const byPackage = groupBy(rows, (r) => r.pkg);
  return [...byPackage.values()].flatMap((own) => {
    const shared = canAlternate(evidence) && startCost(own, evidence, measure) / own.length > COSTLY_START;
    return shared ? bySharedCount(own, measure) : own.map((row) => group([row], iterationsFor(row, measure.benchtime)));
  });
}

function group(rows: readonly Row[], iterations: number): Group {
  return { pkg: rows[0]?.pkg ?? '', rows, iterations };
}

/** Rounds counts down to powers of two, so that rows of nearly the same speed meet. */
function bySharedCount(rows: readonly Row[], measure: Measure): Group[] {
  const power = (row: Row) => 2 ** Math.floor(Math.log2(iterationsFor(row, measure.benchtime)));
  const alike = groupBy(rows, (row) => `${power(row)} ${row.gomaxprocs} ${sidesOf(row).join()}`);
  return [...alike.values()].map((own) => group(own, own[0] ? power(own[0]) : 1));
}

/** Seconds that a process of this package costs apart from its benchmarks, as the calibration showed. */
function startCost(rows: readonly Row[], evidence: Evidence, measure: Measure): number {
  const first = evidence.processes.find((p) => p.phase === 'calibrate' && p.round === 0 && p.pkg === rows[0]?.pkg);
  if (!first) return 0;
  const work = rows.reduce((sum, row) => sum + Math.max(measure.benchtime, row.secPerOp[first.side] ?? 0), 0);
  return Math.max(0, first.wall - SEARCH_FACTOR * work);
}

/** Alternation of whole patterns came with Go 1.20. */
function canAlternate(evidence: Evidence): boolean {
  const minor = /go1\.(\d+)/.exec(evidence.environment.head.goVersion ?? '')?.[1];
  return minor !== undefined && Number(minor) >= 20;
}
