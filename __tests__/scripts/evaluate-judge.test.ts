import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { gaussian, seeded, times } from '../stats/random.ts';

const PAIRS = 28;
const dir = mkdtempSync(join(tmpdir(), 'corpus-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** Two rows, of which head has `f` times the work in one, and an allocation more. */
function text(side: 'base' | 'head', f: number, count: number, random: () => number): string {
  const ns = (work: number) => (1000 * work * (1 + 0.003 * Math.abs(gaussian(random)))).toFixed(1);
  const work = side === 'head' ? f : 1;
  const line = (name: string, w: number, allocs: number) =>
    `Benchmark${name} \t 1000\t ${ns(w)} ns/op\t 64 B/op\t ${allocs} allocs/op`;
  const lines = times(count, () => [line('Affected', work, side === 'head' && f > 1 ? 3 : 2), line('Control', 1, 2)]);
  return `goos: linux\ngoarch: amd64\npkg: example.com/m\n${lines.flat().join('\n')}\nPASS\n`;
}

function scenario(name: string, f: number, count: number, random: () => number): object[] {
  return (['base', 'head'] as const).map((side, i) => {
    const rounds = Array.from({ length: PAIRS }, (_, pair) => {
      const order = pair % 2 === 0 ? i : 1 - i;
      return `#### round pair=${pair} side=${side} order=${order} f=${f} start=1 dur=0.5 load=1 binary=x\n${text(side, f, count, random)}`;
    });
    const file = `${name}.${side}.txt.gz`;
    writeFileSync(join(dir, file), gzipSync(rounds.join('')));
    return { scenario: name, side, file, f, count };
  });
}

beforeAll(() => {
  const random = seeded(1);
  const scenarios = [
    ...scenario('same', 1, 1, random),
    ...scenario('f110', 1.1, 1, random),
    ...scenario('f102', 1.02, 1, random),
    ...scenario('count5', 1.1, 5, random),
  ];
  const truth = { BenchmarkAffected: { affected: true, slope: 1 }, BenchmarkControl: { affected: false, slope: 0 } };
  writeFileSync(join(dir, 'manifest.json'), JSON.stringify({ scenarios, truth }));
});

function run(...args: string[]) {
  return spawnSync(process.execPath, ['scripts/evaluate-judge.mjs', ...args], { encoding: 'utf8' });
}

interface Mode {
  readonly mode: string;
  readonly jobs: number;
  readonly ours: { fwer: object; sliding: object; power: Record<string, object>; withinLimitFailed: { n: number } };
  readonly allocs: { found: { n: number; of: number }; false: { n: number } };
  readonly meanRounds: number;
}

function modes(judge: string): (scenario: string) => readonly Mode[] {
  const { stdout } = run(dir, '--json', '--judge', judge);
  const report = JSON.parse(stdout) as { scenarios: { scenario: string; modes: Mode[] }[] };
  return (name) => report.scenarios.find((s) => s.scenario === name)?.modes ?? [];
}

describe.each(['low-rank', 'mann-whitney'])('the %s judge', (judge) => {
  let of: (scenario: string) => readonly Mode[] = () => [];
  beforeAll(() => {
    of = modes(judge);
  });

  test('replays the windows that fit, and counts the disjoint ones apart', () => {
    expect(of('same').map((m) => [m.mode, m.jobs])).toEqual([
      ['8 rounds', 6],
      ['20 rounds', 3],
      ['8 + 20 fresh', 1],
      ['sequential', 3],
    ]);
    expect(of('same')[0]?.ours.fwer).toMatchObject({ disjoint: 3, failed: 0 });
    expect(of('same')[0]?.ours.sliding).toEqual({ jobs: 6, failed: 0 });
  });

  test('a true 10 % is found by its true size, and never in data that were not interleaved', () => {
    expect(of('f110').map((m) => m.ours.power)).toEqual([
      { '+10 %': { n: 6, of: 6 } },
      { '+10 %': { n: 3, of: 3 } },
      { '+10 %': { n: 1, of: 1 } },
      { '+10 %': { n: 0, of: 3 } },
    ]);
    expect(of('f110')[2]?.meanRounds).toBeGreaterThanOrEqual(18);
    expect(of('count5').map((m) => [m.mode, m.jobs, m.ours.power])).toEqual([
      ['-count=5', PAIRS, { '+10 %': { n: 0, of: PAIRS } }],
    ]);
  });

  test('2 % at a limit of 2 % fail nothing', () => {
    for (const mode of of('f102')) {
      expect(mode.ours.power).toEqual({});
      expect(mode.ours.withinLimitFailed.n).toBe(0);
    }
  });

  test('every allocation more is found and none invented', () => {
    for (const name of ['same', 'f110', 'count5'])
      for (const { jobs, allocs } of of(name)) {
        expect(allocs.found).toEqual({ n: name === 'same' ? 0 : jobs, of: name === 'same' ? 0 : jobs });
        expect(allocs.false.n).toBe(0);
      }
  });
});

test('without --json it prints tables', () => {
  const { stdout, status } = run(dir);
  expect(status).toBe(0);
  expect(stdout).toMatch(/^judge low-rank, limit 2 %, alpha 1 %$/m);
  expect(stdout).toMatch(/^f110 +8 \+ 20 fresh +– +– +100 % \/ /m);
});

test.each([[[]], [['somewhere', '--judge', 'nobody']], [['somewhere', '--yaml']]])(
  '%p is refused with the usage',
  (args) => {
    const { stderr, status } = run(...args);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^usage: node scripts\/evaluate-judge\.mjs CORPUS_DIR/);
  },
);
