import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decimal, timesPowerOfTen } from '../../src/rules/decimal.ts';

describe('timesPowerOfTen', () => {
  test.each([
    ['5', -2, 0.05],
    ['0.1', -2, 0.001],
    ['7', -2, 0.07],
    ['2', -3, 0.002],
    ['1.5e3', -9, 1.5e-6],
    ['-3', 6, -3e6],
  ])('%s × 10^%d is %d, to the last bit', (text, power, value) => {
    expect(timesPowerOfTen(text, power)).toBe(value);
  });
});

describe('decimal', () => {
  test.each([
    [0.05, 2, '5'],
    [0.015, 3, '15'],
    [0.125, 0, '0.125'],
    [1234.5, 0, '1234.5'],
    [-0.07, 2, '-7'],
    [0, 2, '0'],
    [1e-7, 9, '100'],
    [1e300, 0, '1e300'],
    [1.5e-30, 0, '1.5e-30'],
  ])('%d × 10^%d is %s', (value, power, text) => {
    expect(decimal(value, power)).toBe(text);
  });

  test('any number comes back', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.integer({ min: -9, max: 9 }),
        (value, power) => {
          const text = decimal(value, power);
          expect(text).toMatch(/^-?\d+(\.\d+)?(e-?\d+)?$/);
          expect(timesPowerOfTen(text, -power)).toBe(value === 0 ? 0 : value);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
