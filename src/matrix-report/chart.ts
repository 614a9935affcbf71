import type { Quantity } from '../matrix/experiment.ts';
import type { BenchmarkReport, CellReport, ObjectiveReport, Summary } from '../matrix/report.ts';
import { formatCount, formatValue } from '../model/format.ts';
import { CHARACTER, line, number, picture, ROW } from '../profile/exports/svg.ts';
import { escapeXml } from '../wire/escape.ts';
import { type Box, placed } from './labels.ts';
import { isMemory } from './objective.ts';
import { linear, logarithmic, type Scale } from './scale.ts';
import { nameOf } from './words.ts';

/** Pixels. */
const WIDTH = 900;
const HEIGHT = 480;
const FRAME = { left: 90, right: 30, top: 3 * ROW + 16, bottom: 62 };
const INNER = { width: WIDTH - FRAME.left - FRAME.right, height: HEIGHT - FRAME.top - FRAME.bottom };

const GRID = '#e4e4e4';
const AXIS = '#6b6b6b';
const FRONT = '#1f5fa8';
const OTHER = '#8a8a8a';

interface Point {
  readonly cell: CellReport;
  readonly value: Summary;
  readonly memory: Summary;
  readonly x: number;
  readonly y: number;
}

/**
 * The trade-off curve as a static SVG picture: what the benchmark gives against the memory it takes, one point a setting,
 * with 95 % intervals. The line joins the settings on the front. Null where there is nothing to draw.
 */
export function tradeOffPicture(benchmark: BenchmarkReport, objective: ObjectiveReport): string | null {
  const memory = benchmark.objectives.find(isMemory);
  const cells = benchmark.cells.filter(
    (cell) => memory && cell.quantities[objective.quantity] && cell.quantities[memory.quantity],
  );
  if (!memory || cells.length === 0) return null;
  const of = (cell: CellReport, quantity: Quantity) => cell.quantities[quantity] as Summary;
  const ends = (quantity: Quantity) => cells.flatMap((cell) => [of(cell, quantity).lo, of(cell, quantity).hi]);
  const [xs, ys] = [logarithmic(ends(memory.quantity), INNER.width), linear(ends(objective.quantity), INNER.height)];
  const points = cells.map((cell): Point => {
    const [value, needs] = [of(cell, objective.quantity), of(cell, memory.quantity)];
    return { cell, value, memory: needs, x: FRAME.left + xs.at(needs.center), y: yOf(ys, value.center) };
  });
  const title = `${nameOf(benchmark)}: ${objective.name} against ${memory.name}`;
  return picture({
    width: WIDTH,
    height: HEIGHT,
    title,
    description: describe(points, objective, memory),
    body: [
      line(FRAME.left, ROW, title, INNER.width, true),
      line(FRAME.left, 2 * ROW, hintOf(objective), INNER.width),
      ...legend(points),
      ...axes(xs, ys, objective, memory),
      frontLine(points, objective),
      ...points.flatMap((point) => marks(point, xs, ys, objective, memory)),
      ...names(points, xs, ys, benchmark),
    ],
  });
}

function yOf(ys: Scale, value: number): number {
  return FRAME.top + INNER.height - ys.at(value);
}

function hintOf({ better }: ObjectiveReport): string {
  return `Better is ${better === 'higher' ? 'up' : 'down'} and to the left. Whiskers: 95 % interval of the median.`;
}

function text(quantity: Quantity, value: number): string {
  if (quantity === 'op/s') return `${formatCount(value)} op/s`;
  return formatValue(value, quantity === 'p99' ? 'sec' : 'B');
}

function describe(points: readonly Point[], objective: ObjectiveReport, memory: ObjectiveReport): string {
  const each = points.map(
    ({ cell, value, memory: needs }) =>
      `${cell.label}: ${text(objective.quantity, value.center)} with ${text(memory.quantity, needs.center)}`,
  );
  return `Scatter plot of ${points.length} settings. ${each.join('; ')}.`;
}

/** The words of a tick: without the unit that the axis names. */
function axes(xs: Scale, ys: Scale, objective: ObjectiveReport, memory: ObjectiveReport): string[] {
  const bottom = FRAME.top + INNER.height;
  const xTicks = xs.ticks.flatMap((tick) => {
    const x = FRAME.left + xs.at(tick);
    return [stroke(x, FRAME.top, x, bottom, GRID), label(x, bottom + 16, formatValue(tick, 'B'), 'middle')];
  });
  const yTicks = ys.ticks.flatMap((tick) => {
    const y = yOf(ys, tick);
    const shown = objective.quantity === 'op/s' ? formatCount(tick) : formatValue(tick, 'sec');
    return [stroke(FRAME.left, y, FRAME.left + INNER.width, y, GRID), label(FRAME.left - 8, y + 4, shown, 'end')];
  });
  return [
    ...xTicks,
    ...yTicks,
    stroke(FRAME.left, bottom, FRAME.left + INNER.width, bottom, AXIS),
    stroke(FRAME.left, FRAME.top, FRAME.left, bottom, AXIS),
    label(FRAME.left + INNER.width / 2, bottom + 38, `${memory.name}, logarithmic`, 'middle'),
    label(FRAME.left - 8, FRAME.top - 10, objective.quantity === 'op/s' ? 'op/s' : objective.name, 'end'),
  ];
}

function label(x: number, y: number, words: string, anchor: 'start' | 'middle' | 'end', fill = '#1b1b1b'): string {
  return `<text x="${number(x)}" y="${number(y)}" text-anchor="${anchor}" fill="${fill}" xml:space="preserve">${escapeXml(words)}</text>`;
}

function stroke(x1: number, y1: number, x2: number, y2: number, colour: string, width = 1): string {
  return `<line x1="${number(x1)}" y1="${number(y1)}" x2="${number(x2)}" y2="${number(y2)}" stroke="${colour}" stroke-width="${width}"/>`;
}

function colourOf({ front }: CellReport): string {
  return front === 'no' ? OTHER : FRONT;
}

/** Joins what is on the front of these two objectives, by memory. */
function frontLine(points: readonly Point[], { better }: ObjectiveReport): string {
  const sign = better === 'higher' ? -1 : 1;
  const sorted = points
    .filter(({ cell }) => cell.front === 'yes')
    .sort((a, b) => a.x - b.x || sign * (a.value.center - b.value.center));
  let best = Number.POSITIVE_INFINITY;
  const on = sorted.filter(({ value }) => {
    const better = sign * value.center < best;
    if (better) best = sign * value.center;
    return better;
  });
  if (on.length < 2) return '';
  const path = on.map(({ x, y }) => `${number(x)},${number(y)}`).join(' ');
  return `<polyline points="${path}" fill="none" stroke="${FRONT}" stroke-width="1.5" stroke-dasharray="5 3"/>`;
}

/** The whiskers of a point as boxes two pixels wide. */
function whiskers({ value, memory: needs, x, y }: Point, xs: Scale, ys: Scale): readonly Box[] {
  const [left, right] = [FRAME.left + xs.at(needs.lo), FRAME.left + xs.at(needs.hi)];
  const [top, bottom] = [yOf(ys, value.hi), yOf(ys, value.lo)];
  return [
    { x: left, y: y - 1, width: right - left, height: 2 },
    { x: x - 1, y: top, width: 2, height: bottom - top },
  ];
}

function marks(
  { cell, value, memory: needs, x, y }: Point,
  xs: Scale,
  ys: Scale,
  objective: ObjectiveReport,
  memory: ObjectiveReport,
): string[] {
  const colour = colourOf(cell);
  const [left, right] = [FRAME.left + xs.at(needs.lo), FRAME.left + xs.at(needs.hi)];
  const told = `${cell.label}\n${objective.name}: ${text(objective.quantity, value.center)} (${text(objective.quantity, value.lo)} to ${text(objective.quantity, value.hi)})\n${memory.name}: ${text(memory.quantity, needs.center)} (${text(memory.quantity, needs.lo)} to ${text(memory.quantity, needs.hi)})\n${value.n} rounds`;
  const title = `<title>${told.split('\n').map(escapeXml).join('&#10;')}</title>`;
  return [
    stroke(left, y, right, y, colour, 1.5),
    stroke(x, yOf(ys, value.lo), x, yOf(ys, value.hi), colour, 1.5),
    shape(cell, x, y, title),
  ];
}

/** The default is a square, all else round; what is off the front is hollow. */
function shape(cell: CellReport, x: number, y: number, title: string): string {
  const fill = cell.front === 'yes' ? FRONT : '#ffffff';
  const look = `fill="${fill}" stroke="${colourOf(cell)}" stroke-width="2"`;
  return cell.isDefault
    ? `<rect x="${number(x - 5)}" y="${number(y - 5)}" width="10" height="10" ${look}>${title}</rect>`
    : `<circle cx="${number(x)}" cy="${number(y)}" r="5" ${look}>${title}</circle>`;
}

const LEGEND: readonly { readonly words: string; readonly cell: Pick<CellReport, 'front' | 'isDefault'> }[] = [
  { words: 'on the front', cell: { front: 'yes', isDefault: false } },
  { words: 'unclear', cell: { front: 'unclear', isDefault: false } },
  { words: 'off the front', cell: { front: 'no', isDefault: false } },
  { words: 'default', cell: { front: 'yes', isDefault: true } },
];

function legend(points: readonly Point[]): string[] {
  const used = LEGEND.filter(({ cell }) =>
    cell.isDefault ? points.some((p) => p.cell.isDefault) : points.some((p) => p.cell.front === cell.front),
  );
  let x = FRAME.left + 6;
  return used.flatMap(({ words, cell }) => {
    const at = x;
    x += words.length * CHARACTER + 34;
    return [shape(cell as CellReport, at, 2.75 * ROW, ''), label(at + 11, 2.75 * ROW + 4, words, 'start')];
  });
}

/** The recommended setting's name is bold; a white rim keeps all of them readable on what they cross. */
function names(points: readonly Point[], xs: Scale, ys: Scale, { recommendation }: BenchmarkReport): string[] {
  const bounds = { x: FRAME.left, y: FRAME.top, width: INNER.width, height: INNER.height };
  const wanted = points.map((point) => ({
    x: point.x,
    y: point.y,
    width: point.cell.label.length * CHARACTER,
    beside: whiskers(point, xs, ys),
  }));
  return placed(wanted, bounds).map(({ x, y }, i) => {
    const { cell } = points[i] as Point;
    const weight = cell.label === recommendation?.label ? ' font-weight="bold"' : '';
    return `<text x="${number(x)}" y="${number(y)}"${weight} stroke="#ffffff" stroke-width="3" stroke-linejoin="round" paint-order="stroke" xml:space="preserve">${escapeXml(cell.label)}</text>`;
  });
}
