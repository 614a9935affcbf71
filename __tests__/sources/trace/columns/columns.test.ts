import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MAX_STEPS } from '../../../../src/model/trace.ts';
import { Axis, stepsOf } from '../../../../src/sources/trace/columns/axis.ts';
import { CANDIDATES, GroupLanes } from '../../../../src/sources/trace/columns/groups.ts';
import { Last } from '../../../../src/sources/trace/columns/last.ts';
import { Most } from '../../../../src/sources/trace/columns/most.ts';
import { Ranges } from '../../../../src/sources/trace/columns/ranges.ts';
import { Spent } from '../../../../src/sources/trace/columns/spent.ts';
import { EMPTY } from '../../../../src/sources/trace/tally/empty.ts';

/** Lengths of traces around the edges of doubling, and any. */
const duration = fc.oneof(
  fc.integer({ min: 1, max: 9_000_000 }),
  fc
    .tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: -1, max: 1 }))
    .map(([n, off]) => MAX_STEPS * 2 ** n + off),
);
/** Shares of the trace, in the order of time. */
const moments = fc
  .array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 })
  .map((a) => a.sort((x, y) => x - y));

/** Steps of a whole trace: [begin, end] of each. */
function stepsOfTrace(step: number, length: number): (readonly [number, number])[] {
  return Array.from(
    { length: Math.ceil(length / step) },
    (_, i) => [i * step, Math.min((i + 1) * step, length)] as const,
  );
}

/** In which step an event lies: the very end belongs to the last. */
function stepOf(time: number, step: number, length: number): number {
  return Math.min(Math.floor(time / step), Math.ceil(length / step) - 1);
}

describe('the axis', () => {
  test('has more than half of its steps, and the trace fits', () => {
    fc.assert(
      fc.property(duration, (length) => {
        const axis = new Axis();
        axis.reach(length);
        const steps = stepsOf(axis, length);
        expect(steps).toBeLessThanOrEqual(MAX_STEPS);
        expect(steps).toBeGreaterThan(axis.step === 1 ? 0 : MAX_STEPS / 2);
        expect(steps * axis.step).toBeGreaterThanOrEqual(length);
      }),
    );
  });
});

test('time spent: every interval is split over its steps to the nanosecond, whenever the axis grows', () => {
  fc.assert(
    fc.property(duration, moments, fc.array(fc.double({ min: 0, max: 1, noNaN: true })), (length, ends, lengths) => {
      const axis = new Axis();
      const spent = axis.with(new Spent(axis));
      const intervals = ends.map((end, i) => {
        const to = Math.floor(end * length);
        return [Math.floor(to * (lengths[i % Math.max(1, lengths.length)] ?? 0.5)), to] as const;
      });
      for (const [from, to] of intervals) {
        axis.reach(to);
        spent.add(from, to);
      }
      axis.reach(length);
      const expected = stepsOfTrace(axis.step, length).map(([begin, end]) =>
        intervals.reduce((sum, [from, to]) => sum + Math.max(0, Math.min(to, end) - Math.max(from, begin)), 0),
      );
      expect(spent.summary(stepsOf(axis, length))).toEqual(expected);
    }),
  );
});

test('last values: of each step the last, carried on; null before the first', () => {
  fc.assert(
    fc.property(duration, moments, (length, times) => {
      const axis = new Axis();
      const last = axis.with(new Last(axis));
      const events = times.map((share, i) => [Math.floor(share * length), i + 1] as const);
      for (const [time, value] of events) {
        axis.reach(time);
        last.set(time, value);
      }
      axis.reach(length);
      const expected = stepsOfTrace(axis.step, length).map(
        (_, i) => events.findLast(([time]) => stepOf(time, axis.step, length) <= i)?.[1] ?? null,
      );
      expect(last.summary(stepsOf(axis, length))).toEqual(expected);
    }),
  );
});

test('most at once: what is there when a step begins counts, and what was there all along counts everywhere', () => {
  const change = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(1, -1, 1));
  fc.assert(
    fc.property(duration, fc.array(change, { maxLength: 30 }), fc.nat(3), (length, changes, before) => {
      const axis = new Axis();
      const most = axis.with(new Most(axis));
      const events = changes.map(([share, by]) => [Math.floor(share * length), by] as const).sort(([a], [b]) => a - b);
      for (const [time, by] of events) {
        axis.reach(time);
        most.add(time, by);
      }
      for (let i = 0; i < before; i++) most.addBefore();
      axis.reach(length);
      const expected = stepsOfTrace(axis.step, length).map((_, i) => {
        let [count, highest] = [before, Number.NEGATIVE_INFINITY];
        let inside = false;
        for (const [time, by] of events) {
          const step = stepOf(time, axis.step, length);
          if (step > i) break;
          if (step === i && !inside) [highest, inside] = [count, true];
          count += by;
          if (step === i) highest = Math.max(highest, count);
        }
        return inside ? highest : count;
      });
      expect(most.summary(stepsOf(axis, length))).toEqual(expected);
    }),
  );
});

describe('ranges', () => {
  const drawn = (play: (ranges: Ranges) => void) => {
    const axis = new Axis();
    axis.reach(8 * MAX_STEPS);
    const ranges = new Ranges(axis);
    play(ranges);
    return ranges.summary(4);
  };

  test('two at once count once', () => {
    const both = drawn((ranges) => {
      ranges.begin(4, true);
      ranges.begin(6, true);
      ranges.end(10);
      ranges.end(12);
    });
    expect(both).toEqual([4, 4, 0, 0]);
  });

  test('the one that was going on began with the trace; the last may be open', () => {
    expect(drawn((ranges) => ranges.end(10))).toEqual([8, 2, 0, 0]);
    const open = drawn((ranges) => {
      ranges.begin(3, false);
      ranges.end(9);
      ranges.begin(20, true);
      ranges.finish(32);
    });
    expect(open).toEqual([8, 1, 4, 8]);
  });

  test('an end without a beginning later on is nothing', () => {
    const odd = drawn((ranges) => {
      ranges.begin(8, true);
      ranges.end(10);
      ranges.end(20);
    });
    expect(odd).toEqual([0, 2, 0, 0]);
  });
});

/** The interval of a goroutine of this group that ends at `to`. */
function spend(lanes: GroupLanes, group: number, isRunning: boolean, from: number, to: number): void {
  const goroutines = { ...EMPTY.goroutines, group: Int32Array.of(group), since: Float64Array.of(from) };
  lanes.add(0, isRunning, { ...EMPTY, goroutines, now: Float64Array.of(to) });
}

describe('groups', () => {
  test('few: all that they ran and waited, the most first', () => {
    const axis = new Axis();
    axis.reach(100);
    const lanes = new GroupLanes(axis);
    spend(lanes, 7, true, 0, 10);
    spend(lanes, 9, false, 5, 95);
    spend(lanes, 7, false, 10, 12);
    lanes.flush();
    const groups = lanes.summary((group) => `g${group}`, 100);
    expect(groups.map(({ name }) => name)).toEqual(['g9', 'g7']);
    const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
    expect(groups.map(({ running, runnable }) => [sum(running), sum(runnable)])).toEqual([
      [0, 90],
      [10, 2],
    ]);
    expect(sum(lanes.runnable(100))).toBe(92);
  });

  test('of many the longest are found, however late, and lack at most what is promised', () => {
    const axis = new Axis();
    const lanes = new GroupLanes(axis);
    let [time, late] = [0, 0];
    const all = (group: number, ns: number) => {
      spend(lanes, group, false, time, time + ns);
      time += ns;
    };
    for (let round = 0; round < 20; round++) for (let group = 0; group < 5 * CANDIDATES; group++) all(group, 10);
    for (; late < 20_000; late += 100) all(1000, 100);
    lanes.flush();
    const steps = stepsOf(axis, time);
    const [first] = lanes.summary((group) => `g${group}`, steps);
    const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
    expect(first?.name).toBe('g1000');
    expect(sum(first?.runnable ?? [])).toBeLessThan(late);
    expect(sum(first?.runnable ?? [])).toBeGreaterThan(late - time / 32);
    expect(sum(lanes.runnable(steps))).toBe(time);
  });
});
