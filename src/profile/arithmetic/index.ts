import { UserError } from '../../model/diagnostic.ts';
import type { Profile } from '../../model/profile.ts';
import { BASE_LABEL } from '../total.ts';
import { compatible, requireEqualTypes } from './compatible.ts';
import { normalizing, scaled } from './scale.ts';
import { sumOf } from './sum.ts';

/**
 * The sum of profiles (google/pprof, internal/driver/fetch.go: combineProfiles; profile/merge.go: Merge). Sample types that
 * not all of them have are left out; one profile alone is passed on as it is.
 *
 * @throws UserError for none at all, and where their types do not fit.
 */
export function mergeProfiles(profiles: readonly Profile[]): Profile {
  const [first, ...others] = compatible(profiles);
  if (!first) throw new UserError('no profiles to merge');
  if (others.length === 0) return first;
  for (const other of others) requireEqualTypes(first, other);
  const all = [first, ...others];
  return { ...first, ...header(all), ...sumOf(all, first.sampleTypes.length) };
}

/**
 * profile/merge.go: combineHeaders. The earliest time counts (a later profile that names none makes it unknown, as there),
 * the sum of the durations, the longest period, and of texts the first there is.
 */
function header(profiles: readonly Profile[]) {
  return {
    timeNanos: profiles.reduce((time, { timeNanos }) => (time === 0 || timeNanos < time ? timeNanos : time), 0),
    durationNanos: profiles.reduce((sum, { durationNanos }) => sum + durationNanos, 0),
    period: Math.max(...profiles.map(({ period }) => period)),
    comments: [...new Set(profiles.flatMap(({ comments }) => comments))],
    defaultSampleType: profiles.find(({ defaultSampleType }) => defaultSampleType !== '')?.defaultSampleType ?? '',
    docUrl: profiles.find(({ docUrl }) => docUrl !== '')?.docUrl ?? '',
  };
}

export interface Difference {
  /** Multiplies the profile so that each sample type sums up to what it does in the base. */
  readonly normalize?: boolean;
}

/**
 * A profile without a base, for cumulative profiles of which one is a later state of the other: samples with equal stacks and
 * labels are subtracted (`pprof -base`; internal/driver/fetch.go: fetchProfiles).
 *
 * @throws UserError where their types do not fit.
 */
export function subtractBase(profile: Profile, base: Profile, { normalize = false }: Difference = {}): Profile {
  if (normalize) requireEqualTypes(profile, base);
  const source = normalize ? scaled(profile, normalizing(profile, base)) : profile;
  return mergeProfiles([
    source,
    scaled(
      base,
      base.sampleTypes.map(() => -1),
    ),
  ]);
}

/**
 * A profile against a base: as {@link subtractBase}, but the base's samples stay apart and carry a label, and 100 % is the
 * base's total (`pprof -diff_base`).
 *
 * @throws UserError where their types do not fit.
 */
export function diffBase(profile: Profile, base: Profile, options: Difference = {}): Profile {
  return subtractBase(profile, labelledAsBase(base), options);
}

/** profile/profile.go: SetLabel. */
function labelledAsBase(profile: Profile): Profile {
  const { samples, labels } = profile;
  const strings = [...profile.strings, BASE_LABEL.key, BASE_LABEL.value];
  const [baseKey, baseValue] = [strings.length - 2, strings.length - 1];
  const rows = { key: [] as number[], str: [] as number[], num: [] as number[], unit: [] as number[] };
  const labelStart = new Uint32Array(samples.count + 1);
  for (let sample = 0; sample < samples.count; sample++) {
    const to = samples.labelStart[sample + 1] as number;
    for (let label = samples.labelStart[sample] as number; label < to; label++) {
      const isText = labels.str[label] !== 0;
      if (isText && strings[labels.key[label] as number] === BASE_LABEL.key) continue;
      for (const column of COLUMNS) rows[column].push(labels[column][label] as number);
    }
    rows.key.push(baseKey);
    rows.str.push(baseValue);
    rows.num.push(0);
    rows.unit.push(0);
    labelStart[sample + 1] = rows.key.length;
  }
  return {
    ...profile,
    strings,
    samples: { ...samples, labelStart },
    labels: {
      key: Uint32Array.from(rows.key),
      str: Uint32Array.from(rows.str),
      num: Float64Array.from(rows.num),
      unit: Uint32Array.from(rows.unit),
    },
  };
}

const COLUMNS = ['key', 'str', 'num', 'unit'] as const;
