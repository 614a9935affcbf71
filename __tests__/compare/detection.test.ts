import { describe, expect, test } from '@jest/globals';
import type { Hurdle } from '../../src/compare/detection.ts';
import { MANN_WHITNEY } from '../../src/compare/mann-whitney-method.ts';
import { detectableShift } from '../../src/stats/power.ts';
import { spread } from '../../src/stats/spread.ts';
import { seeded } from '../stats/random.ts';
import { noisy, pairOf } from './make.ts';

function hurdle(n: number, alpha = 0.005): Hurdle {
  return { n, m: n, alpha, power: 0.8, samples: 'rounds' };
}

test('is the shift of the power formula on the logarithmic scale', () => {
  const values = noisy(8, 1e-6, 0.05, seeded(1));
  const { detectable } = MANN_WHITNEY.detection(pairOf('ns/op', [values, values]), [hurdle(8)], 0.1);
  const shift = detectableShift(hurdle(8)) ?? Number.NaN;
  expect(detectable).toBeCloseTo(Math.exp(shift * spread(values.map(Math.log))) - 1, 10);
});

test.each([
  [0.01, true],
  [0.2, false],
])('with a spread of %p, being able to show 10 %% is %p', (sd, resolved) => {
  const random = seeded(2);
  const pair = pairOf('ns/op', [noisy(8, 1, sd, random), noisy(8, 1, sd, random)]);
  const detection = MANN_WHITNEY.detection(pair, [hurdle(8)], 0.1);
  expect(detection.resolved).toBe(resolved);
  expect((detection.detectable ?? 1) <= 0.1).toBe(resolved);
});

test('what would have been enough is said, and is enough', () => {
  const random = seeded(3);
  const pair = pairOf('ns/op', [noisy(8, 1, 0.08, random), noisy(8, 1, 0.08, random)]);
  const [need] = MANN_WHITNEY.detection(pair, [hurdle(8)], 0.1).needs;
  expect(need).toMatchObject({ samples: 'rounds', has: 8 });
  const n = need?.needs ?? 0;
  expect(n).toBeGreaterThan(8);
  expect(MANN_WHITNEY.detection(pair, [hurdle(n)], 0.1).resolved).toBe(true);
  expect(MANN_WHITNEY.detection(pair, [hurdle(n - 1)], 0.1).resolved).toBe(false);
});

test('of several hurdles the highest counts, and only those too high are named', () => {
  const random = seeded(4);
  const pair = pairOf('ns/op', [noisy(8, 1, 0.1, random), noisy(8, 1, 0.1, random)]);
  const low: Hurdle = { ...hurdle(200, 0.1), samples: 'fresh rounds' };
  const both = MANN_WHITNEY.detection(pair, [hurdle(8), low], 0.1);
  expect(both.detectable).toBe(MANN_WHITNEY.detection(pair, [hurdle(8)], 0.1).detectable);
  expect(both.needs.map((n) => n.samples)).toEqual(['rounds']);
});

test('too few samples for any result detect nothing, however calm', () => {
  const pair = pairOf('ns/op', [
    [1, 1, 1],
    [1, 1, 1],
  ]);
  expect(MANN_WHITNEY.detection(pair, [hurdle(3)], 0.1)).toEqual({
    detectable: null,
    resolved: false,
    needs: [{ samples: 'rounds', has: 3, needs: 5 }],
  });
});

test('one sample a side says nothing about its noise', () => {
  const detection = MANN_WHITNEY.detection(pairOf('ns/op', [[1], [1]]), [hurdle(1, 0.5)], 0.1);
  expect(detection).toMatchObject({ detectable: null, resolved: false });
});

describe('where nothing spreads, everything can be detected', () => {
  test.each([64, 0])('constant %p', (value) => {
    const constant = Array<number>(8).fill(value);
    expect(MANN_WHITNEY.detection(pairOf('B/op', [constant, constant]), [hurdle(8)], 0.1).resolved).toBe(true);
  });
});

test('a few bytes about nothing are nothing: the floor counts as resolution', () => {
  const around = [-6, -4, -2, -1, 1, 2, 4, 6];
  const pair = (metric?: object) => pairOf('B/op', [around, around], metric);
  expect(MANN_WHITNEY.detection(pair(), [hurdle(8)], 0.1)).toMatchObject({ resolved: true, detectable: null });
  const strict = { floor: { relative: 0, absolute: 0 } };
  expect(MANN_WHITNEY.detection(pair(strict), [hurdle(8)], 0.1)).toMatchObject({ resolved: false, detectable: null });
});

test('values below 0 are measured in their own unit', () => {
  const values = [-10, -11, -9, -10, -12, -8, -10, -11];
  const { detectable } = MANN_WHITNEY.detection(pairOf('x', [values, values]), [hurdle(8)], 0.1);
  const shift = detectableShift(hurdle(8)) ?? Number.NaN;
  expect(detectable).toBeCloseTo((shift * spread(values)) / 10, 10);
});

test('wild values give no infinite answer', () => {
  const wild = [1e-300, 1e300, 1e-200, 1e200, 1, 1e100, 1e-100, 1e250];
  expect(MANN_WHITNEY.detection(pairOf('x', [wild, wild]), [hurdle(8)], 0.1)).toEqual({
    detectable: null,
    resolved: false,
    needs: [{ samples: 'rounds', has: 8, needs: null }],
  });
});
