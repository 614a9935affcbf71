import type { Reading } from '../compare/align.ts';
import { type PerOperation, SET_UP_COUNTED, setUpIsCounted } from '../compare/set-up.ts';
import type { Comparison } from '../model/comparison.ts';
import { groupBy } from '../model/group-by.ts';
import { subjectKey } from '../model/subject.ts';

/**
 * Warns of rows of time in which set-up seems to be counted. The calibration ran other iteration counts than the rounds,
 * and so may files that people bring.
 */
export function warnOfSetUp(comparisons: readonly Comparison[], readings: readonly Reading[]): readonly Comparison[] {
  const bySubject = groupBy(readings, (r) => subjectKey(r.result.subject));
  return comparisons.map((row) => {
    const own = row.metric === 'sec/op' ? (bySubject.get(subjectKey(row.subject)) ?? []) : [];
    return setUpIsCounted(own.flatMap(timeOf)) ? { ...row, warnings: [...row.warnings, SET_UP_COUNTED] } : row;
  });
}

function timeOf({ side, result }: Reading): PerOperation[] {
  const time = result.values.find(({ unit }) => unit === 'sec/op');
  return time ? [{ side, iterations: result.iterations, value: time.value }] : [];
}
