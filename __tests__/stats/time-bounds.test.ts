import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Dated } from '../../src/stats/drift.ts';
import { timeBounds, timeTest } from '../../src/stats/time-test.ts';
import { MACHINES } from './machine.ts';
import { seeded, times } from './random.ts';

function moved({ value, round }: Dated, by: number): Dated {
  return { value: value.map((v) => v + by), round };
}

const TAIL = 0.05;

describe.each(MACHINES)('$name', ({ measure }) => {
  test.each([8, 20])('%p samples a side: each bound is beyond the true shift as often as it promises', (n) => {
    const random = seeded(100 + n);
    const shift = 0.08;
    const draws = times(600, () => {
      const { base, head } = measure(n, random);
      const { lo, hi } = timeBounds(base, moved(head, shift), TAIL);
      return { below: (lo ?? -1) <= shift, above: (hi ?? 1) >= shift };
    });
    const share = (side: 'below' | 'above') => draws.filter((d) => d[side]).length / draws.length;
    expect(share('below')).toBeGreaterThanOrEqual(0.93);
    expect(share('above')).toBeGreaterThanOrEqual(0.93);
  });
});

const side = (n: number) =>
  fc
    .array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: n, maxLength: n })
    .map((value): Dated => ({ value, round: value.map((_, i) => i) }));

test('the lower bound is not above the upper', () => {
  fc.assert(
    fc.property(side(9), side(8), fc.constantFrom(0.01, 0.05, 0.2), (base, head, tail) => {
      const { lo, hi } = timeBounds(base, head, tail);
      expect(lo ?? Number.NaN).toBeLessThanOrEqual(hi ?? Number.NaN);
    }),
    { numRuns: 300 },
  );
});

/** The search for the bounds ends at a hundredth of a step, the steps are twelfths of the spread. */
const SEARCHED = 1e-3;

test('moving head moves the bounds with it', () => {
  fc.assert(
    fc.property(side(10), side(10), fc.double({ min: -3, max: 3, noNaN: true }), (base, head, by) => {
      const [still, there] = [timeBounds(base, head, TAIL), timeBounds(base, moved(head, by), TAIL)];
      expect(Math.abs((there.lo ?? 0) - (still.lo ?? 0) - by)).toBeLessThan(SEARCHED);
      expect(Math.abs((there.hi ?? 0) - (still.hi ?? 0) - by)).toBeLessThan(SEARCHED);
    }),
    { numRuns: 200 },
  );
});

test('swapping the sides mirrors the bounds', () => {
  fc.assert(
    fc.property(side(10), side(10), (base, head) => {
      const [there, back] = [timeBounds(base, head, TAIL), timeBounds(head, base, TAIL)];
      expect(Math.abs((there.lo ?? 0) + (back.hi ?? 0))).toBeLessThan(SEARCHED);
      expect(Math.abs((there.hi ?? 0) + (back.lo ?? 0))).toBeLessThan(SEARCHED);
    }),
    { numRuns: 200 },
  );
});

test('what the bounds exclude the test calls, mostly: it is the same three tests', () => {
  const random = seeded(4);
  let [excluded, both] = [0, 0];
  for (const { measure } of MACHINES)
    for (let i = 0; i < 200; i++) {
      const { base, head } = measure(20, random);
      const slower = moved(head, 0.03);
      if ((timeBounds(base, slower, TAIL).lo ?? 0) <= 0) continue;
      excluded++;
      if (timeTest(base, slower, TAIL).greater <= TAIL) both++;
    }
  expect(excluded).toBeGreaterThan(100);
  expect(both / excluded).toBeGreaterThan(0.98);
});

describe('too few samples for a bound', () => {
  const first = (n: number): Dated => ({ value: times(n, () => 0).map((_, i) => i), round: times(n, () => 0) });
  test.each([1, 2, 3])('%p a side at 4 %%', (n) => {
    expect(timeBounds(first(n), first(n), 0.02)).toEqual({ lo: null, hi: null });
  });

  test('six a side are enough', () => {
    const { lo, hi } = timeBounds(first(6), first(6), 0.05);
    expect(lo).toBeLessThan(0);
    expect(hi).toBeGreaterThan(0);
  });
});

test('fast samples that are surely slower and slow ones that are surely faster: the bounds are in order', () => {
  const base = times(40, () => 0).map((_, i) => (i < 12 ? i / 100 : 2 + i / 100));
  const head = times(40, () => 0).map((_, i) => 0.5 + i / 100);
  const dated = (value: readonly number[]): Dated => ({ value, round: value.map((_, i) => i) });
  const { lo, hi } = timeBounds(dated(base), dated(head), TAIL);
  expect(lo ?? 0).toBeLessThanOrEqual(0);
  expect(hi ?? 0).toBeGreaterThan(0);
});
