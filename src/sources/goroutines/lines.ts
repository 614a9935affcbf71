import type { Goroutine, GoroutineFrame } from './dump.ts';

/** The kinds of line in a dump (runtime/traceback.go of Go 1.22 to 1.26), each read by itself. */

/** Longer lines are no heads: the pattern is tried at each `goroutine` of the line. */
const LONGEST_HEAD = 8192;
const HEAD = /(?:^|\s)goroutine (\d{1,19})(?: gp=(?:0x[0-9a-f]+|nil) m=(?:nil|\d+)(?: mp=0x[0-9a-f]+)?)? \[(.*)\]:$/;
const BROKEN_HEAD = /^goroutine \d+ (?:gp=0x|\[)/;

export type Head = Pick<Goroutine, 'id' | 'state' | 'minutes' | 'lockedToThread' | 'labels'>;

/** `goroutine 12 gp=0xc000 m=nil [chan receive, 3 minutes, locked to thread]:`, also behind a log's own prefix. */
export function parseHead(text: string): Head | null {
  if (!text.endsWith(']:') || text.length > LONGEST_HEAD) return null;
  const [, id = '', inside = ''] = HEAD.exec(text) ?? [];
  if (id === '') return null;
  const [, attributes = '', labels = ''] = /^(.*?)(?: labels:(\{.*\}))?$/.exec(inside) ?? [];
  const [state = '', ...more] = attributes.split(', ');
  const minutes = more.map((part) => /^(\d+) minutes$/.exec(part)?.[1]).find((m) => m !== undefined);
  return {
    id: Number(id),
    state: state.replace(/ \(scan\)$/, ''),
    minutes: Number(minutes ?? 0),
    lockedToThread: more.includes('locked to thread'),
    labels,
  };
}

/** The beginning of a head, and no whole one: it was cut off or something was written into it. */
export function isBrokenHead(text: string): boolean {
  return BROKEN_HEAD.test(text);
}

/**
 * The function of `example.com/m.(*T[...]).Wait(0x1, {0x2, ...})`: everything before the arguments, which hold no
 * parentheses. Null for other lines: a function has its package in front, and no blanks.
 */
export function parseCall(text: string): string | null {
  if (!text.endsWith(')')) return null;
  const name = text.slice(0, text.lastIndexOf('('));
  return name === 'panic' || /^[^\s.]\S*\.\S+$/.test(name) ? name : null;
}

/** `created by example.com/m.start in goroutine 1`; before Go 1.21 without the goroutine. */
export function parseCreator(text: string): { readonly name: string; readonly parent: number | null } | null {
  const [, name, parent] = /^created by (\S.*?)(?: in goroutine (\d{1,19}))?$/.exec(text) ?? [];
  return name === undefined ? null : { name, parent: parent === undefined ? null : Number(parent) };
}

/** `⇥/path/file.go:12 +0x1d fp=0x… sp=0x… pc=0x…`: where a call stands; `⇥pc=0x…` where a cgo symbolizer does not know. */
export function parsePlace(text: string): Omit<GoroutineFrame, 'function'> | null {
  if (!text.startsWith('\t')) return null;
  if (/^\tpc=0x[0-9a-f]+$/.test(text)) return { file: '', line: 0 };
  const [, file, line] = /^\t(.+):(\d{1,10})(?: \+0x[0-9a-f]+)?(?: (?:fp|pc)=.*)?$/.exec(text) ?? [];
  return file === undefined ? null : { file, line: Number(line) };
}

/** `...106 frames elided...`: how many; −1 for `...additional frames elided...`; null for other lines. */
export function parseElided(text: string): number | null {
  const [, many] = /^\.\.\.(\d{1,15}|additional) frames elided\.\.\.$/.exec(text) ?? [];
  if (many === undefined) return null;
  return many === 'additional' ? -1 : Number(many);
}

/** A stack that the runtime could not walk. */
export function isUnavailable(text: string): boolean {
  return text.trim() === 'goroutine running on other thread; stack unavailable';
}

/** From here on (`GODEBUG=tracebackancestors=N`) the stack is another goroutine's, of the past. */
export function isAncestor(text: string): boolean {
  return /^\[originating from goroutine \d+\]:$/.test(text);
}
