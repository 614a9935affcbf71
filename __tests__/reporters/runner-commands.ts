/** A command that the runner would obey. */
export interface RunnerCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

const REGISTERED = new Set([
  ...['add-mask', 'add-matcher', 'add-path', 'debug', 'echo', 'endgroup', 'error', 'group', 'internal-set-repo-path'],
  ...[
    'notice',
    'remove-matcher',
    'save-state',
    'set-env',
    'set-output',
    'stop-commands',
    'warning',
    'command',
    'section',
  ],
]);

/** The runner's line reader ends lines at CR, LF and CR LF. */
export function foreignCommands(log: string): RunnerCommand[] {
  return log.split(/\r\n|\r|\n/).flatMap((line) => parseColons(line) ?? parseHashes(line) ?? []);
}

/** `::name key=value,key=value::data`, after leading white space (ActionCommand.TryParseV2 of actions/runner). */
export function parseColons(line: string): RunnerCommand | null {
  const text = line.replace(/^[\s\u0085]+/, '');
  const end = text.indexOf('::', 2);
  if (!text.startsWith('::') || end < 0) return null;
  const info = text.slice(2, end);
  const space = info.indexOf(' ');
  const name = space < 0 ? info : info.slice(0, space);
  if (!REGISTERED.has(name)) return null;
  const properties = space > 0 ? split(info.slice(space + 1).trim(), ',', ['%3A', ':'], ['%2C', ',']) : {};
  return { name, properties, data: unescaped(text.slice(end + 2)) };
}

/** `##[name key=value;key=value]data`, anywhere in the line (ActionCommand.TryParse of actions/runner). */
function parseHashes(line: string): RunnerCommand | null {
  const start = line.indexOf('##[');
  const end = line.indexOf(']', start);
  if (start < 0 || end < 0) return null;
  const info = line.slice(start + 3, end);
  const space = info.indexOf(' ');
  const name = space < 0 ? info : info.slice(0, space);
  if (!REGISTERED.has(name)) return null;
  return {
    name,
    properties: space > 0 ? split(info.slice(space + 1).trim(), ';', ['%3B', ';'], ['%5D', ']']) : {},
    data: line.slice(end + 1),
  };
}

function split(
  text: string,
  separator: string,
  ...escapes: readonly (readonly [string, string])[]
): Record<string, string> {
  const pairs = text.split(separator).flatMap((part) => {
    const at = part.indexOf('=');
    return at < 0 ? [] : [[part.slice(0, at), unescaped(part.slice(at + 1), ...escapes)] as const];
  });
  return Object.fromEntries(pairs);
}

function unescaped(text: string, ...more: readonly (readonly [string, string])[]): string {
  const escapes = [['%0D', '\r'], ['%0A', '\n'], ...more, ['%25', '%']] as const;
  return escapes.reduce((result, [from, to]) => result.replaceAll(from, to), text);
}
