import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { strictestLimit, worsening } from '../../src/model/worse.ts';
import { comparison, limit, regressed } from '../checks/make.ts';

describe('worsening', () => {
  const row = regressed('B/s', 100, 80, { ratioLo: 0.75, ratioHi: 0.85 });

  test('is the change itself where lower is better', () => {
    expect(worsening(row, 'lower')).toEqual({ ratio: 0.8, lo: 0.75, hi: 0.85, difference: -20 });
  });

  test('is turned, bounds exchanged, where higher is better', () => {
    expect(worsening(row, 'higher')).toEqual({ ratio: 1 / 0.8, lo: 1 / 0.85, hi: 1 / 0.75, difference: 20 });
  });

  test('is nothing for a metric without a direction', () => {
    expect(worsening(row, 'neither')).toBeNull();
  });

  test('has no ratio where there is none, or where throughput fell to nothing', () => {
    expect(worsening(comparison({ ratio: null, ratioLo: null, ratioHi: null }), 'higher')?.ratio).toBeNull();
    expect(worsening(comparison({ ratio: 0, ratioLo: 0, ratioHi: 0 }), 'higher')).toMatchObject({
      ratio: null,
      lo: null,
    });
  });

  test('the bounds stay in order around the ratio', () => {
    const x = fc.double({ min: 0.01, max: 100, noNaN: true });
    fc.assert(
      fc.property(x, x, x, fc.constantFrom('lower' as const, 'higher' as const), (a, b, c, better) => {
        const [ratioLo = 0, ratio = 0, ratioHi = 0] = [a, b, c].sort((p, q) => p - q);
        const worse = worsening(comparison({ ratio, ratioLo, ratioHi }), better);
        expect(worse?.lo).toBeLessThanOrEqual(worse?.ratio ?? 0);
        expect(worse?.hi).toBeGreaterThanOrEqual(worse?.ratio ?? Number.POSITIVE_INFINITY);
      }),
    );
  });
});

describe('strictestLimit', () => {
  test('takes the strictest, absolute limits relative to base', () => {
    const five = { maxRegression: limit(0.05, true) };
    expect(strictestLimit([five, { maxRegression: limit(0.02, true) }], 1)).toBe(0.02);
    expect(strictestLimit([five, { maxRegressionBy: limit(1e-4) }], 1e-2)).toBeCloseTo(0.01, 12);
    expect(strictestLimit([five, { maxRegressionBy: limit(1e-4) }], 1e-4)).toBe(0.05);
  });

  test('is null where only absolute values, or nothing, is limited', () => {
    expect(strictestLimit([], 1)).toBeNull();
    expect(strictestLimit([{ max: limit(1) }], 1)).toBeNull();
  });

  test('a base of 0 leaves no room that is relative to it', () => {
    expect(strictestLimit([{ maxRegressionBy: limit(3) }], 0)).toBe(0);
  });
});
