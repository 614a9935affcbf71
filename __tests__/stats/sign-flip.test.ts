import { describe, expect, test } from '@jest/globals';
import { signFlip } from '../../src/stats/sign-flip.ts';
import { gaussian, seeded, times } from './random.ts';

/** The sums of all ways to give the sizes a sign, by doubling. */
function sums(differences: readonly number[]): number[] {
  return differences.reduce<number[]>((all, d) => all.flatMap((sum) => [sum + d, sum - d]), [0]);
}

describe('signFlip', () => {
  test('Darwin’s maize, Fisher’s own example: 863 of 32,768 ways reach the sum', () => {
    const eighths = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48];
    expect(signFlip(eighths)).toBe(863 / 32_768);
  });

  test('all above 0: one way of all; all below: every way; the other side is the mirror image', () => {
    expect(signFlip([1, 2, 3, 4, 5, 6, 7, 8])).toBe(1 / 256);
    expect(signFlip([-1, -2, -3])).toBe(1);
    expect(signFlip([])).toBe(1);
  });

  test('is the share of all ways to choose signs, ties and zeros included', () => {
    const random = seeded(7);
    for (let i = 0; i < 60; i++) {
      // Whole numbers add exactly, so equal sums are equal.
      const differences = times(1 + (i % 9), () => Math.round(3 * gaussian(random)));
      const observed = differences.reduce((a, b) => a + b, 0);
      const all = sums(differences);
      expect(signFlip(differences)).toBeCloseTo(all.filter((s) => s >= observed).length / all.length, 12);
    }
  });

  test('does not depend on the order of numbers that no binary fraction holds', () => {
    const differences = [0.1, 0.2, 0.3, -0.1, -0.2, 0.7];
    expect(signFlip([...differences].reverse())).toBe(signFlip(differences));
    expect(signFlip([0.1, 0.2, -0.3])).toBe(5 / 8);
  });

  test('more than 16 are too many', () => {
    expect(() => signFlip(times(17, () => 1))).toThrow(RangeError);
  });
});
