import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Durations } from '../../../src/sources/trace/distribution.ts';
import { DurationTable } from '../../../src/sources/trace/tally/durations.ts';

/** Nearest rank over all values, the definition itself. */
function truth(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil((percent * values.length) / 100) - 1] ?? 0;
}

function filled(values: readonly number[], exact = false): Durations {
  const durations = new Durations(exact);
  for (const value of values) durations.add(value);
  return durations;
}

/** Nanoseconds of every magnitude, and the edges of octaves. */
const ns = fc.oneof(
  fc.nat(2 ** 52 - 1),
  fc.nat(300),
  fc.nat(10_000_000),
  fc
    .tuple(fc.integer({ min: 0, max: 51 }), fc.integer({ min: -1, max: 1 }))
    .map(([power, off]) => Math.max(0, 2 ** power + off)),
);

test('count, sum and maximum are exact; percentiles are within 1/128', () => {
  fc.assert(
    fc.property(fc.array(ns, { maxLength: 300 }), (values) => {
      const { count, total, max, ...percentiles } = filled(values).distribution();
      expect(count).toBe(values.length);
      expect(total).toBe(Number(values.reduce((sum, value) => sum + BigInt(value), 0n)));
      expect(max).toBe(Math.max(0, ...values));
      for (const [name, percent] of [
        ['p50', 50],
        ['p90', 90],
        ['p99', 99],
      ] as const) {
        const true_ = truth(values, percent);
        expect(Math.abs(percentiles[name] - true_)).toBeLessThanOrEqual(true_ / 128);
        expect(percentiles[name]).toBeLessThanOrEqual(max);
      }
    }),
  );
});

test('exact percentiles are values that were added', () => {
  fc.assert(
    fc.property(fc.array(ns, { maxLength: 100 }), (values) => {
      const { p50, p90, p99 } = filled(values, true).distribution();
      expect([p50, p90, p99]).toEqual([50, 90, 99].map((percent) => truth(values, percent)));
    }),
  );
});

test('values below 128 are exact in a histogram too', () => {
  const values = Array.from({ length: 128 }, (_, index) => index);
  expect(filled(values).distribution()).toEqual(filled(values, true).distribution());
});

test('the bound of 1/128 is reached, so it is not stated too wide', () => {
  const values = [2 ** 40, 2 ** 41];
  expect(filled(values).distribution().p50 / 2 ** 40 - 1).toBeCloseTo(1 / 128, 6);
});

test('a sum beyond 2^53 is rounded once', () => {
  const durations = filled(new Array(5).fill(2 ** 52 - 1));
  expect(durations.total).toBe(Number(5n * (2n ** 52n - 1n)));
});

test('nothing added: all zero', () => {
  const zero = { count: 0, total: 0, p50: 0, p90: 0, p99: 0, max: 0 };
  expect(new Durations().distribution()).toEqual(zero);
  expect(new Durations(true).distribution()).toEqual(zero);
});

test('rows of a table are together what one distribution of all their values is', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(4), ns), { maxLength: 2500 }), fc.boolean(), (added, exact) => {
      const table = new DurationTable(exact);
      for (const [row, value] of added) {
        table.ensure(row + 1);
        table.add(row, value);
      }
      const some = added.filter(([row]) => row % 2 === 0).map(([, value]) => value);
      expect(table.distribution([0, 2, 4])).toEqual(filled(some, exact).distribution());
    }),
    { numRuns: 50 },
  );
});
