import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { pooledSpread, spread } from '../../src/stats/spread.ts';
import { gaussian, seeded, times } from './random.ts';

test.each([2, 3, 4, 5, 8, 9, 10, 20, 51])('of %p normal samples is the standard deviation on average', (n) => {
  const random = seeded(6);
  const mean = times(3000, () => spread(times(n, () => 5 * gaussian(random)))).reduce((a, b) => a + b, 0) / 3000;
  expect(Math.abs(mean / 5 - 1)).toBeLessThan(0.05);
});

test('the third smallest of six differences, by the definition', () => {
  // 1, 2, 4, 8: differences 1, 2, 3, 4, 6, 7; h = 3, so the third.
  expect(spread([8, 1, 4, 2])).toBeCloseTo(2.21914 * 0.512 * 3, 4);
});

test('wild samples, nearly half of them, do not carry it away', () => {
  const random = seeded(7);
  const calm = times(20, () => gaussian(random));
  expect(spread([...calm, ...times(9, () => 1e6 * random())])).toBeLessThan(5);
});

test('more than half equal values: no spread', () => {
  expect(spread([1, 1, 1, 1, 1, 9, 5, 3])).toBe(0);
  expect(spread([4, 4])).toBe(0);
});

test.each([[[]], [[1]]])('%p says nothing about spread', (values) => {
  expect(spread(values)).toBeNaN();
});

test('follows scale and ignores shift', () => {
  const sample = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 2, maxLength: 15 });
  fc.assert(
    fc.property(sample, (values) => {
      const expected = spread(values);
      expect(spread(values.map((v) => -8 * v))).toBeCloseTo(8 * expected, 8);
      expect(spread(values.map((v) => v + 1000))).toBeCloseTo(expected, 8);
    }),
  );
});

describe('pooledSpread', () => {
  test('does not take the distance between the sides for spread', () => {
    expect(pooledSpread([1, 2, 3], [1001, 1002, 1003])).toBeCloseTo(spread([1, 2, 3]), 12);
  });

  test('weighs the variances of the sides by their sizes', () => {
    const [a, b] = [
      [1, 2, 4, 8],
      [10, 30, 20, 50, 80, 70, 60, 90],
    ];
    expect(pooledSpread(a, b) ** 2).toBeCloseTo((4 * spread(a) ** 2 + 8 * spread(b) ** 2) / 12, 8);
  });

  test('one side is enough, none is not', () => {
    expect(pooledSpread([5], [1, 2, 3])).toBeCloseTo(spread([1, 2, 3]), 12);
    expect(pooledSpread([5], [7])).toBeNaN();
  });
});
