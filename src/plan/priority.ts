import type { Evidence } from '../model/evidence.ts';
import { affordable } from './budget.ts';
import type { Group } from './group.ts';

/**
 * Rounds per group as {@link affordable} has them; where not all can have what is wanted, packages whose own files the
 * change touches come before those that it only reaches.
 */
export function affordableFirst(
  groups: readonly Group[],
  costs: readonly number[],
  wanted: (i: number) => number,
  seconds: number,
  evidence: Evidence,
): readonly number[] {
  const touched = new Set(evidence.packages.filter(isTouched).map((p) => p.pkg));
  const given = groups.map(() => 0);
  let left = seconds;
  for (const first of [true, false]) {
    const own = groups.flatMap((g, i) => (touched.has(g.pkg) === first ? [i] : []));
    const rounds = affordable(
      own.map((i) => costs[i] ?? 0),
      own.map(wanted),
      left,
    );
    own.forEach((i, at) => {
      given[i] = rounds[at] ?? 0;
      left -= (rounds[at] ?? 0) * (costs[i] ?? 0);
    });
  }
  return given;
}

function isTouched({ dir, reachedBy }: Evidence['packages'][number]): boolean {
  const inside = dir === '.' || dir === '' ? '' : `${dir}/`;
  return reachedBy.some((file) => file.startsWith(inside) && !file.slice(inside.length).includes('/'));
}
