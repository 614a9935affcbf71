import { describe, expect, test } from '@jest/globals';
import { objectivesOf } from '../../src/matrix/objectives.ts';
import { type Comparison, type Relation, relations, turned } from '../../src/matrix/relation.ts';
import { MIB, rowOf } from './make.ts';

const one = (...args: Parameters<typeof rowOf>): Relation => relations([rowOf(...args)])[0] as Relation;
const verdict = (relation: Relation, quantity: string, from: number, to: number) =>
  relation.between(relation.objectives.find((o) => o.quantity === quantity) as Comparison['objective'], from, to)
    ?.verdict;

describe('objectives', () => {
  test('p99 counts where every cell reports it, memory is the resident set, else the heap', () => {
    const of = (...cells: Parameters<typeof rowOf>[0]) => objectivesOf(rowOf(cells)).map(({ quantity }) => quantity);
    expect(of({ 'op/s': 1, p99: 1, 'max-rss': 1, 'peak-heap': 1 })).toEqual(['op/s', 'p99', 'max-rss']);
    expect(of({ 'op/s': 1, p99: 1 }, { 'op/s': 1 })).toEqual(['op/s']);
    expect(of({ 'op/s': 1, 'peak-heap': 1 }, { 'op/s': 1, 'peak-heap': 2 })).toEqual(['op/s', 'peak-heap']);
    expect(of({ 'op/s': 1, 'max-rss': 0 })).toEqual(['op/s']);
    expect(of(null)).toEqual([]);
  });
});

describe('cells', () => {
  const relation = one([
    { 'op/s': 1000, p99: 0.01, 'max-rss': 100 * MIB },
    { 'op/s': 1200, p99: 0.02, 'max-rss': 100.5 * MIB },
    { 'op/s': 1203, p99: 0.01, 'max-rss': 200 * MIB },
  ]);

  test('more throughput is better, more p99 and memory are worse', () => {
    expect(['op/s', 'p99', 'max-rss'].map((q) => verdict(relation, q, 0, 1))).toEqual(['better', 'worse', 'equal']);
    expect(['op/s', 'p99', 'max-rss'].map((q) => verdict(relation, q, 1, 0))).toEqual(['worse', 'better', 'equal']);
    expect(['op/s', 'p99', 'max-rss'].map((q) => verdict(relation, q, 1, 2))).toEqual(['equal', 'better', 'worse']);
  });

  test('ratios are of the second over the first, within their interval', () => {
    for (const [quantity, truth] of [
      ['op/s', 1.2],
      ['p99', 2],
    ] as const) {
      const c = relation.comparisons.find((x) => x.objective.quantity === quantity && x.from === 0 && x.to === 1);
      expect(c?.ratio).toBeCloseTo(truth, 1);
      expect(c?.ratioLo).toBeLessThanOrEqual(c?.ratio ?? 0);
      expect(c?.ratioHi).toBeGreaterThanOrEqual(c?.ratio ?? 0);
    }
  });

  test('turned twice is the same', () => {
    for (const c of relation.comparisons) {
      const back = turned(turned(c));
      expect({ ...back, ratio: 0, ratioLo: 0, ratioHi: 0 }).toEqual({ ...c, ratio: 0, ratioLo: 0, ratioHi: 0 });
      expect(back.ratio).toBeCloseTo(c.ratio ?? 0, 12);
    }
  });

  test('what is sure and too small to matter is equal', () => {
    const tiny = one([{ 'op/s': 1000 }, { 'op/s': 1004 }], { noise: 0.0001, rounds: 20 });
    expect(tiny.comparisons[0]?.pAdjusted).toBeLessThan(0.001);
    expect(tiny.comparisons[0]?.verdict).toBe('equal');
  });

  test('what the noise hides is unclear, not equal', () => {
    const noisy = one([{ 'op/s': 1000 }, { 'op/s': 1000 }], { noise: 0.5 });
    expect(noisy.comparisons[0]?.verdict).toBe('unclear');
  });

  test('of two that are equal nothing is said more often than once in twenty experiments', () => {
    let called = 0;
    for (let seed = 1; seed <= 200; seed++) {
      const truth = { 'op/s': 1000, 'max-rss': 100 * MIB };
      const same = one([truth, truth, truth, truth], { noise: 0.05, seed, rounds: 9 });
      if (same.comparisons.some((c) => c.pAdjusted <= 0.05)) called++;
    }
    expect(called).toBeLessThanOrEqual(18);
  });

  test('a cell without samples is compared with nothing', () => {
    const relation = one([{ 'op/s': 1000 }, null, { 'op/s': 2000 }]);
    expect(relation.comparisons.map(({ from, to }) => [from, to])).toEqual([[0, 2]]);
    expect(relation.between(relation.objectives[0] as Comparison['objective'], 0, 1)).toBeNull();
  });

  test('more benchmarks make a larger family, so p is adjusted by more', () => {
    const row = rowOf([{ 'op/s': 1000 }, { 'op/s': 1010 }], { noise: 0.02 });
    const alone = relations([row])[0]?.comparisons[0];
    const among = relations([row, row, row, row])[0]?.comparisons[0];
    expect(alone?.pAdjusted).toBe(alone?.p);
    expect(among?.pAdjusted).toBeCloseTo(Math.min(1, 4 * (among?.p ?? 1)), 9);
  });
});
