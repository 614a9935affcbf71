import type { Profile } from '../../model/profile.ts';
import { compareTexts } from '../go-text.ts';
import { labelsOf, type SampleLabels } from '../labels.ts';
import { float64s, type Strings, uint32s } from './builder.ts';

/** One label in the texts of the sum. */
interface Row {
  readonly key: number;
  readonly str: number;
  readonly num: number;
  readonly unit: number;
}

/** The different sets of labels that samples have; set 0 is that of none. */
export class LabelSets {
  readonly #strings: Strings;
  readonly #sets: (readonly Row[])[] = [[]];
  readonly #byContent = new Map<string, number>();
  readonly #table = { key: uint32s(), str: uint32s(), num: float64s(), unit: uint32s() };

  constructor(strings: Strings) {
    this.#strings = strings;
  }

  /** Says which set a sample of a profile has. Equal rows are looked at once. */
  of(profile: Profile): (sample: number) => number {
    const { samples, labels } = profile;
    const byRows = new Map<string, number>();
    return (sample) => {
      const from = samples.labelStart[sample] as number;
      const to = samples.labelStart[sample + 1] as number;
      if (from === to) return 0;
      let rows = '';
      for (let i = from; i < to; i++) rows += `${labels.key[i]} ${labels.str[i]} ${labels.num[i]} ${labels.unit[i]},`;
      const known = byRows.get(rows);
      if (known !== undefined) return known;
      const set = this.#set(labelsOf(profile, sample));
      byRows.set(rows, set);
      return set;
    };
  }

  /** Writes a set's labels behind those there are. @returns how many there are then. */
  write(set: number): number {
    for (const { key, str, num, unit } of this.#sets[set] as readonly Row[]) {
      this.#table.key.push(key);
      this.#table.str.push(str);
      this.#table.num.push(num);
      this.#table.unit.push(unit);
    }
    return this.#table.key.length;
  }

  done() {
    const { key, str, num, unit } = this.#table;
    return { key: key.done(), str: str.done(), num: num.done(), unit: unit.done() };
  }

  #set({ texts, numbers, units }: SampleLabels): number {
    if (texts.size === 0 && numbers.size === 0) return 0;
    const content = JSON.stringify([texts, numbers, units].map((map) => sortedByKey<unknown>(map)));
    const known = this.#byContent.get(content);
    if (known !== undefined) return known;
    const set = this.#sets.push(this.#rows({ texts, numbers, units })) - 1;
    this.#byContent.set(content, set);
    return set;
  }

  #rows({ texts, numbers, units }: SampleLabels): Row[] {
    const id = (text: string) => this.#strings.id(text);
    return [
      ...sortedByKey(texts).flatMap(([key, values]) =>
        values.map((value) => ({ key: id(key), str: id(value), num: 0, unit: 0 })),
      ),
      ...sortedByKey(numbers).flatMap(([key, values]) =>
        values.map((num, i) => ({ key: id(key), str: 0, num, unit: id(units.get(key)?.[i] ?? '') })),
      ),
    ];
  }
}

function sortedByKey<T>(map: ReadonlyMap<string, T>): [string, T][] {
  return [...map].sort(([a], [b]) => compareTexts(a, b));
}
