import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  changeWord,
  formatChange,
  formatCount,
  formatDifference,
  formatDuration,
  formatPercent,
  formatValue,
  plural,
} from '../../src/model/format.ts';

describe('formatValue', () => {
  test.each([
    [1.21e-3, 'sec/op', '1.21 ms'],
    [310e-9, 'sec/op', '310 ns'],
    [0.25e-9, 'sec/op', '0.250 ns'],
    [1e-13, 'sec/op', '0.0001 ns'],
    [12.04e-9, 'sec/op', '12.0 ns'],
    [999.4e-9, 'sec/op', '999 ns'],
    [999.6e-9, 'sec/op', '1.00 µs'],
    [61.5, 'sec/op', '61.5 s'],
    [5e5, 'sec', '500,000 s'],
    [0, 'sec/op', '0 s'],
    [-2e-3, 'sec', '−2.00 ms'],
    [0, 'B/op', '0 B'],
    [48, 'B/op', '48 B'],
    [1023, 'B/op', '1,023 B'],
    [1024, 'B/op', '1.00 KiB'],
    [65536, 'B/op', '64.0 KiB'],
    [1023.4 * 1024, 'B', '1,023 KiB'],
    [1023.6 * 1024, 'B', '1.00 MiB'],
    [2e9, 'B/s', '1.86 GiB/s'],
    [12, 'allocs/op', '12'],
    [1012, 'allocs/op', '1,012'],
    [9.985, 'allocs/op', '9.98'],
    [1234567, 'allocs/op', '1.23M'],
    [12345.6, 'req/s', '12.3k'],
    [225645.5, 'allocs/op', '225,646'],
    [2e-3, 'sec/req', '2.00 ms/req'],
    [Number.NaN, 'sec/op', 'n/a'],
    [Number.POSITIVE_INFINITY, 'sec/op', '∞ s'],
    [Number.NEGATIVE_INFINITY, 'B', '−∞ PiB'],
  ])('%p %s is %s', (value, unit, expected) => {
    expect(formatValue(value, unit)).toBe(expected);
  });

  test('is within half a unit of the third digit, whatever the value', () => {
    const factors: Record<string, number> = { ns: 1e-9, µs: 1e-6, ms: 1e-3, s: 1 };
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1e9, noNaN: true }), (value) => {
        const [number = '', unit = ''] = formatValue(value, 'sec/op').split(' ');
        const read = Number(number.replaceAll(',', '')) * (factors[unit] ?? Number.NaN);
        expect(Math.abs(read - value)).toBeLessThanOrEqual(value * 0.005001);
      }),
    );
  });

  test('never says NaN, undefined or an empty string', () => {
    const units = fc.constantFrom('sec/op', 'B/op', 'allocs/op', 'B/s', 'x', '', '/', 'sec');
    fc.assert(
      fc.property(fc.double(), units, (value, unit) => {
        const text =
          formatValue(value, unit) + formatDifference(value, unit) + formatChange(value) + formatPercent(value);
        expect(text).not.toMatch(/NaN|undefined|Infinity|^$/);
        expect(formatDuration(value)).not.toMatch(/NaN|undefined|Infinity|^$/);
      }),
      {
        numRuns: 1000,
        examples: [
          [Number.POSITIVE_INFINITY, 'x'],
          [Number.NEGATIVE_INFINITY, 'x'],
          [Number.NaN, 'x'],
        ],
      },
    );
  });
});

test.each([
  [2.1e-4, 'sec/op', '+210 µs'],
  [-16, 'B/op', '−16 B'],
  [1000, 'allocs/op', '+1,000'],
  [0, 'allocs/op', '0'],
])('formatDifference %p %s is %s', (difference, unit, expected) => {
  expect(formatDifference(difference, unit)).toBe(expected);
});

test.each([
  [12, '12'],
  [-3, '−3'],
  [999_999, '999,999'],
  [1e6, '1.00M'],
  [0.5, '0.500'],
  [1e18, '1,000P'],
  [1e25, '1.00e+10P'],
])('formatCount %p is %s', (value, expected) => {
  expect(formatCount(value)).toBe(expected);
});

test.each([
  [1.182, '+18.2 %'],
  [0.5, '−50.0 %'],
  [1, '0.0 %'],
  [1.0004, '0.0 %'],
  [0.9996, '0.0 %'],
  [1.9996, '+100 %'],
  [3.456, '+246 %'],
  [12.34, '×12.3'],
  [84.3333 * 12, '×1,012'],
  [0, '−100 %'],
  [null, 'n/a'],
  [-0.5, 'n/a'],
  [Number.POSITIVE_INFINITY, '×∞'],
])('formatChange %p is %s', (ratio, expected) => {
  expect(formatChange(ratio)).toBe(expected);
});

test.each([
  [0.05, '5 %'],
  [0.018, '1.8 %'],
  [0.1234, '12.3 %'],
  [0.0004, '0.04 %'],
  [1.5, '150 %'],
  [12, '1,200 %'],
  [0, '0 %'],
  [-0.02, '−2 %'],
])('formatPercent %p is %s', (x, expected) => {
  expect(formatPercent(x)).toBe(expected);
});

test.each([
  [0, '0 ms'],
  [0.85, '850 ms'],
  [0.9996, '1.0 s'],
  [4.32, '4.3 s'],
  [9.96, '10 s'],
  [59.4, '59 s'],
  [59.6, '1 min'],
  [112, '1 min 52 s'],
  [3600, '1 h'],
  [7500, '2 h 5 min'],
  [7199, '2 h'],
])('formatDuration %p is %s', (seconds, expected) => {
  expect(formatDuration(seconds)).toBe(expected);
});

test('plural counts the noun', () => {
  expect(plural(1, 'row')).toBe('1 row');
  expect(plural(0, 'row')).toBe('0 rows');
  expect(plural(1200, 'entry', 'entries')).toBe('1,200 entries');
});

test('changeWord names the direction in the words of the metric', () => {
  expect(changeWord('sec/op', true)).toBe('slower');
  expect(changeWord('sec/op', false)).toBe('faster');
  expect(changeWord('B/op', true)).toBe('higher');
  expect(changeWord('B/s', false)).toBe('lower');
});
