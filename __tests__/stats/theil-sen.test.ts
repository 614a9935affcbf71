import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { theilSen } from '../../src/stats/theil-sen.ts';
import { gaussian, seeded, times } from './random.ts';

test('the median of the slopes of all pairs', () => {
  expect(theilSen([0, 1, 2], [0, 1, 5])).toBe(2.5);
  expect(theilSen([0, 1, 3, 4], [0, 2, 3, 8])).toBe(2);
});

test('pairs at one time have no slope', () => {
  expect(theilSen([0, 0, 1], [0, 10, 4])).toBe(-1);
  expect(theilSen([1, 1, 1], [1, 2, 3])).toBeNaN();
  expect(theilSen([], [])).toBeNaN();
});

test('a line is found among a quarter of wild values', () => {
  const random = seeded(5);
  const xs = times(200, () => 0).map((_, i) => i);
  const ys = xs.map((x) => 3 * x + gaussian(random) + (random() < 0.25 ? 1e6 * gaussian(random) : 0));
  expect(Math.abs(theilSen(xs, ys) - 3)).toBeLessThan(0.05);
});

test('of many points some are taken, from the first to the last', () => {
  const xs = times(50_000, () => 0).map((_, i) => i);
  expect(
    theilSen(
      xs,
      xs.map((x) => 2 * x + 1),
    ),
  ).toBe(2);
});

test('it follows the scale of both axes', () => {
  const points = fc.array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: -99, max: 99 })), {
    minLength: 2,
    maxLength: 30,
  });
  const property = fc.property(points, (unordered) => {
    const ordered = [...unordered].sort(([a], [b]) => a - b);
    const [xs, ys] = [ordered.map(([x]) => x), ordered.map(([, y]) => y)];
    const [slope, scaled] = [
      theilSen(xs, ys),
      theilSen(
        xs.map((x) => 4 * x + 7),
        ys.map((y) => 8 * y - 3),
      ),
    ];
    if (Number.isNaN(slope)) expect(scaled).toBeNaN();
    else expect(Math.abs(scaled - 2 * slope)).toBeLessThan(1e-9);
  });
  fc.assert(property);
});
