import { describe, expect, test } from '@jest/globals';
import { judgeTraceRows, type TraceRowToJudge } from '../../../src/compare/traces/rows.ts';
import type { Samples } from '../../../src/model/samples.ts';
import { type TraceMetric, traceMetric } from '../../../src/model/trace-metric.ts';

const samples = (value: readonly number[]): Samples => ({
  value,
  round: value.map((_, i) => i),
  order: value.map((_, i) => i),
  iterations: value.map(() => 1000),
});
const row = (
  id: string,
  base: readonly number[],
  head: readonly number[],
  more: Partial<TraceRowToJudge> = {},
): TraceRowToJudge => ({
  pair: {
    subject: { pkg: 'example.com/m/pool', benchmark: id, gomaxprocs: 2 },
    metric: traceMetric(id) as TraceMetric,
    base: samples(base),
    head: samples(head),
  },
  limit: 0.1,
  isNew: false,
  ...more,
});
const judged = (...rows: readonly TraceRowToJudge[]) => judgeTraceRows(rows, { alpha: 0.01, resolution: 0.1 });
const [one] = [(...args: Parameters<typeof row>) => judged(row(...args))[0]];

/** Five runs around a centre. */
const five = (center: number) => [0.98, 0.99, 1, 1.01, 1.02].map((x) => center * x);

describe('a noisy metric', () => {
  test('of one run a side is never called, however far it moved', () => {
    expect(one('sched.latency.p99', [1e-6], [1])).toMatchObject({
      ...{ status: 'inconclusive', base: { n: 1 }, head: { n: 1 }, p: null, pAdjusted: null, ratioLo: null },
      reason: '1 traced run a side: its change can be told from chance from 5 on',
      warnings: [],
    });
  });

  test('of five runs a side is called by the rank test', () => {
    expect(one('wait.sync', five(1e-6), five(2e-6))).toMatchObject({ status: 'regressed', head: { n: 5 } });
    expect(one('wait.sync', five(2e-6), five(1e-6))).toMatchObject({ status: 'improved' });
    expect(one('gc.mmu.10ms', five(0.5), five(0.2))).toMatchObject({ status: 'regressed' });
    expect(one('wait.sync', five(1e-6), five(1e-6))?.status).not.toBe('regressed');
  });

  test('is corrected for the other rows, of which those with too few runs cost nothing', () => {
    const grown = (id: string) => row(id, five(1e-6), five(2e-6));
    const ids = ['wait.sync', 'wait.chan', 'wait.select'];
    expect(judged(...ids.map(grown)).map(({ status }) => status)).toEqual(Array(3).fill('inconclusive'));
    const few = row('sched.runnable', [1e-6], [2e-6]);
    expect(judged(grown('wait.sync'), few, few, few)[0]).toMatchObject({ status: 'regressed' });
  });

  test('whose change nobody limits is reported', () => {
    expect(one('sched.latency.max', [1e-3], [9e-3], { limit: null })).toMatchObject({
      ...{ status: 'unchanged', limit: null, head: { center: 9e-3, lo: 9e-3, hi: 9e-3, n: 1 } },
    });
  });
});

describe('a counted metric', () => {
  test('needs one run a side', () => {
    expect(one('goroutines.leaked', [0], [50])).toMatchObject({ status: 'regressed', difference: 50 });
    expect(one('goroutines.leaked', [50], [50])).toMatchObject({ status: 'unchanged' });
  });

  test('of goroutines one more is nothing', () => {
    expect(one('goroutines.leaked', [0], [1])).toMatchObject({ status: 'unchanged' });
  });
});

describe('a side without a trace', () => {
  test('makes a change inconclusive, but of a new benchmark', () => {
    const [lost] = judged(row('goroutines.leaked', [], [3]));
    expect(lost).toMatchObject({ status: 'inconclusive', reason: 'base has no trace to compare with' });
    expect(one('wait.sync', five(1), [])).toMatchObject({ reason: 'head has no trace to compare with' });
    expect(one('goroutines.leaked', [], [3], { isNew: true })).toMatchObject({ status: 'new' });
  });
});
