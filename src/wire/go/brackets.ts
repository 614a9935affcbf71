import type { GoToken } from './tokens.ts';

const BRACKETS = { opening: new Set(['(', '[', '{']), closing: new Set([')', ']', '}']) };

export function isBracket({ kind, text }: GoToken, which: 'opening' | 'closing'): boolean {
  return kind === 'operator' && BRACKETS[which].has(text);
}

/** Index of the bracket that closes the one at `open`, or the last index. */
export function closing(tokens: readonly GoToken[], open: number): number {
  let depth = 0;
  for (let i = open; i < tokens.length; i++) {
    const token = tokens[i] as GoToken;
    if (isBracket(token, 'opening')) depth++;
    if (isBracket(token, 'closing') && --depth === 0) return i;
  }
  return tokens.length - 1;
}
