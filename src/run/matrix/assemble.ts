import type { CellRun, RowRun } from '../../matrix/experiment.ts';
import type { Grid } from '../../matrix/grid.ts';
import type { MatrixRow } from '../../matrix/launches.ts';
import { settingKey } from '../../matrix/setting.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { type Subject, subjectKey } from '../../model/subject.ts';
import { type Read, readProcess } from './read.ts';
import type { Finished } from './store.ts';

/** A step by names that hold from run to run. */
export interface NamedStep {
  readonly round: number;
  readonly pkg: string;
  readonly benchmark: string;
  readonly cell: string;
}

export function namedStep(round: number, { subject }: MatrixRow, cell: Grid['cells'][number]): NamedStep {
  return { round, pkg: subject.pkg ?? '', benchmark: subject.benchmark ?? '', cell: settingKey(cell) };
}

export function stepName({ round, pkg, benchmark, cell }: NamedStep): string {
  return JSON.stringify([round, pkg, benchmark, cell]);
}

/** What a finished process was a step of; null for one that calibrates. */
export function stepOf({ step }: Finished): NamedStep | null {
  return 'calibrate' in step ? null : step;
}

/** A process that was read: text is dear to read, so it is read once. */
export interface ReadStep {
  readonly step: NamedStep;
  readonly read: Read;
}

export function readStep(process: Finished, rows: readonly MatrixRow[]): ReadStep | null {
  const step = stepOf(process);
  const row = step && rows.find(({ subject }) => isSubject(subject, step));
  return row ? { step, read: readProcess(process, row, step.round) } : null;
}

function isSubject(subject: Subject, { pkg, benchmark }: NamedStep): boolean {
  return subjectKey(subject) === subjectKey({ pkg, benchmark });
}

/** Of the processes of one benchmark under one setting. */
export function cellRun(steps: readonly ReadStep[], refused: string | null): CellRun {
  const samples = steps.flatMap(({ read }) => ('sample' in read ? [read.sample] : []));
  const failures = steps.flatMap(({ step, read }) =>
    'failure' in read ? [{ round: step.round, reason: read.failure }] : [],
  );
  return { samples, failures, ...(refused === null ? {} : { refused }) };
}

/** The benchmarks with everything that was measured of them. */
export function rowRuns(
  rows: readonly MatrixRow[],
  { cells }: Grid,
  steps: readonly ReadStep[],
  refusal: (row: MatrixRow, cell: number) => string | null,
): readonly RowRun[] {
  return rows.map((row) => {
    const own = steps.filter(({ step }) => isSubject(row.subject, step));
    const units = own.flatMap(({ read }) => ('sample' in read ? [read.units] : []));
    return {
      subject: row.subject,
      iterations: row.iterations,
      units: units[0] ?? {},
      cells: cells.map((cell, i) =>
        cellRun(
          own.filter(({ step }) => step.cell === settingKey(cell)),
          refusal(row, i),
        ),
      ),
    };
  });
}

/** Complaints once each. */
export function distinct(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...new Map(diagnostics.map((d) => [d.text, d] as const)).values()];
}
