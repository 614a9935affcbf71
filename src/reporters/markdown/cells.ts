import type { Cause } from '../../model/finding.ts';
import type { Report } from '../../model/report.ts';
import type { Subject } from '../../model/subject.ts';
import { clip, codeSpan, escapeMarkdown } from '../../wire/escape.ts';
import { causeFunction, causeGrounds } from '../../wording/cause-text.ts';
import { type Labels, labelsOf } from '../../wording/labels.ts';
import type { ReportOptions } from '../reporter.ts';

/** What every part of the comment needs to write a cell. */
export interface Context {
  readonly report: Report;
  readonly labels: Labels;
  readonly options: ReportOptions;
}

export function contextOf(report: Report, options: ReportOptions): Context {
  const subjects = [...report.comparisons.map((c) => c.subject), ...report.findings.map((f) => f.subject)];
  return { report, labels: labelsOf(subjects), options };
}

/** Characters of a name and of a sentence; the whole text is in the JSON. */
const NAME = 90;
const SENTENCE = 300;

/** Foreign prose in a cell or a line. */
export function prose(text: string, max = SENTENCE): string {
  return escapeMarkdown(clip(text, max));
}

/** A foreign name in a cell. */
export function name(text: string): string {
  return codeSpan(clip(text, NAME), { cell: true });
}

/** `codec` `Encode/large`; '' for what is about no benchmark and no package. */
export function subjectCell(subject: Subject, { labels }: Context): string {
  return [labels.pkg(subject), labels.benchmark(subject)].filter(Boolean).map(name).join(' ');
}

export function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** The first two lines of a table; columns whose title ends with `:` are aligned to the right. */
export function tableHead(titles: readonly string[]): string {
  return `${tableRow(titles.map((t) => t.replace(/:$/, '')))}\n|${titles.map((t) => (t.endsWith(':') ? '---:' : '---')).join('|')}|`;
}

/** Begins a collapsed section, or one that can be collapsed. Between HTML and Markdown there must be a blank line. `summary` is our own text. */
export function collapsed(summary: string, open = false): string {
  return `<details${open ? ' open' : ''}><summary>${summary}</summary>\n`;
}

/** One sentence about where a change comes from. */
export function causeText(cause: Cause, context: Context): string {
  const short = causeFunction(cause);
  const where = [short && name(short), placeCell(cause, context)].filter(Boolean).join(' ');
  const grounds = causeGrounds(cause).map((text) => prose(text, NAME));
  return [where ? `${prose(cause.text)}: ${where}` : prose(cause.text), ...grounds].join(' · ');
}

function placeCell({ file, line }: Cause, { options }: Context): string {
  if (file === undefined) return '';
  const place = name(line === undefined ? file : `${file}:${line}`);
  return options.blobUrl ? `[${place}](${blobLink(options.blobUrl, file, line)})` : place;
}

/** Every character that means something to Markdown or to a URL is percent-encoded. */
function blobLink(blobUrl: string, file: string, line: number | undefined): string {
  const path = file.split('/').map(encoded).join('/');
  return `${blobUrl}/${path}${line === undefined ? '' : `#L${line}`}`;
}

function encoded(part: string): string {
  const whole = part.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd');
  return encodeURIComponent(whole).replace(/[!'()*~_]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}
