import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { courseOf, drawdown, FEWEST_STEPS, type Shape } from '../../src/leaks/course.ts';
import { seeded } from '../../src/stats/random.ts';
import { series } from './make.ts';

const shape = (n: number, value: (i: number) => number) => courseOf(series(n, value)).shape;

describe('the course of a quantity', () => {
  test.each<[string, Shape, (i: number, n: number) => number]>([
    ['nothing', 'flat', () => 4096],
    ['what falls', 'flat', (i) => 5000 - 20 * i],
    ['a byte a step', 'grows', (i) => i],
    ['a large heap that grows a little', 'grows', (i) => 1e9 + 64 * i],
    [
      'a slice that is appended to',
      'grows',
      (i) => Math.round(1000 * 1.25 ** Math.ceil(Math.log(i + 1) / Math.log(1.25))),
    ],
    ['a map that doubles', 'grows', (i) => 2 ** Math.ceil(Math.log2(i + 1))],
    ['a cache that fills in the middle', 'levelled', (i, n) => Math.min(i, n / 2) * 100],
    ['a jump in the middle', 'levelled', (i, n) => (i > n / 2 ? 1e6 : 0)],
    ['a jump at the end', 'unclear', (i, n) => (i > n - 3 ? 1e6 : 0)],
    ['a sawtooth', 'returned', (i) => (i % 7) * 100],
    ['up and down', 'returned', (i, n) => Math.min(i, n - i) * 100],
    ['a logarithm', 'unclear', (i) => Math.round(1e4 * Math.log(i + 1))],
    ['what approaches a bound', 'levelled', (i, n) => Math.round(1e6 * (1 - Math.exp((-12 * i) / n)))],
  ])('%s: %s', (_, expected, value) => {
    for (const n of [24, 36, 81]) expect([n, shape(n, (i) => value(i, n))]).toEqual([n, expected]);
  });

  test('growth that every step has is told, whatever its size and where it begins', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: FEWEST_STEPS, max: 100 }),
        fc.integer({ min: 1, max: 1e6 }),
        fc.integer({ min: 0, max: 1e9 }),
        (n, slope, start) => {
          const course = courseOf(series(n, (i) => start + slope * i));
          expect(course.shape).toBe('grows');
          expect(course.slope).toBeCloseTo(slope, 6);
        },
      ),
    );
  });

  test('what never rises is flat or has come back, and growth is never told of it', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1e6), { minLength: FEWEST_STEPS, maxLength: 60 }), (values) => {
        const falling = [...values].sort((a, b) => b - a);
        expect(courseOf(falling).shape).toBe('flat');
      }),
    );
  });

  test('neither a scale nor a constant beside it changes the shape of what grows evenly or comes back', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(1000), { minLength: FEWEST_STEPS, maxLength: 60 }),
        fc.integer({ min: 1, max: 1000 }),
        (values, scale) => {
          const scaled = courseOf(values.map((v) => v * scale));
          const course = courseOf(values);
          expect(scaled.shape).toBe(course.shape);
          expect(scaled.growth).toBeCloseTo(course.growth * scale, 3);
        },
      ),
    );
  });

  test('random walks grow in fewer than 1 in 200, noise never', () => {
    const random = seeded(7);
    let [walks, noises] = [0, 0];
    for (let k = 0; k < 1000; k++) {
      let at = 0;
      if (shape(24 + (k % 40), () => (at += random() - 0.5)) === 'grows') walks++;
      if (shape(24 + (k % 40), () => random()) === 'grows') noises++;
    }
    expect(walks).toBeLessThan(5);
    expect(noises).toBe(0);
  });

  test('a drawdown is the most that it falls from a height before', () => {
    expect(drawdown([1, 5, 3, 9, 4, 8])).toBe(5);
    expect(drawdown([1, 2, 3])).toBe(0);
    expect(drawdown([])).toBe(0);
  });
});
