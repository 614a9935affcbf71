import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { scoredRanks } from '../../src/stats/low-rank-distribution.ts';
import { lowRanks } from '../../src/stats/low-ranks.ts';
import { mannWhitney } from '../../src/stats/mann-whitney.ts';
import { choices, multisets } from './brute-force.ts';
import { gaussian, seeded, times } from './random.ts';

/** Ranks that score: three in ten, and as many as p = 3e-5 takes. */
const SCORED = { share: 0.3, reach: 3e-5 };

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
  const cut = scoredRanks(head.length, base.length, SCORED);
  expect(Math.abs(lowRanks(base, head, cut).greater - p)).toBeLessThan(1e-12);
  const slowed = base.map((v) => v * 1.02);
  expect(Math.abs(lowRanks(slowed, head, cut).greater - margin)).toBeLessThan(1e-12);
});

/** T by its definition: the scores of the places that head has in the pooled order, equal values in the order named. */
function scoreOf(base: readonly number[], head: readonly number[], cut: number, first: 'base' | 'head'): number {
  const pooled = [...base.map((v) => ({ v, of: 'base' })), ...head.map((v) => ({ v, of: 'head' }))];
  pooled.sort((a, b) => a.v - b.v || Number(b.of === first) - Number(a.of === first));
  return pooled.reduce((sum, { of }, i) => sum + (of === 'head' ? Math.max(0, cut - i) : 0), 0);
}

/** Share of all ways to give head its ranks with a score of at most t, and of at least t. */
function relabelled(n: number, m: number, cut: number) {
  const counts = Array<number>((cut * (cut + 1)) / 2 + 1).fill(0);
  for (const chosen of choices(n + m, n)) {
    const score = chosen.reduce((sum, i) => sum + Math.max(0, cut - i), 0);
    counts[score] = (counts[score] ?? 0) + 1;
  }
  const all = counts.reduce((a, b) => a + b);
  const share = (from: number, to: number) => counts.slice(from, to).reduce((a, b) => a + b, 0) / all;
  const atMost = counts.map((_, t) => share(0, t + 1));
  const atLeast = counts.map((_, t) => share(t, counts.length));
  return { atMost, atLeast };
}

const SIZES = [1, 2, 3, 4, 5, 6];
const VALUES = [1, 2, 3, 4];

describe.each(SIZES)('%p base samples', (m) => {
  test.each(SIZES)('and %p of head, all pairs of multisets of four values: p is that of all relabellings', (n) => {
    let worst = 0;
    for (const cut of new Set([Math.ceil((n + m) / 4), Math.ceil((n + m) / 2), n + m])) {
      const { atMost, atLeast } = relabelled(n, m, cut);
      for (const base of multisets(VALUES, m))
        for (const head of multisets(VALUES, n)) {
          const mean = (scoreOf(base, head, cut, 'base') + scoreOf(base, head, cut, 'head')) / 2;
          const { greater, less } = lowRanks(base, head, cut);
          worst = Math.max(worst, Math.abs(greater - (atMost[Math.ceil(mean)] ?? Number.NaN)));
          worst = Math.max(worst, Math.abs(less - (atLeast[Math.floor(mean)] ?? Number.NaN)));
        }
    }
    expect(worst).toBeLessThan(1e-12);
  });
});

test('a complete separation has the probability of one choice among all', () => {
  const ways = 184756;
  const [base, head] = [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], times(10, () => 11)];
  for (const cut of [10, 14, 20]) expect(lowRanks(base, head, cut).greater * ways).toBeCloseTo(1, 8);
  // The lowest five cannot tell it from five of base alone: C(15, 10) ways.
  expect(lowRanks(base, head, 5).greater * ways).toBeCloseTo(3003, 6);
});

test('swapping the sides swaps the directions', () => {
  const sample = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(sample, sample, fc.double({ min: 0, max: 1, noNaN: true }), (base, head, share) => {
      const cut = Math.max(1, Math.ceil(share * (base.length + head.length)));
      const [one, other] = [lowRanks(base, head, cut), lowRanks(head, base, cut)];
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
    expect(lowRanks(base ?? [], head ?? [], 1)).toEqual({ greater: 1, less: 1, twoSided: 1, exact: true });
});

test('where nothing changed, p is at most alpha no oftener than alpha, ties or not', () => {
  const random = seeded(3);
  const draws = 4000;
  const cut = scoredRanks(10, 10, SCORED);
  for (const digits of [1, 6]) {
    const draw = () => times(10, () => Number(Math.abs(gaussian(random)).toFixed(digits)));
    const rejected = times(draws, () => lowRanks(draw(), draw(), cut).greater).filter((p) => p <= 0.05).length;
    expect(rejected / draws).toBeLessThan(0.06);
  }
});

test('wild slow samples cost it little: noise only adds', () => {
  const fast = times(20, () => 100).map((v, i) => v + 0.1 * i);
  const wild = (values: readonly number[]) => values.map((v, i) => (i % 2 === 1 ? v * (3 + ((i * 7) % 5)) : v));
  const [base, head] = [wild(fast), wild(fast.map((v) => v * 1.1))];
  expect(lowRanks(base, head, scoredRanks(20, 20, SCORED)).greater).toBeLessThan(1e-3);
  expect(mannWhitney(base, head).greater).toBeGreaterThan(1e-2);
});
