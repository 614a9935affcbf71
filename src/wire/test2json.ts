/** What we use of an event of `go test -json` (cmd/test2json). */
export interface TestEvent {
  readonly action: string;
  readonly pkg?: string;
  readonly test?: string;
  readonly output?: string;
}

/** A line that holds an event, wherever in the line it begins. */
const LOOKS_LIKE_EVENT = /\{"(?:Time|Action|ImportPath)":"/;

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function parseObject(json: string): Record<string, unknown> | null {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

/**
 * Reads a line as a test2json event. Text before it is passed over: the go command's own standard error may be mixed in
 * (`GODEBUG=gctrace=1`).
 *
 * @returns the event; `broken` for a line that begins as an event and is cut off or damaged; null for any other text.
 */
export function decodeTestEvent(line: string): TestEvent | 'broken' | null {
  const at = line.search(LOOKS_LIKE_EVENT);
  if (at < 0) return null;
  const found = parseObject(line.slice(at));
  const action = textOf(found?.Action);
  if (!found || action === undefined) return 'broken';
  const [pkg, test, output] = [textOf(found.Package), textOf(found.Test), textOf(found.Output)];
  return {
    action,
    ...(pkg !== undefined && { pkg }),
    ...(test !== undefined && { test }),
    ...(output !== undefined && { output }),
  };
}
