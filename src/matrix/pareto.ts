import type { Comparison, Relation, Verdict } from './relation.ts';

/** Whether a cell is on the front: nothing is better at no cost. */
export interface Standing {
  /** `unclear`: another cell may be better at no cost; the noise hides whether it is. */
  readonly front: 'yes' | 'no' | 'unclear';
  /** Cells that are surely, or perhaps, better at no cost. */
  readonly dominatedBy: readonly number[];
}

/**
 * The Pareto set with its uncertainty. A cell is surely dominated by one that is surely better on some objective and equal or
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
  const of = (wanted: Domination) => others.filter((other) => domination(edges(relation, cell, other)) === wanted);
  const [surely, perhaps] = [of('surely'), of('perhaps')];
  if (surely.length > 0) return { front: 'no', dominatedBy: surely };
  return perhaps.length > 0 ? { front: 'unclear', dominatedBy: perhaps } : { front: 'yes', dominatedBy: [] };
}

/** What another cell is against one, on one objective. */
export interface Edge {
  readonly verdict: Verdict;
  /** Whether the other looks better, be it by noise. */
  readonly favours: boolean;
}

function edges(relation: Relation, from: number, to: number): readonly Edge[] {
  return relation.objectives.flatMap((objective) => {
    const comparison = relation.between(objective, from, to);
    return comparison ? [{ verdict: comparison.verdict, favours: favours(comparison) }] : [];
  });
}

function favours({ objective, ratio }: Comparison): boolean {
  return ratio !== null && (objective.metric.better === 'higher' ? ratio > 1 : ratio < 1);
}

type Domination = 'surely' | 'perhaps' | 'no';

/** @param edges of the other cell, on every objective */
export function domination(edges: readonly Edge[]): Domination {
  const has = (verdict: Verdict) => edges.some((edge) => edge.verdict === verdict);
  if (has('worse')) return 'no';
  if (has('better')) return has('unclear') ? 'perhaps' : 'surely';
  const unclear = edges.filter(({ verdict }) => verdict === 'unclear');
  return unclear.length > 0 && unclear.every((edge) => edge.favours) ? 'perhaps' : 'no';
}
