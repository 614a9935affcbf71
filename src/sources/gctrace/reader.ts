import type { GcCycle } from '../../model/gctrace.ts';
import { cycleOf } from './cycle.ts';
import { ENDS, FORCED, isForced, LEAKS, WHOLE_LINE } from './grammar.ts';
import { Torn, type Tries, type Whole } from './torn.ts';

/** Where the reader puts what it finds. */
export interface Findings {
  cycle(cycle: GcCycle): void;
  /** A line of gctrace that cannot be put together. */
  broken(line: number, text: string): void;
}

/** Lines that other output may have between the halves of one. */
const FAR = 1000;
/** Beginnings that are looked at in one line. */
const TORN = 16;
/** An ending that nothing else has: at least ` MB goal, …`. */
const CERTAIN_END = / MB goal, \d+ MB stacks, \d+ MB globals, \d+ P(?: \(forced\))?$/;

/** Reads the lines of one stream of output and finds those of gctrace, whole or torn. */
export class StreamReader {
  readonly #findings: Findings;
  readonly #tries: Tries;
  #begun: Torn | null = null;
  /** The last cycle: ` (forced)` may still come, where other output ended its line. */
  #open: GcCycle | null = null;

  constructor(findings: Findings, tries: Tries) {
    this.#findings = findings;
    this.#tries = tries;
  }

  /** @param text without its end, escapes and timestamp */
  line(text: string, line: number): void {
    const at = text.indexOf('gc ');
    if (at >= 0 && this.#starts(text, line, at)) return;
    if (text.startsWith(FORCED)) this.#forced();
    else if (this.#begun) this.#goesOn(this.#begun, text, line);
    else if (ENDS.test(text) && CERTAIN_END.test(text)) this.#endOnly(line);
  }

  done(): void {
    this.#giveUp();
    this.#settle();
  }

  /** @returns whether a line of gctrace begins in this one */
  #starts(text: string, line: number, first: number): boolean {
    let begun = false;
    let tried = 0;
    for (let at = first; at >= 0; at = text.indexOf('gc ', at)) {
      WHOLE_LINE.lastIndex = at;
      const found = WHOLE_LINE.exec(text);
      if (found) {
        this.#giveUp();
        this.#whole(found, text.slice(WHOLE_LINE.lastIndex), line);
      }
      const end = found ? at + found[0].length : at + 3;
      begun = found !== null || (tried++ < TORN && this.#begins(text, line, at)) || begun;
      at = end;
    }
    return begun;
  }

  #whole(found: RegExpExecArray, rest: string, line: number): void {
    this.#take({ printed: found.groups ?? {}, forced: isForced(rest), leaks: found[0].includes(LEAKS) }, line);
  }

  /** A beginning only: the rest stands behind other output in this line, or in a later one. */
  #begins(text: string, line: number, at: number): boolean {
    const torn = new Torn(text, line, at, this.#tries);
    // Words that end in `gc ` are common.
    if (!torn.isCertain && (this.#begun?.isCertain || /\w/.test(text[at - 1] ?? ''))) return false;
    this.#giveUp();
    const whole = torn.within(text);
    if (whole) this.#take(whole, line);
    else this.#begun = torn;
    return whole !== null || torn.isCertain;
  }

  /** A line that may go on with what has begun. */
  #goesOn(begun: Torn, text: string, line: number): void {
    const whole = begun.next(text);
    if (whole === 'unsure' || (!whole && line - begun.line > FAR)) this.#giveUp();
    else if (whole) {
      this.#begun = null;
      this.#take(whole, begun.line);
    } else if (CERTAIN_END.test(text)) {
      this.#giveUp();
      if (!begun.isCertain) this.#endOnly(line);
    }
  }

  #endOnly(line: number): void {
    this.#findings.broken(line, 'the end of a gctrace line without its beginning');
  }

  #take({ printed, forced, leaks }: Whole, line: number): void {
    this.#settle();
    this.#open = cycleOf(printed, { line, forced, leaks });
  }

  #forced(): void {
    if (this.#open) this.#open = { ...this.#open, forced: true };
    this.#settle();
  }

  #settle(): void {
    if (this.#open) this.#findings.cycle(this.#open);
    this.#open = null;
  }

  #giveUp(): void {
    const begun = this.#begun;
    this.#begun = null;
    if (begun?.isCertain) this.#findings.broken(begun.line, 'a gctrace line that is cut off or torn apart');
  }
}
