import type { Profile, ValueType } from '../../model/profile.ts';
import { tidyUnit } from '../../model/unit.ts';
import type { InspectedMetric } from '../source.ts';

/** Units of sample types that are multiples of ours (google/pprof, internal/measurement), and the factor. */
const UNITS: Readonly<Record<string, readonly [unit: string, factor: number]>> = {
  nanoseconds: ['sec', 1e-9],
  microseconds: ['sec', 1e-6],
  milliseconds: ['sec', 1e-3],
  seconds: ['sec', 1],
  bytes: ['B', 1],
  kilobytes: ['B', 2 ** 10],
  megabytes: ['B', 2 ** 20],
  gigabytes: ['B', 2 ** 30],
};

/** The sum of each sample type's values over all samples, by name, in tidied units. */
export function totals(profile: Profile): InspectedMetric[] {
  const { sampleTypes, samples } = profile;
  const sums = new Float64Array(sampleTypes.length);
  for (let i = 0; i < samples.values.length; ) {
    for (let t = 0; t < sums.length; t++) sums[t] = (sums[t] as number) + (samples.values[i++] as number);
  }
  return sampleTypes.map((type, t) => total(type, sums[t] as number));
}

function total({ type, unit: written }: ValueType, sum: number): InspectedMetric {
  const { unit, factor } = tidied(written);
  return { metric: type, unit, subject: {}, values: [sum * factor] };
}

function tidied(written: string): { unit: string; factor: number } {
  const [unit, factor] = Object.hasOwn(UNITS, written) ? (UNITS[written] ?? []) : [];
  return unit !== undefined && factor !== undefined ? { unit, factor } : tidyUnit(written);
}
