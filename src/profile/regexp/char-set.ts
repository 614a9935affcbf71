/** First and last characters, in pairs: `azAZ`. */
export interface Ranges {
  readonly ranges: string;
  readonly negated: boolean;
}

/** Go's ASCII classes (regexp/syntax). */
export const POSIX: Readonly<Record<string, string>> = {
  alnum: '09AZaz',
  alpha: 'AZaz',
  ascii: '\0\x7f',
  blank: '\t\t  ',
  cntrl: '\0\x1f\x7f\x7f',
  digit: '09',
  graph: '!~',
  lower: 'az',
  print: ' ~',
  punct: '!/:@[`{~',
  space: '\t\r  ',
  upper: 'AZ',
  word: '09AZ__az',
  xdigit: '09AFaf',
};

const PERL: Readonly<Record<string, string>> = { d: '09', s: '\t\n\f\r  ', w: '09AZ__az' };

/** `\d`, `\D` …: ASCII only. */
export function escapedClass(letter: string): Ranges {
  const lower = letter.toLowerCase();
  return { ranges: PERL[lower] as string, negated: lower !== letter };
}

/**
 * A set of characters. JavaScript's engine answers for one character at a time, so that it knows the cases and properties of
 * Unicode and can never search.
 */
export class CharSet {
  static readonly ANY = new CharSet(/^.$/su);
  static readonly NOT_NEWLINE = new CharSet(/^[^\n]$/u);

  readonly #regexp: RegExp;
  /** Of ASCII: 0 not asked yet, 1 no, 2 yes. */
  readonly #known = new Uint8Array(128);

  constructor(regexp: RegExp) {
    this.#regexp = regexp;
  }

  static of(char: string, ignoreCase: boolean): CharSet {
    const builder = new ClassBuilder();
    builder.addRange(char, char);
    return builder.done(false, ignoreCase);
  }

  has(code: number): boolean {
    if (code >= 128) return this.#regexp.test(String.fromCodePoint(code));
    if (this.#known[code] === 0) this.#known[code] = this.#regexp.test(String.fromCharCode(code)) ? 2 : 1;
    return this.#known[code] === 2;
  }
}

/** Collects what stands between brackets. */
export class ClassBuilder {
  #body = '';

  /** @returns false where the range is empty. */
  addRange(low: string, high: string): boolean {
    const [from, to] = [low.codePointAt(0) as number, high.codePointAt(0) as number];
    if (from > to) return false;
    this.#body += `${escaped(from)}-${escaped(to)}`;
    return true;
  }

  add({ ranges, negated }: Ranges): void {
    const codes = Array.from(ranges, (char) => char.charCodeAt(0));
    const bounds = negated ? complement(codes) : codes;
    for (let i = 0; i < bounds.length; i += 2)
      this.#body += `${escaped(bounds[i] as number)}-${escaped(bounds[i + 1] as number)}`;
  }

  /** A general category (`L`, `Lu`), a script (`Greek`) or `Any`. @returns false where there is no such. */
  addProperty(name: string, negated: boolean): boolean {
    if (!/^[A-Za-z_]+$/.test(name)) return false;
    const letter = negated ? 'P' : 'p';
    const value = name === 'Any' ? 'Any' : name.length <= 2 ? `General_Category=${name}` : `Script=${name}`;
    try {
      new RegExp(`\\p{${value}}`, 'u');
    } catch {
      return false;
    }
    this.#body += `\\${letter}{${value}}`;
    return true;
  }

  done(negated: boolean, ignoreCase: boolean): CharSet {
    return new CharSet(new RegExp(`^[${negated ? '^' : ''}${this.#body}]$`, ignoreCase ? 'iu' : 'u'));
  }
}

function escaped(code: number): string {
  return `\\u{${code.toString(16)}}`;
}

function complement(bounds: readonly number[]): number[] {
  const inner = bounds.flatMap((bound, i) => (i % 2 === 0 ? [bound - 1] : [bound + 1]));
  const all = [0, ...inner, 0x10ffff];
  // Ranges that begin at 0, or touch, leave an empty one.
  return all.flatMap((low, i) => (i % 2 === 0 && low <= (all[i + 1] as number) ? [low, all[i + 1] as number] : []));
}
