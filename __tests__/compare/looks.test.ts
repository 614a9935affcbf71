import { describe, expect, test } from '@jest/globals';
import { firstRounds, lastLook, looksOf, nextLook, sharedRounds } from '../../src/compare/looks.ts';
import type { Pair } from '../../src/model/evidence.ts';
import { pairOf } from './make.ts';

describe('when rows are looked at', () => {
  test.each([
    [8, 40, [8, 14, 20, 28, 48], 20],
    [8, 20, [8, 11, 14, 18, 28], 14],
    [6, 10, [6, 8, 9, 11, 16], 9],
    [8, 2, [8, 9, 10], 9],
  ])('%p rounds and %p more: after %p, and called early after %p', (screen, confirm, at, early) => {
    expect(looksOf({ screen, confirm })).toEqual({ at, early });
  });

  test('without further rounds there is one look', () => {
    expect(looksOf({ screen: 8, confirm: 0 })).toEqual({ at: [8], early: null });
  });

  test('one further round leaves no place between', () => {
    expect(looksOf({ screen: 8, confirm: 1 })).toEqual({ at: [8, 9], early: null });
  });

  test('whatever is asked for: the looks rise to the last round, and the early one is one of those before', () => {
    for (let screen = 1; screen <= 12; screen++)
      for (let confirm = 0; confirm <= 60; confirm++) {
        const looks = looksOf({ screen, confirm });
        expect(looks.at[0]).toBe(screen);
        expect(lastLook(looks)).toBe(screen + confirm);
        expect(looks.at).toEqual([...new Set(looks.at)].sort((a, b) => a - b));
        if (looks.early !== null) {
          expect(looks.at.slice(0, -1)).toContain(looks.early);
          expect(looks.early).toBeGreaterThan(screen);
        }
      }
  });

  test('the next look', () => {
    const looks = looksOf({ screen: 8, confirm: 40 });
    const next = [0, 7, 8, 9, 14, 27, 28, 47, 48, 99].map((rounds) => nextLook(looks, rounds));
    expect(next).toEqual([8, 8, 14, 14, 20, 28, 48, 48, null, null]);
  });
});

/** Values that say their side and round. */
function pairOfRounds(base: readonly number[], head: readonly number[]): Pair {
  const pair = pairOf('sec/op', [base.map((r) => 100 + r), head.map((r) => 200 + r)]);
  return { ...pair, base: { ...pair.base, round: base }, head: { ...pair.head, round: head } };
}

describe('the first rounds', () => {
  test('of rounds that both sides have', () => {
    const { base, head } = firstRounds(pairOfRounds([0, 1, 2, 3], [0, 1, 2, 3]), 2);
    expect([base.value, head.value]).toEqual([
      [100, 101],
      [200, 201],
    ]);
    expect([base.round, base.order, base.iterations]).toEqual([
      [0, 1],
      [0, 1],
      [100, 100],
    ]);
  });

  test('a round that one side lost is not counted, and not shown', () => {
    const pair = pairOfRounds([0, 2, 3, 4], [0, 1, 2, 4]);
    expect(sharedRounds(pair)).toEqual([0, 2, 4]);
    const { base, head } = firstRounds(pair, 2);
    expect([base.value, head.value]).toEqual([
      [100, 102],
      [200, 202],
    ]);
    expect(firstRounds(pair, 99).base.value).toEqual([100, 102, 104]);
  });

  test('in any order, and with several samples a round', () => {
    const pair = pairOfRounds([3, 1, 1, 0], [1, 0, 3, 3]);
    expect(sharedRounds(pair)).toEqual([0, 1, 3]);
    expect(firstRounds(pair, 2).base.value).toEqual([101, 101, 100]);
    expect(firstRounds(pair, 2).head.value).toEqual([201, 200]);
  });

  test('none of none', () => {
    const pair = pairOfRounds([], [0, 1]);
    expect(sharedRounds(pair)).toEqual([]);
    expect(firstRounds(pair, 2).head.value).toEqual([]);
    expect(firstRounds(pairOfRounds([0], [0]), 0).base.value).toEqual([]);
  });
});
