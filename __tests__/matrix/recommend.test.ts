import { describe, expect, test } from '@jest/globals';
import { judgeMatrix } from '../../src/matrix/judge.ts';
import { choose } from '../../src/matrix/recommend.ts';
import { type Comparison, type Relation, relations } from '../../src/matrix/relation.ts';
import type { GcSetting } from '../../src/matrix/setting.ts';
import { experimentOf, MIB, rowOf, setting, type Truth } from './make.ts';

const CELLS = [setting(50), setting(100), setting(200), setting(400)];
const truth = (ops: number, rss: number, p99?: number): Truth => ({
  'op/s': ops,
  'max-rss': rss * MIB,
  ...(p99 ? { p99 } : {}),
});

function chosen(
  truths: readonly (Truth | null)[],
  options: Parameters<typeof rowOf>[1] = {},
  cells: readonly GcSetting[] = CELLS,
) {
  const report = judgeMatrix(experimentOf(cells, 1, [rowOf(truths, options)]));
  return report.benchmarks[0]?.recommendation;
}

describe('a recommendation', () => {
  test('takes what memory buys, up to where it buys too little', () => {
    const got = chosen([truth(800, 80), truth(1000, 100), truth(1120, 150), truth(1140, 300)]);
    expect([got?.label, got?.keepDefault]).toEqual(['GOGC=200', false]);
    expect(got?.text).toMatch(
      /^GOGC=200: \+1\d\.\d % \(\+\d+\.\d … \+\d+\.\d %\) throughput, 1\.[45]\d× \(1\.\d+–1\.\d+×\) the peak RSS, against GOGC=100\.$/,
    );
    expect(got?.reasons.join(' ')).toContain('each doubling of memory has to buy 5 %');
  });

  test('takes more where more buys enough', () => {
    expect(chosen([truth(800, 80), truth(1000, 100), truth(1120, 150), truth(1400, 300)])?.label).toBe('GOGC=400');
  });

  test('keeps the default where nothing differs by more than noise', () => {
    const same = truth(1000, 100);
    const got = chosen([same, same, same, same]);
    expect([got?.label, got?.keepDefault]).toEqual(['GOGC=100', true]);
    expect(got?.text).toContain('nothing is better by more than the noise');
    expect(got?.equal).toEqual(['GOGC=50', 'GOGC=200', 'GOGC=400']);
  });

  test('says so where the noise leaves room', () => {
    const got = chosen([truth(1000, 100), truth(1000, 100), truth(1100, 100), truth(1000, 100)], {
      noise: 0.4,
      rounds: 8,
    });
    expect(got?.keepDefault).toBe(true);
    expect(got?.text).toContain('more rounds would tell');
  });

  test('takes memory that is saved at no cost', () => {
    const got = chosen([truth(1000, 60), truth(1000, 100), truth(1000, 150), truth(1000, 300)]);
    expect(got?.label).toBe('GOGC=50');
    expect(got?.text).toContain('throughput equal');
  });

  test('never takes memory for speed that is surely lost', () => {
    expect(chosen([truth(970, 10), truth(1000, 100), truth(1000, 150), truth(1000, 300)])?.label).toBe('GOGC=100');
  });

  test('never takes throughput for a p99 that is surely worse', () => {
    const cells = [truth(800, 80, 0.01), truth(1000, 100, 0.01), truth(1300, 110, 0.05), truth(1100, 110, 0.01)];
    expect(chosen(cells)?.label).toBe('GOGC=400');
  });

  test('takes a p99 that is better', () => {
    const cells = [truth(500, 80, 0.02), truth(500, 100, 0.01), truth(500, 150, 0.006), truth(500, 300, 0.006)];
    expect(chosen(cells)?.label).toBe('GOGC=200');
  });

  test('takes CPU time that is saved, where load hides what it does for throughput', () => {
    const cpu = (ms: number, rss: number): Truth => ({ 'op/s': 1000, 'cpu-sec/op': ms / 1e3, 'max-rss': rss * MIB });
    expect(chosen([cpu(1.3, 80), cpu(1, 100), cpu(0.85, 140), cpu(0.84, 300)])?.label).toBe('GOGC=200');
  });

  test.each([
    ['unclear', [0.8, 0.95], 0],
    ['unclear', [0.8, 1.05], 1],
    ['worse', [0.7, 0.8], 0],
    ['equal', [0.98, 0.999], 1],
  ] as const)(
    'with a throughput that is %s (%j) and less CPU time takes %i cells',
    (verdict, [ratioLo, ratioHi], taken) => {
      const [made] = relations([rowOf([truth(1000, 100), truth(1000, 100)].map((t) => ({ ...t, 'cpu-sec/op': 1 })))]);
      if (!made) throw new Error('there is no relation');
      const told = (c: Comparison): Comparison => {
        if (c.objective.quantity === 'op/s') return { ...c, ratio: 0.9, ratioLo, ratioHi, verdict };
        return c.objective.quantity === 'cpu-sec/op'
          ? { ...c, ratio: 0.7, ratioLo: 0.6, ratioHi: 0.8, verdict: 'better' }
          : c;
      };
      const relation: Relation = {
        ...made,
        between: (...of) => [made.between(...of)].map((c) => c && told(c))[0] ?? null,
      };
      expect(choose([relation], { cells: [setting(100), setting(200)], base: 0 }).candidates).toHaveLength(taken);
    },
  );

  test('of several that are equal takes the one nearest to the default', () => {
    const cells = [setting(100, 512 * MIB), setting(100), setting(800), setting(200)];
    const fast = truth(1300, 120);
    expect(chosen([fast, truth(1000, 100), fast, fast], {}, cells)?.label).toBe('GOGC=200');
  });

  test('there is none where the default did not run', () => {
    expect(chosen([truth(800, 80), null, truth(1200, 150), truth(1300, 300)])).toBeNull();
  });

  test('keeps the default where it alone was measured', () => {
    expect(chosen([null, truth(1000, 100), null, null])?.text).toContain('nothing else could be compared with it');
  });

  test('for several benchmarks holds for all: what slows one down is not taken', () => {
    const rows = [
      rowOf([truth(800, 80), truth(1000, 100), truth(1200, 110), truth(1100, 110)], { name: 'A' }),
      rowOf([truth(800, 80), truth(1000, 100), truth(900, 110), truth(1100, 110)], { name: 'B' }),
    ];
    const report = judgeMatrix(experimentOf(CELLS, 1, rows));
    expect(report.benchmarks.map((b) => b.recommendation?.label)).toEqual(['GOGC=200', 'GOGC=400']);
    expect(report.recommendation?.label).toBe('GOGC=400');
    expect(report.recommendation?.text).toMatch(/^GOGC=400: A: \+.*; B: \+/);
    expect(choose(relations(rows), { cells: CELLS, base: 1 }).candidates.map(({ cell }) => cell)).toEqual([3]);
  });
});

describe('the report', () => {
  test('has every cell, with its groups, its standing and what it is against the default', () => {
    const cells = [setting(50), setting(100), setting(200), setting(null, 64 * MIB)];
    const report = judgeMatrix(
      experimentOf(cells, 1, [rowOf([truth(990, 130), truth(1000, 100), truth(1200, 150), null])]),
    );
    const [benchmark] = report.benchmarks;
    expect([report.schema, report.status, report.family]).toEqual(['go-perf-gate/gc-matrix@1', 'complete', 6]);
    expect(
      benchmark?.cells.map(({ label, status, front, groups }) => [
        label,
        status,
        front,
        groups['op/s'],
        groups['max-rss'],
      ]),
    ).toEqual([
      ['GOGC=50', 'measured', 'no', 'b', 'b'],
      ['GOGC=100', 'measured', 'yes', 'b', 'a'],
      ['GOGC=200', 'measured', 'yes', 'a', 'c'],
      ['GOGC=off GOMEMLIMIT=64MiB', 'failed', null, undefined, undefined],
    ]);
    expect(benchmark?.pareto).toEqual(['GOGC=100', 'GOGC=200']);
    expect(benchmark?.cells[0]?.dominatedBy).toEqual(['GOGC=100']);
    expect(benchmark?.cells[3]?.reason).toBe('was killed by SIGKILL');
    expect(benchmark?.cells[1]?.againstDefault).toEqual([]);
    expect(benchmark?.cells[2]?.againstDefault.map(({ quantity, verdict }) => [quantity, verdict])).toEqual([
      ['op/s', 'better'],
      ['max-rss', 'worse'],
    ]);
    const ops = benchmark?.cells[2]?.quantities['op/s'];
    expect(ops?.n).toBe(10);
    expect((ops?.lo ?? 0) <= (ops?.center ?? 0) && (ops?.center ?? 0) <= (ops?.hi ?? 0)).toBe(true);
  });

  test('warns of rounds that cannot tell anything', () => {
    const report = judgeMatrix(
      experimentOf(CELLS, 1, [rowOf([truth(1, 1), truth(2, 1), truth(3, 1), truth(4, 1)], { rounds: 3 })]),
    );
    expect(report.diagnostics.map(({ text }) => text)).toEqual([
      expect.stringMatching(/^3 rounds cannot tell 12 comparisons from noise, whatever they show: it takes \d+/),
    ]);
  });

  test('says that a limit makes the collector thrash, and that it is not kept', () => {
    const row = rowOf([
      { ...truth(1000, 100) },
      { ...truth(1000, 100), 'gc-cpu': 0.1, 'peak-heap': 90 * MIB },
      { ...truth(300, 120), 'gc-cpu': 0.47, 'peak-heap': 95 * MIB },
    ]);
    const cells = [setting(50), setting(100), setting(100, 64 * MIB)];
    const report = judgeMatrix(experimentOf(cells, 1, [row]));
    expect(report.benchmarks[0]?.cells[2]?.remarks).toEqual([
      'thrashing: the collector takes 47 % of the CPU',
      'the limit is not kept: 94.8 MiB of heap under GOMEMLIMIT=64MiB',
    ]);
    expect(report.benchmarks[0]?.cells[1]?.remarks).toEqual([]);
  });

  test('is not complete where a package that was asked for does not build', () => {
    const experiment = experimentOf(CELLS.slice(0, 2), 1, [rowOf([truth(990, 130), truth(1000, 100)])]);
    const diagnostics = [{ level: 'error' as const, text: 'example.com/m/b does not build: …' }];
    expect(judgeMatrix(experiment).status).toBe('complete');
    expect(judgeMatrix({ ...experiment, diagnostics }).status).toBe('partial');
  });

  test('of nothing measured says nothing', () => {
    const report = judgeMatrix(experimentOf(CELLS, 1, []));
    expect([report.status, report.recommendation, report.benchmarks]).toEqual(['nothing', null, []]);
    const failed = judgeMatrix(experimentOf(CELLS, 1, [rowOf([null, null, null, null])]));
    expect(failed.status).toBe('nothing');
  });
});
