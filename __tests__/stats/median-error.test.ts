import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { medianWithError } from '../../src/stats/median-error.ts';

test('fewer than three values say nothing of their spread', () => {
  expect(medianWithError([])).toBeNull();
  expect(medianWithError([1, 2])).toBeNull();
});

test('by hand: 1 2 3 4 100 has median 3 and a MAD of 1, whatever the outlier', () => {
  const result = medianWithError([100, 2, 3, 4, 1]);
  expect(result?.median).toBe(3);
  expect(result?.error).toBeCloseTo((1.4826 * Math.sqrt(Math.PI / 2)) / Math.sqrt(5), 12);
  expect(medianWithError([1e9, 2, 3, 4, 1])).toEqual(result);
});

test('does not sort what it was given', () => {
  const values = [3, 1, 2];
  medianWithError(values);
  expect(values).toEqual([3, 1, 2]);
});

test('scales with the data, and lies within it', () => {
  const value = fc.integer({ min: -1000, max: 1000 });
  fc.assert(
    fc.property(fc.array(value, { minLength: 3, maxLength: 40 }), (values) => {
      const [one, eight] = [medianWithError(values), medianWithError(values.map((v) => 8 * v))];
      expect(eight?.median).toBe(8 * (one?.median ?? Number.NaN));
      expect(eight?.error).toBeCloseTo(8 * (one?.error ?? Number.NaN), 6);
      expect(one?.median).toBeGreaterThanOrEqual(Math.min(...values));
      expect(one?.median).toBeLessThanOrEqual(Math.max(...values));
    }),
  );
});

/** Uniform numbers from a seed (Park and Miller's minimal standard generator). */
function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

test('for normal data the error is the spread of the median: 95 % of medians within two of it', () => {
  const next = uniform(20270102);
  const normal = () => Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next());
  const trials = Array.from({ length: 2000 }, () => medianWithError(Array.from({ length: 25 }, normal)));
  const within = trials.filter((t) => t !== null && Math.abs(t.median) <= 2 * t.error).length / trials.length;
  expect(within).toBeGreaterThan(0.9);
  expect(within).toBeLessThan(0.98);
});
