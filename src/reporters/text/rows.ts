import type { Comparison, Status } from '../../model/comparison.ts';
import { formatPercent } from '../../model/format.ts';
import { groupBy } from '../../model/group-by.ts';
import { subjectKey } from '../../model/subject.ts';
import { clip, visible } from '../../wire/escape.ts';
import { type Attention, type Urgency, whysOf } from '../../wording/attention.ts';
import { causeLine } from '../../wording/cause-text.ts';
import { hasValues, type Labels } from '../../wording/labels.ts';
import { changeText, intervalText, limitText, pText, sideText } from '../../wording/row-text.ts';
import { statusWords } from '../../wording/tally.ts';
import { type Cell, type Column, columns, wrapped } from './columns.ts';
import type { Paint } from './paint.ts';

/** What every part of the terminal's report needs. */
export interface Page {
  readonly labels: Labels;
  readonly paint: Paint;
  readonly width: number;
}

const SIDES: readonly Column[] = [
  { title: 'base', align: 'right' },
  { title: 'head', align: 'right' },
  { title: 'change', align: 'left' },
];
const METRIC: Column = { title: 'metric', align: 'left' };
const P: Column = { title: 'p', align: 'right' };
const SYMBOLS: Readonly<Record<Urgency, string>> = { error: '✗', warning: '!', unclear: '?' };
const CAUSES = 3;
const SENTENCE = 400;
const NAME = 200;
const METRIC_NAME = 24;
const INDENT = '    ';

/** The rows that need action, under the name of their benchmark, then the reasons. */
export function actionLines(items: readonly Attention[], page: Page): string[] {
  const titles = [METRIC, ...SIDES, P, { title: 'limit', align: 'right' as const }];
  const benchmarks = [...groupBy(items, ({ urgency, subject }) => urgency + subjectKey(subject)).values()];
  const rows = benchmarks.flatMap((own) => own.flatMap((item) => actionRow(item, page)));
  const [head = '', ...lines] = columns(titles, rows, page.width, INDENT);
  const whys = whysOf(items);
  const first = benchmarks.find((own) => own.some(hasNumbers));
  return benchmarks.flatMap((own) => {
    const title = own === first ? [page.paint.faint(head)] : [];
    const reasons = [...own.flatMap(reasonsOf), ...own.flatMap((item) => whys.get(item) ?? [])];
    return [
      heading(own, page),
      ...title,
      ...lines.splice(0, own.filter(hasNumbers).length),
      ...reasonLines(reasons, page),
    ];
  });
}

function hasNumbers({ comparison }: Attention): boolean {
  return comparison !== null && hasValues(comparison);
}

function heading([first]: readonly Attention[], { labels, paint, width }: Page): string {
  if (!first) return '';
  const name = visible(clip(labels.full(first.subject), NAME)) || visible(first.findings[0]?.rule ?? '');
  const color = first.urgency === 'error' ? paint.bad : paint.doubtful;
  return `  ${color(clip(`${SYMBOLS[first.urgency]} ${name}`, width - 2))}`;
}

function actionRow({ comparison: c, urgency }: Attention, { paint }: Page): Cell[][] {
  if (!c || !hasValues(c)) return [];
  const interval = intervalText(c);
  const change = interval ? `${changeText(c)} (${interval})` : changeText(c);
  const color = urgency === 'error' ? paint.bad : paint.doubtful;
  return [
    [
      { text: clip(visible(c.metric), METRIC_NAME) },
      ...sides(c),
      { text: change, paint: color },
      { text: pText(c) },
      { text: limitText(c) },
    ],
  ];
}

function sides(c: Comparison): Cell[] {
  return [{ text: sideText(c.base, c.unit) }, { text: sideText(c.head, c.unit) }];
}

/** What several rows of one benchmark say alike is said once. */
function reasonLines(reasons: readonly string[], { width }: Page): string[] {
  return [...new Set(reasons)].flatMap((text) => wrapped(visible(clip(text, SENTENCE)), width, INDENT, `${INDENT}  `));
}

function reasonsOf({ comparison: c, findings }: Attention): string[] {
  const causes = findings.flatMap((f) => f.causes.map(causeLine)).slice(0, CAUSES);
  const told = c?.status === 'regressed' && c.limit !== null ? [] : findings.map((f) => firstLine(f.message));
  const judged = findings.length === 0 ? judgedOf(c) : [];
  return [...told, ...causes, ...judged];
}

function judgedOf(c: Comparison | null): string[] {
  if (c?.reason) return [c.reason];
  return c?.detectable ? [`hides slowdowns below ${formatPercent(c.detectable)}`] : [];
}

/** What a program wrote stands behind the first line; it has a section of its own. */
function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? '';
}

/** Rows as benchstat has them, a heading for each package. */
export function rowLines(rows: readonly Comparison[], page: Page): string[] {
  const titles = [
    { title: 'benchmark', align: 'left' as const },
    METRIC,
    ...SIDES,
    P,
    { title: 'status', align: 'left' as const },
  ];
  const cells = [...groupBy(rows, (c) => c.subject.pkg ?? '').entries()].flatMap(([pkg, own]) => [
    ...(pkg ? [[{ text: visible(clip(pkg, NAME)), paint: page.paint.strong }]] : []),
    ...own.map((c) => statusRow(c, page)),
  ]);
  const [head = '', ...lines] = columns(titles, cells, page.width);
  return [page.paint.faint(head), ...lines];
}

function statusRow(c: Comparison, { labels, paint }: Page): Cell[] {
  const numbers = [
    { text: clip(visible(c.metric), METRIC_NAME) },
    ...sides(c),
    { text: changeText(c) },
    { text: pText(c) },
  ];
  const status = { text: c.status === 'identical' ? c.status : statusWords(c.status), paint: paintOf(c.status, paint) };
  return [
    { text: visible(clip(labels.benchmark(c.subject), NAME)) },
    ...(hasValues(c) ? numbers : numbers.map(() => ({ text: '' }))),
    status,
  ];
}

function paintOf(status: Status, paint: Paint): (text: string) => string {
  if (status === 'regressed' || status === 'missing') return paint.bad;
  if (status === 'improved') return paint.good;
  return status === 'unchanged' || status === 'identical' ? paint.faint : paint.doubtful;
}
