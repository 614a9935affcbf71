import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { lowRankDistribution, scoredRanks } from '../../src/stats/low-rank-distribution.ts';
import { lowRanks } from '../../src/stats/low-ranks.ts';
import { mannWhitney } from '../../src/stats/mann-whitney.ts';
import { choices } from './brute-force.ts';
import { gaussian, seeded, times } from './random.ts';

/** Real samples in nanoseconds with the p value that an independent implementation gives them. */
const VECTORS: readonly (readonly [base: number[], head: number[], p: number, pOf2Percent: number])[] = [
  [[111.3, 67.74, 58.77, 58.32], [79.81, 63.36, 136.4, 142.7], 0.14285714285714285, 0.14285714285714285],
  [[1066, 1055, 1070, 1076], [1063, 1053, 1042, 1070], 0.9142857142857143, 0.9999999999999999],
  [
    [3605, 3396, 5078, 3308, 6907, 5617, 3393, 4991],
    [3607, 131422, 3489, 3492, 4993, 5087, 5058, 3718],
    0.183993783993784,
    0.27536907536907534,
  ],
  [
    [1861, 1855, 1850, 1897, 1872, 2595, 1996, 3613],
    [1888, 1868, 1926, 2054, 1886, 1886, 1984, 2139],
    0.14592074592074591,
    0.8872571872571872,
  ],
  [
    [5329, 5011, 5188, 5160, 6357, 4949, 5031, 6168, 4964, 4969],
    [5375, 5066, 5079, 5076, 6261, 6256, 5013, 6308, 6224, 4979],
    0.12960336876745543,
    0.7326527961202884,
  ],
  [
    [4390, 4373, 4337, 4311, 4441, 4339, 4320, 4374, 4312, 4449],
    [4391, 4427, 4363, 4283, 4375, 4418, 4366, 4416, 4418, 4404],
    0.10399662257247395,
    0.9863008508519343,
  ],
  [
    [
      33908, 40864, 65052, 47124, 101813, 31847, 36835, 33704, 35736, 32946, 32628, 44148, 33184, 34575, 33466, 33898,
      44762, 65452, 43935, 36363,
    ],
    [
      43365, 35000, 35111, 34134, 37045, 35899, 34049, 41560, 35913, 38588, 35133, 34747, 35524, 34145, 51839, 37362,
      49494, 59234, 34926, 36524,
    ],
    0.0030871958013226086,
    0.06185338526829072,
  ],
];

test.each(VECTORS)('real samples, some tied: p is what an independent implementation says', (base, head, p, margin) => {
  expect(Math.abs(lowRanks(base, head).greater - p)).toBeLessThan(1e-12);
  const slowed = base.map((v) => v * 1.02);
  expect(Math.abs(lowRanks(slowed, head).greater - margin)).toBeLessThan(1e-12);
});

/** The scores of the ranks that head has, equal values ordered by who comes first. */
function scoreOf(base: readonly number[], head: readonly number[], cut: number, headFirst: boolean): number {
  const all = [
    ...base.map((v) => ({ v, mine: false, order: headFirst ? 1 : 0 })),
    ...head.map((v) => ({ v, mine: true, order: headFirst ? 0 : 1 })),
  ].sort((a, b) => a.v - b.v || a.order - b.order);
  return all.reduce((sum, { mine }, i) => sum + (mine ? Math.max(0, cut - i) : 0), 0);
}

/** Scores of all ways to give head its ranks. */
function allScores(n: number, m: number, cut: number): number[] {
  return choices(n + m, n).map((chosen) => chosen.reduce((sum, i) => sum + Math.max(0, cut - i), 0));
}

/** Every multiset of n values 0 … 4. */
function multisets(n: number, from = 0): number[][] {
  if (n === 0) return [[]];
  return [0, 1, 2, 3, 4].filter((v) => v >= from).flatMap((v) => multisets(n - 1, v).map((rest) => [v, ...rest]));
}

const SIZES = [1, 2, 3, 4, 5];

describe.each(SIZES)('%p base samples', (m) => {
  test.each(SIZES)('and %p of head, all pairs of multisets of five values: p is that of all relabellings', (n) => {
    const cut = scoredRanks(n, m);
    const scores = allScores(n, m, cut);
    const share = (holds: (t: number) => boolean) => scores.filter(holds).length / scores.length;
    const atMost = times(scores.length, () => 0).map((_, t) => share((s) => s <= t));
    const atLeast = atMost.map((_, t) => share((s) => s >= t));
    let worst = 0;
    for (const base of multisets(m))
      for (const head of multisets(n)) {
        const mean = (scoreOf(base, head, cut, true) + scoreOf(base, head, cut, false)) / 2;
        const { greater, less } = lowRanks(base, head);
        const [g, l] = [Math.ceil(mean), Math.floor(mean)];
        worst = Math.max(worst, Math.abs(greater - (atMost[g] ?? share((s) => s <= g))));
        worst = Math.max(worst, Math.abs(less - (atLeast[l] ?? share((s) => s >= l))));
      }
    expect(worst).toBeLessThan(1e-12);
  });
});

describe('the scored ranks', () => {
  test.each([
    [4, 4, 5],
    [6, 6, 7],
    [8, 8, 9],
    [10, 10, 10],
    [20, 20, 12],
    [40, 40, 24],
    [100, 100, 60],
  ])('%p and %p samples score the lowest %p', (n, m, cut) => {
    expect(scoredRanks(n, m)).toBe(cut);
  });

  test('it does not matter which side is which', () => {
    for (const [n, m] of [
      [1, 1],
      [1, 9],
      [8, 28],
      [5, 60],
    ] as const)
      expect(scoredRanks(n, m)).toBe(scoredRanks(m, n));
  });
});

describe('the distribution', () => {
  test.each([
    [8, 8],
    [20, 20],
    [8, 28],
    [28, 8],
    [1, 12],
  ])('of %p and %p samples adds up to 1, and has a mirror image', (n, m) => {
    const [mine, theirs] = [lowRankDistribution(n, m), lowRankDistribution(m, n)];
    expect(mine.exact).toBe(true);
    expect(mine.atMost(mine.total)).toBeCloseTo(1, 12);
    expect(mine.atLeast(0)).toBe(1);
    expect(mine.atMost(-1)).toBe(0);
    expect(mine.atLeast(mine.total + 1)).toBe(0);
    for (let t = 0; t < mine.total; t++) {
      expect(mine.atMost(t) + mine.atLeast(t + 1)).toBeCloseTo(1, 12);
      expect(mine.atMost(t)).toBeCloseTo(theirs.atLeast(mine.total - t), 12);
    }
  });

  test('a complete separation has the probability of one choice among all', () => {
    const ways = 184756;
    expect(
      lowRanks(
        [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
        times(10, () => 11),
      ).greater * ways,
    ).toBeCloseTo(1, 8);
  });

  test('many samples are approximated, and not far from the exact', () => {
    const [near, far] = [lowRankDistribution(100, 100), lowRankDistribution(140, 140)];
    expect([near.exact, far.exact]).toEqual([true, false]);
    const quantile = ({ atMost, total }: typeof near) => {
      let t = 0;
      while (atMost(t) < 0.01) t++;
      return t / total;
    };
    expect(quantile(far)).toBeCloseTo(quantile(near), 1);
  });
});

test('swapping the sides swaps the directions', () => {
  const sample = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(sample, sample, (base, head) => {
      const [one, other] = [lowRanks(base, head), lowRanks(head, base)];
      expect(one.greater).toBeCloseTo(other.less, 12);
      expect(one.less).toBeCloseTo(other.greater, 12);
      expect(one.twoSided).toBeGreaterThan(0);
    }),
  );
});

test('a side without samples says nothing', () => {
  for (const [base, head] of [
    [[], []],
    [[1], []],
    [[], [1]],
  ])
    expect(lowRanks(base ?? [], head ?? [])).toEqual({ greater: 1, less: 1, twoSided: 1, exact: true });
});

test('where nothing changed, p is at most alpha no oftener than alpha, ties or not', () => {
  const random = seeded(3);
  const draws = 4000;
  for (const digits of [1, 6]) {
    const draw = () => times(10, () => Number(Math.abs(gaussian(random)).toFixed(digits)));
    const rejected = times(draws, () => lowRanks(draw(), draw()).greater).filter((p) => p <= 0.05).length;
    expect(rejected / draws).toBeLessThan(0.06);
  }
});

test('wild slow samples cost it little: noise only adds', () => {
  const fast = times(20, () => 100).map((v, i) => v + 0.1 * i);
  const wild = (values: readonly number[]) => values.map((v, i) => (i % 2 === 1 ? v * (3 + ((i * 7) % 5)) : v));
  const [base, head] = [wild(fast), wild(fast.map((v) => v * 1.1))];
  expect(lowRanks(base, head).greater).toBeLessThan(1e-3);
  expect(mannWhitney(base, head).greater).toBeGreaterThan(1e-2);
});
