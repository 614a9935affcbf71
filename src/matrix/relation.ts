import { TAIL } from '../compare/change.ts';
import type { Pair } from '../model/evidence.ts';
import type { Samples } from '../model/samples.ts';
import { holm } from '../stats/holm.ts';
import type { CellRun, RowRun } from './experiment.ts';
import { hasSamples, type Objective, objectivesOf } from './objectives.ts';

/** Chance that any two cells of the experiment are called different on any objective where they are not. */
export const ALPHA = 0.05;

/**
 * What a cell is against another: surely better or worse by what matters; equal, where the difference is surely small; or
 * unclear, where the noise leaves room for one that matters.
 */
export type Verdict = 'better' | 'worse' | 'equal' | 'unclear';

/** Two cells on one objective. */
export interface Comparison {
  readonly objective: Objective;
  /** Indices of cells; `ratio` is that of `to` over `from`, with its 90 % interval (each end a one-sided 95 % bound). */
  readonly from: number;
  readonly to: number;
  readonly ratio: number | null;
  readonly ratioLo: number | null;
  readonly ratioHi: number | null;
  /** Two-sided, of no difference; `pAdjusted` by Holm over the family. */
  readonly p: number;
  readonly pAdjusted: number;
  /** Of `to`, against `from`. */
  readonly verdict: Verdict;
}

/** A benchmark's comparisons, to be asked in either direction. */
export interface Relation {
  readonly objectives: readonly Objective[];
  /** Each pair once, `from` < `to`. */
  readonly comparisons: readonly Comparison[];
  /** @returns null where one of them has no samples, or they are the same */
  between(objective: Objective, from: number, to: number): Comparison | null;
}

/** Compares all cells of all benchmarks pairwise; they are one family. */
export function relations(rows: readonly RowRun[]): readonly Relation[] {
  const pairs = rows.map(pairsOf);
  const level = ALPHA / Math.max(1, pairs.flat().length);
  const raw = pairs.map((own) => own.map((pair) => ({ ...pair, ...tested(pair, level) })));
  const adjusted = holm(raw.flat().map(({ p }) => p));
  let at = 0;
  return raw.map((own, i) =>
    relationOf(
      objectivesOf(rows[i] as RowRun),
      own.map((pair) => judged(pair, adjusted[at++] ?? 1)),
    ),
  );
}

interface Indexed {
  readonly objective: Objective;
  readonly from: number;
  readonly to: number;
  readonly pair: Pair;
}

function pairsOf(row: RowRun): readonly Indexed[] {
  const measured = row.cells.flatMap((cell, i) => (hasSamples(cell) ? [i] : []));
  return objectivesOf(row).flatMap((objective) =>
    measured.flatMap((from, i) =>
      measured.slice(i + 1).map((to) => ({ objective, from, to, pair: pairOf(row, objective, from, to) })),
    ),
  );
}

function pairOf(row: RowRun, objective: Objective, from: number, to: number): Pair {
  const samples = (cell: number) => samplesOf(row.cells[cell], objective, row.iterations);
  return { subject: row.subject, metric: objective.metric, base: samples(from), head: samples(to) };
}

function samplesOf(cell: CellRun | undefined, { quantity }: Objective, iterations: number): Samples {
  const own = (cell?.samples ?? []).flatMap((s) => (s.values[quantity] === undefined ? [] : [s]));
  return {
    value: own.map((s) => s.values[quantity] ?? 0),
    round: own.map((s) => s.round),
    order: own.map((s) => s.order),
    iterations: own.map(() => iterations),
  };
}

function tested({ objective: { method }, pair }: Indexed, level: number) {
  const { greater, less } = method.test(pair, level);
  return { p: Math.min(1, 2 * Math.min(greater, less)), rises: greater < less };
}

type Tested = Indexed & { readonly p: number; readonly rises: boolean };

function judged({ objective, from, to, pair, p, rises }: Tested, pAdjusted: number): Comparison {
  const { ratio, ratioLo, ratioHi } = objective.method.change(pair, TAIL);
  const shown = { objective, from, to, ratio, ratioLo, ratioHi, p, pAdjusted };
  return { ...shown, verdict: verdictOf(shown, rises === (objective.metric.better === 'higher')) };
}

function verdictOf(c: Omit<Comparison, 'verdict'>, improves: boolean): Verdict {
  const { matters, resolution } = c.objective;
  if (c.pAdjusted <= ALPHA && (c.ratio === null || Math.abs(Math.log(c.ratio)) >= Math.log1p(matters)))
    return improves ? 'better' : 'worse';
  const within = (ratio: number | null) => ratio !== null && Math.abs(Math.log(ratio)) <= Math.log1p(resolution);
  return within(c.ratioLo) && within(c.ratioHi) ? 'equal' : 'unclear';
}

function relationOf(objectives: readonly Objective[], comparisons: readonly Comparison[]): Relation {
  const key = (objective: Objective, from: number, to: number) => `${objective.quantity} ${from} ${to}`;
  const known = new Map(
    comparisons.flatMap((c) => [
      [key(c.objective, c.from, c.to), c] as const,
      [key(c.objective, c.to, c.from), turned(c)] as const,
    ]),
  );
  return { objectives, comparisons, between: (objective, from, to) => known.get(key(objective, from, to)) ?? null };
}

const OPPOSITE: Readonly<Record<Verdict, Verdict>> = {
  better: 'worse',
  worse: 'better',
  equal: 'equal',
  unclear: 'unclear',
};

/** The same two cells the other way round. */
export function turned(c: Comparison): Comparison {
  const { from, to, ratio, ratioLo, ratioHi, verdict } = c;
  const over = (x: number | null) => (x === null || x === 0 ? null : 1 / x);
  return {
    ...c,
    from: to,
    to: from,
    ratio: over(ratio),
    ratioLo: over(ratioHi),
    ratioHi: over(ratioLo),
    verdict: OPPOSITE[verdict],
  };
}
