import type { Reading } from '../compare/align.ts';
import type { SideName } from '../model/evidence.ts';
import { subjectKey } from '../model/subject.ts';
import type { Row } from '../plan/row.ts';
import type { Outcome } from './outcome.ts';

/** A row that failed this often in the rounds is not run any more. */
const TOO_OFTEN = 2;

/** The rows that the calibration found, with how long an operation takes on each side that has them. */
export function discoverRows(outcome: Outcome): readonly Row[] {
  const rows = new Map<string, Row>();
  for (const reading of outcome.readings) if (reading.phase === 'calibrate') addReading(rows, reading);
  return [...rows.values()];
}

function addReading(rows: Map<string, Row>, { side, result }: Reading): void {
  const { pkg = '', benchmark = '', gomaxprocs = 1 } = result.subject;
  const seconds = result.values.find((v) => v.unit === 'sec/op')?.value ?? 0;
  const key = subjectKey(result.subject);
  const known: Partial<Record<SideName, number>> = rows.get(key)?.secPerOp ?? {};
  rows.set(key, { key, pkg, benchmark, gomaxprocs, secPerOp: { ...known, [side]: seconds } });
}

/** The rows worth running: those that head has and that do not keep failing. */
export function runnableRows(rows: readonly Row[], outcome: Outcome): readonly Row[] {
  const hopeless = (row: Row) => {
    const own = outcome.troubles.filter((t) => t.key === row.key && t.phase !== 'layout');
    return own.length >= TOO_OFTEN || own.some((t) => t.cause === 'timed-out');
  };
  return rows.filter((row) => row.secPerOp.head !== undefined && !hopeless(row));
}
