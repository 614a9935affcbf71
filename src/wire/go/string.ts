const SIMPLE: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/**
 * The value of a Go string literal (go.dev/ref/spec#String_literals); any other text is its own. Bytes above 127 written
 * as `\xNN` or in octal become the character of that number: enough for names, wrong for bytes of UTF-8.
 */
export function goString(literal: string): string {
  if (literal.startsWith('`')) return literal.replace(/^`|`$|\r/g, '');
  if (!literal.startsWith('"')) return literal;
  return literal
    .replace(/^"|"$/g, '')
    .replace(
      /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{3})|(.))/gs,
      (_, x, u, long, octal, one) =>
        one === undefined ? character(Number.parseInt(octal ?? x ?? u ?? long, octal ? 8 : 16)) : (SIMPLE[one] ?? one),
    );
}

function character(point: number): string {
  return point <= 0x10ffff ? String.fromCodePoint(point) : '\uFFFD';
}
