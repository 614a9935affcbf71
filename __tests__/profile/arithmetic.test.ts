import { describe, expect, test } from '@jest/globals';
import type { Profile } from '../../src/model/profile.ts';
import { diffBase, mergeProfiles, subtractBase } from '../../src/profile/arithmetic/index.ts';
import { scaled } from '../../src/profile/arithmetic/scale.ts';
import { formatTop, topOf } from '../../src/profile/top.ts';
import { tracesText } from '../../src/profile/traces.ts';
import { type HandMade, handMade } from './hand-made.ts';

const rows = (profile: Profile, sampleType = '') =>
  topOf(profile, { nodeFraction: 0, sampleType }).rows.map(({ name, flat, cum }) => [name, flat, cum]);
const cpu = (samples: Record<string, number>, more: Partial<HandMade> = {}) =>
  handMade({ samples: Object.entries(samples).map(([stack, value]) => ({ stack, values: [value] })), ...more });

describe('merge', () => {
  test('equal stacks are one sample, whatever the addresses of their builds were', () => {
    const a = cpu({ 'main;a': 1, 'main;b': 2 }, { binary: '/bin/prog' });
    const b = cpu({ 'main;b': 10, 'main;c': 20 }, { binary: '/bin/prog' });
    const moved = 0x7000n;
    const later: Profile = {
      ...b,
      // Equal offsets in the binary: main is the first location and b the second one of both.
      locations: { ...b.locations, address: BigUint64Array.of(0x1000n + moved, 0x1002n + moved, 0x1009n + moved) },
      mappings: { ...b.mappings, start: BigUint64Array.of(moved), limit: BigUint64Array.of(0x10000n + moved) },
    };
    const sum = mergeProfiles([a, later]);
    expect(sum.samples.count).toBe(3);
    expect(Array.from(sum.samples.values)).toEqual([1, 12, 20]);
    expect([sum.functions.count, sum.locations.count, sum.mappings.count]).toEqual([4, 4, 1]);
    expect(Array.from(sum.locations.address)).toEqual([0x1001n, 0x1000n, 0x1002n, 0x1009n]);
  });

  test('labels keep samples apart', () => {
    const of = (user: string) =>
      handMade({ samples: [{ stack: 'main', values: [1], labels: { user, n: [7, 'bytes'] } }] });
    const sum = mergeProfiles([of('ann'), of('bob'), of('ann')]);
    expect(Array.from(sum.samples.values)).toEqual([2, 1]);
    expect(tracesText(sum)).toContain('      user:  ann\n         n:  7B\n       2ns   main\n');
  });

  test('headers: the earliest time, all durations, the longest period, each comment once', () => {
    const a = cpu({ a: 1 }, { header: { timeNanos: 2e18, durationNanos: 5, period: 10, comments: ['x', 'y'] } });
    const b = cpu(
      { a: 1 },
      { header: { timeNanos: 1e18, durationNanos: 6, period: 20, comments: ['y'], docUrl: 'u' } },
    );
    expect(mergeProfiles([a, b])).toMatchObject({
      timeNanos: 1e18,
      durationNanos: 11,
      period: 20,
      comments: ['x', 'y'],
      docUrl: 'u',
    });
  });

  test('sample types that all have, in the order of the first and in the finest unit', () => {
    const a = handMade({ types: ['x/count', 'wall/ms', 'cpu/ms'], samples: [{ stack: 'a', values: [9, 2, 3] }] });
    const b = handMade({ types: ['cpu/ns', 'wall/ms'], samples: [{ stack: 'a', values: [5, 1] }] });
    const sum = mergeProfiles([a, b]);
    expect(sum.sampleTypes).toEqual([
      { type: 'wall', unit: 'ms' },
      { type: 'cpu', unit: 'ns' },
    ]);
    expect(Array.from(sum.samples.values)).toEqual([3, 3_000_005]);
  });

  test('what does not fit is refused', () => {
    const heap = handMade({ types: ['space/bytes'], samples: [] });
    expect(() => mergeProfiles([cpu({ a: 1 }), heap])).toThrow(
      'profiles have empty common sample type list: [cpu], [space]',
    );
    expect(() => mergeProfiles([cpu({}), handMade({ types: ['cpu/bytes'], samples: [] })])).toThrow(
      'sample types: incompatible types: {cpu nanoseconds} {cpu bytes}',
    );
    const period = (type: string) => cpu({ a: 1 }, { header: { periodType: { type, unit: 'ns' } } });
    expect(() => mergeProfiles([period('cpu'), period('wall')])).toThrow(
      'period type: incompatible types: {cpu ns} {wall ns}',
    );
  });

  test('one alone is passed on', () => {
    const a = cpu({ a: 1 });
    expect(mergeProfiles([a])).toBe(a);
  });
});

describe('differences', () => {
  const base = cpu({ 'main;same': 10, 'main;slow': 20, 'main;gone': 5 });
  const head = cpu({ 'main;same': 10, 'main;slow': 50, 'main;came': 3 });

  test('-base subtracts, and what cancels out leaves nothing behind', () => {
    const difference = subtractBase(head, base);
    expect(rows(difference)).toEqual([
      ['slow', 30, 30],
      ['gone', -5, -5],
      ['came', 3, 3],
      ['main', 0, 28],
    ]);
    expect(difference.samples.count).toBe(3);
    expect(difference.strings).not.toContain('same');
    expect(topOf(difference).total).toBe(38);
  });

  test('-diff_base keeps the samples apart, and 100 % is the base', () => {
    const difference = diffBase(head, base);
    expect(difference.samples.count).toBe(6);
    expect(rows(difference)).toEqual(rows(subtractBase(head, base)));
    expect(formatTop(topOf(difference))).toBe(`Type: cpu
Showing nodes accounting for 28ns, 80.00% of 35ns total
      flat  flat%   sum%        cum   cum%
      30ns 85.71% 85.71%       30ns 85.71%  slow
      -5ns 14.29% 71.43%       -5ns 14.29%  gone
       3ns  8.57% 80.00%        3ns  8.57%  came
         0     0% 80.00%       28ns 80.00%  main
`);
    expect(tracesText(difference)).toContain('pprof::base:  true\n     -10ns   same');
  });

  test('-normalize gives the profile the sum of its base, rounded sample by sample', () => {
    // 35 of 63: 10 → 5.6, 50 → 27.8, 3 → 1.7.
    expect(rows(diffBase(head, base, { normalize: true }))).toEqual([
      ['slow', 8, 8],
      ['gone', -5, -5],
      ['same', -4, -4],
      ['came', 2, 2],
      ['main', 0, 1],
    ]);
    expect(() => diffBase(head, handMade({ types: ['space/bytes'], samples: [] }), { normalize: true })).toThrow(
      'incompatible sample types [{cpu nanoseconds}] and [{space bytes}]',
    );
  });

  test('a profile against itself is nothing, of a total that is itself', () => {
    const difference = diffBase(base, base);
    expect([rows(difference), topOf(difference).total]).toEqual([[], 35]);
    expect(topOf(subtractBase(base, base)).total).toBe(0);
  });
});

test('scaling rounds halves away from zero and leaves out what becomes nothing', () => {
  const profile = cpu({ a: 1, b: -1, c: 3, d: -5 });
  expect(Array.from(scaled(profile, [0.5]).samples.values)).toEqual([1, -1, 2, -3]);
  expect(scaled(profile, [0.4]).samples.count).toBe(2);
  expect(scaled(profile, [1])).toBe(profile);
});
