import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { shiftDifference, shiftRatio } from '../../src/stats/hodges-lehmann.ts';
import { mannWhitney } from '../../src/stats/mann-whitney.ts';
import { gaussian, seeded, times } from './random.ts';

test('the estimate is the median of all ratios', () => {
  // 2, 1.5, 1, 4, 3, 2: in order 1, 1.5, 2, 2, 3, 4.
  expect(shiftRatio([2, 1], [4, 3, 2], 0.05)).toEqual({ center: 2, lo: null, hi: null });
});

test('of an even number of ratios, the geometric mean of the two in the middle', () => {
  expect(shiftRatio([1], [2, 8], 0.05).center).toBeCloseTo(4, 14);
  expect(shiftDifference([1], [2, 8], 0.05).center).toBe(4);
});

test('three samples a side reach one-sided 95 % bounds: the extreme ratios', () => {
  expect(shiftRatio([1, 2, 4], [8, 16, 32], 0.05)).toEqual({ center: 8, lo: 2, hi: 32 });
  expect(shiftRatio([1, 2], [8, 16, 32], 0.05)).toMatchObject({ lo: null, hi: null });
});

/** R: wilcox.test(head, base, conf.int = TRUE, conf.level = 0.9), Hollander & Wolfe's permeability data (ex. 4.1). */
test('the intervals of a published example', () => {
  const atTerm = [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46];
  const earlier = [1.15, 0.88, 0.9, 0.74, 1.21];
  const { center, lo, hi } = shiftDifference(earlier, atTerm, 0.025);
  expect(center).toBeCloseTo(0.305, 10);
  expect(lo).toBeCloseTo(-0.15, 10);
  expect(hi).toBeCloseTo(0.76, 10);
});

test('differences take values of any sign', () => {
  expect(shiftDifference([-2, 0, 2], [-1, 1, 3], 0.05)).toEqual({ center: 1, lo: -3, hi: 5 });
});

test('extreme values do not become NaN', () => {
  const { center, lo, hi } = shiftRatio([5e-324, 5e-324, 5e-324], [1e308, 1e308, 1e308], 0.05);
  expect([center, lo, hi]).toEqual(Array(3).fill(Number.POSITIVE_INFINITY));
  expect(shiftDifference([-1e308], [1e308, 1e308], 0.05).center).toBe(Number.POSITIVE_INFINITY);
});

describe('properties', () => {
  const sample = fc.array(fc.double({ min: 0.5, max: 2, noNaN: true }), { minLength: 3, maxLength: 9 });

  test('the interval holds the estimate', () => {
    fc.assert(
      fc.property(sample, sample, (base, head) => {
        const { center, lo, hi } = shiftRatio(base, head, 0.05);
        expect(lo).toBeLessThanOrEqual(center);
        expect(hi).toBeGreaterThanOrEqual(center);
      }),
    );
  });

  test('exchanging the sides turns the ratio over', () => {
    fc.assert(
      fc.property(sample, sample, (base, head) => {
        const [there, back] = [shiftRatio(base, head, 0.05), shiftRatio(head, base, 0.05)];
        expect(there.center * back.center).toBeCloseTo(1, 10);
        expect((there.lo ?? 0) * (back.hi ?? 0)).toBeCloseTo(1, 10);
      }),
    );
  });

  test('scaling a side scales the ratio', () => {
    fc.assert(
      fc.property(sample, sample, (base, head) => {
        const doubled = shiftRatio(
          base,
          head.map((v) => v * 2),
          0.05,
        );
        expect(doubled.center).toBeCloseTo(2 * shiftRatio(base, head, 0.05).center, 12);
      }),
    );
  });

  test('a bound beyond 1 means that the one-sided test rejects, and the other way round', () => {
    fc.assert(
      fc.property(sample, sample, (base, head) => {
        fc.pre(new Set([...base, ...head]).size === base.length + head.length);
        const { lo, hi } = shiftRatio(base, head, 0.05);
        const { greater, less } = mannWhitney(base, head);
        expect((lo ?? 0) > 1).toBe(greater <= 0.05);
        expect((hi ?? 2) < 1).toBe(less <= 0.05);
      }),
      { numRuns: 500 },
    );
  });

  test('the lower bound is above the truth in at most 5 % of cases', () => {
    const random = seeded(4);
    const missed = times(1000, () => {
      const sample = (scale: number) => times(8, () => scale * Math.exp(gaussian(random) / 10));
      return (shiftRatio(sample(1), sample(1.3), 0.05).lo ?? 0) > 1.3 ? 1 : 0;
    });
    const rate = missed.reduce<number>((sum, m) => sum + m, 0) / 1000;
    expect(rate).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / 1000));
    expect(rate).toBeGreaterThan(0.02);
  });
});
