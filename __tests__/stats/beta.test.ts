import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { betaQuantile, betaTails, shareAtOdds } from '../../src/stats/beta.ts';
import { off, upTo } from './relative.ts';

/** P(X ≥ k) of n trials, by adding up; all terms are positive, so it is good to a few 1e-16 a term. */
function atLeast(k: number, n: number, p: number): number {
  let sum = 0;
  for (let j = k; j <= n; j++) {
    let term = p ** j * (1 - p) ** (n - j);
    for (let i = 1; i <= j; i++) term *= (n - j + i) / i;
    sum += term;
  }
  return sum;
}

describe('betaTails', () => {
  test('is the tail of a binomial count, added up, for every count of up to 14 trials', () => {
    for (let n = 1; n <= 14; n++)
      for (let k = 1; k <= n; k++)
        for (const p of [1 / 1024, 1 / 16, 0.25, 0.5, 0.625, 15 / 16]) {
          const { below, above } = betaTails({ x: p, y: 1 - p }, k, n - k + 1);
          expect(off(below, atLeast(k, n, p))).toBeLessThan(1e-12);
          expect(off(above, atLeast(n - k + 1, n, 1 - p))).toBeLessThan(1e-12);
        }
  });

  /** The first computed with 60 digits (mpmath); x^a and 1 − (1 − x)^b are known. */
  test.each([
    [2, 121_688_248, 1.9025170672825598e-8, 0.6726220445480517, 0.3273779554519483],
    [1, 1e9, 3e-9, -Math.expm1(1e9 * Math.log1p(-3e-9)), Math.exp(1e9 * Math.log1p(-3e-9))],
    [1e9, 1, 1 - 2 ** -30, Math.exp(1e9 * Math.log1p(-(2 ** -30))), -Math.expm1(1e9 * Math.log1p(-(2 ** -30)))],
  ])('of a = %d, b = %d at %d', (a, b, x, lower, upper) => {
    const { below, above } = betaTails({ x, y: 1 - x }, a, b);
    expect(off(below, lower)).toBeLessThan(1e-12);
    expect(off(above, upper)).toBeLessThan(1e-12);
  });

  test('a share near 1 is told by its complement', () => {
    // x^a with x = 1 − 1e-20: (1 − 1e-20)^1e9 is 1 − 1e-11.
    expect(off(betaTails({ x: 1, y: 1e-20 }, 1e9, 1).above, 1e-11)).toBeLessThan(1e-10);
  });

  test('at the ends', () => {
    expect(betaTails({ x: 0, y: 1 }, 3, 4)).toEqual({ below: 0, above: 1 });
    expect(betaTails({ x: 1, y: 0 }, 3, 4)).toEqual({ below: 1, above: 0 });
  });

  test.each([
    [0, 1],
    [1, 0.5],
    [Number.NaN, 1],
  ])('refuses a = %d, b = %d', (a, b) => {
    expect(() => betaTails({ x: 0.5, y: 0.5 }, a, b)).toThrow(RangeError);
  });
});

describe('betaQuantile', () => {
  test('is where the tail is p, from 1 to a billion', () => {
    fc.assert(
      fc.property(upTo(1e9), upTo(1e9), fc.double({ min: 1e-12, max: 0.999, noNaN: true }), (a, b, p) => {
        expect(off(betaTails(betaQuantile(p, a, b), a, b).below, p)).toBeLessThan(1e-10);
      }),
    );
  });

  test('of a = 1 is known: 1 − (1 − p)^(1/b)', () => {
    for (const b of [1, 2, 100, 1e6])
      expect(off(betaQuantile(0.05, 1, b).x, -Math.expm1(Math.log(0.95) / b))).toBeLessThan(1e-12);
  });

  test('near 1 keeps the digits of the complement', () => {
    // The 5 % quantile of x^1e9 is 0.05^1e-9.
    expect(off(betaQuantile(0.05, 1e9, 1).y, -Math.expm1(Math.log(0.05) / 1e9))).toBeLessThan(1e-12);
  });

  test.each([0, 1, Number.NaN])('refuses a probability of %d', (p) => {
    expect(() => betaQuantile(p, 2, 3)).toThrow(RangeError);
  });
});

test('shareAtOdds', () => {
  expect(shareAtOdds(1)).toEqual({ x: 0.5, y: 0.5 });
  expect(shareAtOdds(3)).toEqual({ x: 0.75, y: 0.25 });
  expect(shareAtOdds(0)).toEqual({ x: 0, y: 1 });
  expect(shareAtOdds(Number.POSITIVE_INFINITY)).toEqual({ x: 1, y: 0 });
});
