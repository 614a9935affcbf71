import { normalCdf } from './normal.ts';
import { ascending } from './sorted.ts';

/** Whether values rise or fall in the order given. */
export interface MannKendall {
  /** Pairs in which the later value is larger, less those in which it is smaller. */
  readonly s: number;
  /** One-sided, small when values tend to rise: P(S ≥ s). */
  readonly rising: number;
  /** One-sided, small when values tend to fall: P(S ≤ s). */
  readonly falling: number;
  /** Twice the smaller of the two, at most 1. */
  readonly twoSided: number;
  /** Whether the p values are exact given the ties; otherwise the normal approximation was used. */
  readonly exact: boolean;
}

/** Most values for which the exact distribution is computed; beyond it the normal approximation is good. */
const EXACT_UP_TO = 50;

/**
 * Kendall's test of "no trend" (H. Mann, Nonparametric Tests Against Trend, Econometrica 13, 1945; M. Kendall, Rank
 * Correlation Methods, 1975): exact given the ties up to 50 values, beyond by the normal approximation with corrections
 * for ties and continuity. It takes the values for independent: of a series that wanders p is too small.
 *
 * @param values finite, in the order of time
 */
export function mannKendall(values: readonly number[]): MannKendall {
  const s = statistic(values);
  const ties = tieSizes(values);
  const exact = values.length <= EXACT_UP_TO;
  const [falling, rising] = exact ? exactTails(ties, s) : normalTails(ties, s);
  return { s, rising, falling, twoSided: Math.min(1, 2 * Math.min(rising, falling)), exact };
}

/** Σ sign(later − earlier), by counting in a tree of ranks: n log n. */
function statistic(values: readonly number[]): number {
  const distinct = [...new Set(ascending(values))];
  const rank = new Map(distinct.map((value, i) => [value, i + 1]));
  const counts = new Int32Array(distinct.length + 1);
  let s = 0;
  values.forEach((value, seen) => {
    const at = rank.get(value) ?? 0;
    const [below, upTo] = [countUpTo(counts, at - 1), countUpTo(counts, at)];
    s += below - (seen - upTo);
    for (let i = at; i < counts.length; i += i & -i) counts[i] = (counts[i] ?? 0) + 1;
  });
  return s;
}

/** Prefix sum of a Fenwick tree (P. Fenwick, Software: Practice and Experience 24, 1994). */
function countUpTo(counts: Int32Array, rank: number): number {
  let sum = 0;
  for (let i = rank; i > 0; i -= i & -i) sum += counts[i] ?? 0;
  return sum;
}

function tieSizes(values: readonly number[]): number[] {
  const sizes = new Map<number, number>();
  for (const value of values) sizes.set(value, (sizes.get(value) ?? 0) + 1);
  return [...sizes.values()];
}

/** P(S ≤ s) and P(S ≥ s). S is the number of untied pairs less twice the inversions. */
function exactTails(ties: readonly number[], s: number): [number, number] {
  const inversions = inversionDistribution(ties);
  const observed = (inversions.length - 1 - s) / 2;
  const sum = (from: number, to: number) => inversions.subarray(from, to).reduce((total, p) => total + p, 0);
  return [Math.min(1, sum(observed, inversions.length)), Math.min(1, sum(0, observed + 1))];
}

/**
 * Probability of each number of inversions when every order of the values is equally likely: the coefficients of the
 * q-multinomial (R. Stanley, Enumerative Combinatorics 1, section 1.7), one tie group after the other. Positive terms only.
 */
function inversionDistribution(ties: readonly number[]): Float64Array {
  let distribution = Float64Array.of(1);
  let before = 0;
  for (const size of ties) {
    distribution = convolved(distribution, boxed(size, before));
    before += size;
  }
  return distribution;
}

function convolved(a: Float64Array, b: Float64Array): Float64Array<ArrayBuffer> {
  const sum = new Float64Array(a.length + b.length - 1);
  a.forEach((x, i) => {
    b.forEach((y, j) => {
      sum[i + j] = (sum[i + j] ?? 0) + x * y;
    });
  });
  return sum;
}

/**
 * Probability of each number of inversions between a equal values and b others, mixed at random: Gaussian binomial
 * coefficients over C(a + b, a). The last of all is one of the a with probability a / (a + b), and behind all b.
 */
function boxed(a: number, b: number): Float64Array {
  let row: Float64Array[] = Array.from({ length: b + 1 }, () => Float64Array.of(1));
  for (let i = 1; i <= a; i++) {
    const next: Float64Array[] = [Float64Array.of(1)];
    for (let j = 1; j <= b; j++) {
      const [one, other] = [row[j] as Float64Array, next[j - 1] as Float64Array];
      const both = new Float64Array(i * j + 1);
      one.forEach((p, u) => {
        both[u + j] = (both[u + j] ?? 0) + (p * i) / (i + j);
      });
      other.forEach((p, u) => {
        both[u] = (both[u] ?? 0) + (p * j) / (i + j);
      });
      next.push(both);
    }
    row = next;
  }
  return row[b] ?? Float64Array.of(1);
}

function normalTails(ties: readonly number[], s: number): [number, number] {
  const spread = (n: number) => n * (n - 1) * (2 * n + 5);
  const n = ties.reduce((sum, t) => sum + t, 0);
  const variance = (spread(n) - ties.reduce((sum, t) => sum + spread(t), 0)) / 18;
  if (!(variance > 0)) return [1, 1];
  // S goes in steps of 2 without ties: half a step is 1.
  return [normalCdf((s + 1) / Math.sqrt(variance)), normalCdf((1 - s) / Math.sqrt(variance))];
}
