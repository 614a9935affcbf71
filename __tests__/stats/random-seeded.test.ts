import { expect, test } from '@jest/globals';
import { seeded } from '../../src/stats/random.ts';
import { times } from './random.ts';

test('the same seed gives the same numbers, another one others', () => {
  expect(times(5, seeded(42))).toEqual(times(5, seeded(42)));
  expect(times(5, seeded(42))).not.toEqual(times(5, seeded(43)));
  expect(times(5, seeded(2 ** 40))).not.toEqual(times(5, seeded(0)));
});

test('numbers are spread evenly over [0, 1) and do not hang together', () => {
  const random = seeded(1);
  const numbers = times(100_000, random);
  const bins = times(20, () => 0);
  for (const u of numbers) bins[Math.floor(u * 20)] = (bins[Math.floor(u * 20)] ?? 0) + 1;
  const chi = bins.reduce((sum, n) => sum + (n - 5000) ** 2 / 5000, 0);
  // 19 degrees of freedom: mean 19, standard deviation 6.2.
  expect(chi).toBeLessThan(45);
  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...numbers)).toBeLessThan(1);
  const serial = numbers.slice(1).reduce((sum, u, i) => sum + (u - 0.5) * ((numbers[i] ?? 0) - 0.5), 0) / 100_000;
  // The standard deviation of a product is 1/12, of their mean 1/12/√100,000.
  expect(Math.abs(serial)).toBeLessThan((4 / 12) * 0.00317);
});
