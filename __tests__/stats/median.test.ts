import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fewestForMedian, median, medianInterval } from '../../src/stats/median.ts';
import { ascending } from '../../src/stats/sorted.ts';

describe('median', () => {
  test.each([
    [[3], 3],
    [[3, 1], 2],
    [[9, 1, 5], 5],
    [[4, 1, 3, 2], 2.5],
    [[1e308, 1.5e308], 1.25e308],
    [[-1, 1], 0],
  ])('of %p is %p', (values, expected) => {
    expect(median(values)).toBe(expected);
  });

  test('of nothing is not a number', () => {
    expect(median([])).toBeNaN();
  });
});

describe('medianInterval', () => {
  /** Ranks from the tables of Conover, Practical Nonparametric Statistics: the k-th from either end for n samples. */
  test.each([
    [6, 1],
    [8, 1],
    [9, 2],
    [10, 2],
    [12, 3],
    [15, 4],
    [20, 6],
    [25, 8],
    [50, 18],
    [100, 40],
  ])('of %p samples is from the %p-th smallest to the one as far from the top', (n, k) => {
    const values = Array.from({ length: n }, (_, i) => i + 1);
    expect(medianInterval(values, 0.95)).toEqual({ center: (n + 1) / 2, lo: k, hi: n + 1 - k, reached: true });
  });

  test.each([1, 2, 3, 4, 5])('%p samples are too few: their whole range, and it says so', (n) => {
    const values = Array.from({ length: n }, (_, i) => i);
    expect(medianInterval(values, 0.95)).toEqual({ center: (n - 1) / 2, lo: 0, hi: n - 1, reached: false });
  });

  test('how many samples are enough is said beforehand', () => {
    expect(fewestForMedian(0.95)).toBe(6);
    for (const confidence of [0.5, 0.8, 0.9, 0.95, 0.99, 0.999]) {
      const n = fewestForMedian(confidence);
      const reached = (size: number) => medianInterval(Array(size).fill(1), confidence).reached;
      expect([reached(n - 1), reached(n)]).toEqual([false, true]);
    }
  });

  test('thousands of samples do not vanish in 2⁻ⁿ', () => {
    const values = Array.from({ length: 5000 }, (_, i) => i + 1);
    const { lo, hi } = medianInterval(values, 0.95);
    // Normal approximation: n/2 ± 1.96 √n / 2.
    expect(Math.abs(lo - (2500 - 69.3))).toBeLessThan(2);
    expect(lo + hi).toBe(5001);
  });

  test('holds the median and lies within the samples', () => {
    const sample = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(sample, (values) => {
        const { center, lo, hi } = medianInterval(values, 0.95);
        const sorted = ascending(values);
        expect(lo).toBeGreaterThanOrEqual(sorted[0] ?? Number.NaN);
        expect(hi).toBeLessThanOrEqual(sorted.at(-1) ?? Number.NaN);
        expect(center).toBeGreaterThanOrEqual(lo);
        expect(center).toBeLessThanOrEqual(hi);
      }),
    );
  });
});
