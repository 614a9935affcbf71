/** The first part (up to an unbracketed `/`) of each alternative of a pattern, as go/src/testing/match.go splits it. */
export function topLevelParts(pattern: string): string[] {
  const parts: string[] = [];
  let [brackets, parens, start] = [0, 0, 0];
  let skipping = false;
  for (let i = 0; i <= pattern.length; i++) {
    const c = pattern[i];
    if (c === '\\') i++;
    else if (c === '[') brackets++;
    else if (c === ']') brackets = Math.max(0, brackets - 1);
    else if (brackets === 0 && c === '(') parens++;
    else if (brackets === 0 && c === ')') parens--;
    else if (c === undefined || (brackets === 0 && parens === 0 && (c === '/' || c === '|'))) {
      if (!skipping) parts.push(pattern.slice(start, i));
      skipping = c === '/';
      start = i + 1;
    }
  }
  return parts;
}

/**
 * Whether a top-level benchmark function can match the user's pattern. Go's syntax is nearly ours; in doubt, yes: with the
 * flag `u`, what means something else here (`\A`, `\pL`, `[[:alpha:]]`, `(?i)`) is an error and never a silent no.
 */
export function matchesTopLevel(pattern: string, topLevel: string): boolean {
  return topLevelParts(pattern).some((part) => {
    try {
      return new RegExp(part, 'u').test(`Benchmark${topLevel}`);
    } catch {
      return true;
    }
  });
}
