/** Colours by meaning; a word or a symbol always says the same. */
export interface Paint {
  bad(text: string): string;
  good(text: string): string;
  doubtful(text: string): string;
  strong(text: string): string;
  faint(text: string): string;
}

const plain = (text: string) => text;
const sgr = (on: number, off: number) => (text: string) => `\x1b[${on}m${text}\x1b[${off}m`;

/** ANSI (ECMA-48) colours, or none. */
export function paintFor(color: boolean): Paint {
  if (!color) return { bad: plain, good: plain, doubtful: plain, strong: plain, faint: plain };
  return { bad: sgr(31, 39), good: sgr(32, 39), doubtful: sgr(33, 39), strong: sgr(1, 22), faint: sgr(2, 22) };
}
