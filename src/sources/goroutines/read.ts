import { plainLine, textLines } from '../../wire/lines.ts';
import { CountedReader, parseTotal } from './counted.ts';
import type { Goroutine, GoroutineDump, GoroutineFrame } from './dump.ts';
import { Findings } from './findings.ts';
import {
  type Head,
  isAncestor,
  isBrokenHead,
  isUnavailable,
  parseCall,
  parseCreator,
  parseElided,
  parseHead,
  parsePlace,
} from './lines.ts';

/**
 * Reads the goroutines of a text: a `debug=2` dump, the dump of a panic or of SIGQUIT, mixed with other output, or a
 * `debug=1` profile. What is neither is passed over; what begins as a part of a dump and cannot be read becomes a
 * diagnostic with its line.
 *
 * @param file how diagnostics name the file
 */
export function readGoroutines(text: string, file: string): GoroutineDump {
  const reader = new Reader(file);
  for (const { text: raw, line } of textLines(text)) reader.line(plainLine(raw), line);
  return reader.done();
}

/** Whether a line can only be a dump's. */
export function isDumpLine(text: string): boolean {
  return parseHead(text) !== null || parseTotal(text) !== null;
}

/** A goroutine of which lines may still come. */
interface Open extends Head {
  readonly line: number;
  readonly frames: GoroutineFrame[];
  elided: number;
  createdBy: GoroutineFrame | null;
  parent: number | null;
  /** The last part has been read, or the stack is one of the past. */
  complete: boolean;
}

class Reader {
  readonly #findings: Findings;
  readonly #goroutines: Goroutine[] = [];
  readonly #byId = new Map<number, number>();
  /** Each frame once: a dump of a hundred thousand goroutines has a few hundred frames. */
  readonly #frames = new Map<string, GoroutineFrame>();
  readonly #counted: CountedReader;
  #open: Open | null = null;
  /** A call whose place comes in the next line, and whether it is the creator's. */
  #call: { readonly name: string; readonly creator: boolean; readonly line: number } | null = null;
  /** A line within a stack that is no part of it, told of when the stack goes on behind it. */
  #stranger: { readonly text: string; readonly line: number } | null = null;
  #repeated = 0;

  constructor(file: string) {
    this.#findings = new Findings(file);
    this.#counted = new CountedReader(this.#findings, (frame) => this.#frame(frame));
  }

  line(text: string, line: number): void {
    if (this.#call) {
      const place = parsePlace(text);
      this.#placed(place, line);
      if (place) return;
    }
    const head = parseHead(text);
    if (head) this.#begin(head, line);
    else if (isBrokenHead(text)) this.#broken(line);
    else if (this.#counted.line(text, line)) this.#close();
    else if (this.#open) this.#within(this.#open, text, line);
  }

  done(): GoroutineDump {
    if (this.#call) {
      this.#findings.warn('the dump is cut off: a call without its place', this.#call.line);
      this.#placed({ file: '', line: 0 }, 0);
    }
    this.#close();
    const goroutines = [...this.#goroutines, ...this.#counted.done()];
    if (this.#repeated > 0)
      this.#findings.note(
        'notice',
        `${this.#repeated} stacks of goroutines that the file shows before: the first counts`,
      );
    return { goroutines, diagnostics: this.#findings.all() };
  }

  #begin(head: Head, line: number): void {
    this.#close();
    this.#open = { ...head, line, frames: [], elided: 0, createdBy: null, parent: null, complete: false };
  }

  #broken(line: number): void {
    this.#close();
    this.#findings.warn('the head of a goroutine that cannot be read', line);
  }

  #within(open: Open, text: string, line: number): void {
    if (text === '') this.#close();
    else if (isAncestor(text)) open.complete = true;
    else if (!open.complete) this.#part(open, text, line);
  }

  #part(open: Open, text: string, line: number): void {
    const creator = parseCreator(text);
    const elided = parseElided(text);
    const name = creator?.name ?? parseCall(text);
    if (name !== null) {
      this.#tellStranger();
      if (creator) open.parent = creator.parent;
      this.#call = { name, creator: creator !== null, line };
    } else if (elided !== null) open.elided = elided;
    else this.#other(open, text, line);
  }

  #other(open: Open, text: string, line: number): void {
    const place = parsePlace(text);
    const before = this.#stranger;
    if (place && before && before.line === line - 1) {
      // A function of C that a cgo symbolizer names: without parentheses.
      open.frames.push(this.#frame({ function: before.text, ...place }));
      this.#stranger = null;
    } else if (place) this.#findings.warn('a place without its call', line);
    else if (!isUnavailable(text) && (!before || before.line < line - 1)) this.#stranger = { text, line };
  }

  /** The stack goes on behind a line that is none of it. */
  #tellStranger(): void {
    if (this.#stranger) this.#findings.warn('a line within a stack that is no part of it', this.#stranger.line);
    this.#stranger = null;
  }

  #placed(place: Omit<GoroutineFrame, 'function'> | null, line: number): void {
    const call = this.#call;
    this.#call = null;
    if (!call || !this.#open) return;
    if (!place) this.#findings.warn('a call without its place', call.line);
    const frame = this.#frame({ function: call.name, file: place?.file ?? '', line: place?.line ?? 0 });
    if (!call.creator) this.#open.frames.push(frame);
    else {
      this.#open.createdBy = frame;
      // What follows is other output, unless it is the stack of an ancestor.
      this.#open.complete = line > 0;
    }
  }

  #close(): void {
    if (!this.#open) return;
    const { complete, ...goroutine } = this.#open;
    this.#open = null;
    this.#call = null;
    this.#stranger = null;
    this.#keep({ ...goroutine, count: 1 });
  }

  /** Goroutine 0 is each thread's own; any other id stands for one goroutine, however many dumps the file holds. */
  #keep(goroutine: Goroutine): void {
    const { id } = goroutine;
    const before = id === null || id === 0 ? undefined : this.#byId.get(id);
    if (before === undefined) {
      if (id !== null) this.#byId.set(id, this.#goroutines.length);
      this.#goroutines.push(goroutine);
      return;
    }
    // Under GOTRACEBACK=crash the stack that was unavailable comes with its thread's dump.
    if (this.#goroutines[before]?.frames.length === 0) this.#goroutines[before] = goroutine;
    else this.#repeated++;
  }

  #frame(frame: GoroutineFrame): GoroutineFrame {
    const key = `${frame.function}\t${frame.file}\t${frame.line}`;
    const known = this.#frames.get(key);
    if (known) return known;
    this.#frames.set(key, frame);
    return frame;
  }
}
