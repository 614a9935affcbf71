import { EACH, ENDINGS, ENDS, FORCED, isForced, LEAKS, PIECES, type Printed } from './grammar.ts';

/** A line put together. */
export interface Whole {
  readonly printed: Printed;
  readonly forced: boolean;
  readonly leaks: boolean;
}

/** The first k pieces of a line, found in one way. */
interface Part {
  readonly k: number;
  readonly printed: Printed;
  readonly leaks: boolean;
  /** No tear stands where other output may have put digits beside a number. */
  readonly sure: boolean;
  /** Column behind the k-th piece. */
  readonly end: number;
}

/** Tries that are left: torn lines are put together as long as that takes little beside reading. Shared by a whole log. */
export interface Tries {
  left: number;
}

/** What a later piece begins with. */
const CONTINUES = /^(?:[\d+/%:-]|s | )/;
/** Looking for an ending takes as long as so many tries. */
const DEAR = 4;
/** Characters that a line can have at most: all numbers with fifteen digits. */
const LONGEST = 512;
/** What an ending behind other output has to hold: a message too may end with `12 P`. */
const TELLING = ' MB globals, ';
/** Ways that are followed; real tears have a handful. */
const MOST_PARTS = 256;
/** What other output behind a number may begin with so that no digit in front of it is its own: no message begins with `5x`. */
const NO_CONTINUATION = /[A-Za-z\t[({"'<=*#|>_]/;

/**
 * A line of gctrace that other output has torn apart. The other output ends its lines, so a piece stands at the beginning
 * of a later line, or (behind a name that the testing package prints, say) at the end of the same or a later one. Every
 * way to go on is followed; the line is whole when exactly one of them comes to the end.
 */
export class Torn {
  /** Line of the file where it begins. */
  readonly line: number;
  readonly #parts: Part[];
  readonly #tries: Tries;
  #certain: boolean;

  /** @param column where `gc ` stands */
  constructor(text: string, line: number, column: number, tries: Tries) {
    this.line = line;
    this.#tries = tries;
    this.#parts = continued({ k: 0, printed: {}, leaks: false, sure: true, end: column }, text, column);
    this.#certain = isCertain(this.#parts);
  }

  /** Whether nothing but gctrace can have begun. */
  get isCertain(): boolean {
    return this.#certain;
  }

  /** @returns the line where its rest stands at the end of the line in which it begins */
  within(text: string): Whole | null {
    return ENDS.test(text) ? this.#endOf(text, ({ end }) => end) : null;
  }

  /**
   * A later line.
   *
   * @returns the line where this is its last part; `unsure` where it may be
   */
  next(text: string): Whole | 'unsure' | null {
    const further = CONTINUES.test(text) && this.#affords(1) ? this.#parts.flatMap((p) => continued(p, text, 0)) : [];
    const whole = further.filter(({ k }) => k === PIECES.length);
    if (whole.length > 0) return chosen(whole, text) ?? 'unsure';
    const own = ENDS.test(text) ? this.#endOf(text, () => 0) : null;
    if (own) return own;
    this.#follow(further);
    return null;
  }

  /** Whether all parts may be tried once more. */
  #affords(each: number): boolean {
    if (this.#tries.left <= 0) return false;
    this.#tries.left -= each * this.#parts.length;
    return true;
  }

  /** What a real line has of itself is found at once, so the ways that have waited longest are the wrong ones. */
  #follow(further: readonly Part[]): void {
    this.#parts.push(...further);
    this.#parts.splice(0, this.#parts.length - MOST_PARTS);
    this.#certain ||= isCertain(further);
  }

  /** The rest of the line at the end of this text, behind other output. */
  #endOf(text: string, from: (part: Part) => number): Whole | null {
    if (!this.#affords(DEAR)) return null;
    // No line is longer, and long ones are not searched again for each of its beginnings.
    const skipped = Math.max(0, text.length - LONGEST);
    const tail = text.slice(skipped);
    const whole = this.#parts.flatMap((part) => {
      const found = ENDINGS[part.k]?.exec(tail);
      if (!found || found.index + skipped < from(part) || !found[0].includes(TELLING)) return [];
      const glued = PIECES[part.k]?.field !== undefined && /[\d.-]/.test(tail[found.index - 1] ?? '');
      const leaks = part.leaks || found[0].includes(LEAKS);
      const end = text.length - (text.endsWith(FORCED) ? FORCED.length : 0);
      return [{ ...part, printed: { ...part.printed, ...found.groups }, leaks, sure: part.sure && !glued, end }];
    });
    return chosen(whole, text);
  }
}

/** `gc 12 @` is there. */
function isCertain(parts: readonly Part[]): boolean {
  return parts.some(({ k }) => k > 2);
}

/** The only way; null where there are several, or where it is not sure. */
function chosen(ways: readonly Part[], text: string): Whole | null {
  const [way, other] = ways;
  if (!way || other || !way.sure) return null;
  return { printed: way.printed, forced: isForced(text.slice(way.end)), leaks: way.leaks };
}

/** The part with one more piece, two more, … as far as they stand in the text from a column on. */
function continued(part: Part, text: string, column: number): Part[] {
  const found: Part[] = [];
  let { k, printed, leaks } = part;
  for (let end = column; k < PIECES.length; ) {
    const pattern = EACH[k] as RegExp;
    pattern.lastIndex = end;
    const match = pattern.exec(text);
    if (!match) break;
    end = pattern.lastIndex;
    printed = { ...printed, ...match.groups };
    leaks ||= match[0].endsWith(LEAKS);
    found.push({ k: k + 1, printed, leaks, sure: part.sure && endsSurely(k, match[0], text[end]), end });
    k++;
  }
  return found;
}

/** Whether a piece ends where it seems to end when other output stands behind it: digits of that would be taken for its own. */
function endsSurely(k: number, piece: string, next: string | undefined): boolean {
  if (!PIECES[k]?.open || piece.includes('.') || piece === '0') return true;
  return next !== undefined && NO_CONTINUATION.test(next);
}
