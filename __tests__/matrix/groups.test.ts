import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { groupsOf, letter, lettersOf } from '../../src/matrix/groups.ts';

/** Any relation "differ" between so many cells. */
const relation = fc
  .integer({ min: 1, max: 7 })
  .chain((n) => fc.record({ n: fc.constant(n), bits: fc.array(fc.boolean(), { minLength: n * n, maxLength: n * n }) }));

describe('the compact letter display', () => {
  test('two cells share a letter exactly when they do not differ, whatever the relation', () => {
    fc.assert(
      fc.property(relation, ({ n, bits }) => {
        const differ = (a: number, b: number) => a !== b && bits[Math.min(a, b) * n + Math.max(a, b)] === true;
        const cells = Array.from({ length: n }, (_, i) => i);
        const groups = groupsOf(cells, differ);
        for (const a of cells)
          for (const b of cells)
            expect([a, b, groups.some((group) => group.includes(a) && group.includes(b))]).toEqual([
              a,
              b,
              !differ(a, b),
            ]);
      }),
    );
  });

  test('no group is within another', () => {
    fc.assert(
      fc.property(relation, ({ n, bits }) => {
        const differ = (a: number, b: number) => a !== b && bits[Math.min(a, b) * n + Math.max(a, b)] === true;
        const groups = groupsOf(
          Array.from({ length: n }, (_, i) => i),
          differ,
        );
        for (const [i, x] of groups.entries())
          for (const [j, y] of groups.entries()) if (i !== j) expect(x.every((cell) => y.includes(cell))).toBe(false);
      }),
    );
  });

  test('the best come first, and what is between belongs to both', () => {
    const groups = groupsOf([2, 1, 0], (a, b) => Math.abs(a - b) === 2);
    expect(groups).toEqual([
      [2, 1],
      [1, 0],
    ]);
    expect([2, 1, 0].map((cell) => lettersOf(cell, groups))).toEqual(['a', 'ab', 'b']);
    expect(groupsOf([], () => true)).toEqual([]);
  });

  test('letters go on after z', () => {
    expect([0, 25, 26, 27, 51, 52, 701, 702].map(letter)).toEqual(['a', 'z', 'aa', 'ab', 'az', 'ba', 'zz', 'aaa']);
  });
});
