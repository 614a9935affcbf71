import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mannKendall } from '../../src/stats/mann-kendall.ts';
import { normalCdf } from '../../src/stats/normal.ts';
import { gaussian, seeded, times } from './random.ts';

function permutations(values: readonly number[]): number[][] {
  if (values.length === 0) return [[]];
  return values.flatMap((v, i) => permutations(values.toSpliced(i, 1)).map((rest) => [v, ...rest]));
}

function countS(values: readonly number[]): number {
  return values.reduce((sum, v, i) => sum + values.slice(i + 1).reduce((s, w) => s + Math.sign(w - v), 0), 0);
}

/** By every order of the values, each as often as it comes. */
function bruteForce(values: readonly number[]): { rising: number; falling: number } {
  const [observed, all] = [countS(values), permutations(values).map(countS)];
  const share = (holds: (s: number) => boolean) => all.filter(holds).length / all.length;
  return { rising: share((s) => s >= observed), falling: share((s) => s <= observed) };
}

test('exact for every sequence of up to six values from four, ties among them', () => {
  for (let n = 0; n <= 6; n++)
    for (let code = 0; code < 4 ** n; code += n < 6 ? 1 : 31) {
      const values = Array.from({ length: n }, (_, i) => Math.floor(code / 4 ** i) % 4);
      const { s, rising, falling, exact } = mannKendall(values);
      const expected = bruteForce(values);
      expect([values, s, exact]).toEqual([values, countS(values), true]);
      expect(Math.abs(rising - expected.rising)).toBeLessThan(1e-12);
      expect(Math.abs(falling - expected.falling)).toBeLessThan(1e-12);
    }
});

test("Kendall's table, without ties", () => {
  expect(mannKendall([1, 2, 3, 4]).rising).toBeCloseTo(1 / 24, 12);
  expect(mannKendall([2, 1, 3, 4]).rising).toBeCloseTo(4 / 24, 12);
  const ten = mannKendall([4, 2, 1, 3, 6, 5, 7, 10, 9, 5.5]);
  expect(ten.s).toBe(25);
  expect(ten.rising).toBeCloseTo(0.014, 3);
});

describe('properties', () => {
  const series = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 60 });
  test('S is the sum of all signs', () => {
    fc.assert(fc.property(series, (values) => expect(mannKendall(values).s).toBe(countS(values))));
  });
  test('the other way round, rising is falling', () => {
    const property = fc.property(series, (values) => {
      const [a, b] = [mannKendall(values), mannKendall(values.toReversed())];
      expect(a.s + b.s).toBe(0);
      expect(Math.abs(a.rising - b.falling)).toBeLessThan(1e-9);
    });
    fc.assert(property);
  });
  test('only the order counts', () => {
    fc.assert(
      fc.property(series, (values) => expect(mannKendall(values.map((v) => Math.exp(v)))).toEqual(mannKendall(values))),
    );
  });
});

test('at fifty values the exact distribution is within 5 % of the approximation that is used beyond', () => {
  const random = seeded(3);
  const approximate = (s: number, n: number) => normalCdf((1 - s) / Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18));
  for (let i = 0; i < 40; i++) {
    const [fifty, more] = [50, 51].map((n) => times(n, () => gaussian(random)).map((v, k) => v + 0.015 * k));
    const [exact, beyond] = [mannKendall(fifty ?? []), mannKendall(more ?? [])];
    expect([exact.exact, beyond.exact]).toEqual([true, false]);
    expect(beyond.rising).toBeCloseTo(approximate(beyond.s, 51), 12);
    if (exact.rising > 0.005) expect(Math.abs(approximate(exact.s, 50) / exact.rising - 1)).toBeLessThan(0.05);
  }
});

test('noise without a trend is called one as rarely as is said', () => {
  const random = seeded(4);
  for (const n of [12, 80]) {
    const called = times(2000, () => mannKendall(times(n, () => Math.round(3 * gaussian(random)))).twoSided <= 0.05);
    const share = called.filter(Boolean).length / 2000;
    expect(share).toBeGreaterThan(0.02);
    expect(share).toBeLessThan(0.065);
  }
});

test('all equal, one, none: no trend', () => {
  for (const values of [[], [5], [5, 5, 5], Array(100).fill(5)])
    expect(mannKendall(values)).toMatchObject({ s: 0, rising: 1, falling: 1, twoSided: 1 });
});
