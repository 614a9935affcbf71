import { describe, expect, test } from '@jest/globals';
import { NO_GOAL, type TraceSummary } from '../../../src/model/trace.ts';
import { metricsOf } from '../../../src/sources/trace/metrics.ts';
import { timelinePage } from '../../../src/timeline/page.ts';
import { summary } from '../../compare/traces/make.ts';

/** A heap of 2 to 3 MiB, and what the collector aimed at. */
function aiming(goal: number): TraceSummary {
  const heap = {
    live: { first: 2 ** 21, last: 2 ** 21, min: 2 ** 21, max: 3 * 2 ** 20 },
    goal: { first: 2 ** 22, last: goal, min: 2 ** 22, max: goal },
  };
  const none = summary();
  const curves = { heap: [2 ** 21, 3 * 2 ** 20], goal: [2 ** 22, goal], marking: [0, 0], stopped: [0, 0] };
  const means = { running: [1, 1], runnable: [0, 0], goroutines: [4, 4], processors: [], groups: [] };
  return summary({ heap, timeline: { ...none.timeline, steps: 2, step: none.duration / 2, ...curves, ...means } });
}

const goalOf = (trace: TraceSummary) => metricsOf(trace).find(({ metric }) => metric === 'heap.goal.max')?.values;

describe('the goal of the heap', () => {
  test('is what the collector aims at', () => {
    expect(goalOf(aiming(2 ** 23))).toEqual([2 ** 23]);
    expect(timelinePage(aiming(2 ** 23), 'x')).toContain('8.00 MiB');
  });

  test('is none while the collector is switched off, and leaves the heap its height in the picture', () => {
    expect(goalOf(aiming(NO_GOAL))).toBeUndefined();
    expect(goalOf(aiming(2 ** 63 - 2 ** 58))).toBeUndefined();
    const page = timelinePage(aiming(2 ** 63), 'x');
    expect(page).toContain('4.00 MiB');
    expect(page).not.toContain('PiB');
  });
});
