import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mannWhitney, mayBeBelow } from '../../src/stats/mann-whitney.ts';
import { rankDistribution, untiedDistribution } from '../../src/stats/rank-distribution.ts';
import { choices, compositions, countU, multisets, permutationP } from './brute-force.ts';
import { gaussian, seeded, times } from './random.ts';

const SIZES = [1, 2, 3, 4, 5];

/** Twice U for every way to relabel the pooled values. */
function relabelled(pooled: readonly number[], n: number): readonly number[] {
  return choices(pooled.length, n).map((chosen) => {
    const picked = new Set(chosen);
    const [head, base] = [pooled.filter((_, i) => picked.has(i)), pooled.filter((_, i) => !picked.has(i))];
    return 2 * countU(base, head);
  });
}

describe.each(SIZES)('%p base samples', (m) => {
  test.each(SIZES)('and %p of head, tied in every possible way: the distribution is that of all relabellings', (n) => {
    let worst = 0;
    for (const sizes of compositions(n + m)) {
      const all = relabelled(
        sizes.flatMap((size, value) => Array<number>(size).fill(value)),
        n,
      );
      const { atMost, atLeast } = rankDistribution(sizes, n);
      for (let u2 = 0; u2 <= 2 * n * m; u2++) {
        const share = (holds: (u: number) => boolean) => all.filter(holds).length / all.length;
        worst = Math.max(worst, Math.abs((atMost[u2] ?? Number.NaN) - share((u) => u <= u2)));
        worst = Math.max(worst, Math.abs((atLeast[u2] ?? Number.NaN) - share((u) => u >= u2)));
      }
    }
    expect(worst).toBeLessThan(1e-12);
  });
});

/** How many of the ways to relabel the pooled values give each twice U. */
function countsOf(pooled: readonly number[], n: number): readonly number[] {
  const counts = Array<number>(2 * n * (pooled.length - n) + 1).fill(0);
  for (const u2 of relabelled(pooled, n)) counts[u2] = (counts[u2] ?? 0) + 1;
  return counts;
}

describe('six samples on a side at least, all pairs of multisets of four values: p is that of all relabellings', () => {
  const values = [1, 2, 3, 4];
  const pairs = [1, 2, 3, 4, 5, 6].flatMap((n) => (n < 6 ? [[6, n] as const, [n, 6] as const] : [[6, 6] as const]));
  test.each(pairs)('%p base samples and %p of head', (m, n) => {
    const known = new Map<string, readonly number[]>();
    let worst = 0;
    for (const base of multisets(values, m))
      for (const head of multisets(values, n)) {
        const pooled = [...base, ...head].sort((a, b) => a - b);
        const counts = known.get(pooled.join()) ?? countsOf(pooled, n);
        known.set(pooled.join(), counts);
        const { greater, less, u } = mannWhitney(base, head);
        const u2 = 2 * countU(base, head);
        const all = counts.reduce((a, b) => a + b);
        const share = (from: number, to: number) => counts.slice(from, to).reduce((a, b) => a + b, 0) / all;
        worst = Math.max(worst, Math.abs(less - share(0, u2 + 1)), Math.abs(greater - share(u2, counts.length)));
        worst = Math.max(worst, Math.abs(2 * u - u2));
      }
    expect(worst).toBeLessThan(1e-12);
  });
});

test('five and five samples with few distinct values agree with relabelling in every way', () => {
  const sample = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 5, maxLength: 5 });
  fc.assert(
    fc.property(sample, sample, (base, head) => {
      const { greater, less } = mannWhitney(base, head);
      const expected = permutationP(base, head);
      expect(Math.abs(greater - expected.greater)).toBeLessThan(1e-12);
      expect(Math.abs(less - expected.less)).toBeLessThan(1e-12);
    }),
    { numRuns: 60 },
  );
});

/** Counts by the recurrence of Mann & Whitney (1947), c(u; n, m) = c(u − m; n − 1, m) + c(u; n, m − 1). */
test.each([
  [3, 3, 0, 1, 20],
  [3, 3, 2, 4, 20],
  [4, 4, 1, 2, 70],
  [5, 4, 3, 7, 126],
  [8, 8, 0, 1, 12870],
  [8, 8, 13, 321, 12870],
  [10, 10, 23, 3996, 184756],
])('of %p and %p untied samples, U ≤ %p in %p of %p ways', (n, m, u, ways, of) => {
  const { atMost } = rankDistribution(Array<number>(n + m).fill(1), n);
  expect((atMost[2 * u] ?? 0) * of).toBeCloseTo(ways, 6);
});

test.each([
  [1, 1],
  [3, 8],
  [8, 3],
  [20, 20],
  [35, 50],
])('the short way for %p and %p samples without ties agrees with the general one', (n, m) => {
  const general = rankDistribution(Array<number>(n + m).fill(1), n);
  const short = untiedDistribution(n, m);
  let worst = 0;
  short.atMost.forEach((p, u2) => {
    worst = Math.max(worst, Math.abs(p / (general.atMost[u2] ?? Number.NaN) - 1));
    worst = Math.max(worst, Math.abs((short.atLeast[u2] ?? Number.NaN) / (general.atLeast[u2] ?? Number.NaN) - 1));
  });
  expect(short.atMost).toHaveLength(2 * n * m + 1);
  expect(worst).toBeLessThan(1e-12);
});

test('ties: the p values of scipy.stats.permutation_test over all 252 relabellings', () => {
  const { greater, less, twoSided } = mannWhitney([1, 1, 1, 2, 3], [1, 2, 3, 3, 4]);
  expect(greater).toBeCloseTo(34 / 252, 14);
  expect(less).toBeCloseTo(242 / 252, 14);
  expect(twoSided).toBeCloseTo(68 / 252, 14);
});

test('nothing but equal values says nothing', () => {
  expect(mannWhitney([7, 7, 7], [7, 7, 7, 7])).toEqual({ u: 6, greater: 1, less: 1, twoSided: 1, exact: true });
});

test.each([
  [[], []],
  [[], [1, 2, 3]],
  [[1, 2, 3], []],
])('a side without samples says nothing: %p, %p', (base, head) => {
  expect(mannWhitney(base, head)).toEqual({ u: 0, greater: 1, less: 1, twoSided: 1, exact: true });
});

describe('beyond the exact sizes', () => {
  const random = seeded(1);
  const sample = (n: number, shift: number, digits: number) =>
    times(n, () => Number((gaussian(random) + shift).toFixed(digits)));

  test('60 a side are exact and 61 are not', () => {
    expect(mannWhitney(sample(60, 0, 6), sample(60, 0, 6)).exact).toBe(true);
    expect(mannWhitney(sample(61, 0, 6), sample(61, 0, 6)).exact).toBe(false);
    expect(mannWhitney(sample(8, 0, 6), sample(500, 0, 6)).exact).toBe(true);
  });

  test.each([0, 0.2, 0.4])('the approximation is near the exact p at shift %p, with ties', (shift) => {
    const [base, head] = [sample(60, 0, 0), sample(60, shift, 0)];
    const exact = mannWhitney(base, head);
    const doubled = mannWhitney([...base, ...base], [...head, ...head]);
    expect(exact.exact).toBe(true);
    expect(doubled.exact).toBe(false);
    // Twice the samples in the same order: the same effect, more certain.
    expect(doubled.u).toBe(4 * exact.u);
    expect(doubled.twoSided).toBeLessThanOrEqual(exact.twoSided + 0.02);
  });

  test('equal values only', () => {
    expect(mannWhitney(Array(100).fill(1), Array(100).fill(1))).toMatchObject({ twoSided: 1, exact: true });
  });

  test('the values of scipy.stats.mannwhitneyu, method asymptotic', () => {
    const base = times(100, () => 0).map((_, i) => i);
    const head = base.map((v) => v + 20.5);
    const { greater, less } = mannWhitney(base, head);
    expect(greater / 3.4848152004374444e-6).toBeCloseTo(1, 10);
    expect(less).toBeCloseTo(0.9999965549779227, 14);
  });
});

describe('whether a test may matter', () => {
  const pairs = () => {
    const random = seeded(7);
    return times(600, () => {
      const value = (shift: number) => Math.round((gaussian(random) + shift) * 5);
      const shift = random() - 0.5;
      const [n, m] = [2 + Math.floor(18 * random()), 2 + Math.floor(18 * random())];
      return [times(m, () => value(0)), times(n, () => value(shift))] as const;
    });
  };

  test('what it says does not matter is not below, in either direction', () => {
    const idle = pairs().filter(([base, head]) => !mayBeBelow(base, head, 0.2));
    expect(idle.length).toBeGreaterThan(100);
    for (const [base, head] of idle) {
      const { greater, less } = mannWhitney(base, head);
      // The normal approximation is a guide: what it takes for 0.2 is never below 0.18.
      expect(Math.min(greater, less)).toBeGreaterThan(0.18);
    }
  });

  test('what is far below may matter, and so may all that is too little to say', () => {
    for (const [base, head] of pairs()) {
      const { greater, less } = mannWhitney(base, head);
      if (Math.min(greater, less) < 0.15) expect(mayBeBelow(base, head, 0.2)).toBe(true);
    }
    expect(mayBeBelow([1, 2], [1, 2], 1e-9)).toBe(true);
    expect(mayBeBelow([], [], 1e-9)).toBe(true);
  });
});

describe('properties', () => {
  const sample = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 9 });

  test('exchanging the sides exchanges the one-sided p values', () => {
    fc.assert(
      fc.property(sample, sample, (base, head) => {
        const [there, back] = [mannWhitney(base, head), mannWhitney(head, base)];
        expect(there.greater).toBeCloseTo(back.less, 13);
        expect(there.twoSided).toBeCloseTo(back.twoSided, 13);
        expect(there.u + back.u).toBe(base.length * head.length);
      }),
    );
  });

  test('only the order of the values matters', () => {
    fc.assert(
      fc.property(sample, sample, (base, head) => {
        const bent = (values: readonly number[]) => values.map((v) => v ** 3 - 5);
        expect(mannWhitney(bent(base), bent(head))).toEqual(mannWhitney(base, head));
        const mirrored = (values: readonly number[]) => values.map((v) => -v);
        expect(mannWhitney(mirrored(base), mirrored(head)).greater).toBeCloseTo(mannWhitney(base, head).less, 13);
      }),
    );
  });

  test('p values are probabilities, and a shift upwards never makes "greater" less likely', () => {
    fc.assert(
      fc.property(sample, sample, fc.integer({ min: 1, max: 5 }), (base, head, shift) => {
        const before = mannWhitney(base, head);
        const after = mannWhitney(
          base,
          head.map((v) => v + shift),
        );
        for (const p of [before.greater, before.less, before.twoSided]) {
          expect(p).toBeGreaterThan(0);
          expect(p).toBeLessThanOrEqual(1 + 1e-12);
        }
        expect(after.u).toBeGreaterThanOrEqual(before.u);
      }),
    );
  });

  test('without a change the test rejects at most as often as it says', () => {
    const random = seeded(2);
    const rejected = times(2000, () => {
      const value = () => Math.round(gaussian(random) * 2);
      return mannWhitney(times(7, value), times(9, value)).greater <= 0.05 ? 1 : 0;
    });
    const rate = rejected.reduce<number>((sum, r) => sum + r, 0) / rejected.length;
    expect(rate).toBeLessThanOrEqual(0.05 + 3 * Math.sqrt((0.05 * 0.95) / 2000));
    expect(rate).toBeGreaterThan(0.02);
  });
});
