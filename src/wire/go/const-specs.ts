import type { GoToken } from './tokens.ts';

/**
 * Each spec of a group of constants as it would stand alone: with the type and the values that it repeats, and, where
 * these count, `iota` as its number (go.dev/ref/spec#Constant_declarations, #Iota).
 */
export function constSpecs(specs: readonly (readonly GoToken[])[]): GoToken[][] {
  let repeated: readonly GoToken[] = [];
  return specs.map((tokens, i) => {
    const names = tokens.slice(0, valuesAt(tokens));
    const own = tokens.slice(names.length);
    if (own.length > 0) repeated = own;
    return [...names, ...repeated.map((token) => numbered(token, i))];
  });
}

/** Where the names end. */
function valuesAt(tokens: readonly GoToken[]): number {
  let at = 1;
  while (tokens[at]?.text === ',' && tokens[at + 1]?.kind === 'name') at += 2;
  return at;
}

/** A name `iota` behind a point would be no constant; no such field or method is known. */
function numbered(token: GoToken, i: number): GoToken {
  return token.kind === 'name' && token.text === 'iota' ? { kind: 'number', text: `iota(${i})` } : token;
}
