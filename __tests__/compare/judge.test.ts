import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { looksOf } from '../../src/compare/looks.ts';
import { lowRanks } from '../../src/stats/low-ranks.ts';
import { gaussian, seeded, times } from '../stats/random.ts';
import { judgeAll, judgeOne, noisy, row } from './make.ts';

/** A noisy row whose head does `ratio` times the work. */
function changed(ratio: number, { n = 12, spread = 0.03, seed = 1, ...spec }: Spec = {}) {
  const random = seeded(seed);
  return row([noisy(n, 1e-6, spread, random), noisy(n, ratio * 1e-6, spread, random)], spec);
}

type Spec = NonNullable<Parameters<typeof row>[1]> & { n?: number; spread?: number; seed?: number };

/** Time with noise that only adds: tight fast samples, and every third far off. */
function skewed(n: number, center: number, random: () => number): number[] {
  return times(n, () => center * (1 + 0.01 * Math.abs(gaussian(random)) + (random() < 0.33 ? 3 * random() : 0)));
}

describe('row status of a noisy metric', () => {
  test.each([
    [1.3, 'sec/op', 'regressed'],
    [1 / 1.3, 'sec/op', 'improved'],
    [1.3, 'B/s', 'improved'],
    [1 / 1.3, 'B/s', 'regressed'],
    [1.3, 'B/op', 'regressed'],
    [1 / 1.3, 'B/op', 'improved'],
    [1, 'sec/op', 'unchanged'],
    [1, 'B/s', 'unchanged'],
  ])('%p times the base in %p is %p', (ratio, unit, status) => {
    const judged = judgeOne(changed(ratio, { unit, metric: { floor: { relative: 0, absolute: 0 } } }));
    expect(judged.status).toBe(status);
    expect(judged.ratioLo ?? 9).toBeLessThanOrEqual(judged.ratio ?? 0);
    expect(judged.ratioHi ?? 0).toBeGreaterThanOrEqual(judged.ratio ?? 9);
    expect(Math.abs(Math.log((judged.ratio ?? 0) / ratio))).toBeLessThan(0.05);
  });

  test('every number is there, and they belong together', () => {
    const judged = judgeOne(changed(1.3));
    expect(judged).toMatchObject({ metric: 'sec/op', unit: 'sec/op', limit: 0.02, rounds: 12, warnings: [] });
    expect(judged.subject).toEqual({ pkg: 'example.com/m', benchmark: 'X', gomaxprocs: 2 });
    expect(judged.base?.n).toBe(12);
    const { base, head, ratio = 0, ratioLo, ratioHi, p, pAdjusted, detectable } = judged;
    expect(judged.difference).toBe((head?.center ?? 0) - (base?.center ?? 0));
    expect(ratioLo).toBeLessThan(ratio ?? 0);
    expect(ratioHi).toBeGreaterThan(ratio ?? 0);
    expect(base?.lo).toBeLessThan(base?.center ?? 0);
    expect(base?.hi).toBeGreaterThan(base?.center ?? 0);
    expect(p).toBeLessThan(0.001);
    expect(pAdjusted).toBeCloseTo((p ?? 1) / 2, 15);
    expect(detectable).toBeGreaterThan(0.01);
    expect(detectable).toBeLessThan(0.1);
    expect(judged).not.toHaveProperty('reason');
  });

  test('significant, but not surely beyond the limit, is inconclusive', () => {
    const judged = judgeOne(changed(1.1, { limit: 0.09 }));
    expect(judged.pAdjusted).toBeLessThanOrEqual(0.01);
    expect(judged.ratioLo).toBeLessThanOrEqual(1.09);
    expect(judged.status).toBe('inconclusive');
    expect(judged.reason).toMatch(/^changed by \+\d.*not surely by more than the limit of 9 %$/);
  });

  test('not significant and too noisy is inconclusive, with the rounds that would settle it, and they do', () => {
    const judged = judgeOne(changed(1, { n: 8, spread: 0.15 }));
    expect(judged.status).toBe('inconclusive');
    expect(judged.detectable).toBeGreaterThan(0.1);
    const reason =
      /^no change found, but with 8 rounds nothing below \d+(?:\.\d)? % can be called; (\d+) rounds would do$/;
    const needs = Number(reason.exec(judged.reason ?? '')?.[1]);
    expect(needs).toBeGreaterThan(8);
    expect(judgeOne(changed(1, { n: 2 * needs, spread: 0.15 })).status).toBe('unchanged');
  });

  test('a rise that the metric calls nothing is unchanged, and the reason says so', () => {
    const judged = judgeOne(row([Array(8).fill(100), Array(8).fill(116)], { unit: 'B/op' }));
    expect(judged.pAdjusted).toBeLessThan(0.01);
    expect(judged.status).toBe('unchanged');
    expect(judged.reason).toBe('+16 B is real but too small to matter (under 1 % or 32 B, whichever is more)');
  });

  test('constant bytes are unchanged, at 0 too', () => {
    for (const value of [0, 64])
      expect(judgeOne(row([Array(8).fill(value), Array(8).fill(value)], { unit: 'B/op' }))).toMatchObject({
        status: 'unchanged',
        p: 1,
      });
  });

  test('bytes out of nothing are regressed, without a ratio', () => {
    const judged = judgeOne(row([Array(8).fill(0), Array(8).fill(4096)], { unit: 'B/op' }));
    expect(judged).toMatchObject({ status: 'regressed', ratio: null, difference: 4096 });
  });
});

describe('times', () => {
  test('a rate and its time are one thing told twice', () => {
    const time = changed(1.1, { n: 15, seed: 7 });
    const rate = (values: readonly number[]) => values.map((v) => 1 / v);
    const asTime = judgeOne(time);
    const asRate = judgeOne(row([rate(time.pair.base.value), rate(time.pair.head.value)], { unit: 'B/s' }));
    expect(asRate.status).toBe(asTime.status);
    expect(asRate.p).toBeCloseTo(asTime.p ?? 0, 12);
    expect(asRate.ratio).toBeCloseTo(1 / (asTime.ratio ?? 0), 9);
    expect(asRate.ratioLo).toBeCloseTo(1 / (asTime.ratioHi ?? 0), 9);
    expect(asRate.detectable).toBeCloseTo(asTime.detectable ?? 0, 9);
  });

  test('a unit of your own with a direction: times by their fast samples, rates by theirs', () => {
    const custom = (unit: string, better: 'lower' | 'higher', ratio: number) =>
      judgeOne(changed(ratio, { unit, metric: { better } }));
    expect(custom('p99-ns/op', 'lower', 1.3).status).toBe('regressed');
    expect(custom('req/s', 'higher', 1.3).status).toBe('improved');
    expect(custom('misses/s', 'lower', 1.3).status).toBe('regressed');
  });

  test('noise that only adds: 5 % are found where every third sample is far off', () => {
    const random = seeded(3);
    const found = times(20, () => judgeOne(row([skewed(28, 1e-6, random), skewed(28, 1.05e-6, random)])).status);
    expect(found.filter((status) => status === 'regressed').length).toBeGreaterThanOrEqual(18);
  });

  test('a slowdown of the slow four fifths alone is found too', () => {
    const base = times(40, () => 0).map((_, i) => 100 + 0.1 * i);
    const head = base.map((v, i) => (i % 5 === 0 ? v : v * 3));
    expect(lowRanks(base, head, 8).greater).toBeGreaterThan(0.05);
    expect(judgeOne(row([base, head])).status).toBe('regressed');
  });

  test('fast samples that are slower and slow ones that are faster: nothing is sure', () => {
    const base = times(40, () => 0).map((_, i) => (i % 4 === 0 ? 100 + i : 1000 + i));
    const head = times(40, () => 0).map((_, i) => 200 + i);
    const judged = judgeOne(row([base, head]));
    expect(judged.status).toBe('inconclusive');
    expect(judged.ratioLo ?? 9).toBeLessThan(1);
    expect(judged.ratioHi ?? 0).toBeGreaterThan(1);
  });
});

describe('a side without samples', () => {
  test.each([
    [[], [1, 2], 'new'],
    [[1, 2], [], 'missing'],
    [[], [], 'not-measured'],
  ] as const)('%p and %p: %p', (base, head, status) => {
    for (const unit of ['sec/op', 'allocs/op']) {
      const judged = judgeOne(row([base, head], { unit }));
      expect(judged).toMatchObject({ status, ratio: null, difference: null, p: null, pAdjusted: null });
      expect(judged.base === null).toBe(base.length === 0);
      expect(judged.head === null).toBe(head.length === 0);
    }
  });

  test('does not join the family', () => {
    const alone = judgeOne(changed(1.3)).pAdjusted;
    expect(judgeAll([changed(1.3), row([[], [1]])])[0]?.pAdjusted).toBe(alone);
  });
});

describe('the family', () => {
  test('p is corrected over all judged noisy rows that vary', () => {
    const others = times(9, () => changed(1));
    const judged = judgeAll([changed(1.3), ...others]);
    expect(judged[0]?.pAdjusted).toBeCloseTo(5 * (judged[0]?.p ?? 0), 15);
    expect(judged.every((c) => c.pAdjusted !== null)).toBe(true);
  });

  test('each direction is corrected on its own', () => {
    const [slow, fast, still] = [changed(1.3), changed(0.7), changed(1, { seed: 5 })];
    const judged = judgeAll([slow, fast, still]);
    const [p, q] = judged.map((c) => c.p ?? 1);
    expect(judged[0]?.pAdjusted).toBeCloseTo((3 * (p ?? 1)) / 2, 15);
    expect(judged[1]?.pAdjusted).toBeCloseTo((3 * (q ?? 1)) / 2, 15);
    expect(judged.map((c) => c.status)).toEqual(['regressed', 'improved', 'unchanged']);
  });

  test('what is not judged, counted or constant costs the others nothing', () => {
    const others = [
      changed(1, { limit: null }),
      changed(1, { unit: 'widgets' }),
      row(
        [
          [1, 1],
          [1, 1],
        ],
        { unit: 'allocs/op' },
      ),
      row([Array(8).fill(64), Array(8).fill(64)], { unit: 'B/op' }),
    ];
    const judged = judgeAll([changed(1.3), ...others]);
    expect(judged[0]?.pAdjusted).toBeCloseTo((judged[0]?.p ?? 1) / 2, 15);
    expect(judged.slice(1).map((c) => c.pAdjusted)).toEqual([null, null, null, null]);
  });

  test('too few rounds for the rows: nothing can be called, and the reason says how many rounds could', () => {
    const judged = judgeAll(times(200, () => 0).map((_, i) => changed(1, { n: 3, spread: 0.01, seed: i + 1 })));
    expect(judged[0]?.status).toBe('inconclusive');
    expect(judged[0]?.reason).toMatch(/with 3 rounds over 200 rows nothing at all can be called; \d+ rounds would do/);
    expect(judged[0]?.detectable).toBeNull();
  });
});

describe('data that were not interleaved', () => {
  test.each([
    ['sequential', 1.3, /^looks slower by \+.*episodes.*use check, or say --interleaved/],
    ['sequential', 0.7, /^looks faster by −.*episodes/],
    ['baseline', 1.3, /^looks slower by \+.*stored baseline.*use check with a base commit/],
  ] as const)('%p: a ratio of %p is inconclusive and says why', (design, ratio, reason) => {
    const judged = judgeOne(changed(ratio), design);
    expect(judged.status).toBe('inconclusive');
    expect(judged.pAdjusted).toBeLessThan(0.01);
    expect(judged.reason).toMatch(reason);
  });

  test('what did not change is unchanged all the same', () => {
    expect(judgeOne(changed(1), 'sequential').status).toBe('unchanged');
  });
});

describe('iteration counts far apart', () => {
  const withIterations = (ratio: number, iterations: number, spec: Spec = {}) => {
    const judged = changed(ratio, spec);
    const head = { ...judged.pair.head, iterations: judged.pair.head.iterations.map(() => iterations) };
    return judgeOne({ ...judged, pair: { ...judged.pair, head } });
  };

  test.each([
    [1.3, 10],
    [1.3, 1000],
    [1 / 1.3, 1000],
  ])('%p times the base, with %p iterations against 100, is inconclusive', (ratio, iterations) => {
    const judged = withIterations(ratio, iterations);
    expect(judged.status).toBe('inconclusive');
    expect(judged.reason).toMatch(
      /^looks (slower|faster) by .*, but base ran 100 iterations a sample, head .*differently$/,
    );
  });

  test('less than ten times apart they are judged', () => {
    expect(withIterations(1.3, 11).status).toBe('regressed');
    expect(withIterations(1.3, 990).status).toBe('regressed');
  });

  test('what is not significant stays what it is, and counts are counts', () => {
    expect(withIterations(1, 1000).status).toBe('unchanged');
    const counted = row([times(6, () => 2), times(6, () => 3)], { unit: 'allocs/op', limit: 0 });
    const head = { ...counted.pair.head, iterations: counted.pair.head.iterations.map(() => 1000) };
    expect(judgeOne({ ...counted, pair: { ...counted.pair, head } }).status).toBe('regressed');
  });
});

describe('reported and not judged', () => {
  test.each([
    [{ limit: null }, /no check limits its change/],
    [{ unit: 'widgets' }, /which way widgets is better/],
  ])('%p', (spec, reason) => {
    const [moved, still] = [judgeOne(changed(2, spec)), judgeOne(changed(1, spec))];
    expect([moved.status, still.status]).toEqual(['inconclusive', 'unchanged']);
    for (const judged of [moved, still]) {
      expect(judged.reason).toMatch(reason);
      expect(judged.p).not.toBeNull();
      expect(judged.limit).toBeNull();
    }
  });

  test('one sample does not say that nothing moved', () => {
    expect(judgeOne(row([[1], [1000]], { unit: 'widgets' })).status).toBe('inconclusive');
  });
});

describe('warnings teach', () => {
  test('few samples', () => {
    expect(
      judgeOne(
        row([
          [1, 2],
          [1, 2, 3],
        ]),
      ).warnings,
    ).toEqual([
      'base has 2 samples: its interval is their whole range; 95 % confidence needs 6 samples a side',
      'head has 3 samples: its interval is their whole range; 95 % confidence needs 6 samples a side',
      'the interval of the change needs 3 samples a side',
    ]);
  });

  test('very different iteration counts', () => {
    const uneven = changed(1);
    const head = { ...uneven.pair.head, iterations: uneven.pair.head.iterations.map(() => 3) };
    expect(judgeOne({ ...uneven, pair: { ...uneven.pair, head } }).warnings).toEqual([
      expect.stringMatching(/^base ran 100 iterations a sample, head 3: .*-benchtime=1000x/),
    ]);
  });

  test('values at or below 0', () => {
    const values = [-1, 0, 1, 2, 0, 1, -1, 2];
    expect(judgeOne(row([values, values])).warnings).toEqual([expect.stringMatching(/compared by differences/)]);
  });

  test('too many samples for the exact distribution', () => {
    expect(judgeOne(changed(1, { n: 70 })).warnings).toEqual([expect.stringMatching(/normal approximation/)]);
  });
});

test('no NaN and nothing infinite comes out, whatever goes in', () => {
  const extreme = fc.constantFrom(0, -0, 1, -1, 5e-324, 1e-300, 1e308, -1e308, Number.MAX_VALUE, -Number.MAX_VALUE);
  const value = fc.oneof(extreme, fc.double({ noNaN: true, noDefaultInfinity: true }));
  const side = fc.array(value, { maxLength: 8 });
  const unit = fc.constantFrom('sec/op', 'B/op', 'allocs/op', 'B/s', 'widgets');
  const limit = fc.constantFrom(0, 0.02, null);
  const design = fc.constantFrom('interleaved', 'sequential', 'baseline');
  const anyLooks = fc.constantFrom(null, looksOf({ screen: 2, confirm: 0 }), looksOf({ screen: 2, confirm: 4 }));
  const anyRow = fc.tuple(side, side, unit, limit).map(([b, h, u, l]) => row([b, h], { unit: u, limit: l }));
  fc.assert(
    fc.property(fc.array(anyRow, { maxLength: 4 }), design, anyLooks, (rows, how, looks) => {
      const judged = judgeAll(rows, how, looks);
      expect(judged).toHaveLength(rows.length);
      for (const c of judged) {
        const numbers = [c.ratio, c.difference, c.ratioLo, c.ratioHi, c.p, c.pAdjusted, c.detectable, c.rounds];
        const sides = [c.base, c.head].flatMap((s) => (s ? [s.center, s.lo, s.hi, s.n] : []));
        for (const n of [...numbers, ...sides]) expect(n === null || Number.isFinite(n)).toBe(true);
        expect(`${c.reason} ${c.warnings.join(' ')}`).not.toMatch(/NaN|Infinity|undefined %/);
      }
    }),
    { numRuns: 400 },
  );
});
