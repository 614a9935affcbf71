import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { lowRankJudge } from '../../src/compare/low-rank-judge.ts';
import type { RowToJudge } from '../../src/compare/rows.ts';
import type { Comparison } from '../../src/model/comparison.ts';
import type { Design } from '../../src/model/evidence.ts';
import { lowRanks } from '../../src/stats/low-ranks.ts';
import { gaussian, seeded, times } from '../stats/random.ts';
import { noisy, row, SETTINGS } from './make.ts';

function judgeAll(rows: readonly RowToJudge[], design: Design = 'interleaved', freshRounds = 0) {
  return lowRankJudge.judge(rows, design, SETTINGS, freshRounds);
}

function judgeOne(only: RowToJudge, design: Design = 'interleaved', freshRounds = 0): Comparison {
  return judgeAll([only], design, freshRounds)[0] as Comparison;
}

type Spec = NonNullable<Parameters<typeof row>[1]> & { n?: number; spread?: number; seed?: number };

function changed(ratio: number, { n = 12, spread = 0.03, seed = 1, ...spec }: Spec = {}) {
  const random = seeded(seed);
  return row([noisy(n, 1e-6, spread, random), noisy(n, ratio * 1e-6, spread, random)], spec);
}

/** Time with noise that only adds: tight fast samples, and every third far off. */
function skewed(n: number, center: number, random: () => number): number[] {
  return times(n, () => center * (1 + 0.01 * Math.abs(gaussian(random)) + (random() < 0.33 ? 3 * random() : 0)));
}

describe('row status', () => {
  test.each([
    [1.3, 'sec/op', 'regressed'],
    [1 / 1.3, 'sec/op', 'improved'],
    [1.3, 'B/s', 'improved'],
    [1 / 1.3, 'B/s', 'regressed'],
    [1.3, 'B/op', 'regressed'],
    [1, 'sec/op', 'unchanged'],
    [1, 'B/s', 'unchanged'],
  ])('%p times the base in %p is %p', (ratio, unit, status) => {
    const judged = judgeOne(changed(ratio, { unit, metric: { floor: { relative: 0, absolute: 0 } } }));
    expect(judged.status).toBe(status);
    expect(judged.ratioLo ?? 0).toBeLessThanOrEqual(judged.ratio ?? 0);
    expect(judged.ratioHi ?? 0).toBeGreaterThanOrEqual(judged.ratio ?? 0);
    expect(Math.abs(Math.log((judged.ratio ?? 0) / ratio))).toBeLessThan(0.05);
  });

  test('a rate and its time are one thing told twice', () => {
    const time = changed(1.1, { n: 15, seed: 7 });
    const rate = (values: readonly number[]) => values.map((v) => 1 / v);
    const [asTime, asRate] = [
      judgeOne(time),
      judgeOne(row([rate(time.pair.base.value), rate(time.pair.head.value)], { unit: 'B/s' })),
    ];
    expect(asRate.status).toBe(asTime.status);
    expect(asRate.p).toBeCloseTo(asTime.p ?? 0, 12);
    expect(asRate.ratioLo).toBeCloseTo(1 / (asTime.ratioHi ?? 0), 12);
    expect(asRate.detectable).toBeCloseTo(asTime.detectable ?? 0, 9);
  });

  test('noise that only adds: 5 % are found where every third sample is far off', () => {
    const random = seeded(3);
    const found = times(20, () => judgeOne(row([skewed(20, 1e-6, random), skewed(20, 1.05e-6, random)])).status);
    expect(found.filter((status) => status === 'regressed').length).toBeGreaterThanOrEqual(18);
  });

  test('a slowdown of the slow half alone is found too', () => {
    const base = times(40, () => 0).map((_, i) => 100 + 0.1 * i);
    const head = base.map((v, i) => (i < 8 ? v : v * 3));
    expect(lowRanks(base, head).greater).toBeGreaterThan(0.05);
    expect(judgeOne(row([base, head])).status).toBe('regressed');
  });

  test('a fast half that is slower and a slow half that is faster: nothing is sure', () => {
    const base = times(40, () => 0).map((_, i) => (i < 12 ? 100 + i : 1000 + i));
    const head = times(40, () => 0).map((_, i) => 200 + i);
    const judged = judgeOne(row([base, head]));
    expect(judged.status).toBe('inconclusive');
    expect(judged.ratioLo ?? 9).toBeLessThan(1);
    expect(judged.ratioHi ?? 0).toBeGreaterThan(1);
  });

  test('a real change below the limit is inconclusive', () => {
    const judged = judgeOne(changed(1.05, { n: 30, spread: 0.01, limit: 0.05 }));
    expect(judged.status).toBe('inconclusive');
    expect(judged.reason).toMatch(/not surely by more than the limit of 5 %$/);
  });

  test('noisy and nothing found: says how many rounds would do, and they do', () => {
    const judged = judgeOne(changed(1, { n: 8, spread: 0.15 }));
    expect(judged.status).toBe('inconclusive');
    const needs = Number(/; (\d+) rounds would do$/.exec(judged.reason ?? '')?.[1]);
    expect(needs).toBeGreaterThan(8);
    expect(judgeOne(changed(1, { n: 3 * needs, spread: 0.15 })).status).toBe('unchanged');
  });

  test('bytes keep the test of all ranks and their floor', () => {
    const judged = judgeOne(row([times(8, () => 100), times(8, () => 116)], { unit: 'B/op' }));
    expect(judged).toMatchObject({ status: 'unchanged', reason: expect.stringMatching(/too small to matter/) });
    const out = judgeOne(row([times(8, () => 0), times(8, () => 4096)], { unit: 'B/op' }));
    expect(out).toMatchObject({ status: 'regressed', ratio: null, difference: 4096 });
  });

  test('values at 0 or below are no times', () => {
    const around = [-6, -4, -2, -1, 1, 2, 4, 6];
    expect(judgeOne(row([around, around])).warnings).toEqual([expect.stringMatching(/compared by differences/)]);
  });

  test('counts are compared, not tested', () => {
    const one = [100, 100];
    expect(judgeOne(row([one, [101, 101]], { unit: 'allocs/op', limit: 0 }))).toMatchObject({
      status: 'regressed',
      p: null,
    });
  });
});

describe('the family', () => {
  test('each direction is corrected on its own', () => {
    const [slow, fast, still] = [changed(1.3, { n: 8 }), changed(0.7, { n: 8 }), changed(1, { n: 8, seed: 5 })];
    const alone = judgeOne(slow);
    expect(alone.pAdjusted).toBeCloseTo((alone.p ?? 0) / 2, 15);
    const judged = judgeAll([slow, fast, still]);
    expect(judged[0]?.pAdjusted).toBeCloseTo(3 * (alone.pAdjusted ?? 0), 15);
    expect(judged.map((c) => c.status)).toEqual(['regressed', 'improved', 'unchanged']);
  });

  test('too many rows for the rounds', () => {
    const judged = judgeAll(times(300, () => changed(1, { n: 8 })));
    expect(judged[0]?.reason).toMatch(/with 8 rounds over 300 rows nothing at all can be called; \d+ rounds would do/);
  });
});

describe('two stages', () => {
  const suspect = changed(1.3, { n: 8, seed: 2 });
  const calm = changed(1, { n: 8, seed: 3 });
  const fresh = changed(1.3, { n: 20, seed: 4 }).pair;

  test('screening suspects either way, and only what is judged and noisy', () => {
    const rows = [
      suspect,
      calm,
      changed(0.7, { n: 8 }),
      changed(1.3, { limit: null }),
      changed(1.3, { unit: 'widgets' }),
    ];
    expect(lowRankJudge.suspects(rows, SETTINGS)).toEqual([0, 2]);
  });

  test('the fresh samples of the suspects decide, the others are cleared', () => {
    const judged = judgeAll([{ ...suspect, fresh }, ...times(50, () => calm)], 'interleaved', 20);
    expect(judged[0]).toMatchObject({ status: 'regressed', rounds: 28, base: { n: 20 } });
    for (const cleared of judged.slice(1)) expect(cleared).toMatchObject({ status: 'unchanged', pAdjusted: null });
  });

  test('a suspect without fresh rounds is not cleared', () => {
    const weak = changed(1.04, { n: 8, seed: 9 });
    expect(lowRankJudge.suspects([weak], SETTINGS)).toEqual([0]);
    const judged = judgeAll([weak, ...times(30, () => calm)], 'interleaved', 20)[0];
    expect(judged).toMatchObject({ status: 'inconclusive', reason: expect.stringMatching(/no fresh rounds/) });
  });
});

test.each(['sequential', 'baseline'] as const)('%p data fail nothing', (design) => {
  for (const ratio of [1.3, 0.7]) {
    const judged = judgeOne(changed(ratio), design);
    expect(judged.status).toBe('inconclusive');
    expect(judged.reason).toMatch(/^looks (slower|faster) by .*episodes/);
  }
});

test('the bounds of few samples are missed, and how many they need is said', () => {
  expect(judgeOne(changed(1, { n: 3 })).warnings).toContain('the interval of the change needs 4 samples a side');
  expect(judgeOne(changed(1, { n: 4 })).ratioLo).not.toBeNull();
});

test('no NaN and nothing infinite comes out, whatever goes in', () => {
  const extreme = fc.constantFrom(0, -0, 1, -1, 5e-324, 1e-300, 1e308, -1e308, Number.MAX_VALUE, -Number.MAX_VALUE);
  const value = fc.oneof(
    extreme,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.double({ min: 0, max: 9, noNaN: true }),
  );
  const side = fc.array(value, { maxLength: 8 });
  const unit = fc.constantFrom('sec/op', 'B/op', 'allocs/op', 'B/s', 'widgets');
  const limit = fc.constantFrom(0, 0.02, null);
  const anyRow = fc.tuple(side, side, unit, limit).map(([b, h, u, l]) => row([b, h], { unit: u, limit: l }));
  fc.assert(
    fc.property(fc.array(anyRow, { maxLength: 4 }), fc.constantFrom(0, 20), (rows, freshRounds) => {
      for (const c of judgeAll(rows, 'interleaved', freshRounds)) {
        const numbers = [c.ratio, c.difference, c.ratioLo, c.ratioHi, c.p, c.pAdjusted, c.detectable];
        for (const n of numbers) expect(n === null || Number.isFinite(n)).toBe(true);
        expect(`${c.reason} ${c.warnings.join(' ')}`).not.toMatch(/NaN|Infinity|undefined %/);
      }
    }),
    { numRuns: 400 },
  );
});

test('simulated jobs without a change hardly ever have a false alarm', () => {
  const random = seeded(6);
  const jobs = times(100, () =>
    judgeAll(
      times(10, () =>
        row(
          [skewed(10, 1, random), skewed(10, 1, random)].map((s) => s.map((v) => Number(v.toPrecision(3)))) as [
            number[],
            number[],
          ],
        ),
      ),
    ),
  );
  const alarms = jobs.filter((job) => job.some((c) => c.status === 'regressed' || c.status === 'improved'));
  // 1 % each way of 100 jobs is 2; more than 7 would happen once in 900 times.
  expect(alarms.length).toBeLessThanOrEqual(7);
});
