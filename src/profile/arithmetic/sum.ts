import type { Profile } from '../../model/profile.ts';
import { float64s, functionTable, locationTables, mappingTable, type Tables, uint32s } from './builder.ts';
import { Entities, Translation } from './entities.ts';
import { LabelSets } from './label-sets.ts';
import { StackIndex } from './stack-index.ts';

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
  readonly #labelSets = new LabelSets(this.#entities.strings);
  readonly #rows = new StackIndex();
  readonly #values = float64s();
  readonly #labelStart = uint32s();
  #stack = new Uint32Array(64);

  constructor(types: number) {
    this.#types = types;
    this.#labelStart.push(0);
  }

  add(profile: Profile): void {
    const { values, count } = profile.samples;
    const translation = new Translation(profile, this.#entities);
    const setOf = this.#labelSets.of(profile);
    for (let sample = 0; sample < count; sample++) {
      if (isZero(values, sample, this.#types)) continue;
      const row = this.#row(this.#translate(profile, sample, translation), setOf(sample));
      for (let type = 0; type < this.#types; type++) {
        const at = row * this.#types + type;
        this.#values.data[at] = (this.#values.data[at] as number) + (values[sample * this.#types + type] as number);
      }
    }
  }

  done(): Tables {
    return {
      strings: this.#entities.strings.all,
      samples: {
        count: this.#rows.count,
        stackStart: this.#rows.start.done(),
        stack: this.#rows.stack.done(),
        values: this.#values.done(),
        labelStart: this.#labelStart.done(),
      },
      labels: this.#labelSets.done(),
      ...locationTables(this.#entities.locations),
      functions: functionTable(this.#entities.functions),
      mappings: mappingTable(this.#entities.mappings),
    };
  }

  /** Fills the beginning of `#stack` with a sample's. @returns how much of it. */
  #translate({ samples }: Profile, sample: number, translation: Translation): number {
    const from = samples.stackStart[sample] as number;
    const length = (samples.stackStart[sample + 1] as number) - from;
    if (length > this.#stack.length) this.#stack = new Uint32Array(length * 2);
    for (let i = 0; i < length; i++) this.#stack[i] = translation.location(samples.stack[from + i] as number);
    return length;
  }

  /** The sample of the stack and a set of labels; a new one where there is none yet. */
  #row(length: number, set: number): number {
    const row = this.#rows.row(this.#stack, length, set);
    if (row >= 0) return row;
    for (let type = 0; type < this.#types; type++) this.#values.push(0);
    this.#labelStart.push(this.#labelSets.write(set));
    return -1 - row;
  }
}
