import type { TraceStack } from '../../../model/trace.ts';
import type { Texts } from '../sink.ts';
import { Rows } from './rows.ts';

/** What texts and stacks of all generations may take together: characters, and frames of all different stacks. */
const MAX_CHARACTERS = 64 * 1024 * 1024;
const MAX_INTEGERS = 32 * 1024 * 1024;

/** Texts and stacks of the whole trace: each different one once. */
export class TextTable implements Texts {
  readonly #numbers = new Map<string, number>();
  readonly #texts: string[] = [];
  #characters = 0;
  /** Function, file, line. */
  readonly #frames = new Rows();
  /** Frames, leaf first. */
  readonly #stacks = new Rows();
  readonly #frame = new Int32Array(3);

  constructor() {
    this.intern('');
    this.internStack(new Int32Array(), 0);
  }

  /** Whether so much is held that no more may be added. */
  get full(): boolean {
    return this.#characters > MAX_CHARACTERS || this.#stacks.integers + this.#frames.integers > MAX_INTEGERS;
  }

  intern(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.#texts.length);
    this.#characters += text.length + 32;
    return this.#texts.push(text) - 1;
  }

  /** The number of a frame, for {@link internStack}. */
  internFrame(name: number, file: number, line: number): number {
    this.#frame[0] = name;
    this.#frame[1] = file;
    this.#frame[2] = line;
    return this.#frames.intern(this.#frame, 3);
  }

  /** The number of the stack of the first `length` frames. */
  internStack(frames: Int32Array, length: number): number {
    return this.#stacks.intern(frames, length);
  }

  text(id: number): string {
    return this.#texts[id] ?? '';
  }

  stack(id: number): TraceStack {
    return Array.from({ length: this.#stacks.length(id) }, (_, i) => this.#frameAt(this.#stacks.at(id, i)));
  }

  #frameAt(frame: number) {
    const [name, file, line] = [0, 1, 2].map((i) => this.#frames.at(frame, i)) as [number, number, number];
    return { function: this.text(name), file: this.text(file), line };
  }

  root(stack: number): number {
    const length = this.#stacks.length(stack);
    return length === 0 ? 0 : this.#frames.at(this.#stacks.at(stack, length - 1), 0);
  }
}
