import { expect, test } from '@jest/globals';
import { fewestSamples, lowerCriticalU } from '../../src/stats/critical.ts';

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
