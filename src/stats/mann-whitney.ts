import { normalCdf } from './normal.ts';
import { exactIsAffordable, type RankDistribution, rankDistribution, untiedDistribution } from './rank-distribution.ts';
import { type TieGroup, tieGroups, twiceU } from './ranks.ts';

export interface MannWhitney {
  /** Pairs (base, head) in which head is larger, equal ones counting half: 0 … n·m. */
  readonly u: number;
  /** One-sided, small when head tends to be larger: P(U ≥ u). */
  readonly greater: number;
  /** One-sided, small when head tends to be smaller: P(U ≤ u). */
  readonly less: number;
  /** Twice the smaller of the two, at most 1 (as scipy and golang.org/x/perf double it). */
  readonly twoSided: number;
  /** Whether the p values are exact given the ties; otherwise the normal approximation was used. */
  readonly exact: boolean;
}

/**
 * The Mann-Whitney U test of "no difference" (H. Mann & D. Whitney, Ann. Math. Stat. 18, 1947): exact given the ties up
 * to at least 60 samples a side, by the normal approximation with corrections for ties and continuity beyond.
 *
 * @param base samples, finite, in any order
 * @param head likewise; an empty side gives p = 1
 */
export function mannWhitney(base: readonly number[], head: readonly number[]): MannWhitney {
  const groups = tieGroups(base, head);
  // One value only, as bytes often have: the general way would take its time to find out.
  if (groups.length < 2) return { u: (base.length * head.length) / 2, greater: 1, less: 1, twoSided: 1, exact: true };
  const u2 = twiceU(groups);
  const exact = exactIsAffordable(base.length, head.length);
  const [less, greater] = exact ? exactTails(groups, u2, base.length, head.length) : normalTails(groups, u2 / 2);
  return { u: u2 / 2, greater, less, twoSided: Math.min(1, 2 * Math.min(less, greater)), exact };
}

function exactTails(groups: readonly TieGroup[], u2: number, m: number, n: number): [number, number] {
  const { atMost, atLeast } = distributionOf(groups, m, n);
  return [atMost[u2] ?? 1, atLeast[u2] ?? 1];
}

const tied = new Map<string, RankDistribution>();
const MOST_KEPT = 200;

/** Kept by the sizes of the ties: looks at the same samples ask for the same. */
function tiedDistribution(sizes: readonly number[], n: number): RankDistribution {
  const key = `${n} ${sizes.join()}`;
  const known = tied.get(key) ?? rankDistribution(sizes, n);
  if (tied.size >= MOST_KEPT) tied.clear();
  tied.set(key, known);
  return known;
}

/** Without ties it depends on the sizes only, and symmetric: it does not matter which side is chosen. */
function distributionOf(groups: readonly TieGroup[], m: number, n: number): RankDistribution {
  const sizes = groups.map(({ base, head }) => base + head);
  return sizes.length === m + n ? untiedDistribution(n, m) : tiedDistribution(sizes, n);
}

/**
 * Whether a test of so many samples can matter at all: by the normal approximation, p is below `most` in one direction.
 * Cheap, and for callers to whom anything larger is all the same.
 */
export function mayBeBelow(base: readonly number[], head: readonly number[], most: number): boolean {
  if (Math.min(base.length, head.length) < FEW) return true;
  const groups = tieGroups(base, head);
  return Math.min(...normalTails(groups, twiceU(groups) / 2)) < most;
}

/** Below this many samples a side the normal approximation is no guide. */
const FEW = 8;

/** Normal approximation (E. Lehmann, Nonparametrics, 1975, section 1.3): the variance shrinks with Σ(t³ − t). */
function normalTails(groups: readonly TieGroup[], u: number): [number, number] {
  const sum = (of: (group: TieGroup) => number) => groups.reduce((s, g) => s + of(g), 0);
  const [m, n] = [sum((g) => g.base), sum((g) => g.head)];
  const total = m + n;
  const ties = sum((g) => (g.base + g.head) ** 3 - (g.base + g.head));
  const variance = ((m * n) / 12) * (total + 1 - ties / (total * (total - 1)));
  if (!(variance > 0)) return [1, 1];
  const z = (x: number) => x / Math.sqrt(variance);
  const above = u - (m * n) / 2;
  return [normalCdf(z(above + 0.5)), normalCdf(z(-above + 0.5))];
}
