import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Box, placed } from '../../src/matrix-report/labels.ts';
import { linear, logarithmic } from '../../src/matrix-report/scale.ts';

const MIB = 2 ** 20;

describe('axes', () => {
  const values = fc.array(fc.double({ min: 1e-9, max: 1e12, noNaN: true }), { minLength: 1, maxLength: 20 });

  test.each([
    ['linear', linear],
    ['logarithmic', logarithmic],
  ] as const)('%s: every value and every tick stands on it, in order', (_, scale) => {
    fc.assert(
      fc.property(values, (list) => {
        const { at, ticks } = scale(list, 500);
        for (const value of [...list, ...ticks]) {
          expect(at(value)).toBeGreaterThanOrEqual(-1e-6);
          expect(at(value)).toBeLessThanOrEqual(500 + 1e-6);
        }
        for (const [i, tick] of ticks.entries()) if (i > 0) expect(tick).toBeGreaterThan(ticks[i - 1] ?? 0);
        expect(ticks.length).toBeLessThanOrEqual(12);
      }),
    );
  });

  test('ticks are what people count in', () => {
    expect(linear([980, 1200], 500).ticks).toEqual([1000, 1100, 1200]);
    expect(logarithmic([40 * MIB, 300 * MIB], 500).ticks.map((t) => t / MIB)).toEqual([64, 128, 256]);
    expect(logarithmic([60 * MIB, 66 * MIB], 500).ticks.map((t) => t / MIB)).toEqual([56, 60, 64, 72]);
  });

  test('noise is not shown as mountains', () => {
    const { at } = linear([500, 500.5], 500);
    expect(at(500.5) - at(500)).toBeLessThan(10);
  });

  test('an axis that comes near 0 begins there', () => {
    expect(linear([0.002, 0.02], 500).at(0)).toBeCloseTo(0, 9);
    expect(linear([0, 0], 500).ticks.length).toBeGreaterThan(0);
  });
});

describe('names beside points', () => {
  const bounds: Box = { x: 0, y: 0, width: 600, height: 300 };
  const points = fc.array(fc.record({ x: fc.integer({ min: 20, max: 580 }), y: fc.integer({ min: 20, max: 280 }) }), {
    minLength: 1,
    maxLength: 12,
  });

  test('stay within the frame wherever the points are', () => {
    fc.assert(
      fc.property(points, (at) => {
        const wanted = at.map((p) => ({ ...p, width: 120, beside: [] }));
        for (const { x, y } of placed(wanted, bounds)) {
          expect(x).toBeGreaterThanOrEqual(0);
          expect(x + 120).toBeLessThanOrEqual(600);
          expect(y).toBeGreaterThan(0);
          expect(y).toBeLessThanOrEqual(300);
        }
      }),
    );
  });

  test('three points on one spot have names on three', () => {
    const wanted = [1, 2, 3].map(() => ({ x: 300, y: 150, width: 100, beside: [] }));
    expect(new Set(placed(wanted, bounds).map(({ x, y }) => `${x} ${y}`)).size).toBe(3);
  });
});
