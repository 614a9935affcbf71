import { Lexer } from 'yaml';
import { UserError } from '../model/diagnostic.ts';

/** How much text a kind of file may be. */
export interface YamlBounds {
  /** UTF-8 bytes. */
  readonly bytes: number;
  /** Tokens of the lexer: reading a document takes a few µs for each. */
  readonly tokens: number;
}

/** Deeper than anything we read (a rules file has 5); composing a document recurses and takes time by the depth. */
const MAX_DEPTH = 32;

/**
 * Refuses text that would be dear to parse, before it is parsed: the `yaml` package takes 69 s for 50,000 nested
 * lines. One pass over the lexer's tokens, which ends at the first bound that is broken.
 *
 * @throws UserError with the position at which a bound is broken
 */
export function checkYamlBounds(text: string, file: string, bounds: YamlBounds): void {
  if (text.length > bounds.bytes || new TextEncoder().encode(text).length > bounds.bytes)
    throw new UserError(`larger than ${bounds.bytes / 1024} KiB`, { at: { file, line: 1, column: 1 } });
  const depth = new Depth();
  let tokens = 0;
  let offset = 0;
  for (const token of new Lexer().lex(text)) {
    const problem =
      depth.add(token) ?? (++tokens > bounds.tokens ? `more than ${bounds.tokens} YAML tokens` : undefined);
    if (problem) throw new UserError(problem, { at: { file, ...lineColumn(text, offset) } });
    offset += MARKS.has(token) ? 0 : token.length;
  }
}

/** A scalar's text follows. */
const SCALAR = '\x1f';
/** Tokens of the lexer that stand for no text: document start, end of a bad flow collection, scalar follows. */
const MARKS: ReadonlySet<string> = new Set(['\x02', '\x18', SCALAR]);

/** Follows how deep the collections nest: by brackets, by indentation, and by indicators in a row (`- - - x`). */
class Depth {
  private flow = 0;
  private readonly indents: number[] = [];
  private column = 0;
  private lineStart = true;
  private indicators = 0;
  private scalarNext = false;

  /** @returns what is wrong with this token, if anything is */
  add(token: string): string | undefined {
    const scalar = this.scalarNext;
    this.scalarNext = token === SCALAR;
    if (MARKS.has(token)) return undefined;
    if (token.endsWith('\n')) this.newLine();
    else if (scalar) this.inLine('');
    else if (token === '[' || token === '{') this.flow++;
    else if (token === ']' || token === '}') this.flow--;
    else this.inLine(token);
    if (this.flow < 0) return `"${token}" closes nothing`;
    return this.flow + this.indents.length + this.indicators > MAX_DEPTH
      ? `nested more than ${MAX_DEPTH} levels deep`
      : undefined;
  }

  private newLine(): void {
    this.column = 0;
    this.indicators = 0;
    this.lineStart = true;
  }

  private inLine(token: string): void {
    if (this.lineStart && /^[ \t]+$/.test(token)) {
      this.column = token.length;
      return;
    }
    if (this.lineStart && !token.startsWith('#')) this.indent();
    if (this.flow === 0 && (token === '-' || token === '?' || token === ':')) this.indicators++;
  }

  private indent(): void {
    this.lineStart = false;
    while ((this.indents.at(-1) ?? -1) >= this.column) this.indents.pop();
    this.indents.push(this.column);
  }
}

function lineColumn(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
