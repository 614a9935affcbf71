import type { Comparison, Status } from '../../model/comparison.ts';
import type { Finding } from '../../model/finding.ts';
import { formatCount, formatValue, plural } from '../../model/format.ts';
import { groupBy } from '../../model/group-by.ts';
import type { Report } from '../../model/report.ts';
import { subjectKey } from '../../model/subject.ts';
import { clip, codeBlock } from '../../wire/escape.ts';
import { hasValues } from '../../wording/labels.ts';
import {
  functionText,
  grownFunctions,
  profileEvents,
  profileName,
  tellingProfiles,
} from '../../wording/profile-text.ts';
import { changeText, intervalText, limitText, pText, sideText } from '../../wording/row-text.ts';
import { statusWords } from '../../wording/tally.ts';
import { fitLines, type Part } from './budget.ts';
import { type Context, collapsed, name, prose, subjectCell, tableHead, tableRow } from './cells.ts';
import { environmentText, quietLine } from './top.ts';

const END = '\n</details>';

/** A collapsed table of the comment. */
interface Table<T> {
  readonly name: string;
  readonly priority: number;
  readonly summary: string;
  readonly open?: boolean;
  /** Between the summary and the table. */
  readonly intro?: string;
  readonly columns: readonly string[];
  readonly items: readonly T[];
  row(item: T): readonly string[];
}

function table<T>({ columns, items, ...t }: Table<T>): Part[] {
  if (items.length === 0) return [];
  const frame = {
    before: `${collapsed(t.summary, t.open)}\n${t.intro ? `${t.intro}\n\n` : ''}${tableHead(columns)}`,
    after: END,
    more: (n: number) => tableRow(columns.map((_, i) => (i === 0 ? `… and ${formatCount(n)} more` : ''))),
  };
  return [
    {
      name: t.name,
      priority: t.priority,
      write: (bytes) => fitLines(items, (item) => tableRow(t.row(item)), frame, bytes),
    },
  ];
}

/** How to measure it again: commands to copy. */
export function reproducePart({ reproduce }: Report): Part[] {
  if (reproduce.length === 0) return [];
  const text = `${collapsed('Measure it yourself')}\n${codeBlock(reproduce.map((c) => clip(c, 2000)).join('\n'), 'sh')}\n${END}`;
  return [{ name: 'how to reproduce', priority: 4, write: (bytes) => (text.length * 4 <= bytes ? text : '') }];
}

/** Rows of one status that need no action. */
export function statusPart(status: Status, title: string, context: Context): Part[] {
  const rows = context.report.comparisons.filter((c) => c.status === status);
  return table({
    name: title.toLowerCase(),
    priority: 7,
    summary: `${title}: ${plural(rows.length, 'row')}`,
    columns: ['benchmark', 'metric', 'before → after', 'change', 'p'],
    items: rows,
    row: (c) => [subjectCell(c.subject, context), name(c.metric), sidesCell(c), changeCell(c), pText(c) || '—'],
  });
}

/** Every row, as one table. */
export function everythingPart(context: Context): Part[] {
  return everything(context, `Everything: ${plural(context.report.comparisons.length, 'row')}`);
}

/** A run with nothing to act on: one line, which opens to show where it was measured and every row, if there are any. */
export function quietParts(context: Context): Part[] {
  const line = quietLine(context.report);
  const parts = everything(context, line, `<sub>${environmentText(context.report)}</sub>`);
  return parts.length > 0
    ? parts.map((p) => ({ ...p, write: (n) => p.write(n) || line }))
    : [{ name: 'headline', priority: 0, write: () => line }];
}

function everything(context: Context, summary: string, intro = ''): Part[] {
  return table({
    name: 'all rows',
    priority: 20,
    summary,
    intro,
    columns: ['benchmark', 'metric', 'before → after', 'change', 'p', 'limit', 'status'],
    items: context.report.comparisons,
    row: (c) => everythingRow(c, context),
  });
}

function everythingRow(c: Comparison, context: Context): string[] {
  const subject = subjectCell(c.subject, context);
  if (!hasValues(c)) return [subject, '', '', '', '', '', statusWords(c.status)];
  const limit = c.limit === null ? '—' : limitText(c);
  return [subject, name(c.metric), sidesCell(c), changeCell(c), pText(c) || '—', limit, statusWords(c.status)];
}

function sidesCell(c: Comparison): string {
  return `${sideText(c.base, c.unit)} → ${sideText(c.head, c.unit)}`;
}

function changeCell(c: Comparison): string {
  const interval = intervalText(c);
  return interval ? `${changeText(c)} (${interval})` : changeText(c);
}

const OUTPUT = 1500;
const NAMES = 3;

/** What could not be measured, why, and what it wrote last; benchmarks that share all of that share an entry. */
export function unmeasuredPart(context: Context): Part[] {
  const rows = context.report.comparisons.filter((c) => c.status === 'not-measured' || c.status === 'not-comparable');
  const groups = [...groupBy(rows, (c) => JSON.stringify([c.subject.pkg, c.status, c.reason, c.output])).values()];
  if (groups.length === 0) return [];
  const frame = {
    before: collapsed(`Not measured or not comparable: ${plural(rows.length, 'benchmark')}`).trimEnd(),
    after: END,
    more: (n: number) => `\n… and ${formatCount(n)} more`,
  };
  return [
    {
      name: 'what was not measured',
      priority: 5,
      write: (bytes) => fitLines(groups, (g) => unmeasured(g, context), frame, bytes / 2),
    },
  ];
}

function unmeasured(group: readonly Comparison[], context: Context): string {
  const [first] = group;
  if (!first) return '';
  const names = group.map((c) => context.labels.benchmark(c.subject)).filter(Boolean);
  const shown = [context.labels.pkg(first.subject), ...names.slice(0, NAMES)].filter(Boolean).map(name);
  const more = names.length > NAMES ? ` and ${names.length - NAMES} more` : '';
  const said = `\n${shown.join(' ')}${more}: ${prose(first.reason ?? statusWords(first.status))}`;
  return first.output ? `${said}\n\n${codeBlock(lastOf(first.output))}` : said;
}

function lastOf(output: string): string {
  const end = output
    .trimEnd()
    .slice(-OUTPUT)
    .replace(/^[\udc00-\udfff]/, '');
  return end.length < output.trimEnd().length ? `…${end}` : end;
}

/** Findings that need no action: notices, and what the rules accept. */
export function quietFindings(title: string, findings: readonly Finding[], context: Context): Part[] {
  return table({
    name: title.toLowerCase(),
    priority: 8,
    summary: `${title}: ${findings.length}`,
    columns: ['benchmark', 'check', 'what'],
    items: findings,
    row: (f) => [subjectCell(f.subject, context), name(f.rule), prose(f.message)],
  });
}

/** How head's rules differ from base's; both judged, and the worse result of each row counts. */
export function rulesPart({ rulesChanges }: Report): Part[] {
  const looser = rulesChanges.filter((change) => change.looser).length;
  return table({
    name: 'changed rules',
    open: looser > 0,
    priority: 6,
    summary: `Rules changed: ${rulesChanges.length}${looser > 0 ? `, <b>${looser} looser</b>` : ''}. Both sides' rules judged, the worse result counts`,
    columns: ['check', 'base', 'head', ''],
    items: rulesChanges,
    row: (c) => [name(c.check), prose(c.base), prose(c.head), c.looser ? '⚠️ looser' : 'not looser'],
  });
}

/** Functions of one profile that the comment shows. */
const FUNCTIONS = 6;

/** What got slower under the profilers: the functions that grew per operation. */
export function profilesPart(context: Context): Part[] {
  const profiles = tellingProfiles(context.report.profiles);
  const items = profiles.flatMap((change) =>
    grownFunctions(change, FUNCTIONS).map((fn, i) => ({ change, fn: functionText(fn, change.unit), first: i === 0 })),
  );
  const benchmarks = new Set(profiles.map(({ subject }) => subjectKey(subject))).size;
  return table({
    name: 'profiles',
    priority: 3,
    summary: `Where the time and the memory go: profiles of ${plural(benchmarks, 'benchmark')}, base against head`,
    intro:
      '<sub>One run a side under the profilers, apart from the timed rounds. The function to blame comes first.</sub>',
    columns: ['benchmark', 'function', 'itself: before → after', 'with all it calls', 'change'],
    items,
    row: ({ change, fn, first }) => [
      first
        ? `${subjectCell(change.subject, context)} ${profileName(change)}<br><sub>${profileEvents(change)}</sub>`
        : '',
      [fn.name, fn.place].filter(Boolean).map(name).join('<br>'),
      ...[fn.flat, fn.cum, fn.change].map((text) => prose(text)),
    ],
  });
}

const ITEM_SYMBOLS: Readonly<Record<Report['checklist'][number]['status'], string>> = {
  pass: '✅ pass',
  fail: '❌ fail',
  warn: '⚠️ warn',
  inconclusive: '❓ inconclusive',
  waived: '☑️ waived',
  skipped: '➖ skipped',
};

/** The rules in force and what became of each. */
export function checklistPart({ checklist }: Report): Part[] {
  const counts = [...groupBy(checklist, (item) => item.status).entries()].map(
    ([status, items]) => `${items.length} ${status}`,
  );
  return table({
    name: 'checklist',
    priority: 9,
    summary: `Checklist: ${counts.join(', ')}`,
    columns: ['', 'check', 'tool', 'method', 'threshold', 'measured'],
    items: checklist,
    row: (item) => [
      ITEM_SYMBOLS[item.status],
      `${name(item.id)} ${prose(item.item)}`,
      ...[item.tool, item.method, item.threshold, item.measured].map((text) => prose(text)),
    ],
  });
}

/** Quantities that several tools measured. */
export function agreementPart({ agreement }: Report): Part[] {
  const apart = agreement.filter((a) => a.status === 'disagree').length;
  return table({
    name: 'agreement of the tools',
    priority: 10,
    summary: `Do the tools agree? ${agreement.length - apart} of ${plural(agreement.length, 'quantity', 'quantities')}`,
    columns: ['quantity', 'values', 'tolerance', ''],
    items: agreement,
    row: (a) => [
      prose(a.quantity),
      Object.entries(a.values)
        .map(([tool, value]) => `${prose(tool)} ${formatValue(value, '')}`)
        .join(', '),
      prose(a.tolerance),
      a.status === 'agree' ? '✅ agree' : '⚠️ disagree',
    ],
  });
}

const PLACE_SYMBOLS = { error: '❌', warning: '⚠️', notice: 'ℹ️' } as const;

/** What a person should know about the data: diagnostics, warnings of rows, sides measured in different places. */
export function notesPart({ report }: Context): Part[] {
  const changes = report.environmentChanges.map(
    (c) => `⚠️ ${name(c.key)} differs: base ${name(c.base)}, head ${name(c.head)}`,
  );
  const told = report.diagnostics.map(
    (d) => `${PLACE_SYMBOLS[d.level]} ${d.at ? `${name(placeOf(d.at))} ` : ''}${prose(d.text)}`,
  );
  const warned = [
    ...groupBy(
      report.comparisons.flatMap((c) => c.warnings),
      (w) => w,
    ).entries(),
  ].map(([text, rows]) => `ℹ️ ${prose(text)}${rows.length > 1 ? ` (${rows.length} rows)` : ''}`);
  const lines = [...changes, ...told, ...warned];
  if (lines.length === 0) return [];
  const frame = {
    before: collapsed(`Notes: ${lines.length}`),
    after: END,
    more: (n: number) => `- … and ${formatCount(n)} more`,
  };
  return [{ name: 'notes', priority: 11, write: (bytes) => fitLines(lines, (line) => `- ${line}`, frame, bytes) }];
}

function placeOf({ file, line }: { file: string; line?: number }): string {
  return line === undefined ? file : `${file}:${line}`;
}

/** Packages with benchmarks that the change cannot reach. */
export function setAsidePart({ setAside }: Report): Part[] {
  return table({
    name: 'what was set aside',
    priority: 12,
    summary: `Out of the change's reach, not run: ${plural(setAside.length, 'package')}`,
    columns: ['package'],
    items: setAside,
    row: (pkg) => [name(pkg)],
  });
}
