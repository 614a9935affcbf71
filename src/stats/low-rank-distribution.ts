import { normalCdf } from './normal.ts';

/** Which of the lowest pooled ranks score. */
export interface Scored {
  /** At least this share of the pooled samples: 0.2 looks at the floor of the noise only. */
  readonly share: number;
  /** Probability that a complete separation of the samples must not exceed, so that p can get as small as it has to. */
  readonly reach: number;
}

/**
 * How many of the lowest pooled ranks score: ⌈share · N⌉, or more where it takes more for a complete separation of the
 * samples, either way, to have a probability of at most `reach` (or of 0 with fewer samples than that needs).
 *
 * @param n samples of one side, at least 1
 * @param m of the other, at least 1
 */
export function scoredRanks(n: number, m: number, { share, reach }: Scored): number {
  const total = n + m;
  const few = Math.min(n, m);
  let cut = Math.ceil(share * total);
  // None of the smaller sample among the lowest `cut`: the likelier of the two separations.
  let logP = 0;
  for (let i = 0; i < cut; i++) logP += Math.log(Math.max(0, total - few - i) / (total - i));
  for (; logP > Math.log(reach); cut++) logP += Math.log(Math.max(0, total - few - cut) / (total - cut));
  return cut;
}

/** The null distribution of the score of one side. */
export interface LowRankDistribution {
  /** Rank i = 0, 1, … of the pooled samples scores cut − i, and nothing from `cut` on. */
  readonly cut: number;
  /** The scores of all ranks together: one side's score is this less the other's. */
  readonly total: number;
  readonly exact: boolean;
  /** P(T ≤ t), t whole. */
  atMost(t: number): number;
  /** P(T ≥ t). */
  atLeast(t: number): number;
}

const kept = new Map<string, LowRankDistribution>();
const MOST_KEPT = 500;

/**
 * Of the side with n samples, when every choice of n of the n + m pooled ranks is equally likely. Kept once computed.
 *
 * @param cut ranks that score, 1 … n + m
 */
export function lowRankDistribution(n: number, m: number, cut: number): LowRankDistribution {
  const key = `${n} ${m} ${cut}`;
  const known = kept.get(key);
  if (known) return known;
  if (kept.size >= MOST_KEPT) kept.clear();
  const made = make(n, m, cut);
  kept.set(key, made);
  return made;
}

/** Steps that the exact distribution may cost: some 10 ms, 110 samples a side. */
const AFFORDABLE = 1e7;

function make(n: number, m: number, cut: number): LowRankDistribution {
  if (n > m) return mirrored(lowRankDistribution(m, n, cut));
  const total = (cut * (cut + 1)) / 2;
  const affordable = cut * Math.min(cut, n) * total <= AFFORDABLE;
  return { cut, total, exact: affordable, ...(affordable ? exactTails(n, m, cut) : normalTails(n, m, cut)) };
}

/** The other side's: what one side scores the other does not. */
function mirrored({ cut, total, exact, atMost, atLeast }: LowRankDistribution): LowRankDistribution {
  return { cut, total, exact, atMost: (t) => atLeast(total - t), atLeast: (t) => atMost(total - t) };
}

type Tails = Pick<LowRankDistribution, 'atMost' | 'atLeast'>;

function exactTails(n: number, m: number, cut: number): Tails {
  const p = scoreProbabilities(n, m, cut);
  const below = runningSum(p);
  const above = runningSum(p.toReversed()).reverse();
  const last = p.length - 1;
  return {
    atMost: (t) => (t < 0 ? 0 : t >= last ? 1 : (below[t] ?? 1)),
    atLeast: (t) => (t <= 0 ? 1 : t > last ? 0 : (above[t] ?? 0)),
  };
}

/**
 * P(T = t) by dynamic programming over (ranks picked, score), rank after rank: with a of the lowest i picked, the next
 * is picked with probability (n − a)/(N − i). Sums of products of positive terms: the relative error stays near 1e-14.
 */
function scoreProbabilities(n: number, m: number, cut: number): Float64Array {
  const most = Math.min(n, cut);
  const scores = (cut * (cut + 1)) / 2;
  const ways = Array.from({ length: most + 1 }, () => new Float64Array(scores + 1));
  (ways[0] ?? new Float64Array(1))[0] = 1;
  for (let i = 0, reached = 0; i < cut; i++) {
    for (let a = Math.min(most, i); a >= Math.max(0, i - m); a--)
      rankTaken(ways, { picked: a, score: cut - i, reached, p: (n - a) / (n + m - i) });
    reached += cut - i;
  }
  const sum = new Float64Array(scores + 1);
  for (const row of ways) for (let s = 0; s <= scores; s++) sum[s] = (sum[s] ?? 0) + (row[s] ?? 0);
  return sum;
}

interface Step {
  readonly picked: number;
  /** What the rank scores when it is picked, and how much the ranks before score together. */
  readonly score: number;
  readonly reached: number;
  /** The probability that it is. */
  readonly p: number;
}

/** From the most picked downwards, so that no rank is counted twice. */
function rankTaken(ways: readonly Float64Array[], { picked, score, reached, p }: Step): void {
  const from = ways[picked];
  const to = ways[picked + 1];
  if (!from) return;
  for (let s = 0; s <= reached; s++) {
    const here = from[s] ?? 0;
    if (here === 0) continue;
    if (to) to[s + score] = (to[s + score] ?? 0) + here * p;
    from[s] = here * (1 - p);
  }
}

function runningSum(values: Float64Array): Float64Array {
  let sum = 0;
  return values.map((v) => {
    sum = Math.min(1, sum + v);
    return sum;
  });
}

/** A linear rank statistic has mean n ā and variance nm/(N(N − 1)) Σ(a − ā)² (E. Lehmann, Nonparametrics, 1975, appendix 4). */
function normalTails(n: number, m: number, cut: number): Tails {
  const size = n + m;
  const mean = (cut * (cut + 1)) / 2 / size;
  const squares = (cut * (cut + 1) * (2 * cut + 1)) / 6 - size * mean * mean;
  const sd = Math.sqrt(((n * m) / (size * (size - 1))) * squares);
  return {
    atMost: (t) => normalCdf((t + 0.5 - n * mean) / sd),
    atLeast: (t) => normalCdf((n * mean - t + 0.5) / sd),
  };
}
