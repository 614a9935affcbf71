import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { RuntimeSamples } from '../../../src/model/runtime.ts';
import {
  deltaOf,
  histogramDifference,
  quantileBucket,
  quantilesOf,
  readRuntime,
  summarize,
  upperOf,
  windowsOf,
} from '../../../src/sources/runtime/index.ts';
import { end, header, lines, METRICS, sample } from './make.ts';

const read = (...all: string[]): RuntimeSamples => {
  const [one] = readRuntime(lines(header(), ...all), 'r').processes;
  if (!one) throw new Error('no process');
  return one;
};

/** Values by metric; the others are 0. */
const values = (of: Readonly<Record<string, number>>) => METRICS.map(([name]) => of[name] ?? 0);

const TWO = read(
  sample(
    1e9,
    values({
      '/gc/heap/allocs:bytes': 1000,
      '/gc/heap/allocs:objects': 10,
      '/gc/heap/objects:objects': 7,
      '/memory/classes/heap/stacks:bytes': 4096,
      '/cpu/classes/total:cpu-seconds': 1,
    }),
    { 0: [0, 1, 1, 10] },
  ),
  sample(
    2e9,
    values({
      '/gc/heap/allocs:bytes': 2000,
      '/gc/heap/objects:objects': 3,
      '/memory/classes/heap/stacks:bytes': 65536,
      '/cpu/classes/total:cpu-seconds': 1,
    }),
  ),
  sample(
    3e9,
    values({
      '/gc/heap/allocs:bytes': 5000,
      '/gc/heap/allocs:objects': 50,
      '/gc/heap/objects:objects': 5,
      '/memory/classes/heap/stacks:bytes': 32768,
      '/cpu/classes/total:cpu-seconds': 5,
      '/cpu/classes/idle:cpu-seconds': 2,
      '/cpu/classes/gc/total:cpu-seconds': 1,
      '/cpu/classes/gc/mark/idle:cpu-seconds': 0.5,
      '/cpu/classes/gc/mark/assist:cpu-seconds': 0.25,
      '/sync/mutex/wait/total:seconds': 0.125,
    }),
    { 0: [0, 1, 1, 110, 2, 1, 3, 1] },
  ),
  end(3e9, 3),
);

describe('a summary', () => {
  test('differences of what grows, levels of what does not, shares of CPU time', () => {
    expect(summarize(TWO)).toMatchObject({
      seconds: 2,
      samples: 3,
      allocated: { bytes: 4000, objects: 40 },
      allocationRate: { bytes: 2000, objects: 20 },
      objects: { first: 7, last: 5, min: 3, max: 7 },
      stacks: { first: 4096, last: 32768, min: 4096, max: 65536 },
      // 1 of 4 CPU seconds; 0.5 of the 4 − 2 − 0.5 that were not idle; 0.25 of 4.
      gc: { paused: 0.2, cpuShare: 0.25, busyShare: 0.5 / 1.5, assistShare: 0.0625, cycles: null, forced: null },
      mutexWait: 0.125,
      goroutines: null,
      pauses: [],
    });
  });

  test('of a window; no share where no cycle ended in it', () => {
    const { seconds, gc, latency, allocated } = summarize(TWO, { from: 0, to: 1 });
    expect([seconds, gc.cpuShare, latency, allocated.bytes]).toEqual([1, null, null, 1000]);
  });

  test('of nothing', () => {
    expect(summarize(read())).toMatchObject({ seconds: 0, samples: 0, heap: null, latency: null });
    expect(summarize(read(sample(5, values({}))))).toMatchObject({ samples: 1, allocationRate: { bytes: null } });
    expect(deltaOf(TWO, '/no/such:metric', { from: 0, to: 1 })).toBeNull();
  });
});

describe('histograms', () => {
  test('percentiles are those of the difference, as buckets; the ends may be infinite', () => {
    expect(summarize(TWO).latency).toEqual({
      count: 102,
      p50: { low: 0, high: 0.001 },
      p99: { low: 0.001, high: 0.002 },
      max: { low: 0.002, high: Number.POSITIVE_INFINITY },
    });
    expect(upperOf({ low: 0.002, high: Number.POSITIVE_INFINITY })).toBe(0.002);
    expect(upperOf({ low: Number.NEGATIVE_INFINITY, high: 0 })).toBe(0);
  });

  test('the bucket of a quantile holds the value of that rank', () => {
    const bounds = [Number.NEGATIVE_INFINITY, 0, 1, 2, 4, 8, 16, Number.POSITIVE_INFINITY];
    const made = fc.array(fc.integer({ min: -3, max: 40 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(made, fc.double({ min: 0, max: 1, noNaN: true }), (all, q) => {
        const counts = bounds.slice(1).map((high, i) => all.filter((x) => x >= (bounds[i] ?? 0) && x < high).length);
        const sorted = [...all].sort((a, b) => a - b);
        const value = sorted[Math.max(1, Math.ceil(q * all.length)) - 1] ?? Number.NaN;
        const bucket = quantileBucket(bounds, counts, q);
        expect(bucket !== null && bucket.low <= value && value < bucket.high).toBe(true);
      }),
    );
  });

  test('counts that shrink are nothing', () => {
    const histogram = {
      name: 'h',
      bounds: [0, 1, 2],
      counts: [
        [0, 5, 1, 5],
        [1, 7],
      ],
    };
    expect(histogramDifference(histogram, { from: 0, to: 1 })).toEqual([0, 2]);
    expect(quantilesOf({ ...histogram, counts: [[0, 5], []] }, { from: 0, to: 1 })).toBeNull();
  });
});

test('windows follow one another and reach from the first sample to the last', () => {
  const at = (...times: number[]) => read(...times.map((t) => sample(t, values({}))));
  expect(windowsOf(at(0, 10, 20, 30, 40, 45), 20)).toEqual([
    { from: 0, to: 2 },
    { from: 2, to: 5 },
  ]);
  expect(windowsOf(at(0, 10), 20)).toEqual([{ from: 0, to: 1 }]);
  expect(windowsOf(at(5), 20)).toEqual([]);
});
