import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { signFlip } from '../../src/stats/sign-flip.ts';
import { signTest } from '../../src/stats/sign-test.ts';
import { gaussian, seeded, times } from './random.ts';

describe('signFlip', () => {
  test.each([
    [[], 1],
    [[1], 1 / 2],
    [[-1], 1],
    [[1, 2, 3], 1 / 8],
    // Sums of ±1 ±2 ±3 that reach −1 + 2 + 3 = 4: that and 6.
    [[-1, 2, 3], 2 / 8],
    [[0, 0], 1],
    [[1, -1], 3 / 4],
  ])('%p: p = %p', (differences, p) => {
    expect(signFlip(differences)).toBe(p);
  });

  /** Fisher's analysis of Darwin's maize (The Design of Experiments, section 21): 863 of 2^15 sums are as large. */
  test("Fisher's own example", () => {
    const darwin = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48];
    expect(signFlip(darwin)).toBe(863 / 2 ** 15);
  });

  test('sums in another order are the same sums', () => {
    expect(signFlip([0.1, 0.2, 0.3, -0.6])).toBe(signFlip([-0.6, 0.3, 0.2, 0.1]));
    expect(signFlip([0.1, 0.2, -0.3])).toBe(5 / 8);
  });

  test('more than 16 differences are refused', () => {
    expect(() => signFlip(times(17, () => 1))).toThrow(RangeError);
    expect(signFlip(times(16, () => 1))).toBe(2 ** -16);
  });

  test('symmetric differences are called no oftener than they should be', () => {
    const random = seeded(1);
    const draws = 2000;
    const rejected = times(draws, () => signFlip(times(8, () => gaussian(random) ** 3))).filter((p) => p <= 0.05);
    expect(rejected.length / draws).toBeLessThan(0.06);
    expect(rejected.length / draws).toBeGreaterThan(0.03);
  });
});

describe('signTest', () => {
  test.each([
    [[], 1],
    [[0, 0], 1],
    [[1], 1],
    [[1, 1, 1, 1, 1, 1], 2 / 64],
    [[-1, -1, -1, -1, -1, -1], 2 / 64],
    // Binomial(8, 1/2): 2 (1 + 8) / 256, zeros left out.
    [[1, 2, 3, 4, 5, 6, 7, -1, 0], 18 / 256],
    [[1, -1], 1],
  ])('%p: p = %p', (differences, p) => {
    expect(signTest(differences)).toBeCloseTo(p, 14);
  });

  test('only the signs count, and neither direction more than the other', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -9, max: 9 }), { maxLength: 40 }), (differences) => {
        const p = signTest(differences);
        expect(p).toBeGreaterThan(0);
        expect(p).toBeLessThanOrEqual(1);
        expect(signTest(differences.map((d) => -7 * d))).toBe(p);
      }),
    );
  });

  test('so many differences that their powers vanish', () => {
    const p = signTest(times(3000, () => 1).map((d, i) => (i < 1400 ? -d : d)));
    // The normal approximation with its correction for continuity: z = 199/√3000.
    expect(p).toBeGreaterThan(2.5e-4);
    expect(p).toBeLessThan(3e-4);
  });
});
