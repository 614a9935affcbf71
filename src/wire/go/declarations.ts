import { closing, isBracket } from './brackets.ts';
import { constSpecs } from './const-specs.ts';
import { mentionsOf } from './mentions.ts';
import { goString } from './string.ts';
import { type GoToken, goTokens } from './tokens.ts';

export type GoDeclarationKind = 'func' | 'method' | 'type' | 'var' | 'const';

/** What Go source declares at its top level; each spec of a group (`var ( … )`) by itself. Imports are none. */
export interface GoDeclaration {
  readonly kind: GoDeclarationKind;
  /** One; several for `var a, b = f()`. */
  readonly names: readonly string[];
  /** Base type of a method's receiver. */
  readonly receiver?: string;
  /** Its tokens, and the compiler's directives before it: equal when only comments, white space or grouping differ. */
  readonly text: string;
  /** Names that stand alone and mean nothing local, its own among them: what it may mean of its package. */
  readonly mentions: ReadonlySet<string>;
  /** Names behind a point: methods, fields, what other packages export. */
  readonly selectors: ReadonlySet<string>;
  /** Values of its string literals. */
  readonly strings: ReadonlySet<string>;
  /** Patterns of its `//go:embed` lines. */
  readonly embeds: readonly string[];
}

/**
 * The top-level declarations of a Go file, in order. Of what is no Go they are as much as can be told; nothing throws.
 */
export function goDeclarations(source: string): readonly GoDeclaration[] {
  return statements(goTokens(source)).flatMap(({ tokens, directives }) => declared(tokens, directives));
}

/** Tokens up to a semicolon outside of all brackets, and the directives before them. */
interface Statement {
  readonly tokens: readonly GoToken[];
  readonly directives: readonly string[];
}

function statements(tokens: readonly GoToken[]): Statement[] {
  const found: Statement[] = [];
  let [own, directives, depth] = [[] as GoToken[], [] as string[], 0];
  const end = () => {
    if (own.length > 0) found.push({ tokens: own, directives });
    if (own.length > 0) [own, directives] = [[], []];
  };
  for (const token of tokens) {
    if (isBracket(token, 'opening')) depth++;
    if (isBracket(token, 'closing')) depth = Math.max(0, depth - 1);
    if (token.kind === 'directive' && own.length === 0) directives.push(token.text.trim());
    else if (depth === 0 && is(token, ';')) end();
    // Those within a group belong to its specs.
    else own.push(token);
  }
  end();
  return found;
}

function is(token: GoToken | undefined, text: string): boolean {
  return token?.kind === 'operator' && token.text === text;
}

function declared(tokens: readonly GoToken[], directives: readonly string[]): GoDeclaration[] {
  const [keyword, ...rest] = tokens;
  switch (keyword?.kind === 'keyword' ? keyword.text : '') {
    case 'func':
      return [func(rest, directives)];
    case 'type':
    case 'var':
    case 'const':
      return specs(keyword?.text as 'type' | 'var' | 'const', rest, directives);
    default:
      return [];
  }
}

/** What stands behind `func`. */
function func(tokens: readonly GoToken[], directives: readonly string[]): GoDeclaration {
  const method = is(tokens[0], '(');
  const close = method ? closing(tokens, 0) : -1;
  const name = tokens[close + 1]?.text ?? '';
  const receiver = method ? { receiver: receiverType(tokens.slice(1, close)) } : {};
  return { ...declaration(method ? 'method' : 'func', [name], tokens, directives), ...receiver };
}

/** `List` of `l *List[K, V]`. */
function receiverType(tokens: readonly GoToken[]): string {
  const parameters = tokens.findIndex((token) => is(token, '['));
  const before = parameters < 0 ? tokens : tokens.slice(0, parameters);
  return before.findLast((token) => token.kind === 'name')?.text ?? '';
}

function specs(
  kind: 'type' | 'var' | 'const',
  tokens: readonly GoToken[],
  directives: readonly string[],
): GoDeclaration[] {
  const group = is(tokens[0], '(') && closing(tokens, 0) === tokens.length - 1;
  const all = group ? statements(tokens.slice(1, -1)) : [{ tokens, directives }];
  if (kind === 'const') return constSpecs(all.map((spec) => spec.tokens)).map((spec) => valueSpec(kind, spec, []));
  const of = (spec: Statement) => [...(group ? directives : []), ...spec.directives];
  if (kind === 'var') return all.map((spec) => valueSpec(kind, spec.tokens, of(spec)));
  return all.map((spec) => declaration(kind, [spec.tokens[0]?.text ?? ''], spec.tokens, of(spec)));
}

function valueSpec(kind: 'var' | 'const', tokens: readonly GoToken[], directives: readonly string[]): GoDeclaration {
  return declaration(kind, namesBefore(tokens), tokens, directives);
}

/** `a`, `b` of `a, b T = …`. */
export function namesBefore(tokens: readonly GoToken[]): string[] {
  const names = [tokens[0]?.text ?? ''];
  for (let i = 1; is(tokens[i], ',') && tokens[i + 1]?.kind === 'name'; i += 2) names.push(tokens[i + 1]?.text ?? '');
  return names;
}

function declaration(
  kind: GoDeclarationKind,
  names: readonly string[],
  tokens: readonly GoToken[],
  directives: readonly string[],
): GoDeclaration {
  const { alone, selected } = mentionsOf(tokens, kind === 'func' || kind === 'method');
  const compiled = directives.filter((text) => !/^\/\/go:(build|generate)\b/.test(text));
  return {
    kind,
    names,
    text: [...compiled, kind, ...essential(tokens)].join(' '),
    mentions: alone,
    selectors: selected,
    strings: new Set(tokens.filter((t) => t.kind === 'string').map((t) => goString(t.text))),
    embeds: compiled.flatMap(embedPatterns),
  };
}

/** The texts of tokens without what gofmt puts and takes: `,` and `;` before a closing bracket, letter case of numbers. */
function essential(tokens: readonly GoToken[]): string[] {
  const closes = (token: GoToken | undefined) => is(token, ')') || is(token, '}');
  const optional = (token: GoToken, i: number) => (is(token, ',') || is(token, ';')) && closes(tokens[i + 1]);
  return tokens
    .filter((token, i) => token.kind !== 'directive' && !optional(token, i))
    .map(({ kind, text }) => (kind === 'number' ? text.toLowerCase() : text));
}

/** pkg.go.dev/embed: patterns parted by spaces; one with spaces is written as a Go string. */
function embedPatterns(directive: string): string[] {
  const [, list = ''] = /^\/\/go:embed[ \t]+(.*)$/.exec(directive) ?? [];
  return [...list.matchAll(/"(?:\\.|[^"\\])*"|`[^`]*`|\S+/g)].map(([pattern]) =>
    goString(pattern).replace(/^all:/, ''),
  );
}
