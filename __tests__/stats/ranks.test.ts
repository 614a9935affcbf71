import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { tieGroups, twiceU } from '../../src/stats/ranks.ts';
import { countU } from './brute-force.ts';

test('groups hold how many of each value came from each side, smallest value first', () => {
  expect(tieGroups([3, 1, 3], [2, 3])).toEqual([
    { base: 1, head: 0 },
    { base: 0, head: 1 },
    { base: 2, head: 1 },
  ]);
});

test('a side without samples is no obstacle', () => {
  expect(tieGroups([], [])).toEqual([]);
  expect(tieGroups([1, 1], [])).toEqual([{ base: 2, head: 0 }]);
  expect(twiceU(tieGroups([], [5]))).toBe(0);
});

test('zeros of both signs are one value', () => {
  expect(tieGroups([0], [-0])).toEqual([{ base: 1, head: 1 }]);
});

test('the samples given are left as they were', () => {
  const [base, head] = [
    [3, 1, 2],
    [9, 8, 7],
  ];
  tieGroups(base, head);
  expect([base, head]).toEqual([
    [3, 1, 2],
    [9, 8, 7],
  ]);
});

test('twice U is what counting all pairs gives', () => {
  const sample = fc.array(fc.integer({ min: -3, max: 3 }), { maxLength: 12 });
  fc.assert(
    fc.property(sample, sample, (base, head) => {
      expect(twiceU(tieGroups(base, head))).toBe(2 * countU(base, head));
    }),
  );
});

test('huge and tiny values are ordered like any others', () => {
  const values = [Number.MAX_VALUE, -Number.MAX_VALUE, Number.MIN_VALUE, 0];
  expect(tieGroups(values, values)).toEqual(Array(4).fill({ base: 1, head: 1 }));
});
