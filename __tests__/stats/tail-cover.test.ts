import { expect, test } from '@jest/globals';
import { lowRanks } from '../../src/stats/low-ranks.ts';
import { mannWhitney } from '../../src/stats/mann-whitney.ts';
import { coveringTails } from '../../src/stats/tail-cover.ts';
import { gaussian, seeded, times } from './random.ts';

function covered(base: readonly number[], head: readonly number[]) {
  return coveringTails(lowRanks(base, head), mannWhitney(base, head));
}

test('a slowdown of the slow half alone is found', () => {
  const base = times(40, () => 0).map((_, i) => 100 + i);
  const head = base.map((v, i) => (i < 16 ? v + 0.5 : v * 3));
  expect(lowRanks(base, head).greater).toBeGreaterThan(0.05);
  expect(covered(base, head).greater).toBeLessThan(0.015);
});

test('each test keeps its share of the error', () => {
  expect(coveringTails({ greater: 0.008, less: 1 }, { greater: 0.5, less: 0.4 })).toEqual({ greater: 0.01, less: 1 });
  expect(coveringTails({ greater: 0.5, less: 0.9 }, { greater: 0.25, less: 0.002 }).less).toBeCloseTo(0.01, 12);
});

test('where nothing changed, p is at most alpha no oftener than alpha', () => {
  const random = seeded(5);
  const side = () => times(12, () => gaussian(random) ** 2);
  const draws = 2000;
  const rejected = times(draws, () => covered(side(), side()).greater).filter((p) => p <= 0.05).length;
  expect(rejected / draws).toBeLessThan(0.06);
});
