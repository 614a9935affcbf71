import { describe, expect, test } from '@jest/globals';
import { shareBounds } from '../../src/stats/proportion.ts';
import { choices } from './brute-force.ts';

/** P(from ≤ X ≤ to) of n trials, every sequence counted. */
function between(from: number, to: number, n: number, p: number): number {
  let sum = 0;
  for (let k = from; k <= to; k++) sum += choices(n, k).length * p ** k * (1 - p) ** (n - k);
  return sum;
}

describe('shareBounds', () => {
  test('are where as many or more, as few or fewer, have just that probability: all counts of up to 8', () => {
    for (let n = 1; n <= 8; n++)
      for (let k = 0; k <= n; k++) {
        const { lo, hi } = shareBounds(k, n, 0.05);
        if (k > 0) expect(between(k, n, n, lo)).toBeCloseTo(0.05, 12);
        if (k < n) expect(between(0, k, n, hi)).toBeCloseTo(0.05, 12);
      }
  });

  test('nothing and everything have one bound', () => {
    expect(shareBounds(0, 10, 0.05).lo).toBe(0);
    expect(shareBounds(10, 10, 0.05).hi).toBe(1);
    expect(shareBounds(10, 10, 0.05).lo).toBeCloseTo(0.05 ** 0.1, 12);
  });

  test('of 999 in 1000, as SciPy gives it', () => {
    expect(shareBounds(999, 1000, 0.025).lo).toBeCloseTo(0.9944411, 7);
    expect(shareBounds(999, 1000, 0.025).hi).toBeCloseTo(0.9999747, 7);
  });

  test.each([
    [-1, 5],
    [6, 5],
    [0, 0],
    [0.5, 5],
    [1, 5.5],
  ])('refuses %d of %d', (k, n) => {
    expect(() => shareBounds(k, n, 0.05)).toThrow(RangeError);
  });
});
