import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { normalCdf, normalDensity, normalQuantile } from '../../src/stats/normal.ts';

/** Values from scipy.stats.norm.cdf. */
test.each([
  [0, 0.5],
  [0.5, 0.6914624612740131],
  [1, 0.8413447460685429],
  [1.96, 0.9750021048517795],
  [2.9, 0.9981341866996161],
  [3.5, 0.9997673709209645],
  [-1, 0.15865525393145707],
  [-2.5758293035489004, 0.005],
  [-3.0001, 0.0013494549132607172],
  [-5, 2.866515718791933e-7],
  [-10, 7.61985302416047e-24],
  [-37, 5.725571222524576e-300],
])('normalCdf(%p) is %p', (z, p) => {
  expect(Math.abs(normalCdf(z) / p - 1)).toBeLessThan(1e-10);
});

test('the density is that of the bell', () => {
  expect(normalDensity(0)).toBeCloseTo(0.3989422804014327, 15);
  expect(normalDensity(2)).toBeCloseTo(0.05399096651318806, 15);
});

describe('normalQuantile', () => {
  test.each([
    [0.975, 1.959963984540054],
    [0.8, 0.8416212335729143],
    [0.5, 0],
    [1e-3, -3.090232306167813],
    [1e-10, -6.361340902404056],
    [1e-300, -37.0470962993612],
  ])('of %p is %p', (p, z) => {
    expect(Math.abs(normalQuantile(p) - z)).toBeLessThan(1e-7);
  });

  test('undoes normalCdf', () => {
    fc.assert(
      fc.property(fc.double({ min: -8, max: 5, noNaN: true }), (z) => {
        expect(normalQuantile(normalCdf(z))).toBeCloseTo(z, 6);
      }),
    );
  });

  test.each([0, 1, -0.1, 1.1, Number.NaN])('refuses %p', (p) => {
    expect(() => normalQuantile(p)).toThrow(RangeError);
  });
});

test('rises everywhere and is symmetric', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -9, max: 9, noNaN: true }),
      fc.double({ min: 1e-6, max: 1, noNaN: true }),
      (z, step) => {
        expect(normalCdf(z + step)).toBeGreaterThanOrEqual(normalCdf(z));
        expect(normalCdf(z) + normalCdf(-z)).toBeCloseTo(1, 14);
      },
    ),
  );
});
