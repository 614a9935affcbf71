import { describe, expect, test } from '@jest/globals';
import { timeAlone } from '../../src/gate/layouts.ts';
import { judge } from '../../src/gate.ts';
import type { Comparison } from '../../src/model/comparison.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import { SEEDS } from '../../src/plan/layouts.ts';
import { regressed } from '../checks/make.ts';
import { gaussian, seeded } from '../stats/random.ts';
import { evidenceOf, keyOf, packageOf } from './evidence.ts';
import { type Job, runJob } from './job.ts';

const NAMES = ['Encode', 'Decode'];

interface Truth {
  /** Head over base of Encode, in the binaries as they are built, and under other layouts. */
  readonly built: number;
  readonly elsewhere: number;
  readonly allocs?: number;
}

function job({ built, elsewhere, allocs = 1 }: Truth, more: Partial<Evidence> = {}): Job {
  const random = seeded(3);
  const packages = [packageOf({ base: NAMES, head: NAMES })];
  return runJob(evidenceOf({ packages, seed: 5, ...more }), NAMES, (name, { side, layout }) => {
    const slower = name === 'Encode' && side === 'head' ? (layout === undefined ? built : elsewhere) : 1;
    const laid = layout === undefined ? 1 : 1 + 0.02 * ((layout * (side === 'base' ? 3 : 5)) % 8);
    const more = name === 'Encode' && side === 'head' ? allocs : 1;
    return { ns: 1000 * slower * laid * Math.exp(0.01 * gaussian(random)), allocs: more };
  });
}

function row({ report }: Job, metric: string): Comparison | undefined {
  return report.comparisons.find((c) => c.subject.benchmark === 'Encode' && c.metric === metric);
}

function layoutsOf({ steps }: Job) {
  return steps.flat().filter((l) => l.phase === 'layout');
}

describe('a row that is slower in time alone', () => {
  test('and not under other layouts is inconclusive, and says so', () => {
    const done = job({ built: 1.2, elsewhere: 1 });
    expect(new Set(layoutsOf(done).flatMap((l) => l.rows))).toEqual(new Set([keyOf('Encode')]));
    expect(new Set(layoutsOf(done).map((l) => l.layout))).toEqual(new Set(SEEDS));
    for (const metric of ['sec/op', 'cpu-sec/op'])
      expect(row(done, metric)).toMatchObject({
        status: 'inconclusive',
        reason: expect.stringContaining('perhaps only by where the linker put the functions: under 8 other layouts'),
      });
    expect(done.report.verdict).not.toBe('fail');
  });

  test('and under other layouts too is regressed, and says so', () => {
    const done = job({ built: 1.4, elsewhere: 1.4 });
    for (const metric of ['sec/op', 'cpu-sec/op'])
      expect(row(done, metric)).toMatchObject({
        status: 'regressed',
        reason: expect.stringContaining('slower whatever the layout'),
        warnings: [],
      });
    expect(done.report.verdict).toBe('fail');
    expect(JSON.stringify(judge(structuredClone(done.evidence)))).toBe(JSON.stringify(done.report));
  });

  test('is judged by its seeds, however many rounds a stored run gave each of them', () => {
    const { evidence } = job({ built: 1.4, elsewhere: 1.4 });
    const fewer = evidence.processes.filter((p) => p.phase !== 'layout' || p.round % 4 < 2);
    const stored = fewer.map((p) => (p.phase === 'layout' ? { ...p, round: 2 * (p.round >> 2) + (p.round % 4) } : p));
    const rows = judge({ ...evidence, processes: stored }).comparisons;
    expect(rows.find((c) => c.metric === 'sec/op')?.reason).toContain('under 8 other layouts');
  });

  test('and under other layouts too, but by less than its limit, is inconclusive', () => {
    const text = 'version: 1\nchecks:\n  - { id: bench/time, metric: sec/op, max-regression: 10% }\n';
    const truth = { built: 1.3, elsewhere: 1.06 };
    expect(row(job(truth, { rules: { head: { file: 'r.yml', text } } }), 'sec/op')?.status).toBe('inconclusive');
    expect(row(job(truth), 'sec/op')?.status).toBe('regressed');
  });

  test('where Go cannot lay out otherwise stays regressed, with a warning', () => {
    const old = { goVersion: 'go1.22.9' };
    const done = job({ built: 1.2, elsewhere: 1 }, { environment: { base: old, head: old } });
    expect(layoutsOf(done)).toEqual([]);
    expect(row(done, 'sec/op')).toMatchObject({
      status: 'regressed',
      warnings: [expect.stringMatching(/^not tried under other layouts: this Go cannot/)],
    });
  });
});

test('what allocates more, or takes more than twice as long, is no doing of a layout: nobody asks', () => {
  const allocating = job({ built: 1.2, elsewhere: 1, allocs: 2 });
  expect([layoutsOf(allocating), row(allocating, 'sec/op')?.status]).toEqual([[], 'regressed']);
  const thrice = job({ built: 3, elsewhere: 1 });
  expect([layoutsOf(thrice), row(thrice, 'sec/op')?.status]).toEqual([[], 'regressed']);
});

test('the smallest change is asked about first', () => {
  const of = (name: string, metric: string, ratioLo: number) => regressed(metric, 1, 2, { name, ratioLo });
  const rows = [of('A', 'sec/op', 1.3), of('B', 'cpu-sec/op', 1.05), of('C', 'sec/op', 1.1), of('B', 'sec/op', 1.2)];
  const names = timeAlone(rows).map(
    (key) => ['A', 'B', 'C'].find((name) => key.includes(` ${name}`) || key.includes(`"${name}"`)) ?? key,
  );
  expect(names).toEqual(['B', 'C', 'A']);
});
