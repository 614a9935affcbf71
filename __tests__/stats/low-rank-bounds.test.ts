import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { lowRankDifference } from '../../src/stats/low-rank-bounds.ts';
import { scoredRanks } from '../../src/stats/low-rank-distribution.ts';
import { lowRanks } from '../../src/stats/low-ranks.ts';
import { gaussian, seeded, times } from './random.ts';

const A_LITTLE = 1e-6;
const SCORED = { share: 0.3, reach: 3e-5 };

/** Distinct values: without ties the test and its inversion must agree to the last bit. */
const distinct = (n: number) =>
  fc.uniqueArray(fc.double({ min: 1, max: 1000, noNaN: true }), { minLength: n, maxLength: n });

function bounds(base: readonly number[], head: readonly number[], tail: number) {
  return lowRankDifference(base, head, scoredRanks(head.length, base.length, SCORED), tail);
}

test('just inside its bounds the test does not reject, just outside it does', () => {
  fc.assert(
    fc.property(
      distinct(8),
      distinct(7),
      fc.constantFrom(0.01, 0.05, 0.2),
      fc.constantFrom(6, 9, 15),
      (base, head, tail, cut) => {
        const p = (shift: number) =>
          lowRanks(
            base.map((v) => v + shift),
            head,
            cut,
          );
        const { lo, hi } = lowRankDifference(base, head, cut, tail);
        const [from, to] = [lo ?? Number.NaN, hi ?? Number.NaN];
        expect(from).toBeLessThanOrEqual(to);
        expect(p(from - A_LITTLE).greater).toBeLessThanOrEqual(tail);
        expect(p(from + A_LITTLE).greater).toBeGreaterThan(tail);
        expect(p(to + A_LITTLE).less).toBeLessThanOrEqual(tail);
        expect(p(to - A_LITTLE).less).toBeGreaterThan(tail);
      },
    ),
  );
});

test('what is moved as a whole moves the bounds with it', () => {
  const random = seeded(1);
  const [base, head] = [times(12, () => 100 + gaussian(random)), times(12, () => 100 + gaussian(random))];
  const still = bounds(base, head, 0.05);
  const moved = bounds(
    base,
    head.map((v) => v + 1.5),
    0.05,
  );
  expect(moved.lo).toBeCloseTo(1.5 + (still.lo ?? 0), 10);
  expect(moved.hi).toBeCloseTo(1.5 + (still.hi ?? 0), 10);
});

test('the true shift is above the lower bound as often as it says', () => {
  const random = seeded(2);
  // Noise that only adds.
  const side = (shift: number) => times(20, () => shift + 0.05 * gaussian(random) ** 2);
  const draws = 600;
  const covered = times(draws, () => (bounds(side(1), side(1.1), 0.05).lo ?? 0) <= 0.1).filter(Boolean).length;
  expect(covered / draws).toBeGreaterThan(0.93);
  expect(covered / draws).toBeLessThan(0.99);
});

describe('too few samples for a bound', () => {
  test.each([1, 2, 3])('%p a side at 4 %%', (n) => {
    const values = times(n, () => 1).map((v, i) => v + i);
    expect(bounds(values, values, 0.04)).toEqual({ lo: null, hi: null });
  });

  test('four a side are enough, and the bounds are differences of two samples', () => {
    expect(bounds([1, 2, 3, 4], [5, 6, 7, 8], 0.05)).toEqual({ lo: 2, hi: 6 });
  });
});

test('many samples: the differences are not formed', () => {
  const random = seeded(4);
  const side = (shift: number) => times(600, () => shift + 0.1 * gaussian(random));
  const { lo, hi } = bounds(side(1), side(1.2), 0.05);
  expect(lo).toBeGreaterThan(0.17);
  expect(lo).toBeLessThan(0.2);
  expect(hi).toBeGreaterThan(0.2);
  expect(hi).toBeLessThan(0.23);
});
