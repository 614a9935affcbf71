import { UserError } from '../../model/diagnostic.ts';
import { CharSet, ClassBuilder, escapedClass, POSIX } from './char-set.ts';

/** A parsed regular expression. */
export type Syntax =
  | { readonly kind: 'empty' }
  | { readonly kind: 'set'; readonly set: CharSet }
  | { readonly kind: 'assert'; readonly what: Assertion }
  | { readonly kind: 'all' | 'any'; readonly parts: readonly Syntax[] }
  /** `to` is Infinity where nothing bounds it. */
  | { readonly kind: 'repeat'; readonly part: Syntax; readonly from: number; readonly to: number };

export type Assertion = 'text-start' | 'text-end' | 'line-start' | 'line-end' | 'word' | 'no-word';

/** As deep as Go lets groups nest, and as often as it lets a part repeat (regexp/syntax: maxHeight, ErrInvalidRepeatSize). */
const DEEPEST = 1000;
const MOST_REPEATS = 1000;

interface Flags {
  readonly i: boolean;
  readonly m: boolean;
  readonly s: boolean;
}

/**
 * Reads a regular expression of Go's (regexp/syntax with the flags of regexp.Compile).
 *
 * @throws UserError for what Go rejects, with Go's words.
 */
export function parseRegexp(pattern: string): Syntax {
  return new Parser(pattern).parse();
}

class Parser {
  readonly #pattern: string;
  #pos = 0;
  #depth = 0;
  #flags: Flags = { i: false, m: false, s: false };

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  parse(): Syntax {
    const syntax = this.#alternatives();
    if (this.#pos < this.#pattern.length) this.#fail('unexpected )', this.#pattern);
    return syntax;
  }

  #fail(what: string, where: string): never {
    throw new UserError(`error parsing regexp: ${what}: \`${where}\``);
  }

  #peek(text: string): boolean {
    return this.#pattern.startsWith(text, this.#pos);
  }

  #take(text: string): boolean {
    if (!this.#peek(text)) return false;
    this.#pos += text.length;
    return true;
  }

  /** The next code point. */
  #next(): string {
    const char = String.fromCodePoint(this.#pattern.codePointAt(this.#pos) as number);
    this.#pos += char.length;
    return char;
  }

  #match(sticky: RegExp): RegExpExecArray | null {
    sticky.lastIndex = this.#pos;
    const match = sticky.exec(this.#pattern);
    if (match) this.#pos += match[0].length;
    return match;
  }

  #alternatives(): Syntax {
    if (++this.#depth > DEEPEST) this.#fail('expression nests too deeply', this.#pattern.slice(0, 80));
    const parts = [this.#sequence()];
    while (this.#take('|')) parts.push(this.#sequence());
    this.#depth--;
    return parts.length === 1 ? (parts[0] as Syntax) : { kind: 'any', parts };
  }

  #sequence(): Syntax {
    const parts: Syntax[] = [];
    let repeatable = false;
    while (this.#pos < this.#pattern.length && !this.#peek('|') && !this.#peek(')')) {
      const flags = this.#match(/\(\?([imsU-]+)\)/y);
      if (flags) {
        this.#setFlags(flags[1] as string);
        continue;
      }
      if (this.#take('\\Q')) {
        this.#quoted(parts);
        repeatable = parts.length > 0;
        continue;
      }
      const from = this.#pos;
      const repeat = this.#repetition();
      if (!repeat) {
        parts.push(this.#atom());
        repeatable = true;
        continue;
      }
      if (!repeatable) this.#fail('missing argument to repetition operator', this.#pattern.slice(from, this.#pos));
      this.#noSecondRepetition(from);
      parts.push({ kind: 'repeat', part: parts.pop() as Syntax, ...repeat });
    }
    return parts.length === 1 ? (parts[0] as Syntax) : parts.length === 0 ? { kind: 'empty' } : { kind: 'all', parts };
  }

  #quoted(parts: Syntax[]): void {
    while (this.#pos < this.#pattern.length && !this.#take('\\E')) parts.push(this.#literal(this.#next()));
  }

  #noSecondRepetition(from: number): void {
    if (this.#repetition()) this.#fail('invalid nested repetition operator', this.#pattern.slice(from, this.#pos));
  }

  /** `*`, `+`, `?`, `{2}`, `{2,}`, `{2,3}`, greedy or not; other braces stand for themselves. */
  #repetition(): { from: number; to: number } | null {
    const match = this.#match(/(?:[*+?]|\{(\d+)(,(\d*))?\})\??/y);
    if (!match) return null;
    const [text, min, comma, max] = match;
    if (min === undefined) return { from: text[0] === '+' ? 1 : 0, to: text[0] === '?' ? 1 : Number.POSITIVE_INFINITY };
    const from = Number(min);
    const to = comma === undefined ? from : max === '' ? Number.POSITIVE_INFINITY : Number(max);
    const bounded = to === Number.POSITIVE_INFINITY ? from : to;
    if (from > to || bounded > MOST_REPEATS) this.#fail('invalid repeat count', text);
    return { from, to };
  }

  #atom(): Syntax {
    const from = this.#pos;
    const char = this.#next();
    switch (char) {
      case '(':
        return this.#group(from);
      case '[':
        return { kind: 'set', set: this.#class(from) };
      case '.':
        return { kind: 'set', set: this.#flags.s ? CharSet.ANY : CharSet.NOT_NEWLINE };
      case '^':
        return { kind: 'assert', what: this.#flags.m ? 'line-start' : 'text-start' };
      case '$':
        return { kind: 'assert', what: this.#flags.m ? 'line-end' : 'text-end' };
      case '\\':
        return this.#escape(from);
      default:
        return this.#literal(char);
    }
  }

  #literal(char: string): Syntax {
    return { kind: 'set', set: CharSet.of(char, this.#flags.i) };
  }

  #group(from: number): Syntax {
    const outer = this.#flags;
    if (this.#peek('?') && !this.#match(/\?P?<[A-Za-z0-9_]+>/y)) {
      const match = this.#match(/\?([imsU-]*):/y);
      if (!match) this.#fail('invalid or unsupported Perl syntax', this.#pattern.slice(from, from + 3));
      this.#setFlags(match[1] as string);
    }
    const inner = this.#alternatives();
    if (!this.#take(')')) this.#fail('missing closing )', this.#pattern);
    this.#flags = outer;
    return inner;
  }

  #setFlags(text: string): void {
    const match = /^([imsU]*)(?:-([imsU]+))?$/.exec(text);
    if (!match) this.#fail('invalid or unsupported Perl syntax', `(?${text}`);
    const [, on = '', off = ''] = match;
    const flag = (name: keyof Flags) => !off.includes(name) && (on.includes(name) || this.#flags[name]);
    this.#flags = { i: flag('i'), m: flag('m'), s: flag('s') };
  }

  #escape(from: number): Syntax {
    const assertion = this.#match(/[AzbB]/y)?.[0];
    if (assertion !== undefined) return { kind: 'assert', what: ESCAPED_ASSERTIONS[assertion] as Assertion };
    const builder = new ClassBuilder();
    if (!this.#classEscape(builder)) return this.#literal(this.#char(from));
    return { kind: 'set', set: builder.done(false, this.#flags.i) };
  }

  /** `\d`, `\pL`, `\P{Greek}` … behind the backslash. */
  #classEscape(into: ClassBuilder): boolean {
    const perl = this.#match(/[dDsSwW]/y)?.[0];
    if (perl !== undefined) {
      into.add(escapedClass(perl));
      return true;
    }
    const property = this.#match(/([pP])(?:\{(\^?)([^}]*)\}|([A-Za-z]))/y);
    if (!property) return false;
    const [text, letter, caret, long, short] = property;
    const negated = (letter === 'P') !== (caret === '^');
    if (!into.addProperty(long ?? short ?? '', negated)) this.#fail('invalid character class range', `\\${text}`);
    return true;
  }

  /** One escaped character, behind the backslash. */
  #char(from: number): string {
    if (this.#pos >= this.#pattern.length) this.#fail('trailing backslash at end of expression', '');
    const octal = this.#match(/0[0-7]{0,2}|[1-7][0-7]{1,2}/y)?.[0];
    if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
    const hex = this.#match(/x(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]+)\})/y);
    const code = hex ? Number.parseInt(hex[1] ?? hex[2] ?? '', 16) : Number.NaN;
    if (code <= 0x10ffff) return String.fromCodePoint(code);
    const char = hex ? '' : this.#next();
    const control = CONTROLS[char];
    if (control !== undefined) return control;
    if (hex || char > '\x7f' || /[A-Za-z0-9]/.test(char))
      this.#fail('invalid escape sequence', this.#pattern.slice(from, this.#pos));
    return char;
  }

  #class(from: number): CharSet {
    const negated = this.#take('^');
    const builder = new ClassBuilder();
    for (let first = true; first || !this.#peek(']'); first = false) {
      if (this.#pos >= this.#pattern.length) this.#fail('missing closing ]', this.#pattern.slice(from));
      if (this.#classGroup(builder)) continue;
      const start = this.#pos;
      const low = this.#classChar(from);
      const high = this.#match(/-(?!\])/y) ? this.#classChar(from) : low;
      if (!builder.addRange(low, high))
        this.#fail('invalid character class range', this.#pattern.slice(start, this.#pos));
    }
    this.#pos++;
    return builder.done(negated, this.#flags.i);
  }

  /** `[:alpha:]`, `\d` and the like inside brackets. */
  #classGroup(into: ClassBuilder): boolean {
    const posix = this.#match(/\[:(\^?)(\w+):\]/y);
    if (posix) {
      const [text, caret, name = ''] = posix;
      const ranges = POSIX[name];
      if (!ranges) this.#fail('invalid character class range', text);
      into.add({ ranges, negated: caret === '^' });
      return true;
    }
    if (!this.#peek('\\')) return false;
    this.#pos++;
    if (this.#classEscape(into)) return true;
    this.#pos--;
    return false;
  }

  #classChar(from: number): string {
    if (this.#pos >= this.#pattern.length) this.#fail('missing closing ]', this.#pattern.slice(from));
    const start = this.#pos;
    return this.#take('\\') ? this.#char(start) : this.#next();
  }
}

const ESCAPED_ASSERTIONS: Readonly<Record<string, Assertion>> = {
  A: 'text-start',
  z: 'text-end',
  b: 'word',
  B: 'no-word',
};

const CONTROLS: Readonly<Record<string, string>> = { a: '\x07', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };
