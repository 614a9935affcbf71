import { describe, expect, test } from '@jest/globals';
import { lowRankDistribution, scoredRanks } from '../../src/stats/low-rank-distribution.ts';

describe('the scored ranks', () => {
  test.each([
    [4, 4, 0.3, 3e-5, 5],
    [6, 6, 0.3, 3e-5, 7],
    [8, 8, 0.3, 3e-5, 9],
    [10, 10, 0.3, 3e-5, 10],
    [20, 20, 0.3, 3e-5, 12],
    [100, 100, 0.3, 3e-5, 60],
    [20, 20, 0.2, 0.05, 8],
    [20, 20, 0.2, 1e-4, 11],
    [8, 28, 0.2, 1e-4, 22],
  ])('%p and %p samples, a share of %p that reaches %p: the lowest %p', (n, m, share, reach, cut) => {
    expect(scoredRanks(n, m, { share, reach })).toBe(cut);
  });

  test('as many as a complete separation either way takes, and no more', () => {
    const reach = 1e-4;
    for (const [n, m] of [
      [10, 10],
      [12, 30],
      [30, 12],
      [40, 40],
    ] as const) {
      const unlikely = (cut: number) => {
        const { atMost, atLeast, total } = lowRankDistribution(n, m, cut);
        // Nothing scored, or all that this many samples can.
        const fewer = Math.max(0, cut - n);
        return Math.max(atMost(0), atLeast(total - (fewer * (fewer + 1)) / 2));
      };
      const cut = scoredRanks(n, m, { share: 0, reach });
      expect(unlikely(cut)).toBeLessThanOrEqual(reach);
      expect(unlikely(cut - 1)).toBeGreaterThan(reach);
    }
  });

  test('it does not matter which side is which', () => {
    for (const [n, m] of [
      [1, 1],
      [1, 9],
      [8, 28],
      [5, 60],
    ] as const)
      expect(scoredRanks(n, m, { share: 0.2, reach: 1e-4 })).toBe(scoredRanks(m, n, { share: 0.2, reach: 1e-4 }));
  });
});

describe('the distribution', () => {
  test.each([
    [8, 8, 4],
    [8, 8, 16],
    [20, 20, 12],
    [8, 28, 11],
    [28, 8, 11],
    [1, 12, 4],
  ])('of %p and %p samples adds up to 1, and has a mirror image', (n, m, cut) => {
    const [mine, theirs] = [lowRankDistribution(n, m, cut), lowRankDistribution(m, n, cut)];
    expect(mine.exact).toBe(true);
    expect(mine.total).toBe((cut * (cut + 1)) / 2);
    expect(mine.atMost(mine.total)).toBeCloseTo(1, 12);
    expect(mine.atLeast(0)).toBe(1);
    expect(mine.atMost(-1)).toBe(0);
    expect(mine.atLeast(mine.total + 1)).toBe(0);
    for (let t = 0; t < mine.total; t++) {
      expect(mine.atMost(t) + mine.atLeast(t + 1)).toBeCloseTo(1, 12);
      expect(mine.atMost(t)).toBeCloseTo(theirs.atLeast(mine.total - t), 12);
    }
  });

  test('many samples are approximated, and not far from the exact', () => {
    const [near, far] = [lowRankDistribution(100, 100, 60), lowRankDistribution(140, 140, 84)];
    expect([near.exact, far.exact]).toEqual([true, false]);
    const quantile = ({ atMost, total }: typeof near) => {
      let t = 0;
      while (atMost(t) < 0.01) t++;
      return t / total;
    };
    expect(quantile(far)).toBeCloseTo(quantile(near), 1);
  });
});
