import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { BenchmarkLeaks, LeakReport } from '../../src/leaks/report.ts';
import { UserError } from '../../src/model/diagnostic.ts';
import { openToolchain } from '../../src/run/go/toolchain.ts';
import { findLeaks } from '../../src/run/leaks/leaks.ts';
import { LEAK_DEFAULTS, type LeakOptions } from '../../src/run/leaks/options.ts';
import { withSteps } from '../../src/run/leaks/overlay.ts';
import { Places } from '../../src/run/leaks/places.ts';
import { readRun } from '../../src/run/leaks/read.ts';
import { SILENT } from '../../src/run/options.ts';
import { folder } from './sandbox.ts';

const SOURCE = `package p

import (
	"os"
	"testing"
)

type node struct {
	next *node
	data [48]byte
}

var (
	head  *node
	sink  []byte
	cache = map[int]*node{}
	lost  = make(chan int)
)

func keep() {
	head = &node{next: head} // LEAK
}

func spawn() {
	go func() { lost <- 1 }() // CREATED
}

func BenchmarkHeap(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sink = make([]byte, 512)
		if i%1000 == 0 {
			keep()
		}
	}
}

func BenchmarkGoroutines(b *testing.B) {
	b.Run("blocked", func(b *testing.B) {
		for i := 0; i < b.N; i++ {
			sink = make([]byte, 4096)
			if i%2000 == 0 {
				spawn()
			}
		}
	})
}

func BenchmarkCache(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sink = make([]byte, 512)
		if key := i % 3000; cache[key] == nil {
			cache[key] = new(node)
		}
	}
}

func TestMain(m *testing.M) {
	for _, entry := range os.Environ() {
		if len(entry) > 12 && entry[:12] == "GO_PERF_GATE" {
			panic("the program sees " + entry)
		}
	}
	os.Exit(m.Run())
}
`;

const FILES = { 'go.mod': 'module example.com/m\n\ngo 1.20\n', 'p/p_test.go': SOURCE };
const line = (mark: string) => SOURCE.split('\n').findIndex((text) => text.endsWith(`// ${mark}`)) + 1;

function options(dir: string, more: Partial<LeakOptions> = {}): LeakOptions {
  const { packages, bench } = LEAK_DEFAULTS;
  return { dir, packages, bench, tags: '', buildFlags: [], env: [], steps: 12, budget: 90, out: null, ...more };
}

describe('a module with a leak, a goroutine leak and a cache', () => {
  let report: LeakReport;
  let out: string;
  const of = (name: string) => report.benchmarks.find((b) => b.benchmark === name) as BenchmarkLeaks;
  beforeAll(async () => {
    out = join(folder(), 'out');
    report = await findLeaks(options(folder(FILES), { out }), SILENT);
  }, 300_000);

  test('every benchmark is told', () => {
    expect(report.benchmarks.map(({ benchmark, verdict }) => [benchmark, verdict])).toEqual([
      ['Heap', 'leak'],
      ['Goroutines/blocked', 'leak'],
      ['Cache', 'no leak'],
    ]);
    expect(report).toMatchObject({ schema: 'go-perf-gate/leaks@1', verdict: 'leak', diagnostics: [] });
  });

  test('the allocation is named, and all stages saw it', () => {
    const [leak, ...others] = of('Heap').leaks;
    expect(others).toEqual([]);
    expect(leak).toMatchObject({
      kind: 'heap',
      site: { function: 'example.com/m/p.keep', file: 'p/p_test.go', line: line('LEAK') },
      stages: { live: { says: 'sees' }, heapAlloc: { says: 'sees' }, heapObjects: { says: 'sees' } },
    });
    expect(of('Heap').processes).toHaveLength(2);
    // A node of 64 bytes in a thousand iterations, and one more as i = 0 of each step.
    expect(leak?.perIteration).toBeGreaterThan(0.06);
    expect(leak?.perIteration).toBeLessThan(0.13);
  });

  test('the go statement is named, and what they wait for', () => {
    expect(of('Goroutines/blocked').leaks[0]).toMatchObject({
      kind: 'goroutine',
      created: { function: 'example.com/m/p.spawn', file: 'p/p_test.go', line: line('CREATED') },
      site: { file: 'p/p_test.go', line: line('CREATED') },
      state: 'chan send',
      counted: true,
    });
  });

  test('report and profiles are written', () => {
    expect(JSON.parse(readFileSync(join(out, 'result.json'), 'utf8')).verdict).toBe('leak');
    expect(readFileSync(join(out, 'report.txt'), 'utf8')).toContain('p/p_test.go');
    for (const name of ['heap-first.pb.gz', 'heap-last.pb.gz', 'goroutines.txt'])
      expect(existsSync(join(out, 'profiles', '1-Heap', name))).toBe(true);
  });
});

test('too short a budget is too little evidence, and says what is wanted', async () => {
  const { benchmarks } = await findLeaks(options(folder(FILES), { bench: '^BenchmarkHeap$', budget: 6 }), SILENT);
  expect(benchmarks).toMatchObject([{ verdict: 'not enough evidence' }]);
  expect(benchmarks[0]?.settle).toMatch(/steps of \d+ iterations/);
}, 120_000);

test('a pattern that selects nothing is an error of its own', async () => {
  await expect(findLeaks(options(folder(FILES), { bench: 'Nothing' }), SILENT)).rejects.toThrow(UserError);
});

const SLOW = `package p

import (
	"flag"
	"strings"
	"testing"
	"time"
)

var lost = make(chan int)

func BenchmarkSlow(b *testing.B) {
	if b.N == 1 && strings.HasSuffix(flag.Lookup("test.benchtime").Value.String(), "x") {
		time.Sleep(time.Second)
	}
	for i := 0; i < b.N; i++ {
		if i%1000 == 0 {
			go func() { lost <- 1 }()
		}
		time.Sleep(10 * time.Microsecond)
	}
}
`;

test('a process whose time is over between two steps leaves the dump and the last profile too', async () => {
  const out = join(folder(), 'out');
  await findLeaks(options(folder({ ...FILES, 'p/p_test.go': SLOW }), { out, budget: 7 }), SILENT);
  for (const name of ['heap-last.pb.gz', 'goroutines.txt'])
    expect(existsSync(join(out, 'profiles', '1-Slow', name))).toBe(true);
}, 120_000);

test('where a benchmark fails or a package does not build no leak is not said', async () => {
  const fails = `package p

import "testing"

var sink []byte

func BenchmarkGood(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sink = make([]byte, 64)
	}
}

func BenchmarkFails(b *testing.B) { b.Fatal("no database") }
`;
  const broken = 'package q\n\nimport "testing"\n\nfunc BenchmarkQ(b *testing.B) { missing() }\n';
  const of = (files: Record<string, string>) => findLeaks(options(folder({ ...FILES, ...files })), SILENT);
  const failing = await of({ 'p/p_test.go': fails });
  expect(failing).toMatchObject({
    verdict: 'not enough evidence',
    benchmarks: [{ benchmark: 'Good', verdict: 'no leak' }],
    diagnostics: [{ text: expect.stringContaining('BenchmarkFails: p_test.go:13: no database') }],
  });
  const partly = await of({ 'p/p_test.go': fails.replace('b.Fatal("no database")', ''), 'q/q_test.go': broken });
  expect(partly.benchmarks.map(({ verdict }) => verdict)).not.toContain('leak');
  expect(partly.verdict).toBe('not enough evidence');
  expect(partly.diagnostics).toMatchObject([{ level: 'error', text: expect.stringContaining('does not build') }]);
}, 200_000);

describe('a folder that holds something else', () => {
  test('is not written to', async () => {
    const out = folder({ 'profiles/mine.txt': 'mine', 'notes.txt': 'mine' });
    await expect(findLeaks(options(folder(FILES), { out }), SILENT)).rejects.toThrow(
      `out: ${out} is not empty and holds no report of leaks alone, so nothing is written to it`,
    );
    expect(readFileSync(join(out, 'profiles', 'mine.txt'), 'utf8')).toBe('mine');
    expect(existsSync(join(out, '.gitignore'))).toBe(false);
  });
});

describe('what a program does to our files', () => {
  const step = (i: number) =>
    JSON.stringify({
      ...{ step: i, worked: i * 1e9, at: i * 1e9 + 1, n: 10, live: 1000, heapAlloc: 1000 },
      ...{ heapObjects: 10, goroutines: 2, numGC: i },
    });
  const places = new Places('/repo', '/goroot', []);

  test('steps without their sites are left out with all that follow', async () => {
    const dir = folder({
      'steps.jsonl': `${[0, 1, 2, 3].map(step).join('\n')}\n`,
      'sites-0000': '64\t1\texample.com/m.f\t/repo/f.go\t3\n',
      'sites-0001': '128\t2\texample.com/m.f\t/repo/f.go\t3\n',
      'sites-0003': '256\t4\texample.com/m.f\t/repo/f.go\t3\n',
    });
    const { run } = await readRun(dir, '', places);
    expect(run.steps).toHaveLength(2);
    expect(run.sites).toMatchObject([{ bytes: [64, 128], objects: [1, 2] }]);
  });

  test('a link is not followed, and a pipe is not waited for', async () => {
    const dir = folder({ elsewhere: `${step(0)}\n`, 'sites-0000': '' });
    symlinkSync(join(dir, 'elsewhere'), join(dir, 'steps.jsonl'));
    expect((await readRun(dir, '', places)).run.steps).toEqual([]);
    const other = folder({ 'steps.jsonl': `${step(0)}\n`, 'sites-0000': '' });
    execFileSync('mkfifo', [join(other, 'goroutines.txt'), join(other, 'goroutine-0000')]);
    expect((await readRun(other, '', places)).run.steps).toHaveLength(1);
  });
});

describe("the testing package's file", () => {
  test('gets its calls on the line of the run, so that no other line moves', async () => {
    const go = await openToolchain(folder(), {});
    const source = readFileSync(join(go.settings.GOROOT ?? '', 'src', 'testing', 'benchmark.go'), 'utf8');
    const made = withSteps(source, go.version).split('\n');
    expect(source.split('\n').filter((text, i) => made[i] !== text)).toEqual(['func (b *B) runN(n int) {']);
  });

  test('that is not as known is refused', () => {
    expect(() => withSteps('package testing\n', 'go9.9')).toThrow(/go9\.9/);
  });
});
