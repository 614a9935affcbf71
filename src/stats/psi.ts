import { chiSquareAbove } from './gamma.ts';
import { type Random, seeded } from './random.ts';
import { dealt } from './tables.ts';

/** How often a category was met with in each of two samples; whole numbers. */
export interface Counts {
  readonly base: number;
  readonly head: number;
}

/** How far the shares of the categories differ between two samples. */
export interface Shift {
  /** Population stability index: {@link stabilityIndex} of the cells. */
  readonly psi: number;
  /** What chance alone gives it, on average. */
  readonly expected: number;
  /** P(an index as large as this) where nothing changed, by permutation. */
  readonly p: number;
  /** Pearson's statistic of homogeneity, its degrees of freedom, and P(χ² ≥ it) where nothing changed. */
  readonly chiSquare: { readonly statistic: number; readonly degrees: number; readonly p: number };
  /** The categories that were compared, the most frequent first; rare ones are one cell. */
  readonly cells: readonly Counts[];
  /** Whether there are samples enough to tell a shift of the limit from chance, even of two cells: 40 a side for 0.1. */
  readonly enough: boolean;
}

export interface ShiftOptions {
  /** The smallest index that matters. */
  readonly limit: number;
  /** Whole: the same seed gives the same p. */
  readonly seed: number;
  /** Resamplings, at least 999. */
  readonly permutations?: number;
}

/**
 * The shift of a distribution over categories from base to head. A bare threshold on the index would say nothing: with k
 * categories and n and m members it is (k − 1)(1/n + 1/m) on average where nothing changed. So rare categories are pooled
 * ({@link pooled}) until that average is at most half of the limit, and p comes from dealing the members of both samples
 * out anew. What is pooled depends on both samples together only, so p stays exact; and pooling only lowers the index.
 * Members are taken to be independent. Does not depend on the order of the categories.
 *
 * @throws RangeError for counts that are not whole, and for fewer than 999 permutations
 */
export function shiftOf(categories: readonly Counts[], { limit, seed, permutations = 999 }: ShiftOptions): Shift {
  if (!(permutations >= 999)) throw new RangeError(`${permutations} permutations are too few`);
  if (!categories.every(({ base, head }) => isCount(base) && isCount(head)))
    throw new RangeError('a category was not counted in whole numbers');
  const step = 1 / sum(categories, 'base') + 1 / sum(categories, 'head');
  const most = 1 + Math.floor(limit / 2 / step);
  const cells = pooled(categories, most);
  const psi = stabilityIndex(cells);
  return {
    psi,
    expected: cells.length < 2 ? 0 : (cells.length - 1) * step,
    p: permutationP(cells, psi, permutations, seeded(seed)),
    chiSquare: homogeneity(cells),
    cells,
    enough: most >= 2,
  };
}

function isCount(n: number): boolean {
  return Number.isInteger(n) && n >= 0;
}

function sum(cells: readonly Counts[], side: keyof Counts): number {
  return cells.reduce((total, cell) => total + cell[side], 0);
}

/** In both samples a cell is expected to be met with this often (W. Cochran, Some Methods for Strengthening χ² Tests, 1954). */
const RARE = 5;

/**
 * The categories, the most frequent first; those that either sample is expected to meet with fewer than 5 times are
 * put together, last, and where they are still too few together, to the least frequent of the others.
 *
 * @param most cells that there may be: what is beyond is put together with the rare ones
 */
export function pooled(categories: readonly Counts[], most: number): readonly Counts[] {
  const [n, m] = [sum(categories, 'base'), sum(categories, 'head')];
  const isRare = (c: Counts) => ((c.base + c.head) * Math.min(n, m)) / (n + m) < RARE;
  const ranked = categories.filter((c) => c.base + c.head > 0).sort(byFrequency);
  const often = ranked.filter((c) => !isRare(c));
  const fits = ranked.length <= Math.min(most, often.length);
  const kept = fits ? often : often.slice(0, Math.max(0, most - 1));
  const rest = together(ranked.slice(kept.length));
  if (rest.base + rest.head === 0) return kept;
  const last = kept.at(-1);
  return last && isRare(rest) ? [...kept.slice(0, -1), together([last, rest])] : [...kept, rest];
}

function byFrequency(a: Counts, b: Counts): number {
  return b.base + b.head - a.base - a.head || b.base - a.base;
}

function together(cells: readonly Counts[]): Counts {
  return { base: sum(cells, 'base'), head: sum(cells, 'head') };
}

/**
 * Σ (q − p) ln(q/p) over the shares p of base and q of head (symmetrised divergence, H. Jeffreys, 1946; as the population
 * stability index: B. Yurdakul, Statistical Properties of Population Stability Index, 2018). Half a member is added to
 * every count, so that an empty cell is finite.
 */
export function stabilityIndex(cells: readonly Counts[]): number {
  const half = cells.length / 2;
  const [n, m] = [sum(cells, 'base') + half, sum(cells, 'head') + half];
  return cells.reduce((psi, { base, head }) => {
    const [p, q] = [(base + 0.5) / n, (head + 0.5) / m];
    return psi + (q - p) * Math.log(q / p);
  }, 0);
}

/** Pearson's χ² that two samples come from one distribution (R. Fisher, Statistical Methods for Research Workers, 1925). */
function homogeneity(cells: readonly Counts[]): Shift['chiSquare'] {
  const [n, m] = [sum(cells, 'base'), sum(cells, 'head')];
  const degrees = Math.max(0, cells.length - 1);
  // Summed over both sides, (counted − expected)²/expected comes to this.
  const statistic =
    cells.reduce((chi, { base, head }) => chi + (base * m - head * n) ** 2 / (base + head), 0) / (n * m);
  const nothing = degrees === 0 || n === 0 || m === 0;
  return nothing ? { statistic: 0, degrees, p: 1 } : { statistic, degrees, p: chiSquareAbove(statistic, degrees) };
}

/** An index that is the same but for its last digits is as large. */
const ROUNDING = 1e-12;

/** The observed sample counts as one of the permutations (B. Phipson & G. Smyth, Permutation P-values Should Never Be Zero, 2010). */
function permutationP(cells: readonly Counts[], psi: number, permutations: number, random: Random): number {
  const totals = cells.map(({ base, head }) => base + head);
  const size = sum(cells, 'base');
  let reached = 1;
  for (let i = 0; i < permutations; i++) {
    const bases = dealt(totals, size, random);
    const index = stabilityIndex(bases.map((base, c) => ({ base, head: (totals[c] ?? 0) - base })));
    if (index >= psi - ROUNDING * Math.max(1, psi)) reached++;
  }
  return reached / (permutations + 1);
}
