import { UserError } from '../../model/diagnostic.ts';
import type { CharSet } from './char-set.ts';
import type { Assertion, Syntax } from './syntax.ts';

export type Step =
  | { readonly op: 'char'; readonly set: CharSet; next: number }
  | { readonly op: 'assert'; readonly what: Assertion; next: number }
  /** Goes on at both. */
  | { readonly op: 'fork'; readonly next: number; other: number }
  | { readonly op: 'jump'; next: number }
  | { readonly op: 'match' };

/** A text of n characters takes at most n times this many steps. */
const MOST_STEPS = 10_000;

/**
 * The steps of Thompson's construction; the first one is step 0.
 *
 * @throws UserError where repetitions would take more than 10,000 steps.
 */
export function programOf(syntax: Syntax): readonly Step[] {
  const compiler = new Compiler();
  compiler.add(syntax);
  compiler.steps.push({ op: 'match' });
  return compiler.steps;
}

/** Each part is laid out so that it goes on at the step behind it. */
class Compiler {
  readonly steps: Step[] = [];

  add(syntax: Syntax): void {
    if (this.steps.length >= MOST_STEPS)
      throw new UserError(`regexp too large: it takes more than ${MOST_STEPS} steps; repeat less`);
    const next = this.steps.length + 1;
    switch (syntax.kind) {
      case 'empty':
        return;
      case 'set':
        this.steps.push({ op: 'char', set: syntax.set, next });
        return;
      case 'assert':
        this.steps.push({ op: 'assert', what: syntax.what, next });
        return;
      case 'all':
        for (const part of syntax.parts) this.add(part);
        return;
      case 'any':
        this.#any(syntax.parts);
        return;
      case 'repeat':
        this.#repeat(syntax.part, syntax.from, syntax.to);
    }
  }

  #any(parts: readonly Syntax[]): void {
    const exits: { next: number }[] = [];
    parts.forEach((part, i) => {
      if (i === parts.length - 1) {
        this.add(part);
        return;
      }
      const fork = this.#fork();
      this.add(part);
      exits.push(this.#jump());
      fork.other = this.steps.length;
    });
    for (const exit of exits) exit.next = this.steps.length;
  }

  #repeat(part: Syntax, from: number, to: number): void {
    for (let i = 0; i < from; i++) {
      const before = this.steps.length;
      this.add(part);
      // Nothing, however often.
      if (this.steps.length === before) break;
    }
    if (to === Number.POSITIVE_INFINITY) {
      const again = this.steps.length;
      const fork = this.#fork();
      this.add(part);
      this.#jump().next = again;
      fork.other = this.steps.length;
      return;
    }
    const forks = Array.from({ length: to - from }, () => {
      const fork = this.#fork();
      this.add(part);
      return fork;
    });
    for (const fork of forks) fork.other = this.steps.length;
  }

  #fork() {
    const fork = { op: 'fork' as const, next: this.steps.length + 1, other: 0 };
    this.steps.push(fork);
    return fork;
  }

  #jump() {
    const jump = { op: 'jump' as const, next: 0 };
    this.steps.push(jump);
    return jump;
  }
}
