import { describe, expect, test } from '@jest/globals';
import { POWER } from '../../src/compare/detection.ts';
import { type Family, familyOf } from '../../src/compare/family.ts';
import { JUDGE } from '../../src/compare/judge.ts';
import { EARLY_SHARE, firstRounds, looksOf, nextLook } from '../../src/compare/looks.ts';
import { MANN_WHITNEY } from '../../src/compare/mann-whitney-method.ts';
import type { RowToJudge } from '../../src/compare/rows.ts';
import { TIMES } from '../../src/compare/time-method.ts';
import { seeded, times } from '../stats/random.ts';
import { judgeAll, measured, noisy, row, SETTINGS } from './make.ts';

const LOOKS = looksOf({ screen: 8, confirm: 40 });
const PROCEDURE = { name: 'times', methodFor: () => TIMES };

type Spec = NonNullable<Parameters<typeof row>[1]> & { n?: number; seed?: number };

function changed(ratio: number, { n = 48, seed = 1, ...spec }: Spec = {}): RowToJudge {
  const random = seeded(seed);
  return row([noisy(n, 1e-6, 0.03, random), noisy(n, ratio * 1e-6, 0.03, random)], spec);
}

function first(rows: RowToJudge, n: number): RowToJudge {
  return { ...rows, pair: firstRounds(rows.pair, n) };
}

function family(rows: readonly RowToJudge[], looks: typeof LOOKS | null = LOOKS): Family {
  return familyOf(rows, SETTINGS, looks, PROCEDURE);
}

const counted = row([times(8, () => 2), times(8, () => 2)], { unit: 'allocs/op', limit: 0 });
const constant = row([times(8, () => 64), times(8, () => 64)]);

describe('who belongs to it', () => {
  test('judged noisy rows with both sides and values that vary; the rest costs them nothing', () => {
    const members = [changed(1.3), changed(1, { seed: 2 })];
    const outside = [
      counted,
      constant,
      changed(1.3, { limit: null }),
      changed(1.3, { unit: 'widgets' }),
      row([[], [1]]),
    ];
    const both = family([...members, ...outside]);
    expect(both.size).toBe(2);
    expect(both.rows.map((r) => r !== null)).toEqual([true, true, false, true, true, true, false]);
    const adjusted = both.rows.map((r) => r && both.adjusted(r));
    expect(adjusted.slice(2)).toEqual([null, null, null, null, null]);
    const called = both.rows[0];
    expect(adjusted[0]).toBeCloseTo((2 * (called?.test.greater ?? 1)) / (called?.share ?? 1), 15);
    expect(family([]).size).toBe(1);
    expect(family(outside).size).toBe(1);
  });

  test('the level of each is alpha over the family; outside it, alpha', () => {
    const { rows } = family([...times(4, () => changed(1)), changed(1, { limit: null })]);
    expect(rows.map((r) => r?.level)).toEqual([...times(4, () => SETTINGS.alpha / 4), SETTINGS.alpha]);
  });

  test('rows that are only reported are never stopped by a look', () => {
    const { rows } = family([changed(1, { n: 8, limit: null })]);
    expect(rows[0]).toMatchObject({ course: 'ended', share: 1 });
  });
});

describe('the p values', () => {
  test('each look has its own share of the error', () => {
    const slow = changed(1.3);
    const [early, single] = [family([slow]), family([slow], null)];
    const [called, whole] = [early.rows[0], single.rows[0]];
    expect(called).toMatchObject({ course: 'called', rounds: 20, share: EARLY_SHARE });
    expect(called && early.adjusted(called)).toBeCloseTo((called?.test.greater ?? 1) / EARLY_SHARE, 15);
    expect(whole && single.adjusted(whole)).toBeCloseTo(whole?.test.greater ?? 1, 15);
  });

  test('what a look has cleared has p = 1, whatever its test says', () => {
    // Sure and small: far within the limit of 20 %.
    const small = family([first(changed(1.1, { limit: 0.2 }), 28)]);
    const [cleared] = small.rows;
    expect(cleared?.course).toBe('cleared');
    expect(cleared?.test.greater).toBeLessThan(1e-3);
    expect(cleared && small.adjusted(cleared)).toBe(1);
    expect(judgeAll([first(changed(1.1, { limit: 0.05 }), 28)], 'interleaved', LOOKS)[0]?.status).toBe('regressed');
    const judged = judgeAll([first(changed(1.1, { limit: 0.2 }), 28)], 'interleaved', LOOKS)[0];
    expect(judged?.pAdjusted).toBe(1);
    expect(judged?.status).not.toBe('regressed');
  });

  test('Holm: the surest row is corrected for all, the others for fewer', () => {
    const rows = [changed(1.3, { n: 20 }), changed(1.05, { n: 20, seed: 2 }), changed(1, { n: 20, seed: 3 })];
    const all = family(rows, null);
    const adjusted = all.rows.map((r) => (r && all.adjusted(r)) ?? Number.NaN);
    const raw = all.rows.map((r) => r?.test.greater ?? Number.NaN);
    expect(adjusted[0]).toBeCloseTo(3 * (raw[0] ?? 1), 15);
    expect(adjusted[1]).toBeCloseTo(2 * (raw[1] ?? 1), 15);
  });

  test('calls at the early look do not depend on the other rows, as they are made before those have ended', () => {
    const slow = changed(1.3);
    for (const others of [times(9, () => changed(1, { seed: 7 })), times(9, () => changed(1.3, { seed: 8 }))])
      expect(family([slow, ...others]).rows[0]).toMatchObject({ course: 'called', rounds: 20 });
  });
});

describe('the hurdles of a slowdown', () => {
  const hurdles = (rows: readonly RowToJudge[], looks: typeof LOOKS | null) => {
    const all = family(rows, looks);
    return all.rows[0] && all.hurdles(all.rows[0]);
  };

  test('measured at one go, or to the end: one test', () => {
    expect(hurdles([changed(1, { n: 12 })], null)).toEqual([
      { rounds: 12, level: SETTINGS.alpha, power: POWER, above: 0 },
    ]);
    expect(hurdles([changed(1.022, { seed: 4 }), changed(1)], LOOKS)).toEqual([
      { rounds: 48, level: (SETTINGS.alpha / 2) * (1 - EARLY_SHARE), power: POWER, above: 0 },
    ]);
  });

  test('cleared: to get past the first look, and then to be called at the end', () => {
    const [look, end] = hurdles([first(changed(1, { limit: 0.04 }), 8)], LOOKS) ?? [];
    expect(look).toMatchObject({ rounds: 8, above: 0.03, level: 0.5 });
    expect(end).toMatchObject({ rounds: 48, above: 0, level: SETTINGS.alpha * (1 - EARLY_SHARE) });
    expect(1 - (1 - (look?.power ?? 0)) - (1 - (end?.power ?? 0))).toBeCloseTo(POWER, 12);
  });
});

describe('who goes on', () => {
  const goingOn = (rows: readonly RowToJudge[]) => JUDGE.goingOn(rows, SETTINGS, LOOKS);

  test('rows that look slower, or surely faster, and are judged and noisy', () => {
    const rows = [
      changed(1.3),
      changed(1, { seed: 5 }),
      changed(0.7),
      changed(1.3, { limit: null }),
      changed(1.3, { unit: 'widgets' }),
      counted,
      row([[], [1]]),
    ].map((r) => first(r, 8));
    expect(goingOn(rows)).toEqual([0, 2]);
  });

  test('nobody beyond the last look, nor with what is called', () => {
    const near = changed(1.03, { seed: 4 });
    expect([8, 14, 28].map((n) => goingOn([first(near, n)]))).toEqual([[0], [0], [0]]);
    expect(goingOn([near])).toEqual([]);
    expect(goingOn([first(changed(1.3), 20)])).toEqual([]);
    expect(goingOn([first(changed(1.3), 28)])).toEqual([]);
  });

  test('each row on its own: a job is settled when nobody asks for more', () => {
    const rows = measured([changed(1.3), changed(1, { seed: 5 }), changed(1.03, { seed: 4 })], LOOKS);
    expect(rows.map(({ pair }) => pair.base.value.length)).toEqual([20, 8, 48]);
    expect(goingOn(rows)).toEqual([]);
  });

  test('a row that lost a round gets the one that it lacks', () => {
    const slow = first(changed(1.1), 14);
    const lost = { ...slow.pair, head: firstRounds(slow.pair, 13).head };
    expect(nextLook(LOOKS, 13)).toBe(14);
    expect(goingOn([{ ...slow, pair: lost }])).toEqual([0]);
  });
});

describe('how a job ends', () => {
  test('a budget that ends before a row is settled leaves it inconclusive, and says after how many rounds', () => {
    const judged = judgeAll([first(changed(1.05), 8)], 'interleaved', LOOKS)[0];
    expect(judged).toMatchObject({ status: 'inconclusive', rounds: 8 });
    expect(judged?.reason).toMatch(/^looks changed by \+.* after 8 rounds, and the budget had none left to settle it$/);
  });

  test('quiet rows are cleared by eight rounds, because more would have followed', () => {
    const rows = times(60, () => 0).map((_, i) =>
      row([noisy(8, 1, 0.02, seeded(i)), noisy(8, 1, 0.02, seeded(900 + i))]),
    );
    const settled = rows.filter((_, i) => !JUDGE.goingOn(rows, SETTINGS, LOOKS).includes(i));
    expect(settled.length).toBeGreaterThan(20);
    expect(judgeAll(settled, 'interleaved', LOOKS).every((c) => c.status === 'unchanged')).toBe(true);
    expect(judgeAll(settled, 'interleaved').filter((c) => c.status === 'unchanged').length).toBeLessThan(
      settled.length / 2,
    );
  });

  test.each([0.02, 0.1, 0.15, 0.2, 0.5])('a calm row is unchanged, at a limit of %p too', (limit) => {
    const random = seeded(5);
    const calm = row([noisy(48, 1, 0.005, random), noisy(48, 1, 0.005, random)], { limit });
    expect(judgeAll(measured([calm], LOOKS), 'interleaved', LOOKS)[0]?.status).toBe('unchanged');
  });

  test('a row called early shows the samples that called it, and all rounds after it change nothing', () => {
    const slow = changed(1.3);
    const [early, late] = [first(slow, 20), slow].map((r) => judgeAll([r], 'interleaved', LOOKS)[0]);
    expect(early).toMatchObject({ status: 'regressed', rounds: 20, base: { n: 20 } });
    expect(late).toEqual({ ...early, rounds: 48 });
  });

  test('another method changes nothing of the order of things', () => {
    const all = familyOf([changed(1.3), changed(1, { n: 8, seed: 3 })], SETTINGS, LOOKS, {
      name: 'all ranks',
      methodFor: () => MANN_WHITNEY,
    });
    expect(all.rows.map((r) => [r?.course, r?.rounds])).toEqual([
      ['called', 20],
      ['cleared', 8],
    ]);
  });
});
