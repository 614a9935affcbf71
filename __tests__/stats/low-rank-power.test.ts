import { describe, expect, test } from '@jest/globals';
import { lowerCriticalT, upperCriticalT } from '../../src/stats/low-rank-critical.ts';
import { lowRankDistribution } from '../../src/stats/low-rank-distribution.ts';
import { detectableLowRankShift } from '../../src/stats/low-rank-power.ts';
import { lowRanks } from '../../src/stats/low-ranks.ts';
import { samplesFor } from '../../src/stats/power.ts';
import { gaussian, seeded, times } from './random.ts';

describe('the critical values', () => {
  test.each([
    [8, 0.05],
    [8, 0.001],
    [20, 0.01],
  ])('of %p a side at %p are the last that reject', (n, alpha) => {
    const distribution = lowRankDistribution(n, n);
    const [low, high] = [lowerCriticalT(distribution, alpha) ?? -1, upperCriticalT(distribution, alpha) ?? -1];
    expect(distribution.atMost(low)).toBeLessThanOrEqual(alpha);
    expect(distribution.atMost(low + 1)).toBeGreaterThan(alpha);
    expect(distribution.atLeast(high)).toBeLessThanOrEqual(alpha);
    expect(distribution.atLeast(high - 1)).toBeGreaterThan(alpha);
  });

  test('with too few samples there are none', () => {
    expect(lowerCriticalT(lowRankDistribution(3, 3), 0.049)).toBeNull();
    expect(upperCriticalT(lowRankDistribution(3, 3), 0.049)).toBeNull();
    expect(lowerCriticalT(lowRankDistribution(3, 3), 0.051)).not.toBeNull();
    // The lowest twelve of forty alone score: all 20 of base there or none of head is likelier than 1e-5.
    expect(lowerCriticalT(lowRankDistribution(20, 20), 1e-5)).toBeNull();
  });
});

test.each([
  [8, 0.1],
  [8, 0.01],
  [10, 0.01],
  [20, 0.01],
  [20, 0.001],
])('%p samples a side at alpha %p: the shift has 80 %% power or nearly', (n, alpha) => {
  const random = seeded(n);
  const shift = detectableLowRankShift({ n, m: n, alpha, power: 0.8 }) ?? Number.NaN;
  const side = (by: number) => times(n, () => gaussian(random) + by);
  const draws = 800;
  const found = times(draws, () => lowRanks(side(0), side(shift)).greater <= alpha).filter(Boolean).length;
  expect(found / draws).toBeGreaterThan(0.73);
  expect(found / draws).toBeLessThan(0.88);
});

test('more samples detect less, and more power wants more', () => {
  const shift = (n: number, power = 0.8) => detectableLowRankShift({ n, m: n, alpha: 0.01, power }) ?? 0;
  expect([8, 12, 20, 40, 80].map((n) => shift(n))).toEqual(
    [8, 12, 20, 40, 80].map((n) => shift(n)).toSorted((a, b) => b - a),
  );
  expect(shift(20, 0.9)).toBeGreaterThan(shift(20, 0.8));
  expect(detectableLowRankShift({ n: 3, m: 3, alpha: 0.01, power: 0.8 })).toBeNull();
});

test('how many samples would do is asked of the test that is used', () => {
  const needs = samplesFor(1, 0.01, 0.8, 1000, detectableLowRankShift) ?? 0;
  expect(detectableLowRankShift({ n: needs, m: needs, alpha: 0.01, power: 0.8 })).toBeLessThanOrEqual(1);
  expect(needs).toBeGreaterThan(samplesFor(1, 0.01, 0.8) ?? 0);
});
