import type { Profile } from '../../model/profile.ts';
import { withStacks } from '../select/reshape.ts';

/**
 * Each value times the ratio of its sample type, rounded to a whole number, halves away from zero (google/pprof,
 * profile/profile.go: ScaleN). As there, values whose ratio is 1 are not looked at when samples of nothing but zeros are left
 * out.
 */
export function scaled(profile: Profile, ratios: readonly number[]): Profile {
  if (ratios.every((ratio) => ratio === 1)) return profile;
  const types = ratios.length;
  const values = Float64Array.from(profile.samples.values, (value, i) =>
    rounded(value * (ratios[i % types] as number)),
  );
  const multiplied = { ...profile, samples: { ...profile.samples, values } };
  const isKept = (sample: number) => ratios.some((ratio, type) => ratio !== 1 && values[sample * types + type] !== 0);
  for (let sample = 0; sample < profile.samples.count; sample++)
    if (!isKept(sample)) return withStacks(multiplied, (one, from, to) => (isKept(one) ? [from, to] : null));
  return multiplied;
}

function rounded(value: number): number {
  return Math.sign(value) * Math.round(Math.abs(value)) + 0;
}

/**
 * The ratios that give each sample type of a profile the sum it has in the other one; 0 where its own sum is 0 (profile/
 * merge.go: Normalize).
 */
export function normalizing(profile: Profile, to: Profile): number[] {
  const [own, wanted] = [sums(profile), sums(to)];
  return own.map((sum, type) => (sum === 0 ? 0 : (wanted[type] as number) / sum));
}

function sums({ samples, sampleTypes }: Profile): number[] {
  const types = sampleTypes.length;
  const all = new Array<number>(types).fill(0);
  for (let i = 0; i < samples.values.length; i++)
    all[i % types] = (all[i % types] as number) + (samples.values[i] as number);
  return all;
}
