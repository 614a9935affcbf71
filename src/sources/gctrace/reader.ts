import type { GcCycle } from '../../model/gctrace.ts';
import { cycleOf } from './cycle.ts';
import { ENDS, FORCED, LEAKS, WHOLE_LINE } from './grammar.ts';
import { type Beginning, beginningAt, isCertain, stitched } from './torn.ts';

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
  #begun: Beginning | null = null;
  /** A cycle whose line went on with other output behind ` P`: ` (forced)` may still come. */
  #open: GcCycle | null = null;

  constructor(findings: Findings) {
    this.#findings = findings;
  }

  /** @param text without its end, escapes and timestamp */
  line(text: string, line: number): void {
    const at = text.indexOf('gc ');
    if (at >= 0 && this.#starts(text, line, at)) return;
    if (ENDS.test(text)) this.#end(text, line);
    else if (text === FORCED) this.#forced();
    else if (this.#begun && line - this.#begun.line > FAR) this.#giveUp();
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
    // Behind other output too: it is the last write.
    const forced = rest.startsWith(FORCED) || rest.endsWith(FORCED);
    const cycle = cycleOf(found.groups ?? {}, { line, forced, leaks: found[0].includes(LEAKS) });
    this.#settle();
    if (rest === '' || forced) this.#findings.cycle(cycle);
    else this.#open = cycle;
  }

  /** A beginning only: the rest stands behind other output in this line, or in a later one. */
  #begins(text: string, line: number, at: number): boolean {
    const beginning = beginningAt(text, line, at);
    // Words that end in `gc ` are common; without a number the next piece has to be missing for good.
    if (!isCertain(beginning) && (this.#begun !== null || /\w/.test(text[at - 1] ?? ''))) return false;
    this.#giveUp();
    const whole = stitched(beginning, text, true);
    if (!whole) this.#begun = beginning;
    else this.#stitch(whole, line);
    return whole !== null || isCertain(beginning);
  }

  #end(text: string, line: number): void {
    const whole = this.#begun && stitched(this.#begun, text, false);
    if (this.#begun && whole) {
      const { line: from } = this.#begun;
      this.#begun = null;
      this.#stitch(whole, from);
    } else if (CERTAIN_END.test(text)) {
      if (this.#begun && isCertain(this.#begun)) this.#giveUp();
      else this.#findings.broken(line, 'the end of a gctrace line without its beginning');
      this.#begun = null;
    }
  }

  #stitch({ printed, forced, leaks }: NonNullable<ReturnType<typeof stitched>>, line: number): void {
    this.#settle();
    this.#findings.cycle(cycleOf(printed, { line, forced, leaks }));
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
    if (begun && isCertain(begun)) this.#findings.broken(begun.line, 'a gctrace line that is cut off or torn apart');
  }
}
