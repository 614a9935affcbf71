import { describe, expect, test } from '@jest/globals';
import { alignMemStats } from '../../src/align/mem-stats.ts';
import { traceTimeOf, wallClockDrift } from '../../src/align/wall-clock.ts';
import type { TraceClock } from '../../src/model/trace.ts';

const START = 1_790_000_000_123_456_789n;
const wall = (time: number) => String(START + BigInt(time));
const clock: TraceClock = {
  start: '1000',
  snapshots: [0, 1e9, 2e9].map((time) => ({ time, mono: String(1000 + time), wall: wall(time) })),
};
const none: TraceClock = { start: '1000', snapshots: [] };
const cycles = [100, 400, 1300, 2600].map((ms) => ({ begin: ms * 1e6, end: ms * 1e6 + 2_000_000 }));
const gc = { cycles } as unknown as Parameters<typeof alignMemStats>[0]['gc'];

describe('the wall clock', () => {
  test('to the nanosecond', () => {
    expect(traceTimeOf(clock, wall(1_500_000_001))).toBe(1_500_000_001);
    expect(traceTimeOf(clock, wall(-5))).toBe(-5);
    expect(traceTimeOf(none, wall(0))).toBeNull();
  });
  test('by the snapshot before the moment, where it was set between two', () => {
    const set = clock.snapshots.map((snapshot, i) => (i === 2 ? { ...snapshot, wall: wall(2e9 + 30_000) } : snapshot));
    expect(traceTimeOf({ ...clock, snapshots: set }, wall(2.1e9 + 30_000))).toBe(2.1e9);
    expect(wallClockDrift({ ...clock, snapshots: set })).toBe(30_000);
    expect(wallClockDrift(clock)).toBe(0);
    expect(wallClockDrift(none)).toBe(0);
  });
});

describe('MemStats', () => {
  const sample = (numGC: number, index: number, off = 0) => ({ numGC, lastGC: wall((cycles[index]?.end ?? 0) + off) });

  test('are among the cycles by the end of the last one', () =>
    expect(alignMemStats({ gc, clock }, [sample(8, 1, 40_000), sample(9, 2, -10_000)])).toEqual({
      firstNumber: 7,
      matched: 2,
      residual: 40_000,
    }));
  test('of before the trace match nothing', () =>
    expect(alignMemStats({ gc, clock }, [{ numGC: 3, lastGC: wall(-9e9) }, sample(7, 0)])).toMatchObject({
      firstNumber: 7,
      matched: 1,
    }));
  test('that contradict each other, or gctrace, are told', () => {
    expect(alignMemStats({ gc, clock }, [sample(8, 1), sample(8, 2)])).toHaveProperty('problem');
    expect(alignMemStats({ gc, clock }, [sample(8, 1)], 5)).toHaveProperty('problem');
  });
  test('without a wall clock match by number alone', () => {
    const samples = [2, 7, 10, 11].map((numGC) => ({ numGC, lastGC: '1' }));
    expect(alignMemStats({ gc, clock: none }, samples, 7)).toEqual({ firstNumber: 7, matched: 2, residual: null });
    expect(alignMemStats({ gc, clock: none }, samples)).toHaveProperty('problem');
  });
  test('before the first cycle say nothing', () =>
    expect(alignMemStats({ gc, clock }, [{ numGC: 0, lastGC: '0' }])).toEqual({
      problem: 'no cycle to align MemStats by',
    }));
});
