import type { Relation, Verdict } from './relation.ts';

/** Whether a cell is on the front: nothing is better at no cost. */
export interface Standing {
  /** `unclear`: another cell would be better at no cost, were it sure that it is not worse on some objective. */
  readonly front: 'yes' | 'no' | 'unclear';
  /** Cells that are surely, or perhaps, better at no cost. */
  readonly dominatedBy: readonly number[];
}

/**
 * The Pareto set with its uncertainty. A cell is dominated by one that is surely better on some objective and equal or
 * better on all others; what differs only by noise dominates nothing.
 *
 * @param measured indices of the cells that have samples
 * @returns by index
 */
export function paretoOf(measured: readonly number[], relation: Relation): ReadonlyMap<number, Standing> {
  return new Map(measured.map((cell) => [cell, standingOf(cell, measured, relation)]));
}

function standingOf(cell: number, measured: readonly number[], relation: Relation): Standing {
  const others = measured.filter((other) => other !== cell);
  const of = (wanted: Domination) => others.filter((other) => domination(verdicts(relation, cell, other)) === wanted);
  const [surely, perhaps] = [of('surely'), of('perhaps')];
  if (surely.length > 0) return { front: 'no', dominatedBy: surely };
  return perhaps.length > 0 ? { front: 'unclear', dominatedBy: perhaps } : { front: 'yes', dominatedBy: [] };
}

type Domination = 'surely' | 'perhaps' | 'no';

/** What one cell is against another, on every objective. */
export function verdicts(relation: Relation, from: number, to: number): readonly Verdict[] {
  return relation.objectives.map((objective) => relation.between(objective, from, to)?.verdict ?? 'unclear');
}

/** @param of the verdicts of the other cell */
export function domination(of: readonly Verdict[]): Domination {
  if (!of.includes('better') || of.includes('worse')) return 'no';
  return of.includes('unclear') ? 'perhaps' : 'surely';
}
