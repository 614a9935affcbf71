import { groupBy } from '../model/group-by.ts';
import { subjectKey } from '../model/subject.ts';
import type { Reading } from './align.ts';

/** A stretch of one side may be this long on average: A B B A gives 2, blocks of four and more are sequential. */
const LONGEST_STRETCH = 3;

/**
 * In which order the two sides were measured, where nobody has written it down. Every subject measured on both sides
 * must alternate: `-count=10` in one process a side does not, whatever else does. Text whose order is unknown is
 * sequential unless the user says otherwise.
 *
 * @param readings of one phase, both sides
 * @param saidInterleaved the user vouches that the rounds of the files alternated (`--interleaved`)
 */
export function detectDesign(readings: readonly Reading[], saidInterleaved: boolean): 'interleaved' | 'sequential' {
  if (saidInterleaved) return 'interleaved';
  if (readings.some((r) => r.order < 0)) return 'sequential';
  const shared = [...groupBy(readings, (r) => subjectKey(r.result.subject)).values()].filter(onBothSides);
  return shared.length > 0 && shared.every(alternates) ? 'interleaved' : 'sequential';
}

function onBothSides(readings: readonly Reading[]): boolean {
  return new Set(readings.map((r) => r.side)).size === 2;
}

/** Rounds that lost one of their processes say nothing about the order. */
function alternates(readings: readonly Reading[]): boolean {
  const rounds = [...groupBy(readings, (r) => r.round).values()].filter(onBothSides);
  const sides = rounds
    .flat()
    .sort((a, b) => a.order - b.order)
    .map((r) => r.side);
  const stretches = sides.filter((side, i) => side !== sides[i - 1]).length;
  return stretches > 0 && sides.length / stretches <= LONGEST_STRETCH;
}
