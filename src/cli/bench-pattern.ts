import { UserError } from '../model/diagnostic.ts';

/** What cannot unbalance anything: quoted text, escapes, and classes (`[]a]`, `[^]a]`, `[[:alpha:]]`). */
const INERT = /\\Q.*?(?:\\E|$)|\\.|\[\^?\]?(?:\\.|\[:\^?\w+:\]|[^\]\\])*\]/gs;

/**
 * Refuses what no regular expression can be, before anything is built: an open bracket or parenthesis, a closing one
 * too many, a backslash at the end. The rest is for Go's regexp to judge, whose syntax (RE2) is not JavaScript's.
 *
 * @throws UserError
 */
export function checkBench(pattern: string): string {
  const wrong = unbalanced(pattern.replace(INERT, ''));
  if (wrong === null) return pattern;
  throw new UserError(`--bench ${JSON.stringify(pattern)} is no regular expression: ${wrong}`, {
    example: "--bench 'Encode|Decode/size=(small|large)'",
  });
}

function unbalanced(rest: string): string | null {
  if (rest.endsWith('\\')) return 'a backslash at the end';
  let depth = 0;
  for (const c of rest) {
    if (c === '[') return '[ without ]';
    if (c === '(') depth++;
    if (c === ')' && --depth < 0) return ') without (';
  }
  return depth > 0 ? '( without )' : null;
}
