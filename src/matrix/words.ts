import { formatChange, formatPercent, formatValue } from '../model/format.ts';
import type { Grid } from './grid.ts';
import { isPerformance } from './objectives.ts';
import { type Choice, LEAST, PRICE } from './recommend.ts';
import type { Comparison, Relation } from './relation.ts';
import type { Recommendation, SettingReport } from './report.ts';
import { type GcSetting, labelOf } from './setting.ts';

export function settingReport({ gogc, gomemlimit, gomaxprocs }: GcSetting): SettingReport {
  return { gogc: gogc ?? 'off', gomemlimit: gomemlimit ?? 'off', gomaxprocs: gomaxprocs ?? 'default' };
}

/** One benchmark as a sentence names it, and its comparisons. */
export interface Named {
  readonly name: string;
  readonly relation: Relation;
}

/** The choice in words: what to set, what it gives, and why nothing else. */
export function recommendation(choice: Choice, rows: readonly Named[], { cells, base }: Grid): Recommendation {
  const setting = cells[choice.cell] as GcSetting;
  const keepDefault = choice.cell === base;
  const label = labelOf(setting);
  const usual = labelOf(cells[base] as GcSetting);
  const effect = (cell: number) =>
    rows.map(({ name, relation }) => effectOf(relation, base, cell, rows.length > 1 ? name : ''));
  const text = keepDefault
    ? `Keep the default (${usual}): ${whyKept(rows, cells, base)}.`
    : `${label}: ${effect(choice.cell).join('; ')}, against ${usual}.`;
  const others = keepDefault ? nearMisses(rows, cells, base) : runnersUp(choice, cells);
  const equal = choice.equal.map((cell) => labelOf(cells[cell] as GcSetting));
  const reasons = [
    ...others.map((cell) => `${labelOf(cells[cell] as GcSetting)}: ${effect(cell).join('; ')}.`),
    ...(equal.length > 0 ? [`Not to be told from it: ${equal.join(', ')}.`] : []),
    RULE,
  ];
  return { setting: settingReport(setting), label, keepDefault, text, reasons, equal };
}

const RULE = `The rule: surely better, surely slower nowhere, worth at least ${formatPercent(LEAST)} when each doubling of memory has to buy ${formatPercent(PRICE)}.`;

/** Others that a person may want to weigh. */
const SHOWN = 3;

function runnersUp({ cell, candidates, equal }: Choice, cells: readonly GcSetting[]): readonly number[] {
  const others = candidates.map((c) => c.cell).filter((other) => other !== cell && !equal.includes(other));
  return others.filter((other) => other < cells.length).slice(0, SHOWN);
}

/** Cells that are surely better on something, and still not worth it. */
function nearMisses(rows: readonly Named[], cells: readonly GcSetting[], base: number): readonly number[] {
  const better = (cell: number) =>
    rows.some(({ relation }) => of(relation, base, cell).some(({ verdict }) => verdict === 'better'));
  return cells.flatMap((_, cell) => (cell !== base && better(cell) ? [cell] : [])).slice(0, SHOWN);
}

function whyKept(rows: readonly Named[], cells: readonly GcSetting[], base: number): string {
  const measured = cells.some(
    (_, cell) => cell !== base && rows.some(({ relation }) => of(relation, base, cell).length > 0),
  );
  if (!measured) return 'nothing else could be compared with it';
  const performance = rows.flatMap(({ relation }) =>
    cells.flatMap((_, cell) => of(relation, base, cell).filter(({ objective }) => isPerformance(objective))),
  );
  if (performance.some(({ verdict }) => verdict === 'better'))
    return 'what is faster is not worth its memory, or is slower elsewhere';
  const open = performance.filter(({ verdict }) => verdict === 'unclear').length;
  const unclear = open > 0 ? ', though the noise leaves room for it: more rounds would tell' : '';
  return `nothing is better by more than the noise${unclear}`;
}

function of(relation: Relation, from: number, to: number): readonly Comparison[] {
  return relation.objectives.flatMap((objective) => relation.between(objective, from, to) ?? []);
}

/** `+12.1 % (+9.4 … +15.0 %) throughput, p99 equal (−2.0 … +1.0 %), 1.80× (1.75–1.84×) the peak RSS` */
export function effectOf(relation: Relation, from: number, to: number, name = ''): string {
  const parts = of(relation, from, to).map(differenceText);
  return `${name ? `${name}: ` : ''}${parts.length > 0 ? parts.join(', ') : 'not measured'}`;
}

export function differenceText(c: Comparison): string {
  const { name } = c.objective;
  const memory = !isPerformance(c.objective);
  if (c.verdict === 'equal') return `${name} equal${interval(c, memory)}`;
  if (c.verdict === 'unclear') return `${name} unclear${interval(c, memory)}`;
  if (c.ratio === null) return `${name} ${c.verdict}`;
  return memory
    ? `${times(c.ratio)}${interval(c, memory)} the ${name}`
    : `${formatChange(c.ratio)}${interval(c, memory)} ${name}`;
}

function interval({ ratioLo, ratioHi }: Comparison, memory: boolean): string {
  if (ratioLo === null || ratioHi === null) return '';
  if (memory) return ` (${times(ratioLo).replace('×', '')}–${times(ratioHi)})`;
  const [lo, hi] = [formatChange(ratioLo), formatChange(ratioHi)];
  return lo.endsWith(' %') && hi.endsWith(' %') ? ` (${lo.slice(0, -2)} … ${hi})` : ` (${lo} … ${hi})`;
}

export function times(ratio: number): string {
  return `${formatValue(ratio, '')}×`;
}
