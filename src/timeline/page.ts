import { formatCount, formatPercent, plural } from '../model/format.ts';
import type { TraceSummary } from '../model/trace.ts';
import { Columns } from './columns.ts';
import { LEFT, label, number, PLOT, RIGHT, shown, WIDTH } from './draw.ts';
import { bytes, count, goals, type Lane, type Section, sectionsOf, time } from './lanes.ts';
import { STYLE } from './style.ts';
import { milliseconds, type Tick, ticks } from './ticks.ts';

/** Pixels. */
const MARGIN = 12;
const LINE = 17;
const GAP = 5;
const HEADER = 86;
/** Things that a pointer can rest on, side by side; and ticks of the axis. */
const TELLING = 256;
const MOST_TICKS = 10;

/**
 * A trace on one axis of time, as a web page by itself: no script, nothing from elsewhere. Resting on a label or on the
 * plot tells the numbers. The same summary gives the same bytes; they do not grow with the trace.
 *
 * @param title what the trace is of
 */
export function timelinePage(summary: TraceSummary, title: string): string {
  const name = shown(title);
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    '<meta name="viewport" content="width=device-width">',
    `<title>${name}: timeline</title><style>${STYLE}</style></head><body>`,
    picture(summary, title),
    '</body></html>\n',
  ].join('\n');
}

function picture(summary: TraceSummary, title: string): string {
  const columns = new Columns(summary.timeline, summary.duration);
  const placed = place(columns.count === 0 ? [] : sectionsOf(summary, columns));
  const height = placed.bottom + LINE + MARGIN;
  const x = (column: number) => LEFT + (columns.begin(column) / summary.duration) * PLOT;
  return [
    `<svg class="picture" xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="title description">`,
    `<title id="title">${shown(title)}: timeline</title><desc id="description">${shown(described(summary))}</desc>`,
    ...header(summary, title),
    ...(columns.count === 0
      ? [label(MARGIN, HEADER, WIDTH - 2 * MARGIN, 'No time passes in this trace: there is nothing to draw.', '')]
      : []),
    ...placed.items.flatMap((item) => ('lane' in item ? drawn(item, x) : heading(item))),
    ...axis(summary.duration, placed),
    ...telling(summary, placed),
    '</svg>',
  ].join('\n');
}

interface Heading {
  readonly section: Section;
  readonly y: number;
}
interface Placed {
  readonly lane: Lane;
  readonly top: number;
}
interface Places {
  readonly items: readonly (Heading | Placed)[];
  /** Of the lanes that belong to the whole program, for which the plot tells all numbers at once. */
  readonly firstBottom: number;
  readonly bottom: number;
}

function place(sections: readonly Section[]): Places {
  const items: (Heading | Placed)[] = [];
  let [y, firstBottom] = [HEADER, HEADER];
  for (const [i, section] of sections.entries()) {
    items.push({ section, y: y + LINE });
    y += LINE + GAP + 2;
    for (const lane of section.lanes) {
      items.push({ lane, top: y });
      y += lane.height + GAP;
    }
    if (i === 0) firstBottom = y - GAP;
    y += 2 * GAP;
  }
  return { items, firstBottom, bottom: y };
}

function heading({ section, y }: Heading): string[] {
  const note = section.note === '' ? [] : [label(LEFT, y, PLOT + RIGHT - MARGIN, section.note, '', 'quiet')];
  return [label(MARGIN, y, LEFT - 2 * MARGIN, section.name, '', 'section'), ...note];
}

function drawn({ lane, top }: Placed, x: (column: number) => number): string[] {
  const { height, max } = lane;
  const middle = top + height / 2 + 4;
  const scale =
    lane.scale === '' ? [] : [label(LEFT + PLOT + 6, Math.min(middle, top + 10), RIGHT - 8, lane.scale, '', 'quiet')];
  return [
    label(MARGIN, middle, LEFT - MARGIN - 8, lane.label, lane.title),
    `<g><title>${lane.title.split('\n').map(shown).join('&#10;')}</title><rect class="lane" x="${LEFT}" y="${top}" width="${PLOT}" height="${height}"/>`,
    `${lane.draw({ x, top, height, max })}</g>`,
    ...scale,
  ];
}

/** What the trace is, and what the colours are. */
function header(summary: TraceSummary, title: string): string[] {
  const width = WIDTH - 2 * MARGIN;
  return [
    `<svg x="${MARGIN}" y="8" width="${width}" height="22"><text class="title" y="16">${shown(title)}</text></svg>`,
    label(MARGIN, 44, width, described(summary), '', 'quiet'),
    ...legend(62),
  ];
}

const LEGEND: readonly (readonly [kind: string, text: string])[] = [
  ['running', 'running'],
  ['runnable', 'runnable: waits for a processor'],
  ['alive', 'goroutines alive'],
  ['heap', 'live heap'],
  ['goal', 'heap goal'],
  ['marking', 'GC marking'],
  ['stopped', 'world stopped'],
];

function legend(y: number): string[] {
  let x = MARGIN;
  return LEGEND.flatMap(([kind, text]) => {
    const at = x;
    x += 24 + text.length * 6.8 + 14;
    const mark = kind === 'goal' ? `<path class="goal" d="M${number(at)} ${y - 4}h12"/>` : '';
    const filled = `<rect class="${kind}" x="${number(at)}" y="${y - 9}" width="12" height="10"/>`;
    return [mark || filled, label(Number(number(at + 17)), y, Math.ceil(text.length * 6.8) + 4, text, '')];
  });
}

function described(summary: TraceSummary): string {
  const { duration, events, processors, goroutines, gc, stw, lost, version } = summary;
  const stopped = stw.reduce((all, { total }) => all + total, 0);
  return [
    `${time(duration)}, ${plural(events, 'event')} (Go ${version})`,
    `GOMAXPROCS ${formatCount(processors.gomaxprocs)}${processors.capacity > 0 ? `, ${formatPercent(processors.running / processors.capacity)} used` : ''}`,
    `at most ${plural(goroutines.peak, 'goroutine')}`,
    plural(gc.cycles.length, 'GC cycle'),
    `world stopped ${time(stopped)}`,
    ...(lost ? [`${bytes(lost.bytes)} of ${bytes(lost.of)} lost`] : []),
  ].join(' · ');
}

/** Ticks above the lanes and below them, grid lines in them. */
function axis(duration: number, { items, bottom }: Places): string[] {
  const all = items.length === 0 ? [] : ticks(duration, MOST_TICKS);
  const x = ({ time }: Tick) => LEFT + (time / duration) * PLOT;
  const lanes = items.flatMap((item) => ('lane' in item ? [item] : []));
  const lines = lanes
    .flatMap(({ lane, top }) => all.map((tick) => `M${number(x(tick))} ${top}v${lane.height}`))
    .join('');
  const unit =
    all.length === 0
      ? []
      : [HEADER - 4, bottom + LINE - GAP].map((y) => label(MARGIN, y, LEFT - 2 * MARGIN, 'time, ms', '', 'quiet'));
  const texts = all.flatMap((tick) =>
    [HEADER - 4, bottom + LINE - GAP].map(
      (y) => `<text class="quiet" x="${number(x(tick))}" y="${y}" text-anchor="middle">${tick.text}</text>`,
    ),
  );
  return [`<path class="grid" d="${lines}" pointer-events="none"/>`, ...unit, ...texts];
}

/** Transparent columns over the first lanes that tell all their numbers. */
function telling(summary: TraceSummary, { items, firstBottom }: Places): string[] {
  if (items.length === 0) return [];
  const { timeline, duration } = summary;
  const columns = new Columns(timeline, duration, TELLING);
  const values = {
    running: columns.meansOfMeans(timeline.running),
    runnable: columns.meansOfMeans(timeline.runnable),
    goroutines: columns.highest(timeline.goroutines),
    heap: columns.peaks(timeline.heap),
    goal: goals(timeline, columns),
    marking: columns.sums(timeline.marking),
    stopped: columns.sums(timeline.stopped),
  };
  const top = (items.find((item) => 'lane' in item) as Placed | undefined)?.top ?? HEADER;
  const decimals = Math.max(0, Math.min(6, 3 - Math.floor(Math.log10(duration / 1e6))));
  return Array.from({ length: columns.count }, (_, i) => {
    const [begin, end] = [columns.begin(i), columns.begin(i + 1)];
    const lines = [
      `${milliseconds(begin, decimals)} – ${milliseconds(end, decimals)} ms`,
      `processors running: ${count(values.running[i] ?? 0)}`,
      `goroutines: ${formatCount(values.goroutines[i] ?? 0)}, runnable ${count(values.runnable[i] ?? 0)}`,
      `heap: ${heapText(values.heap[i])} of ${heapText(values.goal[i])}`,
      ...(values.marking[i] ? [`GC marking: ${time(values.marking[i])}`] : []),
      ...(values.stopped[i] ? [`world stopped: ${time(values.stopped[i])}`] : []),
    ];
    const [left, right] = [begin, end].map((at) => LEFT + (at / duration) * PLOT) as [number, number];
    return `<rect class="tell" x="${number(left)}" y="${top}" width="${number(right - left)}" height="${firstBottom - top}"><title>${lines.join('&#10;')}</title></rect>`;
  });
}

function heapText(value: number | null | undefined): string {
  return value === null || value === undefined ? '?' : bytes(value);
}
