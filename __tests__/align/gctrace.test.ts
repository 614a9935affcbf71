import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { alignGcTrace, type GcAlignment } from '../../src/align/gctrace.ts';
import { type Cycle, gcCycles, ranges } from './cycles.ts';

/** Cycles at irregular times, as real ones are: gaps of 1 to 200 ms, marks of 0.1 to 9 ms. */
const irregular = fc
  .array(fc.tuple(fc.integer({ min: 1_000_000, max: 200_000_000 }), fc.integer({ min: 100_000, max: 9_000_000 })), {
    minLength: 6,
    maxLength: 60,
  })
  .map((steps) => {
    let at = 0;
    return steps.map(([gap, mark]): Cycle => {
      at += gap + mark;
      return { at, mark };
    });
  });

const aligned = (result: ReturnType<typeof alignGcTrace>): GcAlignment => {
  if ('problem' in result) throw new Error(result.problem);
  return result;
};

describe('cycles of one process', () => {
  test('are matched whatever part of them the trace has, and to within half of a printed millisecond', () => {
    const property = fc.property(
      irregular,
      fc.nat(2),
      fc.nat(2),
      fc.integer({ min: -1e12, max: 1e12 }),
      fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 60, maxLength: 60 }),
      (cycles, before, behind, offset, jitter) => {
        const seen = cycles.slice(before, cycles.length - behind);
        if (seen.length < 3) return;
        const result = alignGcTrace(ranges(seen, offset, jitter), gcCycles(cycles));
        // Two places of few cycles may look alike: then nothing is said, or the right place.
        if ('problem' in result) expect(result.problem).toContain('too regular');
        else {
          expect(result).toMatchObject({ firstNumber: before + 1, matched: seen.length });
          expect(result.residual).toBeLessThanOrEqual(510_001);
          expect(Math.abs(result.offset - offset - 500_000)).toBeLessThanOrEqual(520_001);
        }
      },
    );
    fc.assert(property);
  });

  const cycles: readonly Cycle[] = [3, 17, 40, 44, 90, 131, 190, 207].map((ms, i) => ({
    at: ms * 1e6 + 1234 * i,
    mark: (1 + i) * 1e6,
  }));
  const log = gcCycles(cycles);

  test('of which the log lacks the first and the last', () =>
    expect(aligned(alignGcTrace(ranges(cycles, 5e9), log.slice(1, -1)))).toMatchObject({ firstNumber: 1, matched: 6 }));
  test('of which a torn line is missing among the others', () =>
    expect(aligned(alignGcTrace(ranges(cycles, 5e9), log.toSpliced(3, 1)))).toMatchObject({
      firstNumber: 1,
      matched: 7,
    }));
  test('of which some were forced', () => {
    const forced = log.map((cycle, i) => ({ ...cycle, forced: i % 2 === 0 }));
    expect(aligned(alignGcTrace(ranges(cycles.slice(1), 0), forced))).toMatchObject({ firstNumber: 2, matched: 7 });
  });
});

test('a cycle in twenty may have been interrupted between the two readings', () => {
  const cycles = Array.from({ length: 45 }, (_, i): Cycle => ({ at: i * 60e6 + (i % 7) * 3e6, mark: 1e6 }));
  const late = (n: number) => cycles.map((_, i) => (i < n ? 4e6 * (i + 1) : 0));
  const result = alignGcTrace(ranges(cycles, 0, late(2)), gcCycles(cycles));
  expect(aligned(result)).toMatchObject({ firstNumber: 1, matched: 45, interrupted: 2 });
  expect(aligned(result).residual).toBeLessThan(1e6);
  expect(alignGcTrace(ranges(cycles, 0, late(4)), gcCycles(cycles))).toHaveProperty('problem');
});

describe('nothing is said of', () => {
  const problem = (result: ReturnType<typeof alignGcTrace>) => ('problem' in result ? result.problem : result);
  const regular = Array.from({ length: 20 }, (_, i): Cycle => ({ at: i * 50e6, mark: 1e6 }));

  test('too few cycles', () =>
    expect(problem(alignGcTrace(ranges(regular.slice(0, 2), 0), gcCycles(regular)))).toBe(
      'too few cycles to align: 2 in the trace, 20 in gctrace, 3 are needed of each',
    ));
  test('cycles as regular as a clock', () =>
    expect(problem(alignGcTrace(ranges(regular.slice(3, 17), 0), gcCycles(regular)))).toContain('too regular'));
  test('cycles of different processes', () => {
    const other = [1, 9, 100, 130, 170, 171, 260].map((ms): Cycle => ({ at: ms * 1e6, mark: 1e6 }));
    expect(problem(alignGcTrace(ranges(other, 0), gcCycles(regular)))).toContain('do not fit');
  });
});

test('durations tell places of regular cycles apart', () => {
  const cycles = Array.from({ length: 12 }, (_, i): Cycle => ({ at: i * 50e6, mark: (1 + ((i * i) % 7)) * 1e6 }));
  const result = alignGcTrace(ranges(cycles.slice(2, 10), 7e9), gcCycles(cycles));
  expect(aligned(result)).toMatchObject({ firstNumber: 3, matched: 8 });
});

test('ten thousand cycles on either side take no time', () => {
  const cycles = Array.from(
    { length: 10_000 },
    (_, i): Cycle => ({ at: i * 7e6 + ((i * 7919) % 1000) * 5e3, mark: 1e6 }),
  );
  expect(aligned(alignGcTrace(ranges(cycles.slice(1), 0), gcCycles(cycles)))).toMatchObject({
    firstNumber: 2,
    matched: 9999,
  });
});
