import { expect, test } from '@jest/globals';
import { lowerCriticalT, upperCriticalT } from '../../src/stats/low-rank-critical.ts';
import { lowRankDistribution } from '../../src/stats/low-rank-distribution.ts';

test.each([
  [8, 9, 0.05],
  [8, 9, 0.001],
  [8, 4, 0.05],
  [20, 12, 0.01],
  [20, 8, 0.01],
])('of %p a side, %p ranks scored, the critical values at p = %p are the last that reject', (n, cut, alpha) => {
  const distribution = lowRankDistribution(n, n, cut);
  const [low, high] = [lowerCriticalT(distribution, alpha) ?? -1, upperCriticalT(distribution, alpha) ?? -1];
  expect(distribution.atMost(low)).toBeLessThanOrEqual(alpha);
  expect(distribution.atMost(low + 1)).toBeGreaterThan(alpha);
  expect(distribution.atLeast(high)).toBeLessThanOrEqual(alpha);
  expect(distribution.atLeast(high - 1)).toBeGreaterThan(alpha);
});

test('with too few samples, or too few ranks, there are none', () => {
  expect(lowerCriticalT(lowRankDistribution(3, 3, 4), 0.049)).toBeNull();
  expect(upperCriticalT(lowRankDistribution(3, 3, 4), 0.049)).toBeNull();
  expect(lowerCriticalT(lowRankDistribution(3, 3, 4), 0.051)).not.toBeNull();
  // All of the lowest twelve of forty from base is likelier than 1e-5, all of the lowest sixteen is not.
  expect(lowerCriticalT(lowRankDistribution(20, 20, 12), 1e-5)).toBeNull();
  expect(lowerCriticalT(lowRankDistribution(20, 20, 16), 1e-5)).not.toBeNull();
});

test('where the sides differ in size, each end has its own', () => {
  const [mine, theirs] = [lowRankDistribution(6, 20, 10), lowRankDistribution(20, 6, 10)];
  expect(lowerCriticalT(mine, 0.05)).toBe(mine.total - (upperCriticalT(theirs, 0.05) ?? 0));
  expect(upperCriticalT(mine, 0.05)).toBe(mine.total - (lowerCriticalT(theirs, 0.05) ?? 0));
});
