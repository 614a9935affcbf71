import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { DEFAULT_AXES } from '../../src/matrix/grid.ts';
import type { MatrixReport } from '../../src/matrix/report.ts';
import { gcMatrix } from '../../src/run/matrix/matrix.ts';
import type { MatrixOptions } from '../../src/run/matrix/options.ts';
import { SILENT } from '../../src/run/options.ts';
import { folder, GO_MOD, put, repository } from './sandbox.ts';

const MIB = 2 ** 20;

/** A benchmark that allocates, with some MiB live, and reports a p99; one that fails where the collector is off. */
const BENCH = `package m

import (
	"os"
	"testing"
)

var live = make([][]byte, 64)
var sink []byte

func BenchmarkAllocate(b *testing.B) {
	for i := range live {
		live[i] = make([]byte, 1<<16)
	}
	for i := 0; i < b.N; i++ {
		sink = make([]byte, 1<<14)
	}
	b.ReportMetric(1500, "p99-ns/op")
	b.ReportMetric(77, "req/s")
}

func BenchmarkPicky(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sink = make([]byte, 1<<14)
	}
	if os.Getenv("GOGC") == "off" {
		b.Fatal("I need a collector")
	}
}
`;
const FILES = { 'go.mod': GO_MOD, 'm.go': 'package m\n', 'm_test.go': BENCH };

const optionsOf = (dir: string, more: Partial<MatrixOptions> = {}): MatrixOptions => ({
  dir,
  packages: ['./...'],
  bench: 'Allocate',
  axes: { ...DEFAULT_AXES, gogc: [25, 100], gomemlimit: [null] },
  rounds: 2,
  benchtime: 0.02,
  affinity: [],
  tags: '',
  buildFlags: [],
  env: [],
  setup: '',
  budget: 120,
  out: join(dir, 'out'),
  restart: false,
  ...more,
});

const run = (options: MatrixOptions): Promise<MatrixReport> => gcMatrix(options, SILENT);
const lines = (out: string) => readFileSync(join(out, 'processes.jsonl'), 'utf8').trimEnd().split('\n');
const problem = (options: MatrixOptions) =>
  run(options).then(
    () => 'nothing was thrown',
    (error) => (error.shown as string) ?? String(error.stack),
  );

describe('gc-matrix', () => {
  test('measures every setting with the real toolchain, keeps every process and goes on where it was stopped', async () => {
    const dir = repository(FILES);
    const options = optionsOf(dir);
    const first = await run(options);
    const [benchmark] = first.benchmarks;
    expect([first.status, first.rounds, benchmark?.subject.benchmark]).toEqual([
      'complete',
      { wanted: 2, done: 2 },
      'Allocate',
    ]);
    expect(benchmark?.objectives.map(({ quantity }) => quantity)).toEqual(['op/s', 'p99', 'max-rss']);
    const [often, usual] = benchmark?.cells ?? [];
    expect([often?.label, usual?.label, usual?.isDefault]).toEqual(['GOGC=25', 'GOGC=100', true]);
    for (const cell of [often, usual]) {
      expect(cell?.rounds).toBe(2);
      expect(cell?.quantities.p99?.center).toBeCloseTo(1.5e-6, 9);
      expect(cell?.quantities.rate?.center).toBe(77);
      expect(cell?.quantities['max-rss']?.center).toBeGreaterThan(4 * MIB);
      expect(cell?.quantities['gc-cpu']?.center).toBeGreaterThan(0);
    }
    // What the collector is told reaches it: a quarter of the head room, several times the collections.
    expect(often?.quantities['gc-cycles']?.center).toBeGreaterThan(2 * (usual?.quantities['gc-cycles']?.center ?? 0));
    expect(lines(options.out)).toHaveLength(1 + 2 * 2);
    for (const file of ['experiment.json', 'result.json', 'report.md', 'report.html', 'stderr/0.txt.gz', '.gitignore'])
      expect([file, existsSync(join(options.out, file))]).toEqual([file, true]);
    expect(readdirSync(join(options.out, 'pictures'))).toHaveLength(2);

    // A kill cut the last line off: that process is run again, and no other.
    const kept = readFileSync(join(options.out, 'processes.jsonl'), 'utf8');
    writeFileSync(join(options.out, 'processes.jsonl'), kept.slice(0, -40));
    expect((await run(options)).status).toBe('complete');
    expect(lines(options.out).slice(0, 4)).toEqual(kept.trimEnd().split('\n').slice(0, 4));
    expect(lines(options.out)).toHaveLength(5);

    // More rounds go on; what there is stays.
    const more = await run({ ...options, rounds: 3 });
    expect([more.rounds.done, more.benchmarks[0]?.cells[0]?.rounds]).toEqual([3, 3]);
    expect(lines(options.out)).toHaveLength(7);

    // Another grid, other code: said, and nothing lost.
    expect(await problem({ ...options, axes: { ...options.axes, gogc: [50] } })).toMatch(
      /holds another experiment[\s\S]*cells: GOGC=25, GOGC=100 there, GOGC=100, GOGC=50 now[\s\S]*--restart/,
    );
    put(dir, { 'm_test.go': BENCH.replace('1<<14', '1<<15') });
    expect(await problem(options)).toMatch(/binary of example.com\/m: [0-9a-f]{16} there, [0-9a-f]{16} now/);
    expect(lines(options.out)).toHaveLength(7);
    const anew = await run({ ...options, rounds: 1, restart: true });
    expect([anew.rounds.done, lines(options.out).length]).toEqual([1, 3]);
    // One round tells nothing, and says so.
    expect(anew.diagnostics.map(({ text }) => text).join()).toContain('1 round cannot tell');
  }, 240_000);

  test('what a cell cannot do is a row with its reason, and hides nothing else', async () => {
    const dir = repository(FILES);
    const report = await run(
      optionsOf(dir, {
        bench: '.',
        axes: { gogc: [100, null], gomemlimit: [null, 32 * MIB], gomaxprocs: [] },
        rounds: 3,
      }),
    );
    const picky = report.benchmarks.find(({ subject }) => subject.benchmark === 'Picky');
    expect(picky?.cells.map(({ label, status, reason }) => [label, status, reason])).toEqual([
      ['GOGC=100', 'measured', undefined],
      ['GOGC=off', 'failed', expect.stringContaining('I need a collector')],
      ['GOGC=100 GOMEMLIMIT=32MiB', 'measured', undefined],
      ['GOGC=off GOMEMLIMIT=32MiB', 'failed', expect.stringContaining('I need a collector')],
    ]);
    // Failed twice, it is not tried a third time.
    const tried = lines(join(dir, 'out')).filter((line) => line.includes('"Picky"') && line.includes('"off off own"'));
    expect(tried).toHaveLength(2);
    expect(
      report.benchmarks.find(({ subject }) => subject.benchmark === 'Allocate')?.cells.map(({ status }) => status),
    ).toEqual(Array(4).fill('measured'));
  }, 240_000);

  test('a budget ends it with what there is', async () => {
    const dir = repository(FILES);
    const report = await run(optionsOf(dir, { rounds: 500, budget: 8 }));
    expect(report.status).toBe('partial');
    expect(report.rounds.done).toBeLessThan(500);
    expect(existsSync(join(dir, 'out', 'result.json'))).toBe(true);
  }, 240_000);
});

describe('what cannot be run', () => {
  test('variables that the grid varies are not passed beside it', async () => {
    expect(await problem(optionsOf(folder(), { env: ['GOGC=50'] }))).toContain('env: GOGC is what the grid varies');
  });

  test('a folder that holds something else is left alone', async () => {
    const dir = repository({ ...FILES, 'out/precious.txt': 'x' });
    expect(await problem(optionsOf(dir))).toContain('is not empty and holds no experiment');
    expect(readdirSync(join(dir, 'out'))).toEqual(['precious.txt']);
  });

  test('no benchmark, or none that builds', async () => {
    const dir = repository(FILES);
    expect(await problem(optionsOf(dir, { bench: 'Nothing' }))).toContain(
      'there is no benchmark to measure: none matches "Nothing"',
    );
    put(dir, { 'm.go': 'package m\n\nvar x int = "no"\n' });
    expect(await problem(optionsOf(dir))).toMatch(/example.com\/m does not build: .*m.go:3/);
  });

  test('a store that is damaged names the line', async () => {
    const dir = repository(FILES);
    const options = optionsOf(dir, { rounds: 1 });
    await run(options);
    appendFileSync(join(options.out, 'processes.jsonl'), '{"step":{"round":-1}}\n');
    expect(await problem(options)).toMatch(/processes\.jsonl:4: is not of this version of go-perf-gate: step/);
    writeFileSync(join(options.out, 'experiment.json'), '{');
    expect(await problem(options)).toMatch(/experiment\.json:1: is no JSON/);
  }, 120_000);
});
