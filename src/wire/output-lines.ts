import { type Line, plainLine, textLines } from './lines.ts';
import { decodeTestEvent } from './test2json.ts';

/** A line of output, and whose it is. */
export interface OutputLine extends Line {
  /** The package whose test binary wrote it, in a test2json stream; '' for plain text. */
  readonly stream: string;
}

/** A line of a test2json stream of which the end has not come. */
interface Unfinished {
  readonly parts: string[];
  readonly line: number;
}

/**
 * The lines of a log without terminal escapes and timestamps. Events of `go test -json` are unpacked, packages kept apart,
 * and the pieces of a line that came in several events are put together; damaged events are passed over.
 */
export function* outputLines(text: string): Generator<OutputLine> {
  const unfinished = new Map<string, Unfinished>();
  for (const { text: raw, line } of textLines(text)) {
    const plain = plainLine(raw);
    const event = plain.includes('{"') ? decodeTestEvent(plain) : null;
    if (event === null) yield { stream: '', text: plain, line };
    else if (event !== 'broken' && event.output !== undefined)
      yield* unpacked(unfinished, event.pkg ?? '', event.output, line);
  }
  for (const [stream, { parts, line }] of unfinished) yield finished(stream, parts, line);
}

function* unpacked(
  unfinished: Map<string, Unfinished>,
  stream: string,
  output: string,
  line: number,
): Generator<OutputLine> {
  const lines = output.split('\n');
  const rest = lines.pop() ?? '';
  for (const text of lines) {
    const begun = unfinished.get(stream);
    unfinished.delete(stream);
    yield finished(stream, [...(begun?.parts ?? []), text], begun?.line ?? line);
  }
  if (rest === '') return;
  const begun = unfinished.get(stream);
  if (begun) begun.parts.push(rest);
  else unfinished.set(stream, { parts: [rest], line });
}

function finished(stream: string, parts: readonly string[], line: number): OutputLine {
  return { stream, text: plainLine(parts.join('').replace(/\r$/, '')), line };
}
