import { describe, expect, test } from '@jest/globals';
import { changeOfRatio } from '../../src/compare/change.ts';
import { detectionOf, type Hurdle } from '../../src/compare/detection.ts';
import { MANN_WHITNEY } from '../../src/compare/mann-whitney-method.ts';
import type { Method } from '../../src/compare/method.ts';
import { TIMES } from '../../src/compare/time-method.ts';
import { normalQuantile } from '../../src/stats/normal.ts';
import { seeded, times } from '../stats/random.ts';
import { noisy, pairOf } from './make.ts';

function hurdle(rounds: number, level = 0.005, above = 0): Hurdle {
  return { rounds, level, power: 0.8, above };
}

/** An interval as wide as that of a normal estimate with this deviation, in logarithms. */
function normal(deviation: number): Pick<Method, 'change'> {
  return {
    change: (_, tail) => {
      const half = -normalQuantile(tail) * deviation;
      return changeOfRatio({ center: 1, lo: Math.exp(-half), hi: Math.exp(half) });
    },
  };
}

const eight = pairOf('ns/op', [times(8, () => 1), times(8, () => 1)]);
const power = normalQuantile(0.8);

describe('of an estimate that is normal', () => {
  test('the shift is found with the power asked for: z of the level and z of the power deviations', () => {
    const { detectable } = detectionOf(eight, [hurdle(8)], 0.1, normal(0.01));
    expect(detectable).toBeCloseTo(Math.expm1((-normalQuantile(0.005) + power) * 0.01), 10);
  });

  test('with other numbers of rounds it falls with their square root', () => {
    const shift = (rounds: number) =>
      Math.log1p(detectionOf(eight, [hurdle(rounds)], 0.1, normal(0.01)).detectable ?? Number.NaN);
    expect(shift(32)).toBeCloseTo(shift(8) / 2, 10);
    expect(shift(2)).toBeCloseTo(shift(8) * 2, 10);
  });

  test('an estimate that must be above something has that to reach first', () => {
    const { detectable } = detectionOf(eight, [hurdle(8, 0.5, 0.015)], 0.1, normal(0.01));
    expect(detectable).toBeCloseTo(Math.expm1(Math.log1p(0.015) + power * 0.01), 10);
  });

  test('of several hurdles the highest counts', () => {
    const [high, low] = [hurdle(8, 1e-4), hurdle(48, 1e-3)];
    const only = detectionOf(eight, [high], 0.1, normal(0.03));
    expect(detectionOf(eight, [low, high], 0.1, normal(0.03))).toEqual(only);
    expect(detectionOf(eight, [high, low], 0.1, normal(0.03))).toEqual(only);
    expect(only.rounds).toBe(8);
  });

  test('resolved means within the resolution, and the rounds that it takes are enough, and no more', () => {
    const at = (rounds: number) => detectionOf(eight, [hurdle(rounds)], 0.1, normal(0.04));
    const { resolved, needs } = at(8);
    expect(resolved).toBe(false);
    expect(at(needs ?? 0)).toMatchObject({ resolved: true, needs: null });
    expect(at((needs ?? 0) - 1).resolved).toBe(false);
  });

  test('more rounds than anybody would take are not named', () => {
    expect(detectionOf(eight, [hurdle(8)], 0.1, normal(5))).toMatchObject({ resolved: false, needs: null });
    expect(detectionOf(eight, [hurdle(8)], 0, normal(0.01))).toMatchObject({ resolved: false, needs: null });
  });
});

test.each([
  [0.005, true],
  [0.2, false],
])('with a spread of %p, being able to show 10 %% is %p', (sd, resolved) => {
  for (const method of [TIMES, MANN_WHITNEY]) {
    const random = seeded(2);
    const pair = pairOf('ns/op', [noisy(8, 1, sd, random), noisy(8, 1, sd, random)]);
    const detection = detectionOf(pair, [hurdle(8)], 0.1, method);
    expect(detection.resolved).toBe(resolved);
    expect((detection.detectable ?? 1) <= 0.1).toBe(resolved);
  }
});

test('what would have been enough is said', () => {
  const random = seeded(3);
  const pair = pairOf('ns/op', [noisy(12, 1, 0.08, random), noisy(12, 1, 0.08, random)]);
  const { needs, rounds } = detectionOf(pair, [hurdle(12)], 0.1, TIMES);
  expect(rounds).toBe(12);
  expect(needs).toBeGreaterThan(12);
  expect(detectionOf(pair, [hurdle(2 * (needs ?? 0))], 0.1, TIMES).resolved).toBe(true);
});

test('too few samples for any result detect nothing, however calm', () => {
  const pair = pairOf('ns/op', [times(3, () => 1), times(3, () => 1)]);
  for (const method of [TIMES, MANN_WHITNEY])
    expect(detectionOf(pair, [hurdle(3)], 0.1, method)).toMatchObject({
      detectable: null,
      resolved: false,
      rounds: 3,
      needs: expect.any(Number),
    });
});

test('one sample a side says nothing about its noise', () => {
  for (const method of [TIMES, MANN_WHITNEY])
    expect(detectionOf(pairOf('ns/op', [[1], [1]]), [hurdle(1, 0.5)], 0.1, method)).toMatchObject({
      detectable: null,
      resolved: false,
    });
});

describe('where nothing spreads, everything can be detected', () => {
  test.each([64, 0])('constant %p', (value) => {
    const constant = Array<number>(8).fill(value);
    expect(detectionOf(pairOf('B/op', [constant, constant]), [hurdle(8)], 0.1, MANN_WHITNEY).resolved).toBe(true);
  });
});

test('a few bytes about nothing are nothing: the floor counts as resolution', () => {
  const around = [-6, -4, -2, -1, 1, 2, 4, 6];
  const detection = (metric?: object) =>
    detectionOf(pairOf('B/op', [around, around], metric), [hurdle(8)], 0.1, MANN_WHITNEY);
  expect(detection()).toMatchObject({ resolved: true, detectable: null });
  expect(detection({ floor: { relative: 0, absolute: 0 } })).toMatchObject({ resolved: false, detectable: null });
});

test('values below 0 are measured in their own unit, and told relative to the centre of base', () => {
  const values = [-10, -11, -9, -10, -12, -8, -10, -11];
  const pair = (by: number) => pairOf('x', [values.map((v) => by * v), values.map((v) => by * v)]);
  const [one, tenfold] = [1, 10].map((by) => detectionOf(pair(by), [hurdle(8)], 0.1, MANN_WHITNEY).detectable);
  expect(one).toBeGreaterThan(0.05);
  expect(tenfold).toBeCloseTo(one ?? 0, 10);
});

test('wild values give no infinite answer', () => {
  const wild = [1e-300, 1e300, 1e-200, 1e200, 1, 1e100, 1e-100, 1e250];
  for (const method of [TIMES, MANN_WHITNEY])
    expect(detectionOf(pairOf('x', [wild, wild]), [hurdle(8)], 0.1, method)).toMatchObject({
      detectable: null,
      resolved: false,
      needs: null,
    });
});
