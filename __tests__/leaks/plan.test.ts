import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LONGER, workOf } from '../../src/leaks/confirm.ts';
import { FEWEST_STEPS } from '../../src/leaks/course.ts';
import { firstProcess, nextProcess } from '../../src/leaks/plan.ts';
import { goroutines, run, series, site } from './make.ts';

const still = (n: number) =>
  site(
    'still',
    series(n, () => 1000),
  );

test('a step of the first process is a tenth of a second of work, and one iteration at least', () => {
  expect(firstProcess(1e-6)).toMatchObject({ steps: 24, iterations: 100_000 });
  expect(firstProcess(2)).toMatchObject({ steps: 24, iterations: 1 });
  expect(firstProcess(0)).toMatchObject({ iterations: 1 });
  expect(firstProcess(1e-6, 3).steps).toBe(FEWEST_STEPS);
});

test('a later process is long enough to confirm, and within the time where that can be', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 12, max: 60 }),
      fc.integer({ min: 1, max: 1e6 }),
      fc.nat(600),
      (n, iterations, left) => {
        const before = run([still(n)], { iterations });
        const next = nextProcess(before, 24, left);
        const work = next.steps * next.iterations;
        expect(work).toBeGreaterThanOrEqual(LONGER * workOf(before));
        const least = nextProcess(before, 24, 0).seconds;
        expect(next.seconds).toBeLessThanOrEqual(Math.max(least, left + next.steps * 0.2));
      },
    ),
  );
});

test('one that held too much before it had twelve steps is tried again with less in a step', () => {
  const piled = run([], { goroutines: [goroutines('g', [50_000, 100_000])], iterations: 50_000 });
  const next = nextProcess(piled, 24, 60);
  expect(next.iterations * (24 / 1)).toBeLessThan(20_000);
  expect(next.steps).toBe(24);
});

test('a leak is not run until the machine is full', () => {
  const before = run(
    [
      site(
        'leak',
        series(24, (i) => i * 10 * 2 ** 20),
      ),
    ],
    { iterations: 1000 },
  );
  const next = nextProcess(before, 24, 3600);
  expect((next.iterations / 1000) * next.steps * 10 * 2 ** 20).toBeLessThan(1.1 * 2 ** 30);
});
