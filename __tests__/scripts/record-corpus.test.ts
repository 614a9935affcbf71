import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

const dir = mkdtempSync(join(tmpdir(), 'recorded-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function run(...args: string[]) {
  return spawnSync(process.execPath, ['scripts/record-corpus.mjs', ...args], { encoding: 'utf8' });
}

function record(...args: string[]) {
  return run(dir, '--rounds', '2', '--calibration', '2', '--bench', '^(Benchmark)?(Search|Mutex|JSON)$', ...args);
}

interface Part {
  readonly scenario: string;
  readonly side: string;
  readonly file: string;
  readonly jobs: number;
  readonly bytes: number;
  readonly rounds: readonly { pair: number; job: number; binary: string; dur: number }[];
}

interface Manifest {
  readonly seed: number;
  readonly scenarios: readonly Part[];
  readonly calibrations: readonly unknown[];
  readonly truth: Record<string, { affected: boolean; slope: number; ratio_by_f: Record<string, number> }>;
}

const manifest = () => JSON.parse(readFileSync(join(dir, 'manifest.json'), 'utf8')) as Manifest;
const textOf = (scenario: string, side: string) =>
  gunzipSync(readFileSync(join(dir, `${scenario}.${side}.txt.gz`))).toString('utf8');

/** The fields of every process line, in order. */
function processes(text: string): Record<string, string>[] {
  const lines = [...text.matchAll(/^#### process row=(\S+) (.*)$/gm)];
  return lines.map(([, row = '', rest = '']) => ({
    row,
    ...Object.fromEntries(rest.split(' ').map((f) => f.split('='))),
  }));
}

const ROWS = ['Search/size=64', 'Search/size=4096', 'JSON', 'Mutex'];

describe('a folder recorded in two runs', () => {
  let first: Manifest;
  beforeAll(() => {
    expect(record('--jobs', '2')).toMatchObject({ status: 0, stderr: '' });
    first = manifest();
    // A run that was stopped while it wrote a job.
    appendFileSync(join(dir, 'quiet-aa.base.txt.gz'), 'half a job');
    expect(record('--jobs', '1')).toMatchObject({ status: 0, stderr: '' });
  });

  test('has the jobs of both, in turns, with pairs that count on', () => {
    const { seed, scenarios, calibrations } = manifest();
    expect(seed).toBe(first.seed);
    expect(calibrations).toHaveLength(3);
    expect(scenarios.map(({ scenario, side, jobs }) => [scenario, side, jobs])).toEqual([
      ['quiet-aa', 'base', 2],
      ['quiet-aa', 'head', 2],
      ['quiet-f105', 'base', 1],
      ['quiet-f105', 'head', 1],
    ]);
    for (const { file, bytes } of scenarios) expect(readFileSync(join(dir, file))).toHaveLength(bytes);
    expect(scenarios[0]?.rounds.map((r) => [r.pair, r.job, r.binary])).toEqual([
      [0, 0, 'base'],
      [1, 0, 'base'],
      [2, 1, 'base'],
      [3, 1, 'base'],
    ]);
  });

  test('has one process a row, whose sides are back to back in an order that both agree on', () => {
    const [base, head] = [processes(textOf('quiet-aa', 'base')), processes(textOf('quiet-aa', 'head'))];
    expect(base.map((p) => p.row).sort()).toEqual([...ROWS, ...ROWS, ...ROWS, ...ROWS].sort());
    const orders = base.map((p, i) => [p.order, head[i]?.order]);
    for (const pair of orders) expect([...pair].sort()).toEqual(['0', '1']);
    expect(new Set(orders.map(String)).size).toBe(2);
    base.forEach((p, i) => {
      const apart = Number(head[i]?.start) - Number(p.start);
      expect(apart > 0).toBe(p.order === '0');
      expect(Number(p.user) + Number(p.system)).toBeGreaterThan(0.001);
    });
  });

  test('both sides do the same number of iterations', () => {
    const iterations = (side: string) =>
      [...textOf('quiet-f105', side).matchAll(/^Benchmark(\S+)\s+(\d+)/gm)].map(([, name, n]) => [name, n]);
    expect(iterations('base')).toEqual(iterations('head'));
  });

  test('knows the truth: the factor slows what it should', () => {
    const { truth } = manifest();
    expect(Object.keys(truth).sort()).toEqual(ROWS.map((row) => `Benchmark${row}`).sort());
    expect(truth['BenchmarkSearch/size=64']).toMatchObject({ affected: true });
    expect(truth['BenchmarkSearch/size=64']?.slope).toBeGreaterThan(0.3);
    expect(truth.BenchmarkMutex).toMatchObject({ affected: false, slope: 0, ratio_by_f: { '1.10': 1 } });
  });

  test('is what evaluate-judge.mjs reads', async () => {
    const { readCorpus } = (await import('../../scripts/evaluate/corpus.mjs' as string)) as {
      readCorpus(dir: string, ours: unknown): { scenarios: { name: string; f: number; pairs: Round[] }[] };
    };
    interface Round {
      readonly base: { results: { result: { subject: { benchmark: string } } }[] };
    }
    const { scenarios } = readCorpus(dir, await import('../../src/sources/bench/index.ts'));
    expect(scenarios.map(({ name, f, pairs }) => [name, f, pairs.length])).toEqual([
      ['quiet-aa', 1, 4],
      ['quiet-f105', 1.05, 2],
    ]);
    expect(scenarios[0]?.pairs[3]?.base.results.map((r) => r.result.subject.benchmark).sort()).toEqual(
      [...ROWS].sort(),
    );
  });

  test('is not continued with other benchmarks', () => {
    const { status, stderr } = run(dir, '--rounds', '2', '--bench', 'Mutex', '--jobs', '1');
    expect(status).toBe(2);
    expect(stderr).toMatch(/recorded with bench .*, not Mutex: use another folder/);
  });

  test('other settings go beside it: a load, one allocation more, another build', () => {
    for (const setting of ['loaded', 'allocs', 'layout', 'rand'])
      expect(record('--jobs', '1', '--setting', setting)).toMatchObject({ status: 0, stderr: '' });
    const allocs = (side: string) => /^BenchmarkJSON.* (\d+) allocs\/op$/m.exec(textOf('quiet-allocs', side))?.[1];
    expect(Number(allocs('head'))).toBe(Number(allocs('base')) + 1);
    const binaries = (scenario: string) =>
      manifest()
        .scenarios.filter((s) => s.scenario === scenario)
        .map((s) => s.rounds.map((r) => r.binary));
    expect(binaries('quiet-layout')).toEqual([
      ['base', 'base'],
      ['layout1', 'layout1'],
    ]);
    expect(binaries('quiet-rand')).toEqual([
      ['rand1', 'rand3'],
      ['rand2', 'rand4'],
    ]);
    expect(readdirSync(dir)).toContain('loaded-aa.head.txt.gz');
  });
});

test.each([
  [[], /one folder OUT is needed/],
  [[dir], /--jobs is needed/],
  [[dir, '--jobs', '1.5'], /--jobs 1\.5: a whole number from 1 is needed/],
  [[dir, '--jobs', '1', '--setting', 'noisy'], /--setting noisy: there are quiet, loaded, layout, rand, allocs/],
  [[dir, '--jobs', '1', '--cpu', '8000'], /--cpu 8000: there are 0/],
  [[dir, '--yaml'], /Unknown option '--yaml'/],
])('%p is refused with the usage', (args, why) => {
  const { status, stderr } = run(...args);
  expect(status).toBe(2);
  expect(stderr).toMatch(why);
  expect(stderr).toMatch(/^usage: node scripts\/record-corpus\.mjs OUT/m);
});

test('--help says how', () => {
  expect(run('--help')).toMatchObject({ status: 0, stdout: expect.stringMatching(/^usage: .*\n\nRecords N jobs/) });
});
