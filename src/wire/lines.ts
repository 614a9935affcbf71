/** A line of a text with its number, from 1. */
export interface Line {
  readonly text: string;
  readonly line: number;
}

/**
 * The lines of a text, as Go's bufio.ScanLines gives them: ended by LF or CRLF, the last one with or without an end.
 * A byte order mark in front is dropped. Lines may be of any length.
 */
export function* textLines(text: string): Generator<Line> {
  let start = text.startsWith('\uFEFF') ? 1 : 0;
  for (let line = 1; start < text.length; line++) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    yield { text: text.slice(start, text[end - 1] === '\r' && end > start ? end - 1 : end), line };
    start = end + 1;
  }
}

/**
 * CSI sequences (colour, cursor), OSC sequences (titles, links), the two-character escapes of ECMA-48, and the ^V with
 * which the testing package marks its own lines for test2json.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are control characters.
const ANSI = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\^_])|\x16/g;

/**
 * What CI systems put before each line: GitHub's `2026-01-02T03:04:05.1234567Z `, the same behind `job⇥step⇥` in
 * `gh run view --log`, GitLab's with its stream mark (`… 00O `).
 */
const STAMP =
  /^(?:[^\t]*\t[^\t]*\t)?\uFEFF?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)(?: (?:\d\d[OE][ +])?|$)/;

/** A line without terminal escapes and without a CI system's timestamp. */
export function plainLine(text: string): string {
  const plain = text.includes('\x1b') || text.includes('\x16') ? text.replace(ANSI, '') : text;
  return plain.replace(STAMP, '');
}
