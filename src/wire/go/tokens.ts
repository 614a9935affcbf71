export type GoTokenKind = 'name' | 'keyword' | 'number' | 'string' | 'rune' | 'operator' | 'directive';

/** A token of Go source. A semicolon that the end of a line stands for is an operator like one that is written. */
export interface GoToken {
  readonly kind: GoTokenKind;
  /** As written; of a directive the whole comment (`//go:noinline`). */
  readonly text: string;
}

/**
 * The tokens of Go source (go.dev/ref/spec#Lexical_elements), comments and white space left out but for the compiler's
 * directives, which change what is compiled. What is no Go gives tokens of single characters; nothing throws.
 */
export function goTokens(source: string): readonly GoToken[] {
  const tokens: GoToken[] = [];
  let last: GoToken | undefined;
  for (let at = source.startsWith('\uFEFF') ? 1 : 0; at < source.length; ) {
    const { kind, text } = lexemeAt(source, at);
    at += text.length;
    if (kind !== 'space') tokens.push({ kind, text });
    if (kind !== 'space' && kind !== 'directive') last = { kind, text };
    else if (text.includes('\n')) last = endLine(tokens, last);
  }
  endLine(tokens, last);
  return tokens;
}

/** Puts the semicolon that a line's end stands for, by the line's last token. */
function endLine(tokens: GoToken[], last: GoToken | undefined): undefined {
  if (last === undefined || !endsStatement(last)) return;
  const behind = tokens.at(-1)?.kind === 'directive' ? tokens.length - 1 : tokens.length;
  tokens.splice(behind, 0, { kind: 'operator', text: ';' });
}

const ENDING = new Set(['break', 'continue', 'fallthrough', 'return', '++', '--', ')', ']', '}']);

/** go.dev/ref/spec#Semicolons, rule 1. */
function endsStatement({ kind, text }: GoToken): boolean {
  return kind === 'keyword' || kind === 'operator' ? ENDING.has(text) : true;
}

/** go.dev/ref/spec#Keywords */
const KEYWORDS = new Set(
  (
    'break case chan const continue default defer else fallthrough for func go goto if import interface map package ' +
    'range return select struct switch type var'
  ).split(' '),
);

interface Lexeme {
  readonly kind: GoTokenKind | 'space';
  readonly text: string;
}

const SPACE = /[ \t\r\n]+/y;
const WORD = /[\p{L}_][\p{L}\p{Nd}_]*/uy;
const NUMBER =
  /0[xX][\da-fA-F_]*(?:\.[\da-fA-F_]*)?(?:[pP][+-]?[\d_]+)?i?|0[bBoO][\d_]*i?|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?[\d_]+)?i?/y;
/** go.dev/ref/spec#Operators_and_punctuation, the longest first. */
const OPERATOR =
  /<<=|>>=|&\^=|\.\.\.|&&|\|\||<-|\+\+|--|==|!=|<=|>=|:=|<<|>>|&\^|[-+*/%&|^]=|[-+*/%&|^<>=!()[\]{},;.:~]/y;

function lexemeAt(source: string, at: number): Lexeme {
  const space = match(SPACE, source, at);
  if (space !== null) return { kind: 'space', text: space };
  if (source.startsWith('//', at)) return comment(until(source, at, '\n', 2, 0));
  if (source.startsWith('/*', at)) return { kind: 'space', text: until(source, at, '*/', 2, 2) };
  if (source[at] === '`') return { kind: 'string', text: until(source, at, '`', 1, 1) };
  if (source[at] === '"' || source[at] === "'") return quoted(source, at);
  const word = match(WORD, source, at);
  if (word !== null) return { kind: KEYWORDS.has(word) ? 'keyword' : 'name', text: word };
  const number = match(NUMBER, source, at);
  if (number !== null) return { kind: 'number', text: number };
  return { kind: 'operator', text: match(OPERATOR, source, at) ?? String.fromCodePoint(source.codePointAt(at) ?? 0) };
}

function match(pattern: RegExp, source: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0] ?? null;
}

/** From `at` up to the next `end` behind the first `skip` characters, with `keep` characters of it; or all there is. */
function until(source: string, at: number, end: string, skip: number, keep: number): string {
  const found = source.indexOf(end, at + skip);
  return source.slice(at, found < 0 ? source.length : found + keep);
}

function comment(text: string): Lexeme {
  return { kind: /^\/\/go:[a-z]/.test(text) ? 'directive' : 'space', text };
}

/** An interpreted string or a rune: to its quote, or to the end of the line where it has none. */
function quoted(source: string, at: number): Lexeme {
  const quote = source[at];
  let end = at + 1;
  while (end < source.length && source[end] !== quote && source[end] !== '\n') end += source[end] === '\\' ? 2 : 1;
  const closed = source[end] === quote ? end + 1 : Math.min(end, source.length);
  return { kind: quote === '"' ? 'string' : 'rune', text: source.slice(at, closed) };
}
