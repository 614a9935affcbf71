import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { holm } from '../../src/stats/holm.ts';
import { seeded, times } from './random.ts';

/** R: p.adjust(p, "holm"). */
test.each([
  [
    [0.01, 0.04, 0.03],
    [0.03, 0.06, 0.06],
  ],
  [
    [0.2, 0.001, 0.001],
    [0.2, 0.003, 0.003],
  ],
  [
    [0.5, 0.6],
    [1, 1],
  ],
  [[0.04], [0.04]],
  [[], []],
])('holm(%p) is %p', (p, expected) => {
  const adjusted = holm(p);
  expect(adjusted).toHaveLength(expected.length);
  expected.forEach((value, i) => {
    expect(adjusted[i]).toBeCloseTo(value, 12);
  });
});

describe('properties', () => {
  const family = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 30 });

  test('keeps the order, is never below p nor above 1, nor above Bonferroni', () => {
    fc.assert(
      fc.property(family, (p) => {
        const adjusted = holm(p);
        p.forEach((value, i) => {
          expect(adjusted[i]).toBeGreaterThanOrEqual(value);
          expect(adjusted[i]).toBeLessThanOrEqual(Math.min(1, value * p.length));
          p.forEach((other, j) => {
            if (value < other) expect(adjusted[i]).toBeLessThanOrEqual(adjusted[j] ?? Number.NaN);
          });
        });
      }),
    );
  });

  test('a smaller p somewhere makes no other row worse off', () => {
    fc.assert(
      fc.property(family, fc.nat(), (p, seed) => {
        const i = seed % p.length;
        const before = holm(p);
        const after = holm(p.map((value, j) => (j === i ? value / 2 : value)));
        after.forEach((value, j) => {
          expect(value).toBeLessThanOrEqual((before[j] ?? Number.NaN) + 1e-12);
        });
      }),
    );
  });
});

test('among uniform p values a false call is as rare as asked for', () => {
  const random = seeded(5);
  const jobs = times(4000, () => (holm(times(20, random)).some((p) => p <= 0.05) ? 1 : 0));
  const rate = jobs.reduce<number>((sum, j) => sum + j, 0) / jobs.length;
  expect(rate).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / 4000));
  expect(rate).toBeGreaterThan(0.03);
});
