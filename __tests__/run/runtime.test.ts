import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RuntimeSamples } from '../../src/model/runtime.ts';
import { discover } from '../../src/run/go/discover.ts';
import { openToolchain, type Toolchain } from '../../src/run/go/toolchain.ts';
import { buildRunner, type Runner, type RunnerAnswer, startRunner } from '../../src/run/process/runner.ts';
import { buildSampled, type SampledBuild } from '../../src/run/runtime/build.ts';
import { runSampled, type SampledRun, type Sampling } from '../../src/run/runtime/launch.ts';
import { deltaOf, wholeOf } from '../../src/sources/runtime/index.ts';
import { type Files, folder } from './sandbox.ts';

const PASSED = { GOFLAGS: '-mod=mod' };

let runner: Runner;
beforeAll(async () => {
  const dir = folder();
  runner = startRunner(await buildRunner(await openToolchain(dir, {}), join(dir, 'runner')));
});
afterAll(() => runner.close());

interface Sampled {
  readonly build: SampledBuild;
  readonly answer: RunnerAnswer;
  readonly stdout: string;
  readonly stderr: string;
  readonly samples: RuntimeSamples | undefined;
  readonly run: SampledRun;
  /** Of the module. */
  readonly dir: string;
}

interface How {
  readonly passed?: Readonly<Record<string, string>>;
  readonly flags?: readonly string[];
  readonly args?: readonly string[];
  readonly options?: { readonly profiles: boolean; readonly leaks: boolean };
  readonly asked?: Partial<Sampling>;
  readonly timeout?: number;
  /** Stands between us and the go command. */
  readonly through?: (go: Toolchain) => Toolchain;
}

const BENCHMARKS = ['-test.run=^$', '-test.bench=.', '-test.benchtime=20x', '-test.paniconexit0'];

/** Builds and runs the only package with benchmarks of a module. */
async function sampled(files: Files, how: How = {}): Promise<Sampled> {
  const dir = folder(files);
  const go = await openToolchain(dir, how.passed ?? {});
  const flags = how.flags ?? [];
  const { packages, problems } = await discover(go, dir, { dir: '.', patterns: ['./...'], flags });
  expect([...problems.values()]).toEqual([]);
  const [found] = packages.values();
  if (!found) throw new Error('no package with benchmarks');
  const work = folder();
  const bin = join(work, 'p.test');
  const request = { root: dir, found, out: bin, flags: { flags, ldflags: '' }, trimpath: true, timeout: 300 };
  const through = { ...request, go: how.through ? how.through(go) : go };
  const build = await buildSampled(through, join(work, 'sampler'), how.options);
  if (build.state.state === 'failed') throw new Error(build.state.log);
  const [stdout, stderr] = [join(work, 'out.txt'), join(work, 'err.txt')];
  const [cwd, args, timeout] = [join(dir, found.dir), how.args ?? BENCHMARKS, how.timeout ?? 60];
  const launch = { bin, args, dir: cwd, env: { ...go.testEnv, PWD: cwd }, stdout, stderr, timeout, maxOutput: 1 << 20 };
  const run = await runSampled(runner, launch, { file: join(work, 'samples.jsonl'), ...how.asked });
  const [said, complained] = [readFileSync(stdout, 'utf8'), readFileSync(stderr, 'utf8')];
  return { build, answer: run.answer, stdout: said, stderr: complained, samples: run.processes[0], run, dir };
}

const MOD = (version: string) => `module example.com/m\n\ngo ${version}\n`;
const BENCH = 'for i := 0; i < b.N; i++ {\n\t\tSink = make([]byte, 1<<17)\n\t}';
const INTERNAL = `package p

import "testing"

func BenchmarkF(b *testing.B) {
	${BENCH}
}
`;
const EXTERNAL = `package p_test

import (
	"testing"

	. "example.com/m"
)

func BenchmarkF(b *testing.B) {
	${BENCH}
}
`;
const P = 'package p\n\nvar Sink []byte\n';

/** It allocated what the benchmark allocates, and came to its end. */
function expectWhole({ answer, stdout, stderr, samples, run }: Sampled): void {
  expect([answer.exit, stderr, run.diagnostics]).toEqual([0, '', []]);
  expect(stdout).toMatch(/^BenchmarkF\S*\s+20\s.*\nPASS$/m);
  expect(samples?.at.length).toBeGreaterThanOrEqual(2);
  const { before, after } = samples as RuntimeSamples;
  const allocated = (after?.totalAlloc ?? 0) - (before?.totalAlloc ?? 0);
  // 20 iterations and the one before them.
  expect(allocated).toBeGreaterThanOrEqual(21 * 131072);
  const grown = deltaOf(samples as RuntimeSamples, '/gc/heap/allocs:bytes', wholeOf(samples as RuntimeSamples));
  // The last sample stands right in front of the statistics.
  expect(Math.abs((grown ?? 0) - allocated)).toBeLessThan(65536);
}

describe('a test binary with the sampler', () => {
  test.each<[string, Files]>([
    ['tests in the package, go 1.12', { 'go.mod': MOD('1.12'), 'p.go': P, 'p_test.go': INTERNAL }],
    ['tests outside of it', { 'go.mod': MOD('1.20'), 'p.go': P, 'p_test.go': EXTERNAL }],
    [
      'no source but tests outside',
      { 'go.mod': MOD('1.20'), 'p_test.go': `${INTERNAL.replace('package p', 'package p_test')}\nvar Sink []byte\n` },
    ],
    [
      'a program',
      {
        'go.mod': MOD('1.20'),
        'p.go': 'package main\n\nvar Sink []byte\n\nfunc main() {}\n',
        'p_test.go': INTERNAL.replace('package p', 'package main'),
      },
    ],
    [
      'a TestMain that exits, and names that are ours',
      {
        'go.mod': MOD('1.20'),
        'p.go': P,
        'p_test.go': INTERNAL,
        'm_test.go': `package p_test

import (
	"os"
	"testing"
)

var metrics, runtime, goperfgateruntime, sampler = 1, 2, 3, 4

func init() { metrics, runtime = goperfgateruntime, sampler }

func TestMain(m *testing.M) { os.Exit(m.Run()) }
`,
        'goperfgateruntime_test.go': 'package p\n',
        'goperfgateruntime/x.go': 'package x\n',
      },
    ],
    [
      'a vendored dependency',
      {
        'go.mod': `${MOD('1.20')}\nrequire example.com/dep v1.0.0\n`,
        'vendor/modules.txt': '# example.com/dep v1.0.0\n## explicit; go 1.20\nexample.com/dep\n',
        'vendor/example.com/dep/d.go': 'package dep\n\nconst Size = 3\n',
        'p.go': 'package p\n\nimport "example.com/dep"\n\nvar Sink = make([]byte, dep.Size)\n',
        'p_test.go': EXTERNAL,
      },
    ],
    [
      'two modules of a workspace',
      {
        'go.work': 'go 1.20\n\nuse (\n\t.\n\t./in\n)\n',
        'go.mod': 'module example.com/outer\n\ngo 1.20\n',
        'in/go.mod': MOD('1.20'),
        'in/p.go': P,
        'in/p_test.go': EXTERNAL,
      },
    ],
  ])('%s', async (_, files) => {
    const all = await sampled(files);
    expect(all.build.standing).toBe('inside');
    expectWhole(all);
    expect(all.samples?.end?.samples).toBe(all.samples?.at.length);
    expect(Number(all.samples?.process.mono)).toBeGreaterThan(0);
  });

  test('build tags decide as they do without it', async () => {
    const files = {
      'go.mod': MOD('1.20'),
      'p.go': `//go:build fast\n\n${P}`,
      'p_test.go': `//go:build fast\n\n${INTERNAL}`,
      'other.go': '//go:build !fast\n\npackage p\n\nnonsense\n',
    };
    expectWhole(await sampled(files, { flags: ['-tags=fast'] }));
  });

  test('a dependency that refuses a folder of ours is none: -mod=mod', async () => {
    expectWhole(await sampled({ 'go.mod': MOD('1.20'), 'p.go': P, 'p_test.go': EXTERNAL }, { passed: PASSED }));
  });
});

/** A program that looks for traces of the sampler, then ends as it is told. */
const CURIOUS = (ending: string, body = '') => `package p

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"time"
)

var Sink []byte

var early = os.Environ()

func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "child" {
		fmt.Println("child", strings.Contains(strings.Join(os.Environ(), " "), "GO_PERF_GATE"))
		os.Exit(0)
	}
	m.Run()
	child, err := exec.Command(os.Args[0], "child").CombinedOutput()
	fmt.Print(string(child), err, "\\n")
	again := exec.Command(os.Args[0], "child")
	again.Env = early
	child, err = again.CombinedOutput()
	fmt.Print(string(child), err, "\\n")
	buf := make([]byte, 1<<20)
	stacks := string(buf[:runtime.Stack(buf, true)])
	fmt.Println("goroutines", runtime.NumGoroutine(), strings.Count(stacks, "goroutine "), strings.Contains(stacks, "goperf"))
	time.Sleep(50 * time.Millisecond)
	${ending}
}

func BenchmarkF(b *testing.B) {
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		Sink = make([]byte, 100)
		time.Sleep(time.Millisecond)
	}
	${body}
}
`;
const curious = (ending: string, body?: string) => ({ 'go.mod': MOD('1.20'), 'p_test.go': CURIOUS(ending, body) });

describe('what the program sees', () => {
  test('no goroutine, no variable, no allocation; its child writes nothing; the end under os.Exit(3)', async () => {
    const { answer, stdout, samples, run } = await sampled(curious('os.Exit(3)'), {
      args: ['-test.run=^$', '-test.bench=.', '-test.benchtime=100x'],
      asked: { period: 1 },
    });
    expect(answer.exit).toBe(3);
    expect(stdout).toContain('child false\n<nil>\nchild false\n<nil>\ngoroutines 1 1 false\n');
    expect(stdout).toMatch(/\s1 allocs\/op\n/);
    expect(samples?.process.period).toBe(1e6);
    expect(samples?.at.length).toBeGreaterThan(20);
    expect(samples?.end).not.toBeNull();
    expect([run.processes.length, run.diagnostics]).toEqual([1, []]);
  });

  test('a panic and a kill leave the samples up to there', async () => {
    const panics = await sampled(curious('os.Exit(0)', 'panic("x")'), { asked: { period: 1 } });
    expect(panics.answer.exit).toBe(2);
    expect(panics.stderr).toMatch(/^panic: x/m);
    expect([panics.samples?.end, panics.samples?.after]).toEqual([null, null]);
    expect(panics.samples?.at.length).toBeGreaterThan(0);
    const killed = await sampled(curious('select {}'), { timeout: 3 });
    expect(killed.answer.ending).toBe('timeout');
    expect(killed.samples?.at.length).toBeGreaterThan(100);
  });

  test('a file that cannot be written is said, and the program runs on', async () => {
    const { answer, stderr, run } = await sampled(curious('os.Exit(0)'), {
      asked: { file: join(folder(), 'no/such') },
    });
    expect(answer.exit).toBe(0);
    expect(stderr).toMatch(/^go-perf-gate: no runtime metrics: open .*no such file/);
    expect(run.diagnostics.map(({ text }) => text)).toEqual(['the process wrote no samples']);
  });

  test('nothing is written into the module', async () => {
    const { dir } = await sampled(curious('os.Exit(0)'));
    expect(readdirSync(dir).sort()).toEqual(['go.mod', 'p_test.go']);
  });
});

const BROKEN = { 'go.mod': MOD('1.20'), 'p.go': 'package p\n\nvar x int = "s"\n', 'p_test.go': INTERNAL };

test('what does not compile is a state with the compiler’s words', async () => {
  await expect(sampled(BROKEN)).rejects.toThrow(/p\.go:3:13: cannot use "s"/);
});

test('a release that keeps the runtime to itself gets the sampler without it', async () => {
  // As a later linker might: the flag that lets us in is not known to it.
  const strict = (args: readonly string[]) => args.map((arg) => arg.replace('-checklinkname=0', '-checklinkname=no'));
  const through = (go: Toolchain): Toolchain => ({
    ...go,
    goWith: (env, cwd, args, timeout) => go.goWith(env, cwd, strict(args), timeout),
  });
  const files = { 'go.mod': MOD('1.20'), 'p.go': P, 'p_test.go': INTERNAL };
  const { build, samples } = await sampled(files, { through, asked: { period: 1 } });
  expect(build.standing).toBe('outside');
  expect(samples?.at.length).toBeGreaterThan(0);
  expect([samples?.process.mono, samples?.end]).toEqual([null, null]);
});

const cgo = execFileSync('go', ['env', 'CGO_ENABLED'], { encoding: 'utf8' }).trim() === '1';

(cgo ? test : test.skip)('the race detector finds nothing in it, ended and not', async () => {
  const files = { 'go.mod': MOD('1.20'), 'p.go': P, 'p_test.go': INTERNAL };
  const all = await sampled(files, { flags: ['-race=true'], asked: { period: 1 } });
  expect([all.answer.exit, all.stderr]).toEqual([0, '']);
  expect(all.samples?.end).not.toBeNull();
  const { stderr } = await sampled(curious('os.Exit(0)'), { flags: ['-race=true'], asked: { period: 1 } });
  expect(stderr).toBe('');
});

/** Twenty goroutines that nobody can ever wake. */
const LEAKS = `package p

import "testing"

var Sink []byte

func leak() {
	ch, begun := make(chan int), make(chan int)
	go func() {
		close(begun)
		ch <- 1
	}()
	<-begun
}

func BenchmarkF(b *testing.B) {
	for i := 0; i < 10; i++ {
		leak()
	}
	for i := 0; i < b.N; i++ {
		Sink = make([]byte, 65536)
	}
}
`;

const minor = Number(/1\.(\d+)/.exec(execFileSync('go', ['env', 'GOVERSION'], { encoding: 'utf8' }))?.[1]);
const withLeakProfile = minor >= 26 ? test : test.skip;

withLeakProfile('the profile of leaked goroutines is written at the end, also under os.Exit', async () => {
  const work = folder();
  const profiles = { goroutineleak: join(work, 'leak.pb.gz'), nosuch: join(work, 'nosuch.pb.gz') };
  const { answer, stderr, run } = await sampled(
    { 'go.mod': MOD('1.20'), 'p_test.go': LEAKS },
    { options: { profiles: true, leaks: true }, asked: { profiles } },
  );
  expect([answer.exit, stderr, Object.keys(run.profiles)]).toEqual([0, '', ['goroutineleak']]);
  const text = execFileSync('go', ['tool', 'pprof', '-symbolize=none', '-traces', profiles.goroutineleak], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  // Ten for the run of one iteration, ten for that of 20; one that is about to block is none yet.
  const leaked = /^\s+(\d+)\s+runtime\.gopark\n[\s\S]*m\.leak\.func1$/m.exec(text)?.[1];
  expect(Number(leaked)).toBeGreaterThan(10);
});

/** Releases that the module proxy serves; skipped where it cannot be had. */
const RELEASES = ['go1.20.14', 'go1.22.12', 'go1.23.12', 'go1.25.5', 'go1.27.0'];
const have = (release: string) => {
  try {
    execFileSync('go', ['version'], { env: { ...process.env, GOTOOLCHAIN: release }, stdio: 'ignore', cwd: '/' });
    return true;
  } catch {
    return false;
  }
};

describe.each(RELEASES)('with %s', (release) => {
  (have(release) ? test : test.skip)('the same', async () => {
    const passed = { GOTOOLCHAIN: release };
    const all = await sampled({ 'go.mod': MOD('1.18'), 'p.go': P, 'p_test.go': EXTERNAL }, { passed });
    expect(all.build.standing).toBe('inside');
    expectWhole(all);
    expect(all.samples?.process.go).toBe(release);
    const { stdout } = await sampled(curious('os.Exit(3)'), { passed });
    expect(stdout).toContain('goroutines 1 1 false\n');
  });
});
