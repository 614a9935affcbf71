import { ascending } from './sorted.ts';

/** Equal values of the two pooled samples: how many came from each side. */
export interface TieGroup {
  readonly base: number;
  readonly head: number;
}

/** The two samples pooled and ordered: one group for each distinct value, smallest first. All that a rank test sees. */
export function tieGroups(base: readonly number[], head: readonly number[]): readonly TieGroup[] {
  const [x, y] = [ascending(base), ascending(head)];
  const groups: TieGroup[] = [];
  for (let i = 0, j = 0; i < x.length || j < y.length; ) {
    const value = Math.min(x[i] ?? Number.POSITIVE_INFINITY, y[j] ?? Number.POSITIVE_INFINITY);
    const [fromBase, fromHead] = [runLength(x, i, value), runLength(y, j, value)];
    groups.push({ base: fromBase, head: fromHead });
    i += fromBase;
    j += fromHead;
  }
  return groups;
}

function runLength(sorted: readonly number[], from: number, value: number): number {
  let to = from;
  while (sorted[to] === value) to++;
  return to - from;
}

/** Twice the Mann-Whitney U of head: pairs in which head is larger count 2, equal pairs 1. Twice, to stay whole. */
export function twiceU(groups: readonly TieGroup[]): number {
  let sum = 0;
  let baseBelow = 0;
  for (const { base, head } of groups) {
    sum += head * (2 * baseBelow + base);
    baseBelow += base;
  }
  return sum;
}
