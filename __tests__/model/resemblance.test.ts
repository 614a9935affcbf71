import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { resemblance } from '../../src/model/resemblance.ts';

test.each([
  ['Encode', 'EncodeRecord', 0.625],
  ['night', 'nacht', 0.25],
  ['Encode', 'ENCODE', 1],
  ['', '', 1],
  ['a', 'A', 1],
  ['a', 'b', 0],
  ['Sort', 'Lookup', 0],
])('%s and %s: %p', (a, b, expected) => {
  expect(resemblance(a, b)).toBeCloseTo(expected, 10);
});

test('is symmetric, between 0 and 1, and 1 for a name and itself', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      const alike = resemblance(a, b);
      expect(alike).toBe(resemblance(b, a));
      expect(alike >= 0 && alike <= 1).toBe(true);
      expect(resemblance(a, a)).toBe(1);
    }),
  );
});

test('names of any length are compared by their beginnings', () => {
  expect(resemblance(`Encode${'x'.repeat(1e6)}`, `Encode${'x'.repeat(1e6)}yz`)).toBe(1);
});
