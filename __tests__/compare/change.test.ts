import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  beyond,
  changeOf,
  changeOfRatio,
  difference,
  exactChange,
  isMaterial,
  TAIL,
} from '../../src/compare/change.ts';
import { metricFor } from '../../src/model/metric.ts';
import { tidyUnit } from '../../src/model/unit.ts';
import { pairOf } from './make.ts';

const change = (base: readonly number[], head: readonly number[]) => changeOf(pairOf('sec/op', [base, head]), TAIL);

const NO_BOUNDS = { ratioLo: null, ratioHi: null, lo: null, hi: null, width: null };

describe('changeOf', () => {
  test('values above 0 are compared by ratios', () => {
    expect(change([10, 10, 10], [12, 12, 12])).toMatchObject({ ratio: 1.2, ratioLo: 1.2, ratioHi: 1.2 });
  });

  test('a 0 among them makes it differences, relative to the centre of base', () => {
    const { ratio, lo, hi } = change([10, 10, 0, 10, 10], [15, 15, 15, 15, 15]);
    expect(ratio).toBe(1.5);
    expect(lo).toBe(0.5);
    expect(hi).toBeGreaterThanOrEqual(0.5);
  });

  test('from a base of 0 there is no ratio, and any rise is infinitely large', () => {
    expect(change([0, 0, 0], [5, 5, 5])).toEqual({
      ratio: null,
      ratioLo: null,
      ratioHi: null,
      lo: Number.POSITIVE_INFINITY,
      hi: Number.POSITIVE_INFINITY,
      width: 0,
    });
    expect(change([0, 0, 0], [0, 0, 0])).toMatchObject({ ratio: null, lo: 0, hi: 0 });
  });

  test('between values below 0 there is no ratio, but which is larger is known', () => {
    expect(change([-10, -10, -10], [-20, -20, -20])).toEqual({
      ratio: null,
      ratioLo: null,
      ratioHi: null,
      lo: -1,
      hi: -1,
      width: 0,
    });
  });

  test('two samples a side are too few for bounds', () => {
    expect(change([1, 1], [2, 2])).toEqual({ ...NO_BOUNDS, ratio: 2 });
  });

  test('the width is that of the scale on which noise adds: logarithms, or the unit where there are none', () => {
    const around = [8, 9, 10, 11, 12];
    const ratios = change(around, around);
    expect(ratios.width).toBeCloseTo(Math.log((ratios.ratioHi ?? 0) / (ratios.ratioLo ?? 0)), 12);
    const differences = change([0, ...around], [0, ...around]);
    expect(differences.width).toBeCloseTo(9.5 * ((differences.hi ?? 0) - (differences.lo ?? 0)), 12);
  });

  test('a smaller tail gives a wider interval', () => {
    const [base, head] = [
      [1, 2, 3, 4, 5, 6, 7],
      [2, 3, 4, 5, 6, 7, 8],
    ];
    const [wide, narrow] = [0.005, 0.2].map((tail) => changeOf(pairOf('sec/op', [base ?? [], head ?? []]), tail));
    expect(wide?.ratioLo).toBeLessThan(narrow?.ratioLo ?? 0);
    expect(wide?.width).toBeGreaterThan(narrow?.width ?? 9);
  });

  test('a ratio out of the range of numbers is none', () => {
    expect(change([5e-324, 5e-324, 5e-324], [1e308, 1e308, 1e308])).toMatchObject({ ratio: null, ratioLo: null });
  });
});

test('of an estimate with its bounds', () => {
  expect(changeOfRatio({ center: 1.5, lo: 1.25, hi: 2 })).toEqual({
    ratio: 1.5,
    ratioLo: 1.25,
    ratioHi: 2,
    lo: 0.25,
    hi: 1,
    width: Math.log(2) - Math.log(1.25),
  });
  expect(changeOfRatio({ center: 1.5, lo: null, hi: 2 })).toMatchObject({ ratioHi: 2, lo: null, hi: 1, width: null });
});

test('a counted change is that of the medians', () => {
  expect(exactChange(pairOf('allocs/op', [[10, 10, 12], [15]]))).toEqual({ ratio: 1.5, ratioLo: 1.5, ratioHi: 1.5 });
  expect(exactChange(pairOf('allocs/op', [[10], [0]])).ratio).toBe(0);
  expect(exactChange(pairOf('allocs/op', [[0], [10]])).ratio).toBeNull();
});

test.each([
  [1, 3, 2],
  [-1e308, 1e308, Number.MAX_VALUE],
  [1e308, -1e308, -Number.MAX_VALUE],
])('from %p to %p is a difference of %p', (base, head, expected) => {
  expect(difference(base, head)).toBe(expected);
});

describe('beyond', () => {
  test.each([
    [0.021, 0.5, 'worse'],
    [0.02, 0.5, null],
    [-0.5, 0.5, null],
    [-0.5, -0.0196, null],
    [-0.5, -0.0197, 'better'],
  ] as const)('for a limit of 2 %% a change of %p … %p is %p', (lo, hi, expected) => {
    expect(beyond({ lo, hi }, 0.02, 'lower')).toBe(expected);
  });

  test('without bounds nothing is sure', () => {
    expect(beyond({ lo: null, hi: null }, 0, 'lower')).toBeNull();
  });

  test('without a direction nothing is worse', () => {
    expect(beyond({ lo: 5, hi: 6 }, 0.02, 'neither')).toBeNull();
  });

  test('where more is better it is the other way round, and exchanging the sides mirrors it', () => {
    const bound = fc.double({ min: -0.9, max: 9, noNaN: true });
    fc.assert(
      fc.property(bound, bound, fc.double({ min: 0, max: 1, noNaN: true }), (a, b, limit) => {
        const [lo, hi] = [Math.min(a, b), Math.max(a, b)];
        const swap = { worse: 'better', better: 'worse' } as const;
        const said = beyond({ lo, hi }, limit, 'lower');
        expect(beyond({ lo, hi }, limit, 'higher')).toBe(said && swap[said]);
      }),
    );
  });
});

test.each([
  [1000, 1032, false],
  [1000, 1033, true],
  [1000, 967, true],
  [10_000, 10_100, false],
  [10_000, 10_101, true],
  [0, 32, false],
  [0, 33, true],
])('B/op from %p to %p is material: %p', (base, head, expected) => {
  expect(isMaterial(metricFor(tidyUnit('B/op').unit), base, head)).toBe(expected);
});

test('a metric without a floor calls everything material', () => {
  expect(isMaterial(metricFor(tidyUnit('ns/op').unit), 1, 1.0000001)).toBe(true);
});
