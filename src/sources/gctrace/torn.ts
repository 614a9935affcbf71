import { EACH, ENDINGS, ENDS, FORCED, LEAKS, PIECES, type Printed } from './grammar.ts';

/** The beginning of a line of gctrace, into which other output was written. */
export interface Beginning {
  readonly text: string;
  readonly line: number;
  /** `ends[k]` is the column behind the first k pieces. */
  readonly ends: readonly number[];
  readonly printed: Printed;
}

/** The first pieces of a line, from a column on: at least `gc ` is there. */
export function beginningAt(text: string, line: number, column: number): Beginning {
  const ends = [column];
  const printed: Record<string, string> = {};
  for (const pattern of EACH) {
    pattern.lastIndex = ends.at(-1) ?? 0;
    const found = pattern.exec(text);
    if (!found) break;
    Object.assign(printed, found.groups);
    ends.push(pattern.lastIndex);
  }
  return { text, line, ends, printed };
}

/** Whether nothing but gctrace begins so: `gc 12 @`. */
export function isCertain({ ends }: Beginning): boolean {
  return ends.length > 3;
}

/** A line put together. */
export interface Whole {
  readonly printed: Printed;
  readonly forced: boolean;
  readonly leaks: boolean;
}

/** A way to put a line together: behind the first k pieces comes what was found. */
interface Fit {
  readonly k: number;
  readonly found: RegExpExecArray;
}

/** Characters that a line can have at most: all numbers with fifteen digits. */
const LONGEST = 512;

/**
 * The line that begins there and ends in `text`, where that can be in one way only. An ending that a line begins with says
 * by itself which pieces it has; otherwise exactly one number of pieces must fit. Where the tear is beside a number, other
 * output that has digits there could be a part of it: then it is no sure line.
 *
 * @param text the line of the beginning, or a later one
 */
export function stitched(beginning: Beginning, text: string, sameLine: boolean): Whole | null {
  if (!ENDS.test(text)) return null;
  const most = beginning.ends.length - 1;
  // No line is longer, and long ones are not searched again for each of its beginnings.
  const skipped = Math.max(0, text.length - LONGEST);
  const tail = text.slice(skipped);
  const fits: Fit[] = [];
  for (let k = 1; k <= most; k++) {
    const found = ENDINGS[k]?.exec(tail);
    if (found && found.index + skipped >= (sameLine ? (beginning.ends[k] ?? 0) : 0)) fits.push({ k, found });
  }
  const isOwnLine = ({ found }: Fit) => !sameLine && found.index + skipped === 0;
  const only = fits.find(isOwnLine) ?? (fits.length === 1 ? fits[0] : undefined);
  if (!only || !isSure(beginning, only.k, only.found)) return null;
  return {
    printed: { ...earlier(beginning, only.k), ...only.found.groups },
    forced: text.endsWith(FORCED),
    leaks: beginning.text.includes(LEAKS) || only.found[0].includes(LEAKS),
  };
}

/** The numbers of the first k pieces: what matched behind them was other output. */
function earlier({ printed }: Beginning, k: number): Printed {
  const fields = PIECES.slice(0, k).flatMap(({ field }) => field ?? []);
  return Object.fromEntries(fields.map((field) => [field, printed[field] ?? '']));
}

/** What other output that begins behind a number surely begins with: no digit stands in front of these in a message. */
const NO_CONTINUATION = /[A-Za-z\t[({"'<=*#|>_{]/;

function isSure({ text, ends, printed }: Beginning, k: number, found: RegExpExecArray): boolean {
  const before = PIECES[k - 1];
  const next = text[ends[k] ?? 0];
  const whole = before?.open && before.field !== undefined && !printed[before.field]?.includes('.');
  if (whole && printed[before.field] !== '0' && next !== undefined && !NO_CONTINUATION.test(next)) return false;
  return PIECES[k]?.field === undefined || found.index === 0 || !/[\d.-]/.test(found.input[found.index - 1] ?? '');
}
