import { describe, expect, test } from '@jest/globals';
import { gcSeries, gcWindow } from '../../src/memory/gc-window.ts';
import { trendOf } from '../../src/memory/trend.ts';
import type { GcCycle } from '../../src/model/gctrace.ts';

const MIB = 2 ** 20;
const MS = 1e6;

function cycle(number: number, at: number, rest: Partial<GcCycle> = {}): GcCycle {
  return {
    line: number,
    number,
    at: at * MS,
    percent: 1,
    clock: { sweepTermination: 0.1 * MS, mark: 2 * MS, markTermination: 0.3 * MS },
    cpu: { sweepTermination: 0.2 * MS, assist: 1 * MS, background: 2 * MS, idle: 5 * MS, markTermination: 0.8 * MS },
    heap: { start: 10 * MIB, end: 12 * MIB, live: 6 * MIB, goal: 12 * MIB },
    stacks: 0,
    globals: 0,
    maxprocs: 2,
    forced: false,
    leaks: false,
    ...rest,
  };
}

describe('a window', () => {
  const cycles = [
    cycle(1, 100),
    cycle(2, 200, { clock: { sweepTermination: MS, mark: MS, markTermination: 2 * MS } }),
    cycle(3, 250, { forced: true }),
    cycle(4, 300, { heap: { start: 20 * MIB, end: 21 * MIB, live: 9 * MIB, goal: 18 * MIB } }),
  ];
  const window = gcWindow(cycles);

  test('counts cycles, forced ones apart', () => expect(window).toMatchObject({ cycles: 4, forced: 1, span: 0.2 }));
  test('has the frequency of the cycles that were not forced', () => expect(window.frequency).toBeCloseTo(2 / 0.2, 12));
  test('has pauses of cycles that were not forced, of both stops and of each', () => {
    expect(window.pause).toEqual({ count: 3, total: 0.0038, p50: 0.0004, p99: 0.003, max: 0.003 });
    expect(window.sweepTermination.max).toBe(0.001);
    expect(window.markTermination.max).toBe(0.002);
  });
  test('has the CPU share of what somebody else could have used: 4 ms of 2 processors a cycle', () => {
    expect(window.cpuShare).toBeCloseTo((2 * 0.004) / (2 * 0.2), 12);
    expect(window.forcedCpuShare).toBeCloseTo(0.004 / (2 * 0.2), 12);
    expect(window.markCpu).toEqual({ assist: 0.003, background: 0.006, idle: 0.015 });
  });
  test('has the allocation while marking and since', () => {
    // (12 − 10) + (10 − 6), twice; (12 − 10) + (20 − 6).
    expect(window.allocationRate).toBeCloseTo((28 * MIB) / 0.2, 6);
  });
  test('has the last and the largest heap', () =>
    expect(window).toMatchObject({
      live: { last: 9 * MIB, max: 9 * MIB },
      goal: { last: 18 * MIB, max: 18 * MIB },
      heapMax: 20 * MIB,
    }));
  test('leaves out a span in which a cycle has no line', () => {
    const torn = gcWindow([cycle(1, 100), cycle(2, 200), cycle(9, 900), cycle(10, 1000)]);
    expect(torn.span).toBeCloseTo(0.2, 12);
    expect(torn.frequency).toBeCloseTo(10, 12);
  });
  test('of one cycle has no rates', () =>
    expect(gcWindow([cycle(1, 100)])).toMatchObject({
      frequency: null,
      cpuShare: null,
      allocationRate: null,
      span: 0,
    }));
});

describe('trends', () => {
  const grown = Array.from({ length: 20 }, (_, i) =>
    cycle(i + 1, 100 * i, {
      heap: { start: (5 + i) * MIB, end: (6 + i) * MIB, live: (3 + i) * MIB, goal: (6 + i) * MIB },
    }),
  );
  test('a live heap that grows by 1 MiB in 100 ms', () => {
    const trend = trendOf(gcSeries(grown)['gc.live']);
    expect(trend?.slope).toBeCloseTo(10 * MIB, 6);
    expect(trend?.points).toBe(20);
    expect(trend?.p).toBeLessThan(1e-15);
  });
  test('what stays the same has none', () => {
    expect(trendOf(gcSeries(grown)['gc.stw'])).toEqual({ slope: 0, p: 1, points: 20 });
    expect(trendOf(gcSeries(grown)['gc.cpu'])?.p).toBe(1);
  });
  test('four points are too few', () => expect(trendOf(gcSeries(grown.slice(0, 4))['gc.live'])).toBeNull());
  test('cycles within one printed millisecond have no span of their own', () => {
    const series = gcSeries([cycle(1, 5), cycle(2, 5), cycle(3, 8)]);
    expect(series['gc.period']).toEqual({ times: [0.008], values: [0.003] });
    expect(trendOf({ times: [1, 1, 1, 1, 1], values: [1, 2, 3, 4, 5] })).toBeNull();
  });
});
