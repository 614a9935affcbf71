import type { Profile } from '../../model/profile.ts';
import { compareTexts } from '../go-text.ts';
import { labelsOf, type SampleLabels } from '../labels.ts';
import { float64s, functionTable, locationTables, mappingTable, type Tables, uint32s } from './builder.ts';
import { Entities, Translation } from './entities.ts';

/**
 * Adds the samples of profiles up: those with equal stacks and labels are one (google/pprof, profile/merge.go: mapSample,
 * sampleKey). Samples of nothing but zeros are left out, those that become so included.
 */
export function sumOf(profiles: readonly Profile[], types: number): Tables {
  const sum = new Sum(types);
  for (const profile of profiles) sum.add(profile);
  const tables = sum.done();
  // As in pprof: once more, to be rid of what only samples that cancelled out had used.
  const [first] = profiles;
  return first && hasZeros(tables, types) ? sumOf([{ ...first, ...tables }], types) : tables;
}

function hasZeros({ samples }: Tables, types: number): boolean {
  for (let sample = 0; sample < samples.count; sample++) if (isZero(samples.values, sample, types)) return true;
  return false;
}

function isZero(values: Float64Array, sample: number, types: number): boolean {
  for (let i = sample * types; i < (sample + 1) * types; i++) if (values[i] !== 0) return false;
  return true;
}

class Sum {
  readonly #types: number;
  readonly #entities = new Entities();
  readonly #stackStart = uint32s();
  readonly #stack = uint32s();
  readonly #values = float64s();
  readonly #labelStart = uint32s();
  readonly #labels = { key: uint32s(), str: uint32s(), num: float64s(), unit: uint32s() };
  /** Which set of labels a sample has. */
  readonly #labelSet = uint32s();
  readonly #labelSets = new Map<string, number>();
  #count = 0;
  /** Sample + 1; a power of two of places, at most half of them full. */
  #places = new Uint32Array(4096);
  readonly #hashes = uint32s();

  constructor(types: number) {
    this.#types = types;
    this.#stackStart.push(0);
    this.#labelStart.push(0);
  }

  add(profile: Profile): void {
    const { samples } = profile;
    const translation = new Translation(profile, this.#entities);
    for (let sample = 0; sample < samples.count; sample++) {
      if (isZero(samples.values, sample, this.#types)) continue;
      const labels = labelsOf(profile, sample);
      const set = this.#setOf(labels);
      const stack = samples.stack.subarray(samples.stackStart[sample], samples.stackStart[sample + 1]);
      const at = this.#find(
        stack.map((location) => translation.location(location)),
        set,
        labels,
      );
      for (let type = 0; type < this.#types; type++) {
        const value = samples.values[sample * this.#types + type] as number;
        this.#values.data[at * this.#types + type] = (this.#values.data[at * this.#types + type] as number) + value;
      }
    }
  }

  done(): Tables {
    const { key, str, num, unit } = this.#labels;
    return {
      strings: this.#entities.strings.all,
      samples: {
        count: this.#count,
        stackStart: this.#stackStart.done(),
        stack: this.#stack.done(),
        values: this.#values.done(),
        labelStart: this.#labelStart.done(),
      },
      labels: { key: key.done(), str: str.done(), num: num.done(), unit: unit.done() },
      ...locationTables(this.#entities.locations),
      functions: functionTable(this.#entities.functions),
      mappings: mappingTable(this.#entities.mappings),
    };
  }

  /** The sample of a stack and a set of labels; a new one where there is none yet. */
  #find(stack: Uint32Array, set: number, labels: SampleLabels): number {
    const hash = hashOf(stack, set);
    const mask = this.#places.length - 1;
    let place = hash & mask;
    for (;;) {
      const sample = (this.#places[place] as number) - 1;
      if (sample < 0) break;
      if (this.#hashes.data[sample] === hash && this.#isAt(sample, stack, set)) return sample;
      place = (place + 1) & mask;
    }
    this.#places[place] = this.#count + 1;
    this.#hashes.push(hash);
    return this.#push(stack, set, labels);
  }

  #isAt(sample: number, stack: Uint32Array, set: number): boolean {
    const from = this.#stackStart.data[sample] as number;
    if (this.#labelSet.data[sample] !== set) return false;
    if ((this.#stackStart.data[sample + 1] as number) - from !== stack.length) return false;
    return stack.every((location, i) => this.#stack.data[from + i] === location);
  }

  #push(stack: Uint32Array, set: number, labels: SampleLabels): number {
    for (const location of stack) this.#stack.push(location);
    this.#stackStart.push(this.#stack.length);
    for (let type = 0; type < this.#types; type++) this.#values.push(0);
    this.#labelSet.push(set);
    this.#pushLabels(labels);
    if (++this.#count * 2 > this.#places.length) this.#growPlaces();
    return this.#count - 1;
  }

  #growPlaces(): void {
    this.#places = new Uint32Array(this.#places.length * 2);
    const mask = this.#places.length - 1;
    for (let sample = 0; sample < this.#count; sample++) {
      let place = (this.#hashes.data[sample] as number) & mask;
      while (this.#places[place] !== 0) place = (place + 1) & mask;
      this.#places[place] = sample + 1;
    }
  }

  #setOf(labels: SampleLabels): number {
    if (labels.texts.size === 0 && labels.numbers.size === 0) return 0;
    const key = JSON.stringify([sortedByKey(labels.texts), sortedByKey(labels.numbers), sortedByKey(labels.units)]);
    const known = this.#labelSets.get(key);
    if (known !== undefined) return known;
    this.#labelSets.set(key, this.#labelSets.size + 1);
    return this.#labelSets.size;
  }

  #pushLabels(labels: SampleLabels): void {
    for (const [key, values] of sortedByKey(labels.texts)) for (const value of values) this.#label(key, value, 0, '');
    for (const [key, values] of sortedByKey(labels.numbers))
      values.forEach((value, i) => {
        this.#label(key, '', value, labels.units.get(key)?.[i] ?? '');
      });
    this.#labelStart.push(this.#labels.key.length);
  }

  #label(key: string, text: string, number: number, unit: string): void {
    const { strings } = this.#entities;
    this.#labels.key.push(strings.id(key));
    this.#labels.str.push(strings.id(text));
    this.#labels.num.push(number);
    this.#labels.unit.push(strings.id(unit));
  }
}

function hashOf(stack: Uint32Array, set: number): number {
  let hash = set;
  for (let i = 0; i < stack.length; i++) {
    hash = Math.imul(hash ^ (stack[i] as number), 0x85ebca6b);
    hash ^= hash >>> 13;
  }
  return hash >>> 0;
}

function sortedByKey<T>(map: ReadonlyMap<string, T>): [string, T][] {
  return [...map].sort(([a], [b]) => compareTexts(a, b));
}
