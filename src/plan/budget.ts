import type { Evidence, Phase } from '../model/evidence.ts';
import type { Group } from './group.ts';

/** Share of what is left that the screening may use; the rest is for rows that look slower. */
export const SCREEN_SHARE = 0.6;

/** Seconds spent so far: building, and every process with the linking it needed. */
export function spent(evidence: Evidence): number {
  return evidence.processes.reduce((sum, p) => sum + p.wall + (p.link ?? 0), evidence.cost.build);
}

export function left(evidence: Evidence): number {
  return Math.max(0, evidence.cost.budget - spent(evidence));
}

/** Seconds one round of a group (all its sides) takes, from the rounds that were run; 0 before the first. */
export function roundCost(group: Group, evidence: Evidence, phases: readonly Phase[] = ['screen', 'confirm']): number {
  const key = group.rows[0]?.key;
  const own = evidence.processes.filter((p) => phases.includes(p.phase) && p.rows[0] === key);
  const rounds = new Set(own.map((p) => `${p.phase} ${p.round}`)).size;
  return rounds === 0 ? 0 : own.reduce((sum, p) => sum + p.wall, 0) / rounds;
}

/**
 * How many of the `wanted` rounds each group gets when `seconds` are there for all: who asks for little gets all of it, and
 * the others share what remains evenly (water-filling), so that one slow benchmark takes rounds from itself only.
 *
 * @param costs seconds per round of each group
 * @param wanted rounds of each group
 * @returns rounds per group, 0 … wanted
 */
export function affordable(costs: readonly number[], wanted: readonly number[], seconds: number): readonly number[] {
  const asked = costs.map((cost, i) => cost * (wanted[i] ?? 0));
  const order = costs.map((_, i) => i).sort((a, b) => (asked[a] ?? 0) - (asked[b] ?? 0));
  const rounds = costs.map(() => 0);
  let rest = seconds;
  order.forEach((i, rank) => {
    const cost = costs[i] ?? 0;
    const share = rest / (order.length - rank);
    const most = wanted[i] ?? 0;
    const n = cost === 0 ? most : Math.min(most, Math.floor(share / cost));
    rounds[i] = n;
    rest -= n * cost;
  });
  return rounds;
}
