import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { lowRankDifference, lowRankRatio } from '../../src/stats/low-rank-bounds.ts';
import { lowRanks } from '../../src/stats/low-ranks.ts';
import { gaussian, seeded, times } from './random.ts';

const A_LITTLE = 1e-9;

/** Distinct values: without ties the test and its inversion must agree to the last bit. */
const distinct = (n: number) =>
  fc.uniqueArray(fc.double({ min: 1, max: 1000, noNaN: true }), { minLength: n, maxLength: n });

test('just inside its bounds the test does not reject, just outside it does', () => {
  fc.assert(
    fc.property(distinct(8), distinct(7), fc.constantFrom(0.01, 0.05, 0.2), (base, head, tail) => {
      const p = (ratio: number) =>
        lowRanks(
          base.map((v) => v * ratio),
          head,
        );
      const { lo, hi } = lowRankRatio(base, head, tail);
      expect(lo).toBeLessThanOrEqual(hi ?? 0);
      expect(p((lo ?? 0) * (1 - A_LITTLE)).greater).toBeLessThanOrEqual(tail);
      expect(p((lo ?? 0) * (1 + A_LITTLE)).greater).toBeGreaterThan(tail);
      expect(p((hi ?? 0) * (1 + A_LITTLE)).less).toBeLessThanOrEqual(tail);
      expect(p((hi ?? 0) * (1 - A_LITTLE)).less).toBeGreaterThan(tail);
    }),
  );
});

test('differences are the ratios of the logarithms', () => {
  fc.assert(
    fc.property(distinct(9), distinct(9), (base, head) => {
      const ratio = lowRankRatio(base, head, 0.05);
      const difference = lowRankDifference(base.map(Math.log), head.map(Math.log), 0.05);
      expect(Math.log(ratio.lo ?? 0)).toBeCloseTo(difference.lo ?? 0, 9);
      expect(Math.log(ratio.hi ?? 0)).toBeCloseTo(difference.hi ?? 0, 9);
    }),
  );
});

test('what is moved as a whole moves the bounds with it', () => {
  const random = seeded(1);
  const [base, head] = [times(12, () => 100 + gaussian(random)), times(12, () => 100 + gaussian(random))];
  const [still, moved] = [
    lowRankRatio(base, head, 0.05),
    lowRankRatio(
      base,
      head.map((v) => v * 1.5),
      0.05,
    ),
  ];
  expect(moved.lo).toBeCloseTo(1.5 * (still.lo ?? 0), 12);
  expect(moved.hi).toBeCloseTo(1.5 * (still.hi ?? 0), 12);
});

test('the true ratio is above the lower bound as often as it says', () => {
  const random = seeded(2);
  // Noise that only adds.
  const side = (ratio: number) => times(20, () => ratio * (1 + 0.05 * gaussian(random) ** 2));
  const draws = 600;
  const covered = times(draws, () => (lowRankRatio(side(1), side(1.1), 0.05).lo ?? 0) <= 1.1).filter(Boolean).length;
  expect(covered / draws).toBeGreaterThan(0.93);
  expect(covered / draws).toBeLessThan(0.99);
});

describe('too few samples for a bound', () => {
  test.each([1, 2, 3])('%p a side at 4 %%', (n) => {
    const values = times(n, () => 1).map((v, i) => v + i);
    expect(lowRankRatio(values, values, 0.04)).toEqual({ lo: null, hi: null });
  });

  test('four a side are enough, and the bounds are ratios of two samples', () => {
    expect(lowRankRatio([1, 2, 3, 4], [5, 6, 7, 8], 0.05)).toEqual({ lo: 1.5, hi: 7 });
  });
});

test('many samples: the ratios are not formed', () => {
  const random = seeded(4);
  const side = (ratio: number) => times(600, () => ratio * Math.exp(0.1 * gaussian(random)));
  const { lo, hi } = lowRankRatio(side(1), side(1.2), 0.05);
  expect(lo).toBeGreaterThan(1.15);
  expect(lo).toBeLessThan(1.2);
  expect(hi).toBeGreaterThan(1.2);
  expect(hi).toBeLessThan(1.25);
});
