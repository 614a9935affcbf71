import { UserError } from '../../model/diagnostic.ts';
import type { Profile, ValueType } from '../../model/profile.ts';
import { sameKind, scale } from '../units.ts';
import { scaled } from './scale.ts';

/**
 * Makes profiles fit for being added: they keep the sample types that all of them have, in the order of the first, each in
 * the finest of its units (google/pprof, profile/merge.go: CompatibilizeSampleTypes; internal/measurement: ScaleProfiles).
 *
 * @throws UserError where they have no sample type in common, or one of different kinds.
 */
export function compatible(profiles: readonly Profile[]): Profile[] {
  const common = commonTypes(profiles);
  if (common.length === 0) {
    const types = profiles.map(({ sampleTypes }) => `[${sampleTypes.map(({ type }) => type).join(' ')}]`);
    throw new UserError(`profiles have empty common sample type list: ${types.join(', ')}`);
  }
  return inFinestUnits(profiles.map((profile) => withTypes(profile, common)));
}

function commonTypes(profiles: readonly Profile[]): string[] {
  const counts = new Map<string, number>();
  for (const { sampleTypes } of profiles)
    for (const { type } of sampleTypes) counts.set(type, (counts.get(type) ?? 0) + 1);
  return (profiles[0]?.sampleTypes ?? [])
    .map(({ type }) => type)
    .filter((type) => counts.get(type) === profiles.length);
}

function withTypes(profile: Profile, wanted: readonly string[]): Profile {
  const { sampleTypes, samples } = profile;
  const from = wanted.map((type) => sampleTypes.findIndex((own) => own.type === type));
  if (wanted.length === sampleTypes.length && from.every((index, i) => index === i)) return profile;
  const values = new Float64Array(samples.count * wanted.length);
  for (let sample = 0; sample < samples.count; sample++)
    from.forEach((index, i) => {
      values[sample * wanted.length + i] = samples.values[sample * sampleTypes.length + index] as number;
    });
  return {
    ...profile,
    sampleTypes: from.map((index) => sampleTypes[index] as ValueType),
    defaultSampleType: wanted.includes(profile.defaultSampleType) ? profile.defaultSampleType : (wanted[0] ?? ''),
    samples: { ...samples, values },
  };
}

const UNKNOWN: ValueType = { type: '', unit: '' };

function inFinestUnits(profiles: readonly Profile[]): Profile[] {
  if (profiles.length < 2) return [...profiles];
  const periodType = finest(
    'period type',
    profiles.map(({ periodType }) => periodType ?? UNKNOWN),
  );
  const types = (profiles[0]?.sampleTypes ?? []).map((_, i) =>
    finest(
      'sample types',
      profiles.map(({ sampleTypes }) => sampleTypes[i] as ValueType),
    ),
  );
  return profiles.map((profile) => {
    const own = profile.periodType ?? UNKNOWN;
    const ratios = profile.sampleTypes.map(({ unit }, i) => scale(1, unit, (types[i] as ValueType).unit).value);
    return {
      ...scaled(profile, ratios),
      period: Math.trunc(scale(profile.period, own.unit, periodType.unit).value),
      periodType: { type: own.type, unit: periodType.unit },
      sampleTypes: profile.sampleTypes.map(({ type }, i) => ({ type, unit: (types[i] as ValueType).unit })),
    };
  });
}

/** internal/measurement: CommonValueType. */
function finest(what: string, types: readonly ValueType[]): ValueType {
  return types.reduce((least, type) => {
    if (!mayBeAdded(least, type))
      throw new UserError(`${what}: incompatible types: {${least.type} ${least.unit}} {${type.type} ${type.unit}}`);
    return scale(1, type.unit, least.unit).value < 1 ? type : least;
  });
}

/** A final `s` makes no difference. */
function mayBeAdded(a: ValueType, b: ValueType): boolean {
  return a.type.replace(/s$/, '') === b.type.replace(/s$/, '') && sameKind(a.unit, b.unit);
}

/**
 * That two profiles have the very same types (profile/merge.go: compatible).
 *
 * @throws UserError where they differ.
 */
export function requireEqualTypes(a: Profile, b: Profile): void {
  const types = ({ sampleTypes }: Profile) => `[${sampleTypes.map(shown).join(' ')}]`;
  const period = ({ periodType }: Profile) => shown(periodType ?? UNKNOWN);
  if (period(a) !== period(b)) throw new UserError(`incompatible period types ${period(a)} and ${period(b)}`);
  if (types(a) !== types(b)) throw new UserError(`incompatible sample types ${types(a)} and ${types(b)}`);
}

function shown({ type, unit }: ValueType): string {
  return `{${type} ${unit}}`;
}
