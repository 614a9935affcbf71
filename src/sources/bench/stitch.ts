import { PREFIX } from './name.ts';

/**
 * The testing package writes a result in two pieces: the padded name and a tab before the benchmark runs
 * (`"%-*s\t"`), the numbers and a newline when it has ended. Each is one write, so other output (the benchmark's own,
 * gctrace on a merged standard error) stands before, between or after the pieces, never inside one. These functions find
 * the pieces in a line by their exact form, widths included: a table that a program prints must not be taken for them.
 */

/** What loggers put at the start of a line; they end their lines, so a piece behind it is part of the message. */
const LOGGED = /^\s*(?:\S+\.go:\d+:|\d{4}[/-]\d\d[/-]\d\d[ T]|(?:time|level|ts|msg)=|[{#]|\/\/|=== |--- )/;

/** Numbers found at the end of a line. */
export interface NumbersPiece {
  /** As a result line has them behind its name: iterations, then values and units. */
  readonly numbers: string;
  /** Column (from 0) where they begin, padding included. */
  readonly start: number;
}

/** `%14.3f unit`, as prettyPrint and MemString write it. */
const VALUE = /^( *(?:-?\d+(?:\.\d+)?|NaN|[+-]Inf)) (\S+)$/;
/** Columns the number of a value takes at least, by its unit: `%7.2f`, `%8d`, and at least 10 for all others. */
const WIDTHS: Readonly<Record<string, number>> = { 'MB/s': 7, 'B/op': 8, 'allocs/op': 8 };
const COUNT_WIDTH = 8;
/** Of the largest count, an int64. */
const COUNT_DIGITS = 19;

function isValue(field: string): boolean {
  const [, number, unit] = VALUE.exec(field) ?? [];
  const width = unit !== undefined && Object.hasOwn(WIDTHS, unit) ? WIDTHS[unit] : 10;
  return number !== undefined && number.length >= (width ?? 10);
}

/** Finds the numbers of a result at the end of a line, whatever stands before them. Null also where it is ambiguous. */
export function findNumbers(text: string): NumbersPiece | null {
  if (LOGGED.test(text)) return null;
  let end = text.trimEnd().length;
  let tab = text.lastIndexOf('\t', end - 1);
  const valuesEnd = end;
  while (tab >= 0 && isValue(text.slice(tab + 1, end))) {
    end = tab;
    tab = text.lastIndexOf('\t', end - 1);
  }
  if (end === valuesEnd) return null;
  const count = findCount(text.slice(tab + 1, end));
  if (!count) return null;
  return { numbers: count.digits + text.slice(end, valuesEnd), start: tab + 1 + count.start };
}

/** The iteration count (`%8d`) at the end of a field, other output before it. */
function findCount(field: string): { digits: string; start: number } | null {
  let first = field.length;
  while (first > 0 && isDigit(field[first - 1])) first--;
  const run = field.slice(first);
  let start = first;
  while (start > 0 && field[start - 1] === ' ' && field.length - start < COUNT_WIDTH) start--;
  if (field.length - start < COUNT_WIDTH || run.length > COUNT_DIGITS) return null;
  if (run.length <= COUNT_WIDTH || first === 0) return /^[1-9]/.test(run) ? { digits: run, start } : null;
  return gluedCount(run, first);
}

function isDigit(c: string | undefined): boolean {
  return c !== undefined && c >= '0' && c <= '9';
}

/** A count of eight digits or more has no padding: behind output that may end in digits, only a single reading counts. */
function gluedCount(run: string, first: number): { digits: string; start: number } | null {
  const starts: number[] = [];
  for (let i = 0; i <= run.length - COUNT_WIDTH && starts.length < 2; i++) if (run[i] !== '0') starts.push(i);
  const [only, other] = starts;
  return only === undefined || other !== undefined ? null : { digits: run.slice(only), start: first + only };
}

/** A name found in a line. */
export interface NamePiece {
  readonly fullName: string;
  /** Column (from 0) behind the name's tab. */
  readonly end: number;
}

/** A line that begins with a name and its tab. */
export function leadingName(text: string): NamePiece | null {
  const tab = text.indexOf('\t');
  if (tab < 0 || !text.startsWith(PREFIX)) return null;
  const fullName = text.slice(0, tab).trimEnd();
  return /\s/.test(fullName) ? null : { fullName, end: tab + 1 };
}

/** The opening of a quotation, list, tag or path: what follows is spoken of, not printed by the testing package. */
const OPENING = /["'`([{<=/]/;
/** Go's rule for the names of benchmark functions. */
const NAME = /^Benchmark(?!\p{Ll})\S*$/u;

/** A name and its tab behind output that did not end its line. Null where there are several. */
export function embeddedName(text: string): NamePiece | null {
  if (!text.includes(PREFIX) || LOGGED.test(text)) return null;
  let found: NamePiece | null = null;
  for (let start = 0, tab = text.indexOf('\t'); tab >= 0; start = tab + 1, tab = text.indexOf('\t', start)) {
    const fullName = nameAtEnd(text.slice(start, tab));
    if (fullName === null) continue;
    if (found) return null;
    found = { fullName, end: tab + 1 };
  }
  return found;
}

function nameAtEnd(field: string): string | null {
  const at = field.indexOf(PREFIX);
  if (at < 0 || at !== field.lastIndexOf(PREFIX) || OPENING.test(field[at - 1] ?? '')) return null;
  const name = field.slice(at).trimEnd();
  return NAME.test(name) ? name : null;
}
