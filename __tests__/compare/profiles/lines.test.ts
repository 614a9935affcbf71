import { describe, expect, test } from '@jest/globals';
import { grownLine, type LineCost } from '../../../src/compare/profiles/lines.ts';

const lines = (costs: Readonly<Record<number, number>>): LineCost[] =>
  Object.entries(costs).map(([line, cost]) => ({ file: 'f.go', line: Number(line), cost }));
const grown = (base: Readonly<Record<number, number>>, head: Readonly<Record<number, number>>) =>
  grownLine(lines(base), lines(head))?.line ?? null;

describe('the line that grew', () => {
  test.each([
    ['stands where it stood', { 10: 5, 20: 3 }, { 10: 5, 20: 9 }, 20],
    ['is new between others', { 10: 5, 20: 5 }, { 10: 5, 15: 4, 20: 5 }, 15],
    ['is new, and all below it moved', { 10: 5, 11: 7, 12: 6 }, { 10: 5, 11: 2, 14: 7, 15: 6 }, 11],
    ['moved with an edit far above', { 10: 5, 20: 3 }, { 110: 5, 120: 9 }, 120],
    ['is the dearest where base has none', {}, { 10: 1, 20: 4, 30: 2 }, 20],
    ['is unknown where head has none', { 10: 1 }, {}, null],
  ])('%s', (_, base, head, line) => expect(grown(base, head)).toBe(line));
});
