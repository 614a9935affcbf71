import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { RuntimeSamples } from '../../src/model/runtime.ts';
import { discover } from '../../src/run/go/discover.ts';
import { openToolchain, type Toolchain } from '../../src/run/go/toolchain.ts';
import { type CommandResult, command } from '../../src/run/process/command.ts';
import { buildSampled, type SampledBuild } from '../../src/run/runtime/build.ts';
import { type Sampling, samplingEnv } from '../../src/run/runtime/launch.ts';
import { deltaOf, readRuntime, wholeOf } from '../../src/sources/runtime/index.ts';
import { type Files, folder } from './sandbox.ts';

const PASSED = { GOFLAGS: '-mod=mod' };

interface Sampled {
  readonly build: SampledBuild;
  readonly result: CommandResult;
  readonly samples: RuntimeSamples | undefined;
  /** What it was built from, by path in the module. */
  readonly dir: string;
}

/** Builds and runs the only package with benchmarks of a module. */
async function sampled(
  files: Files,
  more: {
    readonly passed?: Readonly<Record<string, string>>;
    readonly flags?: readonly string[];
    readonly args?: readonly string[];
    readonly options?: { readonly profiles: boolean; readonly leaks: boolean };
    readonly asked?: Omit<Sampling, 'file'>;
    readonly timeout?: number;
  } = {},
): Promise<Sampled> {
  const dir = folder(files);
  const go = await openToolchain(dir, more.passed ?? {});
  const flags = more.flags ?? [];
  const { packages, problems } = await discover(go, dir, { dir: '.', patterns: ['./...'], flags });
  expect([...problems.values()]).toEqual([]);
  const [found] = packages.values();
  if (!found) throw new Error('no package with benchmarks');
  const work = folder();
  const out = join(work, 'p.test');
  const request = { go, root: dir, found, out, flags: { flags, ldflags: '' }, trimpath: true, timeout: 300 };
  const build = await buildSampled(request, join(work, 'sampler'), more.options);
  if (build.state.state === 'failed') throw new Error(build.state.log);
  const file = join(work, 'samples.jsonl');
  const cwd = join(dir, found.dir);
  const env = { ...go.testEnv, ...samplingEnv({ file, ...more.asked }), PWD: cwd };
  const args = more.args ?? ['-test.run=^$', '-test.bench=.', '-test.benchtime=20x', '-test.paniconexit0'];
  const result = await command(out, args, { cwd, env, timeout: more.timeout ?? 60 });
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return { build, result, samples: readRuntime(text, file).processes[0], dir };
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
function expectWhole({ result, samples }: Sampled): void {
  expect([result.status, result.stderr]).toEqual([0, '']);
  expect(result.stdout).toMatch(/^BenchmarkF\S*\s+20\s.*\nPASS$/m);
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
    ['tests in the package, go 1.18', { 'go.mod': MOD('1.18'), 'p.go': P, 'p_test.go': INTERNAL }],
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

func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "child" {
		fmt.Println("child", strings.Contains(strings.Join(os.Environ(), " "), "GO_PERF_GATE"))
		os.Exit(0)
	}
	m.Run()
	child, err := exec.Command(os.Args[0], "child").CombinedOutput()
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
    const { result, samples } = await sampled(curious('os.Exit(3)'), {
      args: ['-test.run=^$', '-test.bench=.', '-test.benchtime=100x'],
      asked: { period: 1 },
    });
    expect(result.status).toBe(3);
    expect(result.stdout).toContain('child false\n<nil>\ngoroutines 1 1 false\n');
    expect(result.stdout).toMatch(/\s1 allocs\/op\n/);
    expect(samples?.process.period).toBe(1e6);
    expect(samples?.at.length).toBeGreaterThan(20);
    expect(samples?.end).not.toBeNull();
  });

  test('a panic and a kill leave the samples up to there', async () => {
    const panics = await sampled(curious('os.Exit(0)', 'panic("x")'), { asked: { period: 1 } });
    expect(panics.result.status).toBe(2);
    expect(panics.result.stderr).toMatch(/^panic: x/m);
    expect([panics.samples?.end, panics.samples?.after]).toEqual([null, null]);
    expect(panics.samples?.at.length).toBeGreaterThan(0);
    const killed = await sampled(curious('select {}'), { timeout: 5 });
    expect(killed.result.timedOut).toBe(true);
    expect(killed.samples?.at.length).toBeGreaterThan(100);
  });

  test('a file that cannot be written is said, and the program runs on', async () => {
    const dir = folder(curious('os.Exit(0)'));
    const { result } = await sampled(curious('os.Exit(0)'), { asked: { file: join(dir, 'no/such') } as object });
    expect(result.status).toBe(0);
    expect(result.stderr).toMatch(/^go-perf-gate: no runtime metrics: open .*no such file/);
  });

  test('without the variables it does nothing', async () => {
    const { dir, build } = await sampled(curious('os.Exit(0)'));
    expect(build.state.state).toBe('built');
    expect(existsSync(join(dir, 'goperfgateruntime'))).toBe(false);
  });
});

const BROKEN = { 'go.mod': MOD('1.20'), 'p.go': 'package p\n\nvar x int = "s"\n', 'p_test.go': INTERNAL };

test('what does not compile is a state with the compiler’s words', async () => {
  await expect(sampled(BROKEN)).rejects.toThrow(/p\.go:3:13: cannot use "s"/);
});

test('a release that keeps the runtime to itself gets the sampler without it', async () => {
  const dir = folder({ 'go.mod': MOD('1.20'), 'p.go': P, 'p_test.go': INTERNAL });
  const go = await openToolchain(dir, {});
  // As a later linker might refuse: the flag that lets us in is not known to it.
  const strict: Toolchain = {
    ...go,
    goWith: (env, cwd, args, timeout) =>
      go.goWith(
        env,
        cwd,
        args.map((arg) => arg.replace('-checklinkname=0', '-checklinkname=no')),
        timeout,
      ),
  };
  const { packages } = await discover(go, dir, { dir: '.', patterns: ['./...'], flags: [] });
  const [found] = packages.values();
  const out = join(dir, 'p.test');
  if (!found) throw new Error('no package');
  const request = {
    go: strict,
    root: dir,
    found,
    out,
    flags: { flags: [], ldflags: '' },
    trimpath: true,
    timeout: 300,
  };
  const build = await buildSampled(request, join(dir, '_sampler'));
  expect([build.standing, build.state.state]).toEqual(['outside', 'built']);
  const file = join(dir, 's.jsonl');
  await command(out, ['-test.bench=.', '-test.benchtime=20x'], {
    cwd: dir,
    env: { ...go.testEnv, ...samplingEnv({ file, period: 1 }) },
  });
  const { processes } = readRuntime(readFileSync(file, 'utf8'), file);
  expect(processes[0]?.at.length).toBeGreaterThan(0);
  expect([processes[0]?.process.mono, processes[0]?.end]).toEqual([null, null]);
});

/** Two goroutines that nobody can ever wake. */
const LEAKS = `package p

import "testing"

var Sink []byte

func leak() { ch := make(chan int); go func() { ch <- 1 }() }

func BenchmarkF(b *testing.B) {
	leak()
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
  const { result } = await sampled(
    { 'go.mod': MOD('1.20'), 'p_test.go': LEAKS },
    { options: { profiles: true, leaks: true }, asked: { profiles } },
  );
  expect([result.status, result.stderr]).toEqual([0, '']);
  const text = execFileSync('go', ['tool', 'pprof', '-symbolize=none', '-traces', profiles.goroutineleak], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  // Once for the run of one iteration, once for that of 20.
  expect(text).toMatch(/^\s+2\s+runtime\.gopark\n[\s\S]*m\.leak\.func1$/m);
  expect(existsSync(profiles.nosuch)).toBe(false);
});

/** Releases that the module proxy serves; skipped where it cannot be had. */
const RELEASES = ['go1.20.14', 'go1.22.12', 'go1.23.12', 'go1.25.5'];
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
    const { result } = await sampled(curious('os.Exit(3)'), { passed });
    expect(result.stdout).toContain('goroutines 1 1 false\n');
  });
});
