import { expect, test } from '@jest/globals';
import { binomial, hypergeometric, poisson } from '../../src/stats/poisson.ts';
import { choices } from './brute-force.ts';
import { off } from './relative.ts';

test('poisson is e^−μ μ^k/k!', () => {
  for (const mean of [0.001, 1, 7.5, 300]) {
    let expected = Math.exp(-mean);
    for (let k = 0; k < 60; k++, expected *= mean / k) expect(off(poisson(k, mean), expected)).toBeLessThan(1e-12);
  }
});

test('binomial adds up to 1 and is as counted', () => {
  for (const n of [0, 1, 5, 1000]) {
    let sum = 0;
    for (let k = 0; k <= n; k++) sum += binomial(k, n, 0.3);
    expect(sum).toBeCloseTo(1, 12);
  }
  expect(off(binomial(2, 5, 0.25), (10 * 27) / 1024)).toBeLessThan(1e-14);
});

test('hypergeometric is the share of the choices, counted', () => {
  for (let marked = 1; marked <= 5; marked++)
    for (let others = 1; others <= 5; others++)
      for (let n = 1; n < marked + others; n++) {
        const all = choices(marked + others, n).map((chosen) => chosen.filter((i) => i < marked).length);
        for (let k = Math.max(0, n - others); k <= Math.min(n, marked); k++) {
          const share = all.filter((count) => count === k).length / all.length;
          expect(off(hypergeometric(k, n, marked, others), share)).toBeLessThan(1e-12);
        }
      }
});
