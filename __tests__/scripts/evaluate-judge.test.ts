import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { gaussian, seeded, times } from '../stats/random.ts';

const PAIRS = 28;
const dir = mkdtempSync(join(tmpdir(), 'corpus-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

interface Spec {
  readonly name: string;
  /** Head does so many times the work in one of two rows, and allocates once more there where that is not 1. */
  readonly f: number;
  readonly count?: number;
  readonly pairs?: number;
  /** Rounds of a recorded job; absent: nobody says what a job was. */
  readonly job?: number;
  /** Each row is a process of its own that says its CPU time, and the clock is so much louder. */
  readonly cpu?: number;
}

const HEADER = 'goos: linux\ngoarch: amd64\npkg: example.com/m\n';
const ITERATIONS = 1000;

/** What one round of a side printed. */
function text(side: 'base' | 'head', { f, count = 1, cpu }: Spec, random: () => number): string {
  const noise = () => 0.003 * Math.abs(gaussian(random));
  const line = (name: string, work: number, allocs: number) => {
    const ns = (1000 * work * (1 + (cpu ?? 1) * noise())).toFixed(1);
    return `Benchmark${name} \t ${ITERATIONS}\t ${ns} ns/op\t 64 B/op\t ${allocs} allocs/op\n`;
  };
  const work = side === 'head' ? f : 1;
  const rows = [
    { work, line: line('Affected', work, side === 'head' && f > 1 ? 3 : 2) },
    { work: 1, line: line('Control', 1, 2) },
  ];
  if (cpu === undefined)
    return `${HEADER}${times(count, () => rows.map((r) => r.line))
      .flat()
      .join('')}PASS\n`;
  const seconds = (w: number) => (1e-6 * w * ITERATIONS * (1 + noise())).toFixed(9);
  return rows.map((r) => `#### process user=${seconds(r.work)} system=0\n${HEADER}${r.line}PASS\n`).join('');
}

function scenario(spec: Spec, random: () => number): object[] {
  const { name, f, count = 1, pairs = PAIRS, job } = spec;
  return (['base', 'head'] as const).map((side, i) => {
    const rounds = times(pairs, () => 0).map((_, pair) => {
      const order = pair % 2 === 0 ? i : 1 - i;
      const of = job === undefined ? '' : ` job=${Math.floor(pair / job)}`;
      const marker = `#### round pair=${pair} side=${side} order=${order} f=${f} start=1 dur=0.5 load=1 binary=x${of}`;
      return `${marker}\n${text(side, spec, random)}`;
    });
    const file = `${name}.${side}.txt.gz`;
    writeFileSync(join(dir, file), gzipSync(rounds.join('')));
    return { scenario: name, side, file, f, count };
  });
}

function run(...args: string[]) {
  return spawnSync(process.execPath, ['scripts/evaluate-judge.mjs', ...args], { encoding: 'utf8' });
}

interface Share {
  readonly n: number;
  readonly of: number;
}

interface Rule {
  readonly fwer: { readonly disjoint: number; readonly failed: number; readonly interval: [number, number] | null };
  readonly sliding: { readonly jobs: number; readonly failed: number };
  readonly power: Record<string, Share & { readonly interval: [number, number] | null }>;
  readonly withinLimitFailed: Share;
}

interface Mode {
  readonly mode: string;
  readonly jobs: number;
  readonly ours: Rule;
  readonly benchstat: Rule;
  readonly actionBenchmark: Rule;
  readonly unaffected: Record<string, number>;
  readonly silent: Share;
  readonly allocs: { readonly found: Share; readonly false: Share };
  readonly meanRounds: number;
  readonly meanSeconds: number;
}

let report: Record<string, unknown> = {};
const saved = join(dir, 'saved.json');

function modes(scenario: string): readonly Mode[] {
  const scenarios = report.scenarios as { scenario: string; modes: Mode[] }[];
  return scenarios.find((s) => s.scenario === scenario)?.modes ?? [];
}

function modeOf(scenario: string, mode: string): Mode {
  return modes(scenario).find((m) => m.mode === mode) as Mode;
}

beforeAll(() => {
  const random = seeded(1);
  const scenarios = [
    { name: 'same', f: 1 },
    { name: 'f110', f: 1.1 },
    { name: 'f102', f: 1.02 },
    { name: 'count5', f: 1.1, count: 5 },
    { name: 'jobs', f: 1.1, pairs: 48, job: 16 },
    { name: 'long', f: 1, pairs: 96 },
    { name: 'short', f: 1, pairs: 12 },
    { name: 'cpu', f: 1.1, cpu: 40 },
  ].flatMap((spec) => scenario(spec, random));
  const truth = { BenchmarkAffected: { affected: true, slope: 1 }, BenchmarkControl: { affected: false, slope: 0 } };
  writeFileSync(join(dir, 'manifest.json'), JSON.stringify({ scenarios, truth }));
  report = JSON.parse(run(dir, '--json', '--save', saved, '--name', 'made').stdout);
});

describe('--json', () => {
  test('says what was asked, and of every scenario what was counted', () => {
    expect(report).toMatchObject({
      judge: 'low-ranks',
      limit: 0.02,
      alpha: 0.01,
      resolution: 0.1,
      rounds: { screen: 8, confirm: 40 },
    });
    expect((report.scenarios as object[])[1]).toMatchObject({ scenario: 'f110', f: 1.1, pairs: PAIRS });
    const keys = ['mode', 'jobs', 'ours', 'benchstat', 'actionBenchmark', 'anyMetricFailed', 'improvedJobs'];
    const more = ['unaffected', 'silent', 'allocs', 'meanRounds', 'meanSeconds'];
    for (const name of ['same', 'f110', 'f102', 'count5', 'jobs', 'long', 'short', 'cpu'])
      for (const mode of modes(name)) expect(Object.keys(mode)).toEqual([...keys, ...more]);
  });
});

describe('the jobs', () => {
  const jobs = (name: string) => modes(name).map((m) => [m.mode, m.jobs, m.ours.fwer.disjoint]);

  test('every four pairs a window, those that share no pair counted apart; a short recording begins again at its end', () => {
    expect(jobs('same')).toEqual([
      ['8 rounds', 6, 3],
      ['20 rounds', 3, 1],
      ['schedule', 7, 1],
      ['sequential', 3, 1],
    ]);
  });

  test('a recording of two schedules needs no second beginning', () => {
    expect(jobs('long')).toEqual([
      ['8 rounds', 23, 12],
      ['20 rounds', 20, 4],
      ['schedule', 13, 2],
      ['sequential', 20, 4],
    ]);
  });

  test('too short for the schedule', () => {
    expect(jobs('short')).toEqual([['8 rounds', 2, 1]]);
  });

  test('no window across two recorded jobs: three of 16 pairs', () => {
    expect(jobs('jobs')).toEqual([
      ['8 rounds', 9, 6],
      ['schedule', 3, 3],
    ]);
  });

  test('of files with -count every pair of files', () => {
    expect(jobs('count5')).toEqual([['-count=5', PAIRS, PAIRS]]);
  });
});

describe('what was found', () => {
  const found = (name: string, who: 'ours' | 'benchstat' | 'actionBenchmark' = 'ours') =>
    modes(name).map((m) => [m.mode, m[who].power['+10 %']?.n, m[who].power['+10 %']?.of]);

  test('nothing where nothing changed', () => {
    for (const name of ['same', 'long', 'short'])
      for (const { ours, jobs } of modes(name)) {
        expect(ours).toMatchObject({ sliding: { jobs, failed: 0 }, power: {}, fwer: { failed: 0 } });
        expect(ours.fwer.interval?.[0]).toBe(0);
      }
    expect(modeOf('same', '8 rounds').unaffected).toEqual({ unchanged: 12 });
  });

  test('a true 10 % by its true size, and never in data that were not interleaved', () => {
    expect(found('f110')).toEqual([
      ['8 rounds', 6, 6],
      ['20 rounds', 3, 3],
      ['schedule', 7, 7],
      ['sequential', 0, 3],
    ]);
    expect(found('jobs')).toEqual([
      ['8 rounds', 9, 9],
      ['schedule', 3, 3],
    ]);
    expect(found('count5')).toEqual([['-count=5', 0, PAIRS]]);
  });

  test('the rivals see the same jobs: benchstat calls sequential data too, and nothing doubled', () => {
    expect(found('f110', 'benchstat').map(([, n, of]) => n === of)).toEqual([true, true, true, true]);
    expect(found('count5', 'benchstat')).toEqual([['-count=5', PAIRS, PAIRS]]);
    for (const name of ['f110', 'jobs', 'count5'])
      expect(found(name, 'actionBenchmark').map(([, n]) => n)).toEqual(modes(name).map(() => 0));
  });

  test('2 % at a limit of 2 % fail nothing', () => {
    expect(modes('f102')).toHaveLength(4);
    for (const { ours, jobs } of modes('f102')) {
      expect(ours.power).toEqual({});
      expect(ours.withinLimitFailed).toEqual({ n: 0, of: jobs });
    }
  });

  test('rows slower by the resolution are not called unchanged', () => {
    for (const name of ['f110', 'jobs'])
      for (const { silent, jobs } of modes(name)) expect(silent).toEqual({ n: 0, of: jobs });
  });

  test('every allocation more is found and none invented, in files too', () => {
    for (const name of ['same', 'f110', 'jobs', 'count5'])
      for (const { jobs, allocs } of modes(name)) {
        const changed = name === 'same' ? 0 : jobs;
        expect(allocs.found).toEqual({ n: changed, of: changed });
        expect(allocs.false).toEqual({ n: 0, of: 2 * jobs - changed });
      }
  });

  test('CPU time finds what the clock alone is too noisy for', () => {
    const { ours, jobs } = modeOf('cpu', '20 rounds');
    expect(ours.power['+10 %']?.of).toBe(jobs);
    expect(ours.power['+10 %']?.n).toBeGreaterThan(modeOf('cpu', '20 rounds').benchstat.power['+10 %']?.n ?? 9);
  });
});

describe('what it cost', () => {
  test('every round where the number is given, and of the schedule what each row had', () => {
    expect(modeOf('f110', '8 rounds')).toMatchObject({ meanRounds: 8, meanSeconds: 8 });
    expect(modeOf('f110', '20 rounds')).toMatchObject({ meanRounds: 20, meanSeconds: 20 });
    // Ten rounds of each side, of which every one took half a second on either side.
    expect(modeOf('f110', 'sequential')).toMatchObject({ meanRounds: 10, meanSeconds: 20 });
    // 28 rounds: looks at 8, 11 and 14, where the slower of the two rows is called.
    const { meanRounds, meanSeconds } = modeOf('f110', 'schedule');
    expect(meanRounds).toBe((8 + 14) / 2);
    expect(meanSeconds).toBeCloseTo(meanRounds, 10);
    expect(modeOf('same', 'schedule').meanRounds).toBe(8);
  });
});

test('--save keeps what the documentation shows: the schedule and the files, false alarms put together', () => {
  const { corpus, pooled, rows } = JSON.parse(readFileSync(saved, 'utf8'));
  expect(corpus).toBe('made');
  const shown = rows.map((r: { scenario: string; job: string }) => `${r.scenario} ${r.job}`);
  expect(shown).toEqual(
    ['same', 'f110', 'f102']
      .flatMap((name) => [`${name} schedule`, `${name} sequential`])
      .concat([
        'count5 -count=5',
        'jobs schedule',
        'long schedule',
        'long sequential',
        'cpu schedule',
        'cpu sequential',
      ]),
  );
  // 1 + 1 + 1 + 3 + 2 + 1 disjoint jobs of the schedule, 7 + 7 + 7 + 3 + 13 + 7 windows.
  expect(pooled).toMatchObject({ failed: 0, jobs: 9, windows: 44, failedWindows: 0 });
  expect(pooled.interval[1]).toBeCloseTo(1 - 0.025 ** (1 / 9), 9);
  expect(rows[2]).toMatchObject({
    scenario: 'f110',
    benchstatFailed: { of: 7 },
    power: { '+10 %': { n: 7, benchstat: 7 } },
  });
});

test('without --json it prints tables', () => {
  const { stdout, status } = run(dir);
  expect(status).toBe(0);
  expect(stdout).toMatch(/^judge low-ranks, limit 2 %, alpha 1 %$/m);
  expect(stdout).toMatch(/^f110 +schedule +– +– +100 % \/ 100 % \/ 0 % of 7 /m);
  expect(stdout).toMatch(/^jobs +schedule +0 of 3 /m);
});

test.each([[[]], [['somewhere', '--judge', 'nobody']], [['somewhere', '--yaml']]])(
  '%p is refused with the usage',
  (args) => {
    const { stderr, status } = run(...args);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^usage: node scripts\/evaluate-judge\.mjs CORPUS_DIR/m);
  },
);
