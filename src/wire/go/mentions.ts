import { parameterNames } from './parameters.ts';
import type { GoToken } from './tokens.ts';

/** The names in a declaration. */
export interface Mentions {
  /** Those that stand alone and mean nothing local: what may be of the package. */
  readonly alone: ReadonlySet<string>;
  /** Those behind a point: methods, fields, what other packages export. */
  readonly selected: ReadonlySet<string>;
}

/**
 * The names that a declaration mentions. Left out are those that a parameter, or a declaration of the block that they
 * stand in or of one around it, hides (go.dev/ref/spec#Declarations_and_scope). Where that cannot be told without types
 * or a parser (fields, keys of composite literals, type parameters, parameters of function literals) a name counts.
 *
 * @param tokens of a declaration, what stands behind its keyword
 * @param isFunction whether it is a function or method
 */
export function mentionsOf(tokens: readonly GoToken[], isFunction: boolean): Mentions {
  const scopes = new Scopes(isFunction ? parameterNames(tokens) : []);
  const [alone, selected] = [new Set<string>(), new Set<string>()];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i] as GoToken;
    const declared = isFunction ? declaredAt(tokens, i) : [];
    if (declared.length > 0) {
      scopes.declare(declared);
      i += 2 * declared.length - (token.kind === 'keyword' ? 1 : 2);
    } else if (token.kind !== 'name') scopes.pass(token);
    else if (tokens[i - 1]?.text === '.') selected.add(token.text);
    else if (!scopes.hides(token.text)) alone.add(token.text);
  }
  return { alone, selected };
}

const DECLARING: ReadonlySet<string | undefined> = new Set(['var', 'const', 'type']);
/** What follows is the head of a block, which has its names. */
const HEADS: ReadonlySet<string | undefined> = new Set(['if', 'for', 'switch']);

/** Names that a statement beginning at `i` declares. */
function declaredAt(tokens: readonly GoToken[], i: number): string[] {
  const before = tokens[i - 1];
  const begins =
    before?.kind === 'operator' ? /^[;{]$/.test(before.text) : before?.kind === 'keyword' && HEADS.has(before.text);
  if (!begins) return [];
  const keyword = tokens[i]?.kind === 'keyword' && DECLARING.has(tokens[i]?.text);
  const first = keyword ? i + 1 : i;
  if (tokens[first]?.kind !== 'name') return [];
  let end = first + 1;
  while (tokens[end]?.text === ',' && tokens[end + 1]?.kind === 'name') end += 2;
  if (!keyword && tokens[end]?.text !== ':=') return [];
  return tokens.slice(first, end).flatMap(({ kind, text }) => (kind === 'name' ? [text] : []));
}

/** The blocks around a token, each with the names declared in it so far. */
class Scopes {
  readonly #blocks: Set<string>[];
  /** Declared by the statement at hand, by block: its own right side does not see them yet. */
  readonly #coming = new Map<number, readonly string[]>();
  /** Declared in the head of the block to come; null outside of a head. */
  #head: string[] | null = null;

  constructor(parameters: readonly string[]) {
    this.#blocks = [new Set(parameters)];
  }

  declare(names: readonly string[]): void {
    if (this.#head) this.#head.push(...names);
    else this.#coming.set(this.#blocks.length, names);
  }

  hides(name: string): boolean {
    return this.#blocks.some((block) => block.has(name));
  }

  pass({ kind, text }: GoToken): void {
    if (kind === 'operator') this.#bracket(text);
    else if (HEADS.has(text)) this.#head = [];
    // Each clause of a switch or select is a block of its own.
    else if (text === 'case' || text === 'default') this.#blocks.at(-1)?.clear();
  }

  #bracket(text: string): void {
    if (text === '{') this.#open();
    else if (text === '}' && this.#blocks.length > 1) this.#close();
    else if (text === ';') this.#arrive();
  }

  #open(): void {
    this.#blocks.push(new Set(this.#head ?? []));
    this.#head = null;
  }

  #close(): void {
    this.#coming.delete(this.#blocks.length);
    this.#blocks.pop();
  }

  /** A statement has ended. */
  #arrive(): void {
    const names = this.#coming.get(this.#blocks.length) ?? [];
    for (const name of names) this.#blocks.at(-1)?.add(name);
    this.#coming.delete(this.#blocks.length);
  }
}
