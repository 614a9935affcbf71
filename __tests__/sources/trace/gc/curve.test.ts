import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MinimumUtilisation } from '../../../../src/sources/trace/gc/curve.ts';
import { MAX_KEPT } from '../../../../src/sources/trace/gc/steps.ts';

const WIDTHS = [3, 10, 50, 400];

/** A step function: from `time` on it is `value`. */
type Change = readonly [time: number, value: number];

/** The definition: the mean of every window that begins at a whole time; changes are at whole times, so none is missed. */
function truth(changes: readonly Change[], end: number, width: number): number | null {
  const start = changes[0]?.[0] ?? end;
  const each: number[] = [];
  for (let time = start; time < end; time++) each.push(changes.findLast(([at]) => at <= time)?.[1] ?? 0);
  const window = Math.min(width, each.length);
  if (window === 0) return null;
  let lowest = 1;
  for (let left = 0; left + window <= each.length; left++)
    lowest = Math.min(lowest, each.slice(left, left + window).reduce((a, b) => a + b, 0) / window);
  return lowest;
}

function computed(changes: readonly Change[], end: number, settleAt: number): readonly (number | null)[] {
  const curve = new MinimumUtilisation(WIDTHS);
  for (const [i, [time, value]] of changes.entries()) {
    if (i === settleAt) curve.settle();
    curve.change(time, value);
  }
  curve.finish(end, false);
  return curve.minima();
}

const course = fc
  .tuple(
    fc.nat(50),
    fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 4 })), { maxLength: 40 }),
    fc.nat(60),
  )
  .map(([start, steps, rest]) => {
    let time = start;
    const changes: Change[] = [[start, 1]];
    for (const [after, quarters] of steps) {
      time += after;
      changes.push([time, quarters / 4]);
    }
    return { changes, end: time + rest };
  });

function close(actual: readonly (number | null)[], expected: readonly (number | null)[]): void {
  expect(actual.map((value) => value === null)).toEqual(expected.map((value) => value === null));
  for (const [i, value] of expected.entries()) if (value !== null) expect(actual[i]).toBeCloseTo(value, 12);
}

test('the lowest mean of all windows, of whatever is known whenever it is settled', () => {
  fc.assert(
    fc.property(course, fc.nat(40), ({ changes, end }, settleAt) => {
      close(
        computed(changes, end, settleAt),
        WIDTHS.map((width) => truth(changes, end, width)),
      );
    }),
    { numRuns: 400 },
  );
});

test('what was going on since the beginning is taken off all steps before it was found out, never below 0', () => {
  fc.assert(
    fc.property(course, fc.array(fc.nat(40), { maxLength: 5 }), ({ changes, end }, found) => {
      const curve = new MinimumUtilisation(WIDTHS);
      curve.share(0, 0.25);
      const expected: [number, number][] = [];
      for (const [i, [time, value]] of changes.entries()) {
        curve.change(time, value);
        expected.push([time, value]);
        for (const late of found) {
          if (late !== i) continue;
          curve.lower();
          for (const step of expected) step[1] = Math.max(0, step[1] - 0.25);
        }
      }
      curve.finish(end, false);
      close(
        curve.minima(),
        WIDTHS.map((width) => truth(expected, end, width)),
      );
    }),
  );
});

test('at one time the lowest value counts', () => {
  const lowered = computed(
    [
      [5, 1],
      [5, 0.5],
      [30, 1],
    ],
    40,
    9,
  );
  const kept = computed(
    [
      [5, 0.5],
      [5, 1],
      [30, 1],
    ],
    40,
    9,
  );
  expect(lowered).toEqual(kept);
  expect(lowered[0]).toBe(0.5);
});

test('as internal/trace has it, the function ends where it became 0 for good', () => {
  const whole = new MinimumUtilisation([400]);
  const cut = new MinimumUtilisation([400]);
  for (const curve of [whole, cut]) {
    curve.change(0, 1);
    curve.change(60, 0);
  }
  whole.finish(100, false);
  cut.finish(100, true);
  expect([whole.minima(), cut.minima()]).toEqual([[0.6], [1]]);
});

test('nothing known, and no time at all', () => {
  expect(computed([], 10, 0)).toEqual([null, null, null, null]);
  expect(computed([[10, 1]], 10, 0)).toEqual([null, null, null, null]);
});

test('a window that holds more changes than are kept is given up, the others are not', () => {
  const curve = new MinimumUtilisation([10, 4 * MAX_KEPT]);
  curve.settle();
  for (let time = 0; time <= MAX_KEPT + 10; time++) curve.change(time, time % 2 === 0 ? 1 : 0.5);
  curve.change(MAX_KEPT + 11, 1);
  curve.finish(5 * MAX_KEPT, false);
  expect(curve.minima()).toEqual([0.75, null]);
});
