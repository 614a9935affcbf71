import { fewestSamples } from '../stats/critical.ts';
import { seeded } from '../stats/random.ts';
import { ALPHA } from './relation.ts';

/** One process to run: a benchmark under a setting. */
export interface Step {
  readonly round: number;
  /** Index of the benchmark. */
  readonly row: number;
  /** Index of the cell. */
  readonly cell: number;
}

/**
 * One round: every benchmark under every cell, in a drawn order, since noise comes in episodes. The second round of a
 * pair goes backwards, so that what drifts steadily cancels.
 *
 * @param seed drawn once for the experiment
 */
export function roundSteps(round: number, rows: number, cells: number, seed: number): readonly Step[] {
  const random = seeded(seed + (round >> 1));
  const steps = Array.from({ length: rows }, (_, row) => shuffled(cells, random).map((cell) => ({ round, row, cell })));
  return round % 2 === 0 ? steps.flat() : steps.flat().reverse();
}

/** Fisher-Yates (D. Knuth, The Art of Computer Programming 2, 3.4.2, algorithm P). */
function shuffled(n: number, random: () => number): number[] {
  const order = Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j] ?? 0, order[i] ?? 0];
  }
  return order;
}

/** A step by what it runs, whatever its place in the order. */
export function stepKey({ round, row, cell }: Step): string {
  return `${round} ${row} ${cell}`;
}

/**
 * The fewest rounds with which the judge's test can call any of so many comparisons a difference: complete separation, by
 * the part of the test that has the largest share of the error.
 */
export function fewestRounds(family: number): number {
  return fewestSamples((ALPHA / Math.max(1, family)) * (LARGEST_SHARE / 2));
}

/** {@link timeTest} gives its floor and its drift this much each. */
const LARGEST_SHARE = 0.45;

/** Fewer say little of the spread. */
const FEWEST_ROUNDS = 8;
/** The smallest p must stay below the level by this much, so that a stray sample or two do not hide a difference. */
const MARGIN = 8;

/**
 * Rounds that the comparisons need before any of them can be called a difference: all pairs of cells, on every objective,
 * are corrected for one another, so the number grows with the grid.
 *
 * @param objectives two (throughput, memory) or three (p99)
 */
export function roundsFor(rows: number, cells: number, objectives: number): number {
  const family = Math.max(1, (rows * objectives * cells * (cells - 1)) / 2);
  return Math.max(FEWEST_ROUNDS, fewestSamples(ALPHA / family / MARGIN));
}
