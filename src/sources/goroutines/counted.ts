import type { Goroutine, GoroutineFrame } from './dump.ts';
import type { Findings } from './findings.ts';

/** `goroutine profile: total 21` (runtime/pprof, printCountProfile); Go 1.26 has `goroutineleak` besides. */
export function parseTotal(text: string): number | null {
  const [, total] = /^goroutine(?:leak)? profile: total (\d{1,15})$/.exec(text) ?? [];
  return total === undefined ? null : Number(total);
}

/** `5 @ 0x48766e 0x418a0e`: so many goroutines share the stack that follows. */
function parseCount(text: string): number | null {
  const [, count] = /^(\d{1,15}) @(?: 0x[0-9a-f]+)*$/.exec(text) ?? [];
  return count === undefined ? null : Number(count);
}

/** `#⇥0x56a0a4⇥example.com/m.deep+0x24⇥/path/file.go:21`; an address alone where no symbol is known. */
function parseSymbol(text: string): GoroutineFrame | null {
  const [, address, name, file = '', line = '0'] =
    /^#\t(0x[0-9a-f]+)(?:\t(\S.*?)\+0x[0-9a-f]+\t+(.+):(\d{1,10}))?$/.exec(text) ?? [];
  return address === undefined ? null : { function: name ?? address, file, line: Number(line) };
}

interface Record extends Pick<Goroutine, 'count' | 'line'> {
  readonly frames: GoroutineFrame[];
  labels: string;
}

/** Reads a `debug=1` profile line by line: one record per stack, with its number of goroutines. */
export class CountedReader {
  readonly #findings: Findings;
  readonly #intern: (frame: GoroutineFrame) => GoroutineFrame;
  readonly #records: Record[] = [];
  #total: { readonly count: number; readonly line: number } | null = null;
  #open: Record | null = null;

  constructor(findings: Findings, intern: (frame: GoroutineFrame) => GoroutineFrame) {
    this.#findings = findings;
    this.#intern = intern;
  }

  /** @returns whether the line is a part of such a profile */
  line(text: string, line: number): boolean {
    const total = parseTotal(text);
    if (total !== null) this.#begin(total, line);
    else if (this.#total === null) return false;
    else if (text.startsWith('#') && this.#open) this.#part(this.#open, text, line);
    else return this.#record(text, line);
    return true;
  }

  /** The records, when the file has ended. */
  done(): readonly Goroutine[] {
    this.#end();
    const none = { id: null, state: '', minutes: 0, lockedToThread: false, elided: 0, createdBy: null, parent: null };
    return this.#records.map((record) => ({ ...none, ...record }));
  }

  #begin(count: number, line: number): void {
    this.#end();
    if (this.#records.length > 0) this.#findings.warn('a second profile in one file: both count', line);
    this.#total = { count, line };
  }

  #record(text: string, line: number): boolean {
    const count = parseCount(text);
    if (count === null) return false;
    this.#open = { count, line, frames: [], labels: '' };
    this.#records.push(this.#open);
    return true;
  }

  #part(open: Record, text: string, line: number): void {
    const [, labels] = /^# labels: (\{.*\})$/.exec(text) ?? [];
    const frame = parseSymbol(text);
    if (labels !== undefined) open.labels = labels;
    else if (frame) open.frames.push(this.#intern(frame));
    else this.#findings.warn('a line of the profile that cannot be read', line);
  }

  #end(): void {
    if (this.#total === null) return;
    const { count, line } = this.#total;
    const read = this.#records.reduce((sum, record) => sum + (record.line > line ? record.count : 0), 0);
    if (read !== count) this.#findings.warn(`the profile says ${count} goroutines, ${read} can be read`, line);
    this.#total = null;
    this.#open = null;
  }
}
