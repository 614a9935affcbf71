import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { affordable } from '../../src/plan/budget.ts';
import { iterationsFor, type Row } from '../../src/plan/row.ts';

describe('affordable', () => {
  test('gives every group what it wants when there is time', () => {
    expect(affordable([0.1, 0.2, 3], [8, 8, 8], 100)).toEqual([8, 8, 8]);
  });

  test('one dear group takes rounds from itself only', () => {
    expect(affordable([0.1, 100, 0.1], [8, 8, 8], 250)).toEqual([8, 2, 8]);
  });

  test('what one group does not want is there for the others', () => {
    expect(affordable([1, 1, 1], [0, 2, 9], 10)).toEqual([0, 2, 8]);
    expect(affordable([1, 1, 1], [9, 2, 0], 10)).toEqual([8, 2, 0]);
  });

  test('nothing fits: nothing is run', () => {
    expect(affordable([10, 20], [8, 8], 5)).toEqual([0, 0]);
  });

  test('never spends more than there is, never gives more than wanted, and a dear group gets at most a round more than a cheap one, from what was left over', () => {
    const costs = fc.array(fc.double({ min: 0.001, max: 1000, noNaN: true }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(
        costs,
        fc.integer({ min: 1, max: 30 }),
        fc.double({ min: 0, max: 10_000, noNaN: true }),
        (c, wanted, seconds) => {
          const rounds = affordable(
            c,
            c.map(() => wanted),
            seconds,
          );
          const spent = rounds.reduce((sum, n, i) => sum + n * (c[i] ?? 0), 0);
          expect(spent).toBeLessThanOrEqual(seconds + 1e-6);
          expect(rounds.every((n) => Number.isInteger(n) && n >= 0 && n <= wanted)).toBe(true);
          for (let i = 0; i < c.length; i++)
            for (let j = 0; j < c.length; j++)
              if ((c[i] ?? 0) < (c[j] ?? 0)) expect(rounds[i]).toBeGreaterThanOrEqual((rounds[j] ?? 0) - 1);
        },
      ),
    );
  });
});

describe('iterationsFor', () => {
  const row = (base?: number, head?: number): Row => ({
    key: 'k',
    pkg: 'p',
    benchmark: 'X',
    gomaxprocs: 1,
    secPerOp: { ...(base === undefined ? {} : { base }), ...(head === undefined ? {} : { head }) },
  });

  test('aims at the time of one process, at the geometric mean of both sides', () => {
    expect(iterationsFor(row(1e-6, 1e-6), 0.015)).toBe(15_000);
    expect(iterationsFor(row(1e-6, 1e-4), 0.015)).toBe(1500);
    expect(iterationsFor(row(undefined, 1e-3), 0.015)).toBe(15);
  });

  test('a slow operation is run once, a free one is bounded', () => {
    expect(iterationsFor(row(5, 5), 0.015)).toBe(1);
    expect(iterationsFor(row(0, 0), 0.015)).toBe(1e6);
    expect(iterationsFor(row(1e-12, 1e-12), 0.015)).toBe(1e9);
  });
});
