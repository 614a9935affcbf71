import { type BySeed, LAYOUT_P, type UnderLayouts, underLayouts } from '../compare/layouts.ts';
import type { Comparison } from '../model/comparison.ts';
import { SIDES, type SideName } from '../model/evidence.ts';
import { formatChange } from '../model/format.ts';
import { CPU_TIME } from '../model/metric.ts';
import { subjectKey } from '../model/subject.ts';
import { whyNoLayouts } from '../plan/layouts.ts';
import type { Survey } from './survey.ts';

/** What counts time, which depends on where functions lie. */
const TIMES: readonly string[] = ['sec/op', CPU_TIME];
/** A layout has been seen to slow a benchmark by half, not to double it. */
const BEYOND_LAYOUT = 2;

/**
 * The rows that got slower in time and in nothing that is counted, so that a layout could have done it: their keys, the
 * smallest change first.
 */
export function timeAlone(comparisons: readonly Comparison[]): readonly string[] {
  const allocating = new Set(
    regressed(comparisons)
      .filter((c) => !TIMES.includes(c.metric))
      .map(keyOf),
  );
  const slower = regressed(comparisons).filter(
    (c) => TIMES.includes(c.metric) && !allocating.has(keyOf(c)) && (c.ratioLo ?? 0) < BEYOND_LAYOUT,
  );
  return [...new Set(slower.sort((a, b) => (a.ratioLo ?? 0) - (b.ratioLo ?? 0)).map(keyOf))];
}

function regressed(comparisons: readonly Comparison[]): readonly Comparison[] {
  return comparisons.filter((c) => c.status === 'regressed');
}

function keyOf({ subject }: Comparison): string {
  return subjectKey(subject);
}

/**
 * Rows that are slower in time alone count as regressed only when they are under other layouts too, and by more than their
 * limit; where those could not be tried they stay regressed, and say so.
 */
export function underOtherLayouts(comparisons: readonly Comparison[], survey: Survey): readonly Comparison[] {
  const asked = new Set(timeAlone(comparisons));
  if (asked.size === 0 || survey.evidence.packages.length === 0) return comparisons;
  return comparisons.map((row) => {
    if (row.status !== 'regressed' || !TIMES.includes(row.metric) || !asked.has(keyOf(row))) return row;
    const found = layoutsOf(row, survey);
    return found ? weigh(row, found) : untried(row, survey);
  });
}

function weigh(row: Comparison, found: UnderLayouts): Comparison {
  const text = `under ${found.seeds} other layouts of both binaries ${formatChange(found.ratio)} (p ${Number(found.p.toPrecision(2))})`;
  if (found.p <= LAYOUT_P && found.ratio > 1 + (row.limit ?? 0))
    return { ...row, reason: `slower whatever the layout: ${text}` };
  const reason = `slower in these two binaries, but perhaps only by where the linker put the functions: ${text}`;
  return { ...row, status: 'inconclusive', reason };
}

function untried(row: Comparison, { evidence }: Survey): Comparison {
  const why = whyNoLayouts(evidence);
  return why === null ? row : { ...row, warnings: [...row.warnings, `not tried under other layouts: ${why}`] };
}

/** Fewest seeds with which the tests can be sure. */
const FEWEST = 6;

function layoutsOf(row: Comparison, survey: Survey): UnderLayouts | null {
  const [base, head] = SIDES.map((side) => bestBySeed(row, side, survey));
  const seeds = [...(base?.keys() ?? [])].filter((seed) => head?.has(seed));
  if (seeds.length < FEWEST) return null;
  const column = (of: ReadonlyMap<number, number> | undefined) => seeds.map((seed) => of?.get(seed) ?? Number.NaN);
  const samples: BySeed = { base: column(base), head: column(head) };
  return underLayouts(samples);
}

function bestBySeed(row: Comparison, side: SideName, { evidence, outcome }: Survey): ReadonlyMap<number, number> {
  const seeds = new Map(evidence.processes.map((p) => [p.order, p.layout]));
  const best = new Map<number, number>();
  for (const { phase, side: of, order, result } of outcome.readings) {
    if (phase !== 'layout' || of !== side || subjectKey(result.subject) !== keyOf(row)) continue;
    const value = result.values.find(({ unit }) => unit === row.unit)?.value;
    const seed = seeds.get(order);
    if (seed !== undefined && value !== undefined && value > 0)
      best.set(seed, Math.min(value, best.get(seed) ?? value));
  }
  return best;
}
