import { beforeAll, describe, expect, test } from '@jest/globals';
import { speedscope } from '../../../src/profile/exports/speedscope.ts';
import { handMade } from '../hand-made.ts';
import { read, realProfiles } from './real.ts';

type Json = { readonly [key: string]: Json } | readonly Json[] | string | number | boolean | null;

/**
 * What https://www.speedscope.app/file-format-schema.json asks of a file with `sampled` profiles, and what its importer
 * needs besides (frames by index, a weight per sample).
 */
function broken(text: string): string[] {
  const file = JSON.parse(text) as Record<string, Json>;
  const problems: string[] = [];
  const need = (holds: boolean, rule: string) => {
    if (!holds) problems.push(rule);
  };
  const whole = (n: Json | undefined, below: number) =>
    Number.isInteger(n) && (n as number) >= 0 && (n as number) < below;
  need(file.$schema === 'https://www.speedscope.app/file-format-schema.json', '$schema');
  for (const key of ['name', 'exporter']) need(typeof file[key] === 'string', key);
  const { frames } = file.shared as unknown as { frames: Record<string, Json>[] };
  for (const frame of frames) {
    need(typeof frame.name === 'string', 'frame.name');
    need(frame.file === undefined || typeof frame.file === 'string', 'frame.file');
    for (const key of ['line', 'col']) need(frame[key] === undefined || typeof frame[key] === 'number', `frame.${key}`);
    need(
      Object.keys(frame).every((key) => ['name', 'file', 'line', 'col'].includes(key)),
      'no further keys of a frame',
    );
  }
  const profiles = file.profiles as unknown as Record<string, Json>[];
  need(whole(file.activeProfileIndex, profiles.length), 'activeProfileIndex');
  for (const profile of profiles) {
    const keys = ['type', 'name', 'unit', 'startValue', 'endValue', 'samples', 'weights'];
    need(Object.keys(profile).sort().join() === keys.sort().join(), 'exactly the keys of a sampled profile');
    need(profile.type === 'sampled', 'type');
    need(typeof profile.name === 'string', 'profile.name');
    const units = ['none', 'nanoseconds', 'microseconds', 'milliseconds', 'seconds', 'bytes'];
    need(units.includes(profile.unit as string), 'unit');
    const [samples, weights] = [profile.samples as number[][], profile.weights as number[]];
    need(samples.length === weights.length, 'a weight per sample');
    need(
      weights.every((w) => typeof w === 'number' && w > 0),
      'weights',
    );
    need(
      samples.flat().every((frame) => whole(frame, frames.length)),
      'frames by index',
    );
    need(profile.startValue === 0 && profile.endValue === weights.reduce((a, b) => a + b, 0), 'end is the sum');
  }
  return problems;
}

describe('a file for speedscope', () => {
  const profile = handMade({
    types: ['alloc_objects/count', 'alloc_space/bytes'],
    samples: [
      { stack: 'main@m.go:1;parse@p.go:2>skip@p.go:9', values: [2, 64] },
      { stack: 'main@m.go:7', values: [0, 8] },
    ],
  });

  test('has a profile per sample type, the asked one in front, and shares its frames', () => {
    const file = JSON.parse(speedscope(profile, 'mem', 1));
    expect(broken(speedscope(profile, 'mem', 1))).toEqual([]);
    expect(file).toMatchObject({
      name: 'mem',
      activeProfileIndex: 1,
      shared: {
        frames: [
          { name: 'main', file: 'm.go' },
          { name: 'skip', file: 'p.go' },
          { name: 'parse', file: 'p.go' },
        ],
      },
      profiles: [
        { name: 'alloc_objects', unit: 'none', samples: [[0, 2, 1]], weights: [2], endValue: 2 },
        { name: 'alloc_space', unit: 'bytes', samples: [[0], [0, 2, 1]], weights: [8, 64], endValue: 72 },
      ],
    });
  });

  test('has lines where they are asked for', () => {
    const { frames } = JSON.parse(speedscope(profile, 'mem', 1, 'lines')).shared;
    expect(frames).toContainEqual({ name: 'skip', file: 'p.go', line: 9 });
    expect(broken(speedscope(profile, 'mem', 1, 'lines'))).toEqual([]);
  });

  test('has no negative weights', () => {
    const diffed = handMade({
      samples: [
        { stack: 'a', values: [-5] },
        { stack: 'b', values: [5] },
      ],
    });
    expect(broken(speedscope(diffed, 'd'))).toEqual([]);
    expect(JSON.parse(speedscope(diffed, 'd')).profiles).toMatchObject([{ weights: [5] }]);
  });

  test('the rules are rules: a file that breaks one is seen', () => {
    const bad = speedscope(profile, 'mem').replace('"weights":[2]', '"weights":[2,1]').replace('"bytes"', '"B"');
    expect(broken(bad)).toEqual(['a weight per sample', 'end is the sum', 'unit']);
  });
});

describe('of the real Go', () => {
  let paths: ReturnType<typeof realProfiles>;
  beforeAll(() => {
    paths = realProfiles(100);
  });

  test.each(['cpu', 'mem', 'mutex', 'block'] as const)('%s is a valid file, and nothing is lost', (kind) => {
    const profile = read(paths[kind]);
    const text = speedscope(profile, kind);
    expect(broken(text)).toEqual([]);
    const types = profile.sampleTypes.length;
    const sums = profile.sampleTypes.map((_, t) =>
      profile.samples.values.reduce((sum, value, i) => sum + (i % types === t ? value : 0), 0),
    );
    expect(JSON.parse(text).profiles.map((p: { endValue: number }) => p.endValue)).toEqual(sums);
  });
});
