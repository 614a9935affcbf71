import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { domination, type Edge, paretoOf } from '../../src/matrix/pareto.ts';
import { relations } from '../../src/matrix/relation.ts';
import { MIB, rowOf } from './make.ts';

/** Values far enough apart that no noise hides which is larger. */
const point = fc.record({
  'op/s': fc.integer({ min: 0, max: 3 }).map((n) => 1000 * 1.5 ** n),
  p99: fc.integer({ min: 0, max: 3 }).map((n) => 0.001 * 1.5 ** n),
  'max-rss': fc.integer({ min: 0, max: 3 }).map((n) => 50 * MIB * 1.5 ** n),
});
type Point = { 'op/s': number; p99: number; 'max-rss': number };

/** By the definition: as good on all, better on one. */
const dominates = (a: Point, b: Point) => {
  const [x, y] = [a, b].map((p) => [p['op/s'], -p.p99, -p['max-rss']]) as [number[], number[]];
  return x.every((v, i) => v >= (y[i] ?? 0)) && x.some((v, i) => v > (y[i] ?? 0));
};

describe('the Pareto set', () => {
  test('is that of brute force where the noise is small', () => {
    fc.assert(
      fc.property(fc.array(point, { minLength: 1, maxLength: 6 }), fc.integer({ min: 1, max: 1e6 }), (points, seed) => {
        const [relation] = relations([rowOf(points, { rounds: 14, noise: 0.002, seed })]);
        if (!relation) throw new Error('there is no relation');
        const standing = paretoOf(
          points.map((_, i) => i),
          relation,
        );
        points.forEach((p, i) => {
          const by = points.flatMap((other, j) => (dominates(other, p) ? [j] : []));
          expect([i, standing.get(i)?.front, standing.get(i)?.dominatedBy]).toEqual([
            i,
            by.length > 0 ? 'no' : 'yes',
            by,
          ]);
        });
      }),
      { numRuns: 40 },
    );
  });

  const edge = (verdict: Edge['verdict'], favours = false): Edge => ({ verdict, favours });

  test.each<[readonly Edge[], string]>([
    [[edge('better'), edge('equal')], 'surely'],
    [[edge('better'), edge('better')], 'surely'],
    [[edge('equal'), edge('equal')], 'no'],
    [[edge('better'), edge('worse')], 'no'],
    [[edge('better'), edge('unclear')], 'perhaps'],
    [[edge('equal'), edge('unclear', true)], 'perhaps'],
    [[edge('unclear', true), edge('unclear', true)], 'perhaps'],
    [[edge('unclear', true), edge('unclear', false)], 'no'],
    [[edge('worse'), edge('unclear', true)], 'no'],
    [[], 'no'],
  ])('%j dominates: %s', (edges, wanted) => {
    expect(domination(edges)).toBe(wanted);
  });
});
