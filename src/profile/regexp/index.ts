import { programOf, type Step } from './program.ts';
import type { Assertion } from './syntax.ts';
import { parseRegexp } from './syntax.ts';

/**
 * A regular expression of Go's, asked whether it matches anywhere in a text. Like Go's it walks all possibilities at once and
 * never back: time grows with the text's length times the expression's, whatever the two are.
 *
 * @throws UserError for what Go rejects, and for more than 10,000 steps of repetitions.
 */
export class GoRegexp {
  readonly #literal: string | null;
  readonly #steps: readonly Step[];
  readonly #answers = new Map<string, boolean>();

  constructor(pattern: string) {
    this.#literal = /[\\.+*?()|[\]{}^$]/.test(pattern) ? null : pattern;
    this.#steps = this.#literal === null ? programOf(parseRegexp(pattern)) : [];
  }

  test(text: string): boolean {
    if (this.#literal !== null) return text.includes(this.#literal);
    const known = this.#answers.get(text);
    if (known !== undefined) return known;
    const answer = new Search(this.#steps).run(text);
    this.#answers.set(text, answer);
    return answer;
  }
}

/** Where a search has got to in the program: a set of steps. */
class Threads {
  readonly list: Uint32Array;
  count = 0;
  readonly #place: Uint32Array;

  constructor(steps: number) {
    this.list = new Uint32Array(steps);
    this.#place = new Uint32Array(steps);
  }

  /** @returns false where it was in already. */
  add(step: number): boolean {
    const place = this.#place[step] as number;
    if (place < this.count && this.list[place] === step) return false;
    this.#place[step] = this.count;
    this.list[this.count++] = step;
    return true;
  }
}

/** Code point before the beginning and behind the end. */
const NONE = -1;

class Search {
  readonly #steps: readonly Step[];
  #current: Threads;
  #following: Threads;

  constructor(steps: readonly Step[]) {
    this.#steps = steps;
    this.#current = new Threads(steps.length);
    this.#following = new Threads(steps.length);
  }

  run(text: string): boolean {
    let before = NONE;
    for (let i = 0; ; ) {
      const code = text.codePointAt(i) ?? NONE;
      this.#current.add(0);
      if (this.#walk(before, code)) return true;
      if (code === NONE) return false;
      [this.#current, this.#following] = [this.#following, this.#current];
      this.#following.count = 0;
      before = code;
      i += code > 0xffff ? 2 : 1;
    }
  }

  /** Follows everything between two characters and takes the second. @returns whether it came to the end of the program. */
  #walk(before: number, code: number): boolean {
    const current = this.#current;
    for (let i = 0; i < current.count; i++) {
      const step = this.#steps[current.list[i] as number] as Step;
      if (step.op === 'match') return true;
      if (step.op === 'char') {
        if (code !== NONE && step.set.has(code)) this.#following.add(step.next);
      } else if (step.op === 'assert') {
        if (holds(step.what, before, code)) current.add(step.next);
      } else {
        current.add(step.next);
        if (step.op === 'fork') current.add(step.other);
      }
    }
    return false;
  }
}

const NEWLINE = 10;

function holds(what: Assertion, before: number, code: number): boolean {
  switch (what) {
    case 'text-start':
      return before === NONE;
    case 'text-end':
      return code === NONE;
    case 'line-start':
      return before === NONE || before === NEWLINE;
    case 'line-end':
      return code === NONE || code === NEWLINE;
    case 'word':
      return isWord(before) !== isWord(code);
    case 'no-word':
      return isWord(before) === isWord(code);
  }
}

function isWord(code: number): boolean {
  return code !== NONE && code < 128 && /\w/.test(String.fromCharCode(code));
}
