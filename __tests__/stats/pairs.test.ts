import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { kthOfPairs } from '../../src/stats/pairs.ts';
import { ascending } from '../../src/stats/sorted.ts';
import { seeded, times } from './random.ts';

const minus = (x: number, y: number) => y - x;

function formed(xs: readonly number[], ys: readonly number[]): readonly number[] {
  return ascending(xs.flatMap((x) => ys.map((y) => y - x)));
}

test('every rank of a small table', () => {
  const [xs, ys] = [
    [5, 1, 3],
    [2, 4, 4, 9],
  ];
  const expected = formed(xs, ys);
  expect(expected.map((_, k) => kthOfPairs(xs, ys, minus, k))).toEqual(expected);
});

test('ranks of tables too large to be formed at once, with and without ties', () => {
  const random = seeded(3);
  for (const digits of [0, 1, 9]) {
    const sample = (n: number) => times(n, () => Number((random() * 40).toFixed(digits)));
    const [xs, ys] = [sample(130), ascending(sample(110))];
    const expected = formed(xs, ys);
    for (const k of [0, 1, 1234, 7149, 7150, 14_298, 14_299]) expect(kthOfPairs(xs, ys, minus, k)).toBe(expected[k]);
  }
});

test('any function that does not decrease in y will do', () => {
  const positive = fc.array(fc.double({ min: 1e-9, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(positive, positive, fc.nat(), (xs, unsorted, seed) => {
      const ys = ascending(unsorted);
      const k = seed % (xs.length * ys.length);
      const ratio = (x: number, y: number) => y / x;
      const expected = ascending(xs.flatMap((x) => ys.map((y) => ratio(x, y))));
      expect(kthOfPairs(xs, ys, ratio, k)).toBe(expected[k]);
    }),
  );
});

test('values beyond the range of numbers are ordered at the ends', () => {
  const ys = ascending(times(100, () => Number.MAX_VALUE));
  const xs = times(100, () => -Number.MAX_VALUE);
  expect(kthOfPairs(xs, ys, minus, 5000)).toBe(Number.POSITIVE_INFINITY);
});
