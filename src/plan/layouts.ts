import type { Evidence, Launch } from '../model/evidence.ts';
import { canRandomiseLayout } from '../model/layout.ts';
import type { Measure } from '../model/rules.ts';
import { left, roundCost } from './budget.ts';
import type { Group } from './group.ts';
import { inTurn } from './rounds.ts';

/** Seeds of -randlayout that each side is linked with. */
export const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];
/** Rounds per seed: the best of them stands for the seed. */
export const ROUNDS_PER_SEED = 4;
/** Of the budget that is left, the share that layouts may take. */
const SHARE = 0.5;
/** Seconds that linking a package under all seeds on both sides may take, before anybody has seen it. */
const LINKING = 30;

/** What no other layout is tried for, and why; null: all was tried that should be. */
export function whyNoLayouts({ environment, cost }: Evidence): string | null {
  if (!canRandomiseLayout(environment.base) || !canRandomiseLayout(environment.head))
    return 'this Go cannot link with -randlayout (1.23 or newer can)';
  return cost.budget > 0 ? 'the budget had no time left for them' : null;
}

/**
 * The rows that got slower in time alone, again, with both sides' binaries linked under other layouts: where the functions
 * come to lie moves a benchmark by a few percent, now and then by half. The smallest changes come first, since they are
 * the likeliest to be that; what the budget has no time for is not tried.
 *
 * @param groups the rows in question, smallest change first
 */
export function layouts(groups: readonly Group[], evidence: Evidence, measure: Measure): readonly Launch[] {
  if (!canRandomiseLayout(evidence.environment.base) || !canRandomiseLayout(evidence.environment.head)) return [];
  let seconds = left(evidence) * SHARE;
  const packages = new Set<string>();
  const chosen = groups.filter((group) => {
    const linking = packages.has(group.pkg) ? 0 : LINKING;
    const cost = linking + SEEDS.length * ROUNDS_PER_SEED * roundCost(group, evidence);
    if (cost > seconds) return false;
    seconds -= cost;
    packages.add(group.pkg);
    return true;
  });
  const turns = SEEDS.flatMap((layout, i) =>
    Array.from({ length: ROUNDS_PER_SEED }, (_, r) => ({
      layout,
      phase: 'layout' as const,
      round: ROUNDS_PER_SEED * i + r,
    })),
  );
  return turns.flatMap((turn) => chosen.flatMap((group) => inTurn(group, turn, evidence, measure)));
}
