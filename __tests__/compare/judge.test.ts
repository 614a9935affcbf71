import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mannWhitneyJudge } from '../../src/compare/judge.ts';
import { seeded, times } from '../stats/random.ts';
import { judgeAll, judgeOne, noisy, row, SETTINGS } from './make.ts';

/** A noisy row whose head does `ratio` times the work. */
function changed(ratio: number, { n = 12, spread = 0.03, seed = 1, ...spec }: Spec = {}) {
  const random = seeded(seed);
  return row([noisy(n, 1e-6, spread, random), noisy(n, ratio * 1e-6, spread, random)], spec);
}

type Spec = NonNullable<Parameters<typeof row>[1]> & { n?: number; spread?: number; seed?: number };

describe('row status of a noisy metric', () => {
  test.each([
    [1.3, 'sec/op', 'regressed'],
    [1 / 1.3, 'sec/op', 'improved'],
    [1.3, 'B/s', 'improved'],
    [1 / 1.3, 'B/s', 'regressed'],
    [1, 'sec/op', 'unchanged'],
  ])('%p times the base in %p is %p', (ratio, unit, status) => {
    expect(judgeOne(changed(ratio, { unit })).status).toBe(status);
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
    expect(pAdjusted).toBe(p);
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

  test('not significant and too noisy is inconclusive, with what would settle it', () => {
    const judged = judgeOne(changed(1, { n: 8, spread: 0.15 }));
    expect(judged.status).toBe('inconclusive');
    expect(judged.detectable).toBeGreaterThan(0.1);
    expect(judged.reason).toMatch(
      /^no change found, but with 8 rounds nothing below \d+(\.\d)? % can be called; \d+ rounds would do$/,
    );
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
    expect(judged[0]?.pAdjusted).toBeCloseTo(10 * (judged[0]?.p ?? 0), 15);
    expect(judged.every((c) => c.pAdjusted !== null)).toBe(true);
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
    expect(judged[0]?.pAdjusted).toBe(judged[0]?.p);
    expect(judged.slice(1).map((c) => c.pAdjusted)).toEqual([null, null, null, null]);
  });

  test('too many rows for the rounds: nothing can be called, and the reason says how many rounds could', () => {
    const judged = judgeAll(
      times(200, () => changed(3, { n: 8, spread: 0.01 })).map((r, i) => (i > 99 ? changed(1, { n: 8, seed: i }) : r)),
    );
    const quiet = judged[150];
    expect(quiet?.status).toBe('inconclusive');
    expect(quiet?.reason).toMatch(/with 8 rounds over 200 rows nothing at all can be called; \d+ rounds would do/);
    expect(quiet?.detectable).toBeNull();
  });
});

describe('two stages', () => {
  const suspect = changed(1.3, { n: 8, seed: 2 });
  const calm = changed(1, { n: 8, seed: 3 });
  const fresh = changed(1.3, { n: 20, seed: 4 }).pair;
  const refuted = changed(1, { n: 20, seed: 5 }).pair;

  test('screening suspects what differs either way, and only what is judged and noisy', () => {
    const rows = [
      suspect,
      calm,
      changed(0.7, { n: 8 }),
      changed(1.3, { limit: null }),
      changed(1.3, { unit: 'widgets' }),
      row(
        [
          [1, 1],
          [9, 9],
        ],
        { unit: 'allocs/op' },
      ),
      row([[], [1]]),
    ];
    expect(mannWhitneyJudge.suspects(rows, SETTINGS)).toEqual([0, 2]);
  });

  test('suspects are p ≤ 0.2', () => {
    // All heads above: p = 2/20. One pair the other way round: 4/20; two: 7/20 · 2 > 0.2.
    const rows = [
      [4, 5, 6],
      [3, 5, 6],
      [2.5, 5, 6],
      [1.5, 5, 6],
    ].map((head) => row([[1, 2, 3.5], head]));
    expect(mannWhitneyJudge.suspects(rows, SETTINGS)).toEqual([0, 1, 2]);
  });

  test('only the fresh samples decide', () => {
    expect(judgeAll([{ ...suspect, fresh }, calm], 'interleaved', 20)[0]).toMatchObject({
      status: 'regressed',
      rounds: 28,
      base: { n: 20 },
    });
    expect(judgeAll([{ ...suspect, fresh: refuted }, calm], 'interleaved', 20)[0]?.status).toBe('unchanged');
  });

  test('the family is the suspects; the others were cleared by the screening', () => {
    const judged = judgeAll([{ ...suspect, fresh }, ...times(50, () => calm)], 'interleaved', 20);
    expect(judged[0]?.pAdjusted).toBe(judged[0]?.p);
    for (const cleared of judged.slice(1))
      expect(cleared).toMatchObject({ status: 'unchanged', pAdjusted: null, rounds: 8 });
  });

  test('a row that only shares the process of a suspect stays cleared', () => {
    const judged = judgeAll(
      [
        { ...suspect, fresh },
        { ...calm, fresh },
      ],
      'interleaved',
      20,
    );
    expect(judged[0]?.pAdjusted).toBe(judged[0]?.p);
    expect(judged[1]).toMatchObject({ status: 'unchanged', pAdjusted: null, rounds: 8, base: { n: 8 } });
  });

  test('no suspect at all: eight quiet rounds clear 200 rows, because more would have followed', () => {
    const rows = times(200, () => calm);
    expect(judgeAll(rows, 'interleaved', 20).every((c) => c.status === 'unchanged')).toBe(true);
    expect(judgeAll(rows, 'interleaved').every((c) => c.status === 'inconclusive')).toBe(true);
  });

  test('a suspect without fresh rounds is not cleared', () => {
    const weak = changed(1.04, { n: 8, seed: 9 });
    expect(mannWhitneyJudge.suspects([weak], SETTINGS)).toEqual([0]);
    const judged = judgeAll([weak, ...times(30, () => calm)], 'interleaved', 20)[0];
    expect(judged?.status).toBe('inconclusive');
    expect(judged?.reason).toMatch(/suspects a change .* no fresh rounds to confirm it/);
  });

  test('fresh rounds that lost a side are none', () => {
    const lost = { ...fresh, head: { value: [], round: [], order: [], iterations: [] } };
    const judged = judgeAll([{ ...suspect, fresh: lost }, calm], 'interleaved', 20)[0];
    expect(judged).toMatchObject({ rounds: 8, base: { n: 8 }, head: { n: 8 } });
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
  const anyRow = fc.tuple(side, side, unit, limit).map(([b, h, u, l]) => row([b, h], { unit: u, limit: l }));
  fc.assert(
    fc.property(fc.array(anyRow, { maxLength: 4 }), design, fc.constantFrom(0, 20), (rows, how, freshRounds) => {
      const judged = judgeAll(rows, how, freshRounds);
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

describe('simulated jobs', () => {
  /** Heavy-tailed noise, printed with few digits so that values tie, in episodes that both sides share. */
  function job(random: () => number, rows: number, n: number, ratio: number) {
    return times(rows, () => {
      const episode = times(n, () => (random() < 0.2 ? 1.3 : 1));
      const side = (work: number) =>
        episode.map((e) => Number((work * e * (1 + 0.02 / (random() + 0.02))).toPrecision(3)));
      return row([side(1), side(ratio)]);
    });
  }

  test('without a change hardly any job has a false alarm', () => {
    const random = seeded(6);
    const alarms = times(100, () =>
      judgeAll(job(random, 10, 10, 1)).some((c) => c.status === 'regressed' || c.status === 'improved') ? 1 : 0,
    ).reduce<number>((sum, a) => sum + a, 0);
    // 1 % of 100 jobs is 1; more than 5 would happen once in 2,000 times.
    expect(alarms).toBeLessThanOrEqual(5);
  });

  test('two stages raise no more alarms, and find a slowdown of 20 %', () => {
    const random = seeded(7);
    const staged = (ratio: number) => {
      const screened = job(random, 10, 8, ratio);
      const fresh = job(random, 10, 20, ratio);
      const suspects = new Set(mannWhitneyJudge.suspects(screened, SETTINGS));
      const rows = screened.map((r, i) => (suspects.has(i) ? { ...r, fresh: fresh[i]?.pair ?? null } : r));
      return judgeAll(rows, 'interleaved', 20).filter((c) => c.status === 'regressed').length;
    };
    expect(times(30, () => staged(1)).filter((found) => found > 0).length).toBeLessThanOrEqual(3);
    const found = times(5, () => staged(1.2)).reduce((a, b) => a + b, 0);
    expect(found).toBeGreaterThan(25);
  });
});
