import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { UserError } from '../../src/model/diagnostic.ts';
import { parseDuration } from '../../src/model/duration.ts';

describe('parseDuration', () => {
  test.each([
    ['10m', 600],
    ['1h30m', 5400],
    ['90s', 90],
    ['15ms', 0.015],
    ['1.5h', 5400],
    ['100us', 1e-4],
    ['100µs', 1e-4],
    ['100μs', 1e-4],
    ['250ns', 2.5e-7],
    ['1m30s500ms', 90.5],
  ])('%s is %d seconds', (text, seconds) => {
    expect(parseDuration(text)).toBeCloseTo(seconds, 12);
  });

  test.each([
    '',
    '10',
    'm',
    '-5m',
    '10 m',
    '10min',
    '0s',
    '1h-30m',
    '1e3s',
    ' 10m',
    '10m ',
    'ten',
    `${'9'.repeat(400)}h`,
  ])('%j is none', (text) => {
    expect(() => parseDuration(text)).toThrow(UserError);
  });

  test('the message shows what was written and what would do', () => {
    expect(() => parseDuration('10 min')).toThrow('"10 min" is no duration above 0');
  });

  test('parts add up', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 1, max: 59 }), (h, s) => {
        expect(parseDuration(`${h}h${s}s`)).toBe(h * 3600 + s);
      }),
    );
  });

  test('whatever is given, there is a positive number or a user error', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => {
        try {
          expect(parseDuration(text)).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
        }
      }),
    );
  });
});
