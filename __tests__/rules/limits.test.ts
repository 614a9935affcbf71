import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { UserError } from '../../src/model/diagnostic.ts';
import type { Limits } from '../../src/model/rules.ts';
import { fitsUnit, formatLimit, parseLimit } from '../../src/rules/limits.ts';

type Kind = keyof Limits | 'ceiling';

describe('parseLimit', () => {
  test.each<[string | number, Kind, string | null, number, string, boolean]>([
    ['5%', 'maxRegression', 'sec/op', 0.05, '', true],
    ['0.1 %', 'maxRegression', 'sec/op', 0.001, '', true],
    [0, 'maxRegression', 'allocs/op', 0, '', false],
    ['150%', 'maxRegression', null, 1.5, '', true],
    ['2ms', 'max', 'sec/op', 0.002, 'sec', false],
    ['2 ms', 'max', 'sec/op', 0.002, 'sec', false],
    ['250ns/op', 'max', 'sec/op', 2.5e-7, 'sec/op', false],
    ['3us', 'maxRegressionBy', 'sec/op', 3e-6, 'sec', false],
    ['3µs', 'maxRegressionBy', 'p99-sec/op', 3e-6, 'sec', false],
    ['1.5s', 'max', 'sec', 1.5, 'sec', false],
    ['64KiB', 'max', 'B/op', 65536, 'B', false],
    ['64kB', 'max', 'B/op', 64000, 'B', false],
    ['1GiB', 'max', 'heap-B', 2 ** 30, 'B', false],
    ['100MB/s', 'min', 'B/s', 1e8, 'B/s', false],
    ['100 MiB/s', 'min', 'B/s', 100 * 2 ** 20, 'B/s', false],
    [3, 'maxRegressionBy', 'allocs/op', 3, '', false],
    ['3 allocs/op', 'max', 'allocs/op', 3, 'allocs/op', false],
    ['3 allocs', 'max', 'allocs/op', 3, 'allocs', false],
    ['1200 req/s', 'min', 'req/s', 1200, 'req/s', false],
    ['1200', 'min', 'req/s', 1200, '', false],
    ['-4', 'min', 'score', -4, '', false],
    [0, 'equals', 'B/op', 0, '', false],
    ['2ms', 'max', null, 0.002, 'sec', false],
    ['12%', 'ceiling', null, 0.12, '', true],
    ['10', 'ceiling', null, 10, '', false],
    ['1e-3s', 'max', 'sec/op', 0.001, 'sec', false],
    ['3 objects', 'max', 'objects/op', 3, 'objects', false],
    [0.1, 'drift', 'sec/op', 0.1, '', false],
    ['0.25', 'drift', null, 0.25, '', false],
  ])('%j as %s of %s is %d %j', (text, kind, metricUnit, value, unit, relative) => {
    expect(parseLimit(text, kind, metricUnit)).toEqual({ value, unit, relative, text: String(text) });
  });

  test.each<[string | number, Kind, string | null, RegExp, string]>([
    ['fast', 'max', 'sec/op', /"fast" is no limit/, 'max: 2ms'],
    ['', 'max', 'sec/op', /is no limit/, 'max: 2ms'],
    ['5', 'maxRegression', 'sec/op', /needs a %/, 'max-regression: 5%'],
    ['2ms', 'maxRegression', 'sec/op', /needs a %/, 'max-regression: 5%'],
    ['-5%', 'maxRegression', 'sec/op', /cannot be negative/, 'max-regression: 5%'],
    ['-1ms', 'maxRegressionBy', 'sec/op', /cannot be negative/, 'max-regression-by: 2ms'],
    ['5%', 'max', 'sec/op', /is relative/, 'max: 2ms'],
    ['5%', 'maxRegressionBy', 'B/op', /is relative/, 'max-regression-by: 64KiB'],
    ['2ms', 'max', 'B/op', /unit of "2ms" does not fit: the metric is B\/op/, 'max: 64KiB'],
    ['64KiB', 'max', 'sec/op', /does not fit/, 'max: 2ms'],
    ['100MB', 'min', 'B/s', /does not fit/, 'min: 100MB/s'],
    ['2ms', 'max', 'allocs/op', /does not fit/, 'max: 100'],
    ['2ms', 'max', 'req/s', /does not fit/, 'max: 100'],
    [5, 'max', 'sec/op', /"5" needs a unit: the metric is sec\/op/, 'max: 2ms'],
    ['64', 'max', 'B/op', /needs a unit/, 'max: 64KiB'],
    ['2 parsecs', 'max', 'sec/op', /does not fit/, 'max: 2ms'],
    ['1e999s', 'max', 'sec/op', /too large/, 'max: 2ms'],
    ['9e400%', 'maxRegression', null, /too large/, 'max-regression: 5%'],
    ['2 ms now', 'max', 'sec/op', /is no limit/, 'max: 2ms'],
    ['constructor', 'max', null, /is no limit/, 'max: 2ms'],
    ['5constructor', 'max', 'sec/op', /does not fit/, 'max: 2ms'],
    ['2 parsecs', 'ceiling', null, /"parsecs" is no unit/, 'ceiling: 12%'],
    ['-1', 'ceiling', null, /cannot be negative/, 'ceiling: 12%'],
    ['10%', 'drift', 'sec/op', /"10%" is no drift/, 'drift: 0.1'],
    ['0.1s', 'drift', 'sec/op', /is no drift/, 'drift: 0.1'],
    [0, 'drift', 'sec/op', /above 0/, 'drift: 0.1'],
    ['-0.1', 'drift', 'sec/op', /above 0/, 'drift: 0.1'],
    ['much', 'drift', 'sec/op', /is no drift/, 'drift: 0.1'],
    ['1e999', 'drift', 'sec/op', /is no drift/, 'drift: 0.1'],
  ])('%j as %s of %s is a mistake with an example', (text, kind, metricUnit, message, example) => {
    let found: unknown;
    try {
      parseLimit(text, kind, metricUnit);
    } catch (error) {
      found = error;
    }
    expect(found).toBeInstanceOf(UserError);
    expect(found).toMatchObject({ message: expect.stringMatching(message), example });
  });

  test('every example that a message shows is itself a limit of that metric', () => {
    for (const unit of ['sec/op', 'B/op', 'B/s', 'allocs/op', 'req/s', null])
      for (const kind of ['maxRegression', 'maxRegressionBy', 'max', 'min', 'equals', 'drift', 'ceiling'] as const) {
        let example = '';
        try {
          parseLimit('nonsense', kind, unit);
        } catch (error) {
          example = error instanceof UserError ? (error.example ?? '') : '';
        }
        expect(() => parseLimit(example.split(': ')[1] ?? '', kind, unit)).not.toThrow();
      }
  });
});

describe('shares of a profile', () => {
  const shares = { shares: true };

  test.each([
    ['max', '30%', 0.3],
    ['min', '0.5%', 0.005],
    ['equals', '0%', 0],
    ['max', '100%', 1],
  ] as const)('%s %s is %d of the whole', (kind, text, value) => {
    expect(parseLimit(text, kind, 'sec/op', shares)).toEqual({ value, relative: true, unit: '', text });
    expect(formatLimit(parseLimit(text, kind, 'sec/op', shares))).toBe(text);
  });

  test('amounts stay what they are', () => {
    expect(parseLimit('2us', 'max', 'sec/op', shares)).toEqual(parseLimit('2us', 'max', 'sec/op'));
    expect(() => parseLimit(5, 'max', 'sec/op', shares)).toThrow(/needs a unit/);
  });

  test('nothing has more than all, or less than nothing; changes are no shares', () => {
    expect(() => parseLimit('101%', 'max', 'sec/op', shares)).toThrow(/"101%" is no share/);
    expect(() => parseLimit('-1%', 'min', 'sec/op', shares)).toThrow(/is no share/);
    expect(() => parseLimit('5%', 'maxRegressionBy', 'sec/op', shares)).toThrow(/is relative/);
    expect(parseLimit('150%', 'maxRegression', 'sec/op', shares).value).toBe(1.5);
  });
});

describe('formatLimit', () => {
  test.each<[string, Kind, string]>([
    ['5%', 'maxRegression', '5%'],
    ['0.50 %', 'maxRegression', '0.5%'],
    ['2000us', 'max', '2ms'],
    ['1500ms', 'max', '1.5s'],
    ['0.5ns', 'max', '0.5ns'],
    ['65536B', 'max', '64KiB'],
    ['64kB', 'max', '64000B'],
    ['100MB/s', 'min', '100000000B/s'],
    ['3', 'max', '3'],
    ['3 allocs/op', 'max', '3 allocs/op'],
    ['-1s', 'min', '-1s'],
    ['0s', 'min', '0s'],
  ])('%s is written %s', (text, kind, written) => {
    expect(formatLimit(parseLimit(text, kind, null))).toBe(written);
  });

  test('parsing what was formatted gives the same limit', () => {
    const value = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 });
    const unit = fc.constantFrom('sec', 'sec/op', 'B', 'B/op', 'B/s', '', 'allocs/op', 'req/s');
    fc.assert(
      fc.property(value, unit, (v, u) => {
        const limit = { value: v, unit: u, relative: false };
        expect(parseLimit(formatLimit(limit), 'max', null)).toMatchObject({ ...limit, value: v === 0 ? 0 : v });
      }),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(fc.double({ noNaN: true, min: 0, max: 100 }), (v) => {
        const text = formatLimit({ value: v, unit: '', relative: true });
        expect(parseLimit(text, 'maxRegression', 'sec/op')).toEqual({ value: v, unit: '', relative: true, text });
      }),
      { numRuns: 1000 },
    );
  });
});

describe('fitsUnit', () => {
  test('a unit with or without the denominator, 0 without any', () => {
    expect(fitsUnit({ value: 1, unit: 'sec' }, 'sec/op')).toBe(true);
    expect(fitsUnit({ value: 1, unit: 'sec/op' }, 'p99-sec/op')).toBe(true);
    expect(fitsUnit({ value: 1, unit: 'B' }, 'B/s')).toBe(false);
    expect(fitsUnit({ value: 1, unit: '' }, 'sec/op')).toBe(false);
    expect(fitsUnit({ value: 0, unit: '' }, 'sec/op')).toBe(true);
    expect(fitsUnit({ value: 1, unit: '' }, 'allocs/op')).toBe(true);
    expect(fitsUnit({ value: 1, unit: 'B' }, 'allocs/op')).toBe(false);
  });
});
