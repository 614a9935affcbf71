import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hypergeometric } from '../../src/stats/poisson.ts';
import { type Counts, pooled, shiftOf, stabilityIndex } from '../../src/stats/psi.ts';
import { seeded } from '../../src/stats/random.ts';
import { dealt } from '../../src/stats/tables.ts';
import { times } from './random.ts';

const rows = (...pairs: readonly (readonly [number, number])[]): Counts[] =>
  pairs.map(([base, head]) => ({ base, head }));

describe('pooled', () => {
  test('puts what is expected fewer than 5 times in either sample together, last', () => {
    // 120 and 60: five of head are fifteen together.
    expect(pooled(rows([2, 1], [60, 30], [48, 25], [9, 4], [1, 0]), 9)).toEqual(rows([60, 30], [48, 25], [12, 5]));
  });

  test('too few of the rare ones go to the least frequent of the others', () => {
    expect(pooled(rows([50, 50], [40, 40], [3, 3]), 9)).toEqual(rows([50, 50], [43, 43]));
  });

  test('what is new at head is no rarer for it', () => {
    expect(pooled(rows([50, 40], [0, 10]), 9)).toEqual(rows([50, 40], [0, 10]));
  });

  test('keeps to the number of cells', () => {
    const five = rows([50, 50], [40, 40], [30, 30], [20, 20], [10, 10]);
    expect(pooled(five, 5)).toEqual(five);
    expect(pooled(five, 4)).toEqual(rows([50, 50], [40, 40], [30, 30], [30, 30]));
    expect(pooled(five, 2)).toEqual(rows([50, 50], [100, 100]));
    expect(pooled(five, 1)).toEqual(rows([150, 150]));
  });

  test('nothing but rare ones are one cell, and nothing is none', () => {
    expect(pooled(rows([3, 3], [2, 2]), 9)).toEqual(rows([5, 5]));
    expect(pooled(rows([0, 0]), 9)).toEqual([]);
    expect(pooled([], 9)).toEqual([]);
    expect(pooled(rows([100, 0], [100, 0]), 9)).toEqual(rows([200, 0]));
  });
});

describe('stabilityIndex', () => {
  test('is the formula, half a member added', () => {
    const [p, q] = [[20.5 / 31, 10.5 / 31] as const, [10.5 / 31, 20.5 / 31] as const];
    const expected = (q[0] - p[0]) * Math.log(q[0] / p[0]) + (q[1] - p[1]) * Math.log(q[1] / p[1]);
    expect(stabilityIndex(rows([20, 10], [10, 20]))).toBeCloseTo(expected, 14);
  });

  test('is never negative, 0 where the shares are equal, and finite for empty cells', () => {
    const counts = fc.array(fc.record({ base: fc.nat(1000), head: fc.nat(1000) }), { minLength: 1, maxLength: 20 });
    fc.assert(fc.property(counts, (cells) => stabilityIndex(cells) >= 0 && Number.isFinite(stabilityIndex(cells))));
    expect(stabilityIndex(rows([7, 7], [3, 3]))).toBe(0);
  });
});

describe('dealt', () => {
  test('deals out exactly, at most all of a category', () => {
    const totals = fc.array(fc.nat(100_000), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(totals, fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(), (all, share, seed) => {
        const size = Math.floor(all.reduce((sum, n) => sum + n, 0) * share);
        const got = dealt(all, size, seeded(seed));
        expect(got.reduce((sum, n) => sum + n, 0)).toBe(size);
        expect(got.every((k, i) => Number.isInteger(k) && k >= 0 && k <= (all[i] ?? 0))).toBe(true);
      }),
    );
  });

  test('each way as often as it should be', () => {
    const random = seeded(7);
    const draws = 40_000;
    const counted = new Map<string, number>();
    for (let i = 0; i < draws; i++) {
      const way = String(dealt([3, 4, 5], 6, random));
      counted.set(way, (counted.get(way) ?? 0) + 1);
    }
    const ways = tables([3, 4, 5], 6);
    const chi = ways.reduce((sum, { way, p }) => {
      return sum + ((counted.get(String(way)) ?? 0) - draws * p) ** 2 / (draws * p);
    }, 0);
    expect(ways.reduce((sum, { p }) => sum + p, 0)).toBeCloseTo(1, 12);
    // 16 ways: mean 15, standard deviation 5.5.
    expect(chi).toBeLessThan(40);
  });
});

describe('dealt, where counts are large', () => {
  // Standard deviations just above the one from which on the normal distribution stands in: balanced, and as skew as it gets.
  test.each([
    [800_000, 800_000, 800_000],
    [400_000, 100_000_000, 50_000_000],
    [10_000_000, 1_000_000_000, 10_000_000],
    [1_000_000_000, 10_000_000, 1_000_000_000],
  ])('%d of one and %d of another category, %d dealt', (marks, others, size) => {
    const [lowest = 0] = dealt([marks, others], size, () => 0);
    // The normal distribution ends 6.3 deviations below the mean; what lies 2 further down is nothing.
    let [k, below] = [lowest - 700, 0];
    for (const u of [0, 0.001, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 0.999, 1 - 2 ** -32]) {
      const [drawn = 0] = dealt([marks, others], size, () => u);
      for (; k <= drawn; k++) below += hypergeometric(k, size, marks, others);
      // Up to half of the probability of the count itself, and what the normal distribution is off by.
      expect(Math.abs(below - u)).toBeLessThan(0.0015);
    }
  });
});

/** Every way to deal out the members, with its probability. */
function tables(totals: readonly number[], size: number): { way: number[]; p: number }[] {
  const [total = 0, ...rest] = totals;
  if (rest.length === 0) return size <= total ? [{ way: [size], p: 1 }] : [];
  const others = rest.reduce((sum, n) => sum + n, 0);
  return times(total + 1, () => 0).flatMap((_, k) => {
    if (k > size || size - k > others) return [];
    return tables(rest, size - k).map(({ way, p }) => ({
      way: [k, ...way],
      p: p * hypergeometric(k, size, total, others),
    }));
  });
}

describe('shiftOf', () => {
  const options = { limit: 0.5, seed: 3 };

  test('p is the share of all the ways that have so large an index', () => {
    for (const cells of [rows([14, 8], [12, 9], [6, 13]), rows([20, 8], [10, 14]), rows([11, 11], [10, 10], [9, 9])]) {
      const shift = shiftOf(cells, { ...options, permutations: 20_000 });
      const { psi, p } = shift;
      const totals = shift.cells.map(({ base, head }) => base + head);
      const size = cells.reduce((sum, { base }) => sum + base, 0);
      const exact = tables(totals, size)
        .filter(({ way }) => {
          const index = stabilityIndex(way.map((base, i) => ({ base, head: (totals[i] ?? 0) - base })));
          return index >= psi - 1e-9;
        })
        .reduce((sum, way) => sum + way.p, 0);
      expect(Math.abs(p - exact)).toBeLessThan(4 * Math.sqrt(Math.max(0, exact * (1 - exact)) / 20_000) + 1e-4);
    }
  });

  test('χ² is the sum over both samples of what differs from the expected', () => {
    const { chiSquare } = shiftOf(rows([30, 10], [20, 40]), options);
    const expected = [20, 20, 30, 30];
    const statistic = [30, 10, 20, 40].reduce(
      (sum, n, i) => sum + (n - (expected[i] ?? 0)) ** 2 / (expected[i] ?? 1),
      0,
    );
    expect(chiSquare.statistic).toBeCloseTo(statistic, 12);
    expect(chiSquare.degrees).toBe(1);
    // P(χ² ≥ 50/3) with one degree of freedom.
    expect(chiSquare.p).toBeCloseTo(4.455709e-5, 10);
  });

  test('does not depend on the order of the categories', () => {
    const cells = rows([50, 30], [30, 50], [10, 12], [3, 9], [7, 1]);
    expect(shiftOf([...cells].reverse(), options)).toEqual(shiftOf(cells, options));
    expect(shiftOf(cells, { ...options, seed: 4 }).p).not.toBe(shiftOf(cells, options).p);
  });

  test('pools until chance alone gives at most half of the limit, and says when the samples are too few', () => {
    const shares = [20, 19, 18, 17, 16, 15];
    const cellsOf = (limit: number, times: number) => {
      const { cells, expected, enough } = shiftOf(
        shares.map((n) => ({ base: n * times, head: n * times })),
        { limit, seed: 1 },
      );
      expect(enough ? expected : 0).toBeLessThanOrEqual(limit / 2);
      return enough ? cells.length : 'too few samples';
    };
    expect(cellsOf(0.1, 10)).toBe(6);
    expect(cellsOf(0.1, 1)).toBe(3);
    expect(cellsOf(0.05, 1)).toBe(2);
    expect(cellsOf(0.02, 1)).toBe('too few samples');
  });

  test('of nothing, on one side or both, says too few', () => {
    expect(shiftOf([], options)).toMatchObject({ psi: 0, p: 1, expected: 0, enough: false });
    expect(shiftOf(rows([1000, 0]), options)).toMatchObject({ psi: 0, p: 1, expected: 0, enough: false });
  });

  test('one function that is everything has not shifted', () => {
    expect(shiftOf(rows([1000, 900], [1, 0]), options)).toMatchObject({ psi: 0, p: 1, enough: true });
  });

  test('refuses weights, and a p that cannot be small', () => {
    expect(() => shiftOf(rows([1.5, 2]), options)).toThrow(RangeError);
    expect(() => shiftOf(rows([-1, 2]), options)).toThrow(RangeError);
    expect(() => shiftOf(rows([1, 2]), { ...options, permutations: 99 })).toThrow(RangeError);
  });
});

describe('profiles of 60 functions, shares falling like 1/rank', () => {
  const random = seeded(20_261_127);
  const shares = times(60, () => 1).map((_, i) => 1 / (i + 1));

  function sampleOf(weights: readonly number[], size: number): number[] {
    const total = weights.reduce((sum, w) => sum + w, 0);
    const counts = weights.map(() => 0);
    for (let i = 0; i < size; i++) {
      let u = random() * total;
      const at = weights.findIndex((w) => {
        u -= w;
        return u < 0;
      });
      counts[Math.max(0, at)] = (counts[Math.max(0, at)] ?? 0) + 1;
    }
    return counts;
  }

  function pairOf(head: readonly number[], size: number): Counts[] {
    const [bases, heads] = [sampleOf(shares, size), sampleOf(head, size)];
    return bases.map((base, i) => ({ base, head: heads[i] ?? 0 }));
  }

  /** The first function grows to three times its time: its share from a fifth to two fifths. */
  const grown = shares.map((share, i) => (i === 0 ? 3 * share : share));
  const PAIRS = 100;

  test('a bare threshold of 0.1 fires on most pairs where nothing changed; p does as often as it says', () => {
    const pairs = times(PAIRS, () => pairOf(shares, 150));
    const bare = pairs.filter((pair) => stabilityIndex(pair) > 0.1).length;
    const shifts = pairs.map((pair) => shiftOf(pair, { limit: 0.1, seed: 1 }));
    expect(bare).toBeGreaterThan(0.9 * PAIRS);
    // Of 100, 5 are expected at 5 % (standard deviation 2.2) and 10 at 10 % (3).
    expect(shifts.filter(({ p }) => p <= 0.05).length).toBeLessThanOrEqual(10);
    expect(shifts.filter(({ p }) => p <= 0.1).length).toBeLessThanOrEqual(17);
    expect(shifts.filter(({ chiSquare }) => chiSquare.p <= 0.05).length).toBeLessThanOrEqual(10);
    expect(shifts.every(({ enough }) => enough)).toBe(true);
    const mean = shifts.reduce((sum, { psi, expected }) => sum + psi / expected, 0) / PAIRS;
    expect(mean).toBeGreaterThan(0.85);
    expect(mean).toBeLessThan(1.1);
  });

  test('with 300 samples no pair is flagged where nothing changed, and nine of ten where something did', () => {
    const flagged = (head: readonly number[]) =>
      times(20, () => shiftOf(pairOf(head, 300), { limit: 0.1, seed: 1 })).filter(
        ({ enough, psi, p }) => enough && psi > 0.1 && p <= 0.001,
      ).length;
    expect(flagged(shares)).toBe(0);
    expect(flagged(grown)).toBeGreaterThanOrEqual(18);
  });
});
