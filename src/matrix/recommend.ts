import type { Grid } from './grid.ts';
import { isPerformance } from './objectives.ts';
import type { Comparison, Relation } from './relation.ts';
import { DEFAULT_GOGC, type GcSetting } from './setting.ts';

/**
 * What memory is worth: each doubling of it has to buy this much performance, and a saving is worth as much. A starting
 * value: it stands in every recommendation, so that whoever pays another price can see what another choice would give.
 */
export const PRICE = 0.05;
/** A setting that is worth no more than this is not worth being set. */
export const LEAST = 0.02;

/** What a cell is worth against the default: the logarithm of its gain, less the price of its memory. */
export interface Worth {
  readonly cell: number;
  readonly worth: number;
}

export interface Choice {
  /** Index of the recommended cell; that of the default where it is kept. */
  readonly cell: number;
  /** All that are surely better than the default and worth their memory, the best first. */
  readonly candidates: readonly Worth[];
  /** Cells that cannot be told from the recommended one on any objective. */
  readonly equal: readonly number[];
}

/**
 * The cell to recommend for these benchmarks together, or the default. A candidate is surely better on some objective of
 * some benchmark, surely worse in the performance of none, and worth its memory on average and at the unfavourable ends of
 * its intervals.
 */
export function choose(relations: readonly Relation[], { cells, base }: Grid): Choice {
  const candidates = cells
    .flatMap((_, cell) => (cell === base ? [] : worthOf(relations, base, cell)))
    .sort((a, b) => b.worth - a.worth || a.cell - b.cell);
  const [best] = candidates;
  if (!best) return { cell: base, candidates, equal: same(relations, base, cells) };
  const alike = candidates
    .map((c) => c.cell)
    .filter((cell) => cell === best.cell || isSame(relations, best.cell, cell));
  const cell = alike.sort((a, b) => simplicity(cells[a]) - simplicity(cells[b]) || a - b)[0] ?? best.cell;
  return { cell, candidates, equal: same(relations, cell, cells) };
}

function worthOf(relations: readonly Relation[], base: number, cell: number): readonly Worth[] {
  const rows = relations.map((relation) =>
    relation.objectives.map((objective) => relation.between(objective, base, cell)),
  );
  if (!rows.every((row) => row.length > 0 && row.every((c) => c !== null))) return [];
  const known = rows as readonly (readonly Comparison[])[];
  if (!known.every(isEligible) || !known.flat().some(({ verdict }) => verdict === 'better')) return [];
  const mean = (of: (row: readonly Comparison[]) => number) =>
    known.reduce((sum, row) => sum + of(row), 0) / known.length;
  const worth = mean((row) => balance(row, ({ ratio }) => ratio));
  const atWorst = mean((row) => balance(row, unfavourable));
  return worth >= Math.log1p(LEAST) && atWorst > 0 ? [{ cell, worth }] : [];
}

/** Surely worse on none; where it only saves memory, its performance must be known to be equal. */
function isEligible(row: readonly Comparison[]): boolean {
  const performance = row.filter(({ objective }) => isPerformance(objective)).map(({ verdict }) => verdict);
  if (performance.includes('worse')) return false;
  return performance.includes('better') || performance.every((verdict) => verdict === 'equal');
}

type End = (c: Comparison) => number | null;

/** The end of the interval at which the cell is worth less. */
const unfavourable: End = (c) => (c.objective.metric.better === 'higher' ? c.ratioLo : c.ratioHi);

function balance(row: readonly Comparison[], end: End): number {
  const gains = row.filter((c) => isPerformance(c.objective) && c.verdict === 'better').map((c) => gain(c, end));
  const memory = row.filter((c) => !isPerformance(c.objective)).map((c) => (c.verdict === 'equal' ? 0 : gain(c, end)));
  const price = Math.log1p(PRICE) / Math.LN2;
  return Math.max(0, ...gains) + memory.reduce((sum, g) => sum + g, 0) * price;
}

/** Logarithm of the improvement. */
function gain(c: Comparison, end: End): number {
  const ratio = end(c) ?? 1;
  return c.objective.metric.better === 'higher' ? Math.log(ratio) : -Math.log(ratio);
}

function same(relations: readonly Relation[], cell: number, cells: readonly GcSetting[]): readonly number[] {
  return cells.flatMap((_, other) => (other !== cell && isSame(relations, cell, other) ? [other] : []));
}

/** Equal on every objective of every benchmark, and measured. */
function isSame(relations: readonly Relation[], a: number, b: number): boolean {
  return relations.every(
    (relation) =>
      relation.objectives.length > 0 &&
      relation.objectives.every((objective) => relation.between(objective, a, b)?.verdict === 'equal'),
  );
}

/** Small for what is nearest to what Go does anyway. */
function simplicity(setting: GcSetting | undefined): number {
  if (!setting) return Number.POSITIVE_INFINITY;
  const { gogc, gomemlimit, gomaxprocs } = setting;
  const far = gogc === null ? 100 : Math.abs(Math.log(gogc / DEFAULT_GOGC));
  return (gomemlimit === null ? 0 : 1000) + (gomaxprocs === null ? 0 : 1e6) + far;
}
