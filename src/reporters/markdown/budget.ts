/** A part of the comment: it writes itself into the bytes it is given, dropping detail, or gives '' where nothing fits. */
export interface Part {
  /** What a reader would miss: `all rows`. */
  readonly name: string;
  /** Lower is given its bytes first. */
  readonly priority: number;
  write(bytes: number): string;
}

const encoder = new TextEncoder();

/** UTF-8 bytes. */
export function sizeOf(text: string): number {
  return encoder.encode(text).length;
}

/** Lines in a fixed frame, as many as fit, then how many more there are. */
export interface Frame {
  readonly before: string;
  readonly after: string;
  /** The line that stands for those left out. */
  more(n: number): string;
}

/**
 * `before`, as many lines as fit into `bytes`, the line for the others, `after`; '' where not even one line fits.
 *
 * @param beyond how many others there are that shall not be shown in any case
 */
export function fitLines<T>(
  items: readonly T[],
  line: (item: T) => string,
  frame: Frame,
  bytes: number,
  beyond = 0,
): string {
  const fixed = sizeOf(`${frame.before}\n${frame.after}`);
  const reserve = sizeOf(`${frame.more(items.length + beyond)}\n`);
  let left = bytes - fixed;
  const lines: string[] = [];
  for (const item of items) {
    const text = line(item);
    const size = sizeOf(text) + 1;
    const last = beyond === 0 && lines.length === items.length - 1;
    if (size > left - (last ? 0 : reserve)) break;
    lines.push(text);
    left -= size;
  }
  if (lines.length === 0) return '';
  const rest = items.length - lines.length + beyond;
  return [frame.before, ...lines, ...(rest > 0 ? [frame.more(rest)] : []), frame.after].filter(Boolean).join('\n');
}

const BETWEEN = '\n\n';
/** Room for the sentence that names what was left out. */
const LEFT_OUT = 400;

/**
 * The parts in reading order, in at most `bytes` UTF-8 bytes: the important ones take what they need first, and the
 * names of those that found no room are handed to `leftOut` for a last line.
 */
export function assemble(parts: readonly Part[], bytes: number, leftOut: (names: readonly string[]) => string): string {
  const written = new Map<Part, string>();
  let left = bytes - LEFT_OUT;
  for (const part of [...parts].sort((a, b) => a.priority - b.priority)) {
    const text = part.write(left - BETWEEN.length);
    written.set(part, text);
    if (text) left -= sizeOf(text) + BETWEEN.length;
  }
  const missing = parts.filter((part) => !written.get(part)).map((part) => part.name);
  const shown = parts.map((part) => written.get(part) ?? '');
  return `${[...shown, missing.length > 0 ? leftOut(missing) : ''].filter(Boolean).join(BETWEEN)}\n`;
}
