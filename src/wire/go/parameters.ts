import { closing, isBracket } from './brackets.ts';
import type { GoToken } from './tokens.ts';

/**
 * Names of the receiver and the parameters of a function that occur once in its signature: one that occurs twice may be
 * a type as well (`doc doc`).
 *
 * @param tokens what stands behind `func`
 */
export function parameterNames(tokens: readonly GoToken[]): string[] {
  const names: string[] = [];
  let [at, lists] = [0, 0];
  // The receiver, then the name with its type parameters, then the parameters.
  for (const most = tokens[0]?.text === '(' ? 2 : 1; lists < most && at < tokens.length; at++) {
    if (tokens[at]?.text === '[') at = closing(tokens, at);
    if (tokens[at]?.text !== '(') continue;
    const close = closing(tokens, at);
    names.push(...namesIn(tokens.slice(at + 1, close)));
    lists++;
    at = close;
  }
  const body = tokens.findIndex((token, i) => i >= at && token.text === '{');
  const signature = tokens.slice(0, body < 0 ? tokens.length : body).map((token) => token.text);
  return names.filter((name) => signature.indexOf(name) === signature.lastIndexOf(name));
}

/** Where one parameter has a name all have (go.dev/ref/spec#Function_types). */
function namesIn(tokens: readonly GoToken[]): string[] {
  const parameters = split(tokens);
  if (!parameters.some(isNamed)) return [];
  return parameters.flatMap(([first]) => (first?.kind === 'name' ? [first.text] : []));
}

function split(tokens: readonly GoToken[]): GoToken[][] {
  const parts: GoToken[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    depth += isBracket(token, 'opening') ? 1 : isBracket(token, 'closing') ? -1 : 0;
    if (depth === 0 && token.text === ',') parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

/** `x T`, but not `T`, `p.T` and `T[int]`. */
function isNamed(tokens: readonly GoToken[]): boolean {
  const [first, second] = tokens;
  if (first?.kind !== 'name' || !second || second.text === '.') return false;
  return second.text !== '[' || closing(tokens, 1) < tokens.length - 1;
}
