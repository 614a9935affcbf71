import type { Comparison } from '../../model/comparison.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { formatCount, formatDifference, plural } from '../../model/format.ts';
import { groupBy } from '../../model/group-by.ts';
import { formatPosition } from '../../model/position.ts';
import type { Report } from '../../model/report.ts';
import { clip, escapeLog, visible } from '../../wire/escape.ts';
import { type Attention, attentionOf, pressing } from '../../wording/attention.ts';
import { type Headline, headlineOf } from '../../wording/headline.ts';
import { labelsOf } from '../../wording/labels.ts';
import {
  functionText,
  grownFunctions,
  profileEvents,
  profileName,
  tellingProfiles,
} from '../../wording/profile-text.ts';
import { sideName, surroundings } from '../../wording/surroundings.ts';
import { statusWords, tally } from '../../wording/tally.ts';
import type { Reporter } from '../reporter.ts';
import { wrapped } from './columns.ts';
import { type Paint, paintFor } from './paint.ts';
import { actionLines, type Page, rowLines } from './rows.ts';

const WIDTH = 100;
const OUTPUT_LINES = 12;
/** A terminal is no place for more rows than this. */
const ROWS_SHOWN = 100;
/** Characters of foreign text; the JSON holds the whole. */
const SENTENCE = 400;
const FACT = 80;

/** The report for a terminal: what to do first, everything at the end. */
export const text: Reporter = {
  format: 'text',
  about: 'tables for a terminal',
  render(report, { color = false, maxBytes = Number.POSITIVE_INFINITY, width = WIDTH } = {}) {
    const subjects = [...report.comparisons.map((c) => c.subject), ...report.findings.map((f) => f.subject)];
    const page = { labels: labelsOf(subjects), paint: paintFor(color), width };
    return within(sections(report, page).join('\n\n').split('\n'), maxBytes);
  },
};

function sections(report: Report, page: Page): string[] {
  const improved = report.comparisons.filter((c) => c.status === 'improved');
  const all = [
    top(report, page),
    section('Needs action', needsAction(attentionOf(report), page), page),
    section(
      'Where it goes (per op, base → head; under the profilers, apart from the timed rounds)',
      profileLines(report, page),
      page,
    ),
    section('Improved', improved.length > 0 ? rowLines(improved, page) : [], page),
    section('Not measured', notMeasured(report.comparisons, page), page),
    section('Accepted in the rules', findingLines(report, page), page),
    section('Rules changed (both sides judged, the worse result counts)', rulesLines(report, page), page),
    section('All rows', allRows(report.comparisons, page), page),
    section('Notes', notes(report, page), page),
    section(
      'Measure it yourself',
      report.reproduce.map((line) => `  ${visible(line)}`),
      page,
    ),
  ];
  return all.filter(Boolean);
}

function needsAction(items: readonly Attention[], page: Page): string[] {
  const { shown, left } = pressing(items);
  return [...actionLines(shown, page), ...more(left, 'row that could not be judged', 'rows that could not be judged')];
}

function allRows(comparisons: readonly Comparison[], page: Page): string[] {
  if (comparisons.length === 0) return [];
  return [...rowLines(comparisons.slice(0, ROWS_SHOWN), page), ...more(comparisons.length - ROWS_SHOWN, 'row')];
}

function more(n: number, noun: string, many?: string): string[] {
  return n > 0 ? [`  … and ${plural(n, `more ${noun}`, many && `more ${many}`)}; --json shows all`] : [];
}

function section(title: string, lines: readonly string[], { paint }: Page): string {
  return lines.length > 0 ? [paint.strong(title), ...lines].join('\n') : '';
}

const WORDS: Readonly<Record<Headline['mood'], string>> = {
  fail: '✗ FAIL',
  warn: '! PASS',
  inconclusive: '? INCONCLUSIVE',
  pass: '✓ PASS',
};
const PAINTS: Readonly<Record<Headline['mood'], keyof Paint>> = {
  fail: 'bad',
  warn: 'doubtful',
  inconclusive: 'doubtful',
  pass: 'good',
};

function top(report: Report, { paint, width }: Page): string {
  const { mood, what, action } = headlineOf(report);
  const word = WORDS[mood];
  const said = wrapped(`${word}  ${visible(clip(what, SENTENCE))}: ${action}`, width, '', '  ');
  const painted = [paint[PAINTS[mood]](word) + (said[0] ?? '').slice(word.length), ...said.slice(1)];
  const where = [
    `base ${sideText(report.base)} → head ${sideText(report.head)}`,
    ...surroundings(report).map((fact) => visible(clip(fact, FACT))),
  ];
  const facts = [
    counts(report),
    report.reason.startsWith(what) ? '' : visible(clip(report.reason, SENTENCE)),
    where.join(' · '),
  ].filter(Boolean);
  return [...painted, ...facts.flatMap((fact) => wrapped(fact, width, '  '))].join('\n');
}

function counts({ comparisons, setAside }: Report): string {
  const { total, counts } = tally(comparisons);
  const aside = setAside.length > 0 ? [`${plural(setAside.length, 'package')} out of the change's reach`] : [];
  const parts = [...counts.map(({ status, n }) => `${formatCount(n)} ${statusWords(status)}`), ...aside];
  return total === 0 ? aside.join('') : `${plural(total, 'benchmark')}: ${parts.join(' · ')}`;
}

function sideText(side: Report['base'] | Report['head']): string {
  const by = 'by' in side && side.by ? ` (${visible(clip(side.by, FACT))})` : '';
  return `${clip(visible(sideName(side)), FACT)}${side.dirty ? ' with local changes' : ''}${by}`;
}

/** Functions of one profile that a terminal shows. */
const FUNCTIONS = 4;

function profileLines({ profiles }: Report, { labels, width }: Page): string[] {
  return tellingProfiles(profiles).flatMap((change) => {
    const grown = grownFunctions(change, FUNCTIONS);
    if (grown.length === 0) return [];
    const total = formatDifference(change.head.perOp - change.base.perOp, change.unit);
    const head = `${labels.full(change.subject)} ${profileName(change)}: ${total} (${profileEvents(change)})`;
    const lines = grown.map((fn) => {
      const { name, place, flat, cum } = functionText(fn, change.unit);
      return `${name}${place && ` ${place}`}: itself ${flat}, with all it calls ${cum}`;
    });
    return [
      ...wrapped(visible(head), width, '  ', '    '),
      ...lines.flatMap((line) => wrapped(visible(clip(line, SENTENCE)), width, '    ', '      ')),
    ];
  });
}

/** Benchmarks that share package and reason share an entry; below it what the program wrote last. */
function notMeasured(comparisons: readonly Comparison[], { labels, width }: Page): string[] {
  const rows = comparisons.filter((c) => c.status === 'not-measured' || c.status === 'not-comparable');
  const groups = groupBy(rows, (c) => JSON.stringify([c.subject.pkg, c.status, c.reason, c.output]));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const names = group.map((c) => labels.benchmark(c.subject)).join(', ');
    const said = `${visible(clip(`${labels.pkg(first.subject)} ${names}`, width - 4))}: ${visible(clip(first.reason ?? statusWords(first.status), SENTENCE))}`;
    const output = first.output ? escapeLog(first.output.trimEnd()).split('\n').slice(-OUTPUT_LINES) : [];
    return [...wrapped(said, width, '  ', '    '), ...output.map((line) => `    | ${clip(line, SENTENCE)}`)];
  });
}

function findingLines({ findings }: Report, { labels, width }: Page): string[] {
  const accepted = findings.filter((f) => f.status === 'waived');
  return accepted.flatMap((f) =>
    wrapped(visible(clip(`${labels.full(f.subject)} ${f.rule}: ${f.message}`, SENTENCE)), width, '  ', '    '),
  );
}

function rulesLines({ rulesChanges }: Report, { width }: Page): string[] {
  return rulesChanges.flatMap((c) => {
    const said = `${c.looser ? '! looser' : 'not looser'}  ${c.check}: ${c.base} → ${c.head}`;
    return wrapped(visible(clip(said, SENTENCE)), width, '  ', '    ');
  });
}

const MARKS: Readonly<Record<Diagnostic['level'], string>> = { error: 'error', warning: 'warning', notice: 'note' };

function notes(report: Report, { width }: Page): string[] {
  const notices = report.findings
    .filter((f) => f.severity === 'notice' && f.status !== 'waived')
    .map((f) => `note: ${f.message}`);
  const changes = report.environmentChanges.map((c) => `warning: ${c.key} differs: base ${c.base}, head ${c.head}`);
  const told = report.diagnostics.map((d) => `${d.at ? `${formatPosition(d.at)}: ` : ''}${MARKS[d.level]}: ${d.text}`);
  const warned = [
    ...groupBy(
      report.comparisons.flatMap((c) => c.warnings),
      (w) => w,
    ),
  ].map(([w, rows]) => `note: ${w} (${plural(rows.length, 'row')})`);
  const aside =
    report.setAside.length > 0 ? [`note: out of the change's reach, not run: ${report.setAside.join(', ')}`] : [];
  return [...notices, ...changes, ...told, ...warned, ...aside].flatMap((line) =>
    wrapped(visible(clip(line, SENTENCE)), width, '  ', '    '),
  );
}

const encoder = new TextEncoder();
/** Room for the line that says how many are left out. */
const LAST_LINE = 40;

/** Whole lines of at most `maxBytes` UTF-8 bytes, then how many more there are. */
function within(lines: readonly string[], maxBytes: number): string {
  const sizes = lines.map((line) => encoder.encode(line).length + 1);
  if (sizes.reduce((sum, size) => sum + size, 0) <= maxBytes) return `${lines.join('\n')}\n`;
  let used = 0;
  let n = 0;
  while (used + (sizes[n] ?? 0) <= maxBytes - LAST_LINE) used += sizes[n++] ?? 0;
  return `${[...lines.slice(0, n), `… and ${plural(lines.length - n, 'more line')}`].join('\n')}\n`;
}
