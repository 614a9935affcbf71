import { describe, expect, test } from '@jest/globals';
import { fewestSamples, lowerCriticalU } from '../../src/stats/critical.ts';
import { mannWhitney } from '../../src/stats/mann-whitney.ts';
import { detectableShift, samplesFor } from '../../src/stats/power.ts';
import { gaussian, seeded, times } from './random.ts';

/** Tables of the Mann-Whitney test (one-sided alpha): the largest U that is still significant. */
test.each([
  [3, 3, 0.05, 0],
  [4, 4, 0.025, 0],
  [5, 5, 0.025, 2],
  [8, 8, 0.025, 13],
  [8, 8, 0.005, 7],
  [10, 10, 0.025, 23],
  [10, 10, 0.005, 16],
  [20, 20, 0.025, 127],
  [5, 10, 0.025, 8],
  [10, 5, 0.025, 8],
])('the critical U of %p and %p samples at %p is %p', (n, m, alpha, u) => {
  expect(lowerCriticalU(n, m, alpha)).toBe(u);
});

test.each([
  [2, 2, 0.05],
  [3, 3, 0.025],
  [0, 5, 0.05],
  [8, 8, 0.00005],
])('%p and %p samples can reject nothing at %p', (n, m, alpha) => {
  expect(lowerCriticalU(n, m, alpha)).toBeNull();
});

test('far beyond the exact sizes the critical U is the normal one', () => {
  const [n, z] = [200, 1.959963984540054];
  const expected = (n * n) / 2 - z * Math.sqrt((n * n * (2 * n + 1)) / 12);
  expect(Math.abs((lowerCriticalU(n, n, 0.025) ?? 0) - expected)).toBeLessThan(1.5);
});

test.each([
  [0.5, 1],
  [0.05, 3],
  [0.025, 4],
  [0.005, 5],
  [0.005 / 31, 8],
  [0.005 / 200, 9],
])('at %p at least %p samples a side are needed', (alpha, n) => {
  expect(fewestSamples(alpha)).toBe(n);
  expect(lowerCriticalU(n, n, alpha)).not.toBeNull();
  if (n > 1) expect(lowerCriticalU(n - 1, n - 1, alpha)).toBeNull();
});

describe('detectableShift', () => {
  /** The share of simulated pairs of samples that the test calls at this shift. */
  function simulatedPower(n: number, alpha: number, shift: number): number {
    const random = seeded(n);
    const called = times(600, () => {
      const [base, head] = [times(n, () => gaussian(random)), times(n, () => shift + gaussian(random))];
      return mannWhitney(base, head).greater <= alpha ? 1 : 0;
    });
    return called.reduce<number>((sum, c) => sum + c, 0) / called.length;
  }

  test.each([
    [6, 0.05],
    [8, 0.1],
    [8, 0.005],
    [20, 0.005],
    [20, 0.005 / 31],
    [28, 0.01],
  ])('of %p normal samples a side at %p is found in 80 %% of simulations', (n, alpha) => {
    const shift = detectableShift({ n, m: n, alpha, power: 0.8 }) ?? 0;
    expect(Math.abs(simulatedPower(n, alpha, shift) - 0.8)).toBeLessThan(0.06);
  });

  test.each([
    [3, 0.05],
    [8, 0.005 / 31],
    [9, 0.005 / 200],
  ])('where only complete separation is significant (%p samples at %p) it promises too little', (n, alpha) => {
    const shift = detectableShift({ n, m: n, alpha, power: 0.8 }) ?? 0;
    expect(simulatedPower(n, alpha, shift)).toBeGreaterThan(0.8);
  });

  test('is null where no result could be significant', () => {
    expect(detectableShift({ n: 8, m: 8, alpha: 0.005 / 200, power: 0.8 })).toBeNull();
    expect(detectableShift({ n: 0, m: 8, alpha: 0.05, power: 0.8 })).toBeNull();
  });

  test('falls with samples, rises with strictness and power', () => {
    const shift = (n: number, alpha: number, power: number) => detectableShift({ n, m: n, alpha, power }) ?? Number.NaN;
    expect(shift(20, 0.005, 0.8)).toBeLessThan(shift(10, 0.005, 0.8));
    expect(shift(20, 0.001, 0.8)).toBeGreaterThan(shift(20, 0.005, 0.8));
    expect(shift(20, 0.005, 0.9)).toBeGreaterThan(shift(20, 0.005, 0.8));
    expect(shift(8, 0.1, 0.9)).toBeGreaterThan(0);
  });

  test('does not mind which side is the larger', () => {
    const there = detectableShift({ n: 8, m: 30, alpha: 0.01, power: 0.8 });
    expect(detectableShift({ n: 30, m: 8, alpha: 0.01, power: 0.8 })).toBeCloseTo(there ?? Number.NaN, 10);
  });

  test('for many samples it is that of the formula of Noether', () => {
    const n = 400;
    const shift = detectableShift({ n, m: n, alpha: 0.025, power: 0.8 }) ?? Number.NaN;
    // n = (z + z)² / (6 (p − ½)²), and p − ½ = shift / (2 √π) for small shifts.
    const noether = ((1.96 + 0.8416) / Math.sqrt(6 * n)) * 2 * Math.sqrt(Math.PI);
    expect(Math.abs(shift / noether - 1)).toBeLessThan(0.02);
  });
});

describe('samplesFor', () => {
  test.each([
    [1, 0.005],
    [0.5, 0.005],
    [2, 0.005 / 100],
    [0.2, 0.05],
  ])('a shift of %p at %p: enough, and one less is not', (shift, alpha) => {
    const n = samplesFor(shift, alpha, 0.8) ?? 0;
    const at = (size: number) => detectableShift({ n: size, m: size, alpha, power: 0.8 }) ?? Number.POSITIVE_INFINITY;
    expect(at(n)).toBeLessThanOrEqual(shift);
    expect(at(n - 1)).toBeGreaterThan(shift);
  });

  test('however large the shift, the test must be able to reject', () => {
    expect(samplesFor(Number.POSITIVE_INFINITY, 0.005, 0.8)).toBe(fewestSamples(0.005));
  });

  test('more than anyone would take is null', () => {
    expect(samplesFor(0.01, 0.005, 0.8)).toBeNull();
    expect(samplesFor(0, 0.005, 0.8)).toBeNull();
    expect(samplesFor(Number.NaN, 0.005, 0.8)).toBeNull();
  });
});
