import type { Comparison } from '../../model/comparison.ts';
import { formatCount, formatPercent } from '../../model/format.ts';
import { subjectKey } from '../../model/subject.ts';
import { type Attention, pressing, type Urgency, whysOf } from '../../wording/attention.ts';
import { hasValues } from '../../wording/labels.ts';
import { changeText, intervalText, limitText, pText, sideText } from '../../wording/row-text.ts';
import { fitLines, type Part } from './budget.ts';
import { type Context, causeText, name, prose, subjectCell, tableHead, tableRow } from './cells.ts';

const SYMBOLS: Readonly<Record<Urgency, string>> = { error: '❌', warning: '⚠️', unclear: '❓' };
const COLUMNS = ['', 'benchmark', 'before → after', 'change', 'p', 'limit', 'why'];
/** The share of the comment that rows may take, so that what to do about them is always there too. */
const SHARE = 0.6;
const CAUSES = 3;
const LEGEND =
  '\n<sub>± 95 % interval of a side · change with its 90 % interval · p adjusted for all rows of this job (Holm)</sub>';

/** The rows that need action, and only those; without columns for numbers where no row has any. */
export function actionTable(all: readonly Attention[], context: Context): Part {
  const { shown: items, left } = pressing(all);
  const full = items.some((item) => item.comparison && hasValues(item.comparison));
  const titles = full ? COLUMNS : ['', 'benchmark', 'why'];
  const whys = whysOf(items);
  const previous = new Map(items.map((item, i) => [item, items[i - 1]]));
  const frame = {
    before: tableHead(titles),
    after: full ? LEGEND : '',
    more: (n: number) => tableRow(titles.map((_, i) => (i === 1 ? `… and ${formatCount(n)} more` : ''))),
  };
  const line = (item: Attention) => {
    const asked = (whys.get(item) ?? []).map((text) => `_${prose(text.trim())}_`);
    const why = [...told(item, previous.get(item), context), ...asked, ...confidence(item)];
    return tableRow([...row(item, full, context), why.join('<br>')]);
  };
  return {
    name: 'rows that need action',
    priority: 2,
    write: (bytes) => fitLines(items, line, frame, bytes * SHARE, left),
  };
}

function row(item: Attention, full: boolean, context: Context): string[] {
  const { comparison: c } = item;
  const values = c && hasValues(c) ? numbers(c) : ['', '', '', ''];
  const metric = c && hasValues(c) ? ` ${name(c.metric)}` : '';
  const subject = (subjectCell(item.subject, context) || name(item.findings[0]?.rule ?? '')) + metric;
  return [SYMBOLS[item.urgency], subject, ...(full ? values : [])];
}

function numbers(c: Comparison): string[] {
  const sides = `${sideText(c.base, c.unit)} → ${sideText(c.head, c.unit)}`;
  const interval = intervalText(c);
  const change = changeText(c);
  const shown = c.status === 'regressed' ? `**${change}**` : change;
  return [sides, interval ? `${shown} (${interval})` : shown, pText(c) || '—', limitText(c)];
}

/** Where it comes from; without a cause, what the check or the judge said. */
function told(item: Attention, previous: Attention | undefined, context: Context): string[] {
  const causes = causeLines(item, context);
  if (causes.length === 0) return reasons(item);
  const same = previous && sameBenchmark(item, previous) && causeKey(previous) === causeKey(item);
  return same ? ['same cause'] : causes;
}

/** How many tools agree on a noisy row; counted rows need no second tool. */
function confidence({ comparison, findings }: Attention): string[] {
  const noisy = comparison !== null && comparison.p !== null;
  const failing = findings.find((f) => f.status === 'fail');
  return noisy && failing ? [`confidence ${failing.confidence}`] : [];
}

function sameBenchmark(a: Attention, b: Attention): boolean {
  return subjectKey(a.subject) === subjectKey(b.subject);
}

/** Where causes are: two rows of one benchmark with one culprit have one cause, whatever each tool calls it. */
function causeKey({ findings }: Attention): string {
  const causes = findings.flatMap((f) =>
    f.causes.map(({ function: fn, file, text }) => (file === undefined ? text : fn)),
  );
  return JSON.stringify([...new Set(causes)]);
}

function causeLines(item: Attention, context: Context): string[] {
  const lines = item.findings.flatMap((f) => f.causes.map((cause) => causeText(cause, context)));
  return [...new Set(lines)].slice(0, CAUSES);
}

/** The numbers of a broken regression limit say it all; other limits are told, and several are named. */
function reasons({ comparison: c, findings }: Attention): string[] {
  const rules = [...new Set(findings.map((f) => name(f.rule)))];
  if (c?.status === 'regressed' && c.limit !== null) return rules.length > 1 ? [`breaks ${rules.join(', ')}`] : [];
  const messages = findings.map((f) => prose(firstLine(f.message)));
  return messages.length > 0 ? messages : judged(c);
}

function judged(c: Comparison | null): string[] {
  if (c === null) return [];
  const blind = c.detectable === null ? [] : [`hides slowdowns below ${formatPercent(c.detectable)}`];
  return c.reason ? [prose(c.reason)] : blind;
}

/** What a program wrote stands behind the first line; it has a section of its own. */
function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? '';
}
