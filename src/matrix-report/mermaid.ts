import type { Quantity } from '../matrix/experiment.ts';
import type { BenchmarkReport, CellReport, ObjectiveReport } from '../matrix/report.ts';
import { formatValue } from '../model/format.ts';
import { isMemory } from './objective.ts';
import { nameOf } from './words.ts';

/** Bars that can be told apart, with room for their names. */
const MOST = 12;

/**
 * The trade-off as a chart that GitHub draws (mermaid.js.org/syntax/xyChart.html): settings by the memory they need, a bar
 * for each (lying, so that their names have room), and the best that can be had with so much memory as a line. '' where there is nothing to draw.
 */
export function tradeOffChart(benchmark: BenchmarkReport, objective: ObjectiveReport): string {
  const memory = benchmark.objectives.find(isMemory);
  if (!memory) return '';
  const cells = shown(benchmark.cells, objective.quantity, memory.quantity);
  if (cells.length < 2) return '';
  const { scale, unit } = scaleOf(objective, cells);
  const value = (cell: CellReport) => (cell.quantities[objective.quantity]?.center ?? 0) * scale;
  const values = cells.map(value);
  const names = cells.map(
    (cell) => `${cell.short}: ${formatValue(cell.quantities[memory.quantity]?.center ?? 0, 'B')}`,
  );
  const title = `${nameOf(benchmark)}: ${objective.name} by ${memory.name}`;
  return [
    'xychart-beta horizontal',
    `    title ${quoted(title)}`,
    `    x-axis [${names.map(quoted).join(', ')}]`,
    `    y-axis ${quoted(unit)} 0 --> ${digits(1.1 * Math.max(...values))}`,
    `    bar [${values.map(digits).join(', ')}]`,
    `    line [${bestSoFar(values, objective.better === 'higher')
      .map(digits)
      .join(', ')}]`,
  ].join('\n');
}

/** By memory; where there are too many, those on the front and the default. */
function shown(cells: readonly CellReport[], quantity: Quantity, memory: Quantity): readonly CellReport[] {
  const of = (cell: CellReport) => cell.quantities[memory]?.center ?? 0;
  const measured = cells
    .filter((cell) => cell.quantities[quantity] && cell.quantities[memory])
    .sort((a, b) => of(a) - of(b));
  if (measured.length <= MOST) return measured;
  return measured.filter(({ front, isDefault }) => front !== 'no' || isDefault).slice(0, MOST);
}

function bestSoFar(values: readonly number[], higher: boolean): readonly number[] {
  let best = higher ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return values.map((value) => (best = higher ? Math.max(best, value) : Math.min(best, value)));
}

/** A chart has plain numbers: in a unit that makes them short. */
function scaleOf({ quantity, name }: ObjectiveReport, cells: readonly CellReport[]): { scale: number; unit: string } {
  const most = Math.max(...cells.map((cell) => cell.quantities[quantity]?.center ?? 0));
  const steps: readonly (readonly [number, string])[] =
    quantity === 'op/s'
      ? [
          [1e9, 'G op/s'],
          [1e6, 'M op/s'],
          [1e3, 'k op/s'],
          [1, 'op/s'],
        ]
      : [
          [1, 's'],
          [1e-3, 'ms'],
          [1e-6, 'µs'],
          [1e-9, 'ns'],
        ];
  const [size, unit] = steps.find(([size]) => most >= size) ?? steps.at(-1) ?? [1, ''];
  return { scale: 1 / size, unit: quantity === 'op/s' ? unit : `${name}, ${unit}` };
}

/** Mermaid knows no escape in a string: what could end it or mean something is replaced. */
function quoted(text: string): string {
  return `"${text.replace(/[^\p{L}\p{N} .,:/=%+×µ()_-]/gu, '·')}"`;
}

/** Four digits, never with an exponent. */
function digits(value: number): string {
  return value >= 1e4 ? String(Math.round(value)) : String(Number(value.toPrecision(4)));
}
