import { describe, expect, test } from '@jest/globals';
import type { ProfileRun } from '../../../src/compare/profiles/costs.ts';
import { hotFunctions, measured } from '../../../src/compare/profiles/measure.ts';
import { judgeProfileRows } from '../../../src/compare/profiles/rows.ts';
import { driftOf } from '../../../src/compare/profiles/shift.ts';
import type { Comparison } from '../../../src/model/comparison.ts';
import { type ProfileMetric, profileMetric } from '../../../src/model/profile-metric.ts';
import { cpuRun, memoryRun, waitRun } from './make.ts';

const SETTINGS = { alpha: 0.01, resolution: 0.1 };
const metricOf = (id: string) => profileMetric(id) as ProfileMetric;

/** One row of a metric, of a function or (null) of the whole. */
function row(
  id: string,
  fn: string | null,
  base: ProfileRun | null,
  head: ProfileRun | null,
  limit: number | null = 0.05,
  isNew = false,
) {
  const metric = metricOf(id);
  const of = (run: ProfileRun | null) => run && measured(run, metric, fn);
  return { subject: { benchmark: 'Encode' }, metric, isNew, base: of(base), head: of(head), limit, warnings: [] };
}
const judged = (...args: Parameters<typeof row>) => judgeProfileRows([row(...args)], SETTINGS)[0] as Comparison;

describe('CPU time of a function', () => {
  test('is regressed when its samples grew beyond chance and the limit', () => {
    const grew = judged('cpu.flat', 'f', cpuRun({ f: 200, g: 800 }), cpuRun({ f: 400, g: 800 }));
    expect(grew).toMatchObject({ status: 'regressed', metric: 'cpu.flat', unit: 'sec/op', difference: 0.02 });
    expect(grew.ratio).toBeCloseTo(2, 9);
    expect(grew.ratioLo).toBeGreaterThan(1.5);
    expect(grew.p).toBeLessThan(1e-10);
    expect(grew.share?.head?.center).toBeCloseTo(1 / 3, 9);
    expect(grew.share?.head?.lo).toBeGreaterThan(0.3);
    expect(judged('cpu.flat', 'f', cpuRun({ f: 400 }), cpuRun({ f: 200 }))).toMatchObject({ status: 'improved' });
  });

  test('is per operation: twice the samples in twice the operations are no change', () => {
    const same = judged('cpu.flat', 'f', cpuRun({ f: 2000 }), cpuRun({ f: 4000 }, 200));
    expect(same).toMatchObject({ status: 'unchanged', ratio: 1 });
  });

  test('is inconclusive where the samples are too few to show a change, and says so', () => {
    const few = judged('cpu.flat', 'f', cpuRun({ f: 20 }), cpuRun({ f: 25 }));
    expect(few.status).toBe('inconclusive');
    expect(few.reason).toMatch(/^too few samples: with 20 of base and 25 of head nothing below \d+ % can be called$/);
    expect(few.detectable).toBeGreaterThan(1);
  });

  test('is inconclusive where it grew, but not surely by more than the limit', () => {
    const close = judged('cpu.flat', 'f', cpuRun({ f: 20_000 }), cpuRun({ f: 21_200 }));
    expect(close).toMatchObject({ status: 'inconclusive', reason: 'changed, but not surely by more than the limit' });
  });

  test('from nothing has no ratio, and is regressed all the same', () => {
    const fresh = judged('cpu.flat', 'f', cpuRun({ g: 100 }), cpuRun({ g: 100, f: 60 }));
    expect(fresh).toMatchObject({ status: 'regressed', ratio: null, ratioHi: null, base: { center: 0, n: 0 } });
  });

  test('of a new benchmark is new; where a side merely has no profile nothing can be said of its change', () => {
    expect(judged('cpu.flat', 'f', null, cpuRun({ f: 1 }), 0.05, true).status).toBe('new');
    expect(judged('cpu.flat', 'f', null, cpuRun({ f: 1 }))).toMatchObject({
      status: 'inconclusive',
      reason: 'base has no profile to compare with',
    });
    expect(judged('cpu.flat', 'f', cpuRun({ f: 1 }), null)).toMatchObject({
      status: 'inconclusive',
      reason: 'head has no profile to compare with',
    });
  });

  test('without a limit is only told', () => {
    expect(judged('cpu.flat', 'f', null, cpuRun({ f: 1 }), null)).toMatchObject({ status: 'unchanged' });
    expect(judged('cpu.flat', 'f', cpuRun({ f: 9 }), cpuRun({ f: 900 }), null)).toMatchObject({ status: 'unchanged' });
  });

  test('rows are corrected for one another', () => {
    const base = cpuRun({ f: 100, g: 100 });
    const head = cpuRun({ f: 150, g: 100 });
    const both = judgeProfileRows([row('cpu.flat', 'f', base, head), row('cpu.flat', 'g', base, head)], SETTINGS);
    expect(both[0]?.pAdjusted).toBeCloseTo(2 * (both[0]?.p ?? 0), 12);
  });
});

describe('allocations', () => {
  test('are counted: a rise beyond limit and floor is regressed, the share has no interval', () => {
    const grew = judged('alloc_space', 'f', memoryRun({ f: 1000 }), memoryRun({ f: 2000, g: 2000 }));
    expect(grew).toMatchObject({ status: 'regressed', ratio: 2, p: null, difference: 160 });
    expect(grew.share?.head).toEqual({ center: 0.5, lo: 0.5, hi: 0.5, n: 2000 });
    expect(judged('alloc_space', 'f', memoryRun({ f: 1000 }), memoryRun({ f: 1150 })).status).toBe('unchanged');
    expect(judged('alloc_objects', null, memoryRun({ f: 1000 }), memoryRun({ f: 1100 })).status).toBe('regressed');
  });

  test('of few operations carry a warning: what is done once shows', () => {
    const few = memoryRun({ f: 30 }, 16, 0, 3);
    expect(judged('alloc_space', 'f', few, few).warnings).toEqual([
      'only 3 operations profiled a side: one more may be in it, and set-up, on both sides alike',
    ]);
    expect(judged('inuse_space', 'f', few, few).warnings).toEqual([]);
    expect(judged('alloc_space', 'f', memoryRun({ f: 30 }), memoryRun({ f: 30 })).warnings).toEqual([]);
  });

  test('in use are what is left at the end, not per operation; lifetime is their share of all', () => {
    const live = memoryRun({ f: 1000 }, 1024, 0.5);
    expect(judged('inuse_space', null, live, live).head?.center).toBe(512_000);
    expect(judged('lifetime', null, memoryRun({ f: 1000 }, 1024, 0), live)).toMatchObject({
      status: 'regressed',
      ratio: null,
      head: { center: 0.5 },
    });
    expect(judged('lifetime', 'f', live, live).head?.center).toBe(0.5);
  });
});

describe('waits', () => {
  test('their sum and their mean, with an interval that the number of waits gives', () => {
    const base = waitRun({ f: 500 });
    const longer = waitRun({ f: 500 }, 3000);
    expect(judged('mutex.delay', null, base, longer)).toMatchObject({ status: 'regressed', unit: 'sec/op' });
    const mean = judged('mutex.delay.mean', null, base, longer);
    expect([mean.base?.center, mean.head?.center]).toEqual([1e-6, 3e-6].map((x) => expect.closeTo(x, 12)));
    expect(judged('block.delay', 'f', waitRun({ f: 5 }), waitRun({ f: 8 })).status).toBe('inconclusive');
    expect(judged('block.delay', 'f', waitRun({}), waitRun({ f: 80 }))).toMatchObject({
      status: 'regressed',
      ratio: null,
    });
  });
});

describe('no waits', () => {
  test('on either side are no change, however few they are', () => {
    expect(judged('mutex.delay', null, waitRun({}), waitRun({})).status).toBe('unchanged');
    expect(judged('mutex.delay.mean', null, waitRun({}), waitRun({})).status).toBe('unchanged');
  });

  test('at base have no mean that one at head could be longer than', () => {
    const mean = judged('mutex.delay.mean', null, waitRun({}), waitRun({ f: 500 }));
    expect(mean).toMatchObject({ status: 'inconclusive', ratio: null, head: { center: expect.closeTo(1e-6, 12) } });
    expect(judged('mutex.delay', null, waitRun({}), waitRun({ f: 500 })).status).toBe('regressed');
  });
});

test('the mean of a wait is over all waits, recorded or not', () => {
  const run = { ...waitRun({ f: 500 }), sampled: { oneIn: 10 } };
  expect(measured(run, metricOf('mutex.delay.mean'), null)).toMatchObject({
    value: expect.closeTo(1e-6, 12),
    events: 50,
  });
});

test('hot functions have the share asked for', () => {
  const run = cpuRun({ f: 90, g: 9, h: 1 });
  expect(hotFunctions(run, metricOf('cpu.flat'), { share: 0.05, events: 9 })).toEqual(['f', 'g']);
  expect(hotFunctions(cpuRun({}), metricOf('cpu.flat'), { share: 0, events: 0 })).toEqual([]);
});

describe('drift', () => {
  const drift = (base: ProfileRun, head: ProfileRun) => driftOf(base, head, metricOf('cpu.flat'), 0.1, 1);

  test('a shift of shares is told from chance, and few samples are admitted', () => {
    const moved = drift(cpuRun({ f: 500, g: 500 }), cpuRun({ f: 800, g: 200 }));
    expect(moved).toMatchObject({ enough: true });
    expect(moved?.psi).toBeGreaterThan(0.1);
    expect(moved?.p).toBeLessThanOrEqual(0.001);
    expect(drift(cpuRun({ f: 500, g: 500 }), cpuRun({ f: 510, g: 490 }))?.p).toBeGreaterThan(0.1);
    expect(drift(cpuRun({ f: 12, g: 10 }), cpuRun({ f: 10, g: 12 }))?.enough).toBe(false);
  });
});
