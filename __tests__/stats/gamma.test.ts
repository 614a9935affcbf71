import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { chiSquareAbove, gammaTails } from '../../src/stats/gamma.ts';
import { poisson } from '../../src/stats/poisson.ts';
import { off, upTo } from './relative.ts';

describe('gammaTails', () => {
  test('is the tail of a Poisson count, added up', () => {
    for (let s = 1; s <= 20; s++)
      for (const mean of [0.01, 0.5, 1, 3.5, 10, 40]) {
        let [below, term] = [0, Math.exp(-mean)];
        for (let k = 0; k < s; k++, term *= mean / k) below += term;
        expect(off(gammaTails(s, mean).above, below)).toBeLessThan(1e-12);
      }
  });

  /** Computed with 40 digits (mpmath). */
  test.each([
    [0.5, 2, 0.9544997361036416, 0.04550026389635841],
    [309_879_544.5, 309_766_619.02691233, 7.00689351682205e-11, 0.999999999929931],
  ])('of shape %d at %d', (s, x, below, above) => {
    expect(off(gammaTails(s, x).below, below)).toBeLessThan(1e-12);
    expect(off(gammaTails(s, x).above, above)).toBeLessThan(1e-12);
  });

  test('satisfies P(s + 1, x) = P(s, x) − x^s e^−x/Γ(s + 1)', () => {
    fc.assert(
      fc.property(upTo(1e6), fc.double({ min: -5, max: 5, noNaN: true }), (s, z) => {
        const x = Math.max(0.01, s + z * Math.sqrt(s));
        expect(gammaTails(s, x).below - gammaTails(s + 1, x).below).toBeCloseTo(poisson(s, x), 12);
      }),
    );
  });

  test('at the ends', () => {
    expect(gammaTails(3, 0)).toEqual({ below: 0, above: 1 });
    expect(gammaTails(3, Number.POSITIVE_INFINITY)).toEqual({ below: 1, above: 0 });
    expect(gammaTails(3, 1e6)).toEqual({ below: 1, above: 0 });
  });
});

/** Tables of χ²: the 95 % points. */
test.each([
  [3.841458820694124, 1],
  [18.307038053275146, 10],
  [124.34211340400407, 100],
])('P(χ² ≥ %d) with %d degrees of freedom is 5 %%', (x, degrees) => {
  expect(off(chiSquareAbove(x, degrees), 0.05)).toBeLessThan(1e-12);
});
