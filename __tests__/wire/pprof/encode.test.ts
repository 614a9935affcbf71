import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeProfile } from '../../../src/wire/pprof/decode.ts';
import { encodeProfile } from '../../../src/wire/pprof/encode.ts';
import { goTop, read, realProfiles, written } from '../../profile/exports/real.ts';
import { anyProfile } from './encode-arbitrary.ts';

/** Without −0, which no varint holds. */
const positiveZero = (values: Float64Array) => values.map((v) => v + 0);

describe('a profile that was written', () => {
  test('is the profile again', () => {
    fc.assert(
      fc.property(anyProfile, (profile) => {
        const again = decodeProfile(encodeProfile(profile));
        // Beyond 2^53 the decoder warns: what was made up may have been rounded before.
        expect(again.problems.filter(({ invariant }) => invariant !== 'exact numbers')).toEqual([]);
        expect(again.profile).toEqual({
          ...profile,
          samples: { ...profile.samples, values: positiveZero(profile.samples.values) },
        });
      }),
      { numRuns: 300 },
    );
  });

  test('holds texts that were in no table', () => {
    const [profile] = fc.sample(anyProfile, 1);
    if (!profile) throw new Error('no sample');
    const made = { ...profile, defaultSampleType: 'cpu', comments: ['made by a test', 'made by a test'] };
    const again = decodeProfile(encodeProfile(made)).profile;
    expect(again?.defaultSampleType).toBe('cpu');
    expect(again?.comments).toEqual(made.comments);
    expect(again?.strings.filter((s) => s === 'made by a test')).toHaveLength(1);
  });

  test('has whole numbers: fractions are rounded', () => {
    const [profile] = fc.sample(
      anyProfile.filter((p) => p.samples.count > 0),
      1,
    );
    if (!profile) throw new Error('no sample');
    const values = profile.samples.values.map(() => 2.6);
    const again = decodeProfile(encodeProfile({ ...profile, samples: { ...profile.samples, values } })).profile;
    expect(new Set(again?.samples.values)).toEqual(new Set([3]));
  });
});

describe('a profile of the real Go', () => {
  let paths: ReturnType<typeof realProfiles>;
  beforeAll(() => {
    paths = realProfiles(200);
  });

  test.each(['cpu', 'mem', 'mutex', 'block'] as const)('%s: nothing is lost, and pprof says the same of it', (kind) => {
    const profile = read(paths[kind]);
    expect(profile.samples.count).toBeGreaterThan(0);
    const path = written(`again-${kind}.pb.gz`, profile);
    expect(read(path)).toEqual(profile);
    for (const { type } of profile.sampleTypes)
      expect(goTop(path, `-sample_index=${type}`)).toBe(goTop(paths[kind], `-sample_index=${type}`));
  });

  test('is hardly longer than what Go wrote', () => {
    const theirs = gunzipSync(readFileSync(paths.cpu));
    expect(encodeProfile(read(paths.cpu)).length).toBeLessThan(theirs.length * 1.1);
  });
});
