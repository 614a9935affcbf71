import { describe, expect, test } from '@jest/globals';
import { fewestRounds, roundSteps, roundsFor, stepKey } from '../../src/matrix/plan.ts';
import { ALPHA, relations } from '../../src/matrix/relation.ts';
import { rowOf } from './make.ts';

describe('a round', () => {
  test('runs every benchmark under every cell once', () => {
    const steps = roundSteps(3, 2, 5, 42);
    expect(steps).toHaveLength(10);
    expect(new Set(steps.map(stepKey)).size).toBe(10);
    expect(steps.every(({ round }) => round === 3)).toBe(true);
  });

  test('is drawn, the same whenever it is asked for, and its second goes backwards', () => {
    const order = (round: number, seed = 42) => roundSteps(round, 1, 8, seed).map(({ cell }) => cell);
    expect(order(0)).toEqual(order(0));
    expect(order(1)).toEqual([...order(0)].reverse());
    expect(order(2)).not.toEqual(order(0));
    expect(order(0, 43)).not.toEqual(order(0));
  });

  test('puts every cell in every place about equally often', () => {
    const places = Array.from({ length: 4 }, () => [0, 0, 0, 0]);
    for (let round = 0; round < 400; round++)
      for (const [place, { cell }] of roundSteps(round, 1, 4, 1).entries())
        (places[cell] ?? [])[place] = (places[cell]?.[place] ?? 0) + 1;
    for (const count of places.flat()) expect(Math.abs(count - 100)).toBeLessThan(40);
  });
});

describe('rounds', () => {
  test('grow with the comparisons, and are never few', () => {
    expect(roundsFor(1, 2, 2)).toBe(8);
    expect(roundsFor(1, 4, 3)).toBeGreaterThanOrEqual(8);
    expect(roundsFor(5, 16, 3)).toBeGreaterThan(roundsFor(1, 4, 3));
  });

  test.each([2, 4, 7])('%d cells: as few as it says can tell them apart, one fewer cannot', (cells) => {
    const truths = Array.from({ length: cells }, (_, i) => ({ 'op/s': 1000 * 2 ** i }));
    const family = (cells * (cells - 1)) / 2;
    const sure = (rounds: number) => {
      const [relation] = relations([rowOf(truths, { rounds })]);
      return relation?.comparisons.every((c) => c.pAdjusted <= ALPHA);
    };
    expect([sure(fewestRounds(family)), sure(fewestRounds(family) - 1)]).toEqual([true, false]);
  });
});
