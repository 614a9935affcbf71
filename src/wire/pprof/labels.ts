import type { LabelTable } from '../../model/profile.ts';
import { Float64Column, Uint32Column } from './columns.ts';
import type { Context } from './context.ts';
import { Numbers } from './numbers.ts';

/** Fields of a Label. */
const L = { key: 1, str: 2, num: 3, unit: 4 } as const;

/** The labels of all samples. As in pprof a label that has neither text nor number nor unit is none. */
export class Labels {
  readonly #context: Context;
  readonly #numbers = new Numbers(L.unit, 'a label');
  readonly #key = new Uint32Column();
  readonly #str = new Uint32Column();
  readonly #num = new Float64Column();
  readonly #unit = new Uint32Column();

  constructor(context: Context) {
    this.#context = context;
  }

  get length(): number {
    return this.#key.length;
  }

  /** Reads the label that the cursor stands at, up to `end`. @param start where problems are said to be */
  read(end: number, start: number): void {
    const context = this.#context;
    const { at } = context;
    const numbers = this.#numbers;
    const outer = at.end;
    at.end = end;
    numbers.read(at, end);
    at.end = outer;
    const key = context.textIndex(numbers, L.key, start);
    const isText = numbers.has(L.str);
    if (!isText && !numbers.has(L.num) && !numbers.has(L.unit)) return;
    this.#key.push(key);
    this.#str.push(isText ? context.textIndex(numbers, L.str, start) : 0);
    this.#num.push(isText ? 0 : context.number(numbers, L.num, start));
    this.#unit.push(isText ? 0 : context.textIndex(numbers, L.unit, start));
  }

  /** Forgets those beyond a length. */
  cut(length: number): void {
    for (const column of [this.#key, this.#str, this.#num, this.#unit]) column.length = length;
  }

  table(): LabelTable {
    return { key: this.#key.done(), str: this.#str.done(), num: this.#num.done(), unit: this.#unit.done() };
  }
}
