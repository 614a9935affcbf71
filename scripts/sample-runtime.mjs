// The sampler (src/run/runtime) on real packages:
//   node scripts/sample-runtime.mjs fits [--packages 12] DIR…   every package with benchmarks of these modules, built and run
//                                                               with and without: do both build, end alike, print alike?
//   node scripts/sample-runtime.mjs fits std:strings std:net/http …    packages of the standard library, in place
//   node scripts/sample-runtime.mjs costs [--rounds 9] [--period 10] std:strings=BenchmarkX …
//                                                               what it costs: as it is, with the sampler built in and
//                                                               asleep, and sampling, one after the other in each round;
//                                                               medians of the ratios round by round, of ns/op and of the
//                                                               CPU time of the process; cost per sample × samples
//   node scripts/sample-runtime.mjs work [--rounds 9]           CPU time that a sample takes: a benchmark that sleeps, with and
//                                                               without a thousand samples a second
// Go decides by its own environment (GOTOOLCHAIN, GOFLAGS …) what is used. Nothing is written into the modules.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { ourParts } from './runtime/ours.mjs';

const WORK = mkdtempSync(join(tmpdir(), 'sample-runtime-'));
const { values: options, positionals } = parseArgs({
  options: {
    rounds: { type: 'string', default: '9' },
    period: { type: 'string', default: '10' },
    packages: { type: 'string', default: '12' },
    benchtime: { type: 'string', default: '1s' },
  },
  allowPositionals: true,
});
const parts = await ourParts(WORK);
const PASSED = Object.fromEntries(
  ['GOFLAGS', 'GOTOOLCHAIN', 'GOEXPERIMENT'].flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
);

/** A package of the standard library as `discover` describes the packages of a module. */
async function standardPackage(path) {
  const root = join(execFileSync('go', ['env', 'GOROOT'], { encoding: 'utf8' }).trim(), 'src');
  const go = await parts.openToolchain(root, PASSED);
  const list = ['list', '-f', '{{.Name}} {{len .TestGoFiles}} {{len .XTestGoFiles}}', path];
  const [name, internal, external] = (await go.go(root, list)).stdout.trim().split(' ');
  return { go, root, found: { pkg: path, name, dir: path, module: { path: 'std', dir: '.' } }, internal, external };
}

async function packagesOf(dir) {
  if (dir.startsWith('std:')) return [await standardPackage(dir.slice(4))];
  const go = await parts.openToolchain(dir, PASSED);
  const { packages, problems } = await parts.discover(go, dir, { dir: '.', patterns: ['./...'], flags: [] });
  for (const problem of problems.values()) console.log(`${dir}: ${problem}`);
  return [...packages.values()].slice(0, Number(options.packages)).map((found) => ({
    ...{ go, root: dir, found },
    internal: found.testFiles.internal.length,
    external: found.testFiles.external.length,
  }));
}

/** Both binaries of a package; their states. */
async function bothOf({ go, root, found }) {
  const out = join(WORK, 'plain.test');
  const sampled = join(WORK, 'sampled.test');
  for (const file of [out, sampled]) rmSync(file, { force: true });
  const request = { go, root, found, out, flags: { flags: [], ldflags: '' }, trimpath: false, timeout: 600 };
  const plain = await parts.buildTest(request);
  const build = await parts.buildSampled({ ...request, out: sampled }, mkdtempSync(join(WORK, 'sampler-')));
  return { plain, build, out, sampled };
}

const FILE = join(WORK, 'samples.jsonl');

async function run({ go, root, found }, program, args, env) {
  const cwd = join(root, found.dir);
  rmSync(FILE, { force: true });
  const all = ['-test.run=^$', '-test.paniconexit0', ...args];
  return parts.command(program, all, { cwd, env: { ...go.testEnv, PWD: cwd, ...env }, timeout: 60 });
}

function samples() {
  return existsSync(FILE) ? parts.readRuntime(readFileSync(FILE, 'utf8'), FILE) : { processes: [], diagnostics: [] };
}

/** Sorted: some packages keep their cases in a map. */
const namesOf = ({ stdout }) =>
  [...stdout.matchAll(/^(Benchmark\S+)\s+\d+\s+[\d.]+ ns\/op/gm)].map(([, name]) => name).sort();

async function fits(one) {
  const built = await bothOf(one);
  const row = {
    pkg: one.found.pkg,
    plain: built.plain.state,
    sampled: built.build.state.state,
    standing: built.build.standing,
  };
  if (built.plain.state !== 'built' || built.build.state.state !== 'built')
    return { ...row, why: (built.build.state.log ?? '').slice(0, 300) };
  const args = ['-test.bench=.', '-test.benchtime=1x', '-test.short'];
  const plain = await run(one, built.out, args, {});
  const sampled = await run(one, built.sampled, args, parts.samplingEnv({ file: FILE }));
  const { processes, diagnostics } = samples();
  return {
    ...row,
    go: processes[0]?.process.go,
    internal: one.internal,
    external: one.external,
    status: `${plain.status}/${sampled.status}`,
    benchmarks: `${namesOf(plain).length}/${namesOf(sampled).length}`,
    samples: processes[0]?.at.length ?? 0,
    end: processes[0]?.end !== null,
    alike: plain.status === sampled.status && namesOf(plain).join() === namesOf(sampled).join(),
    diagnostics: diagnostics.map(({ text }) => text).join('; '),
  };
}

const median = (all) => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)];
const REPORT = /^Benchmark\S*\s+(\d+)\s+([\d.]+) ns\/op.*?(\d+) allocs\/op$/m;

/** One process: ns/op, CPU time and allocations of an operation, and the sampler's account of itself. */
async function measured(runner, { go, root, found }, bin, args, env) {
  const [cwd, stdout, stderr] = [join(root, found.dir), join(WORK, 'out.txt'), join(WORK, 'err.txt')];
  for (const file of [FILE, stdout, stderr]) rmSync(file, { force: true });
  const all = ['-test.run=^$', '-test.paniconexit0', '-test.benchmem', ...args];
  const how = { stdout, stderr, timeout: 300, maxOutput: 1 << 20 };
  const answer = await runner.run({ bin, args: all, dir: cwd, env: { ...go.testEnv, PWD: cwd, ...env }, ...how });
  const [, n, ns, allocs] = REPORT.exec(readFileSync(stdout, 'utf8')) ?? [];
  if (!n) throw new Error(`${bin} ${all.join(' ')}: ${readFileSync(stderr, 'utf8')}`);
  return { n: Number(n), ns: Number(ns), allocs, cpu: answer.user + answer.system, end: samples().processes[0]?.end };
}

async function costs(asked) {
  const [where, bench] = asked.split('=');
  const [one] = await packagesOf(where);
  const built = await bothOf(one);
  if (built.build.state.state !== 'built') throw new Error(built.build.state.log);
  const runner = parts.startRunner(await parts.buildRunner(one.go, mkdtempSync(join(WORK, 'runner-'))));
  const pattern = `-test.bench=${bench
    .split('/')
    .map((part) => `^${part}$`)
    .join('/')}`;
  const first = await measured(runner, one, built.out, [pattern, `-test.benchtime=${options.benchtime}`], {});
  const args = [pattern, `-test.benchtime=${first.n}x`];
  const env = parts.samplingEnv({ file: FILE, period: Number(options.period) });
  const ways = { plain: [built.out, {}], asleep: [built.sampled, {}], sampling: [built.sampled, env] };
  const found = { plain: [], asleep: [], sampling: [] };
  for (let round = 0; round < Number(options.rounds); round++) {
    // The order turns with the round.
    const names = Object.keys(ways);
    for (const name of [...names.slice(round % 3), ...names.slice(0, round % 3)])
      found[name].push(await measured(runner, one, ways[name][0], args, ways[name][1]));
  }
  await runner.close();
  return costRow(`${one.found.pkg} ${bench}`, found);
}

function costRow(benchmark, found) {
  const ratio = (name, key) => median(found[name].map((one, i) => one[key] / found.plain[i][key])).toFixed(3);
  const of = (read) => median(found.sampling.map(({ end }) => read(end)));
  return {
    benchmark,
    'ns/op': median(found.plain.map(({ ns }) => ns)),
    'ns/op asleep': ratio('asleep', 'ns'),
    'ns/op sampling': ratio('sampling', 'ns'),
    'CPU asleep': ratio('asleep', 'cpu'),
    'CPU sampling': ratio('sampling', 'cpu'),
    samples: of(({ samples: n }) => n),
    'µs a sample': of(({ spent, samples: n }) => spent / n / 1000).toFixed(1),
    'share %': of(({ spent, at }) => (100 * spent) / at).toFixed(2),
    'allocs/op': Object.values(found)
      .map((all) => [...new Set(all.map(({ allocs }) => allocs))].join('|'))
      .join(' '),
  };
}

const SLEEPS = `package p

import (
	"testing"
	"time"
)

func BenchmarkSleep(b *testing.B) {
	for i := 0; i < b.N; i++ {
		time.Sleep(time.Second)
	}
}
`;

/** CPU time is counted where wall time would be that of whoever else runs. */
async function work() {
  const dir = mkdtempSync(join(WORK, 'sleeps-'));
  writeFileSync(join(dir, 'go.mod'), 'module example.com/m\n\ngo 1.20\n');
  writeFileSync(join(dir, 'p_test.go'), SLEEPS);
  const [one] = await packagesOf(dir);
  const built = await bothOf(one);
  const runner = parts.startRunner(await parts.buildRunner(one.go, mkdtempSync(join(WORK, 'runner-'))));
  const args = ['-test.bench=.', '-test.benchtime=2x'];
  const each = [];
  for (let round = 0; round < Number(options.rounds); round++) {
    const asleep = await measured(runner, one, built.sampled, args, {});
    const sampling = await measured(runner, one, built.sampled, args, parts.samplingEnv({ file: FILE, period: 1 }));
    each.push({ samples: sampling.end.samples, cpu: (sampling.cpu - asleep.cpu) / sampling.end.samples });
  }
  await runner.close();
  return {
    samples: median(each.map(({ samples: n }) => n)),
    'CPU µs a sample': 1e6 * median(each.map(({ cpu }) => cpu)),
  };
}

const [command, ...what] = positionals;
const rows = [];
function tell(row) {
  rows.push(row);
  console.log(JSON.stringify(row));
}
if (command === 'work') tell(await work());
for (const one of what) {
  if (command === 'costs') tell(await costs(one));
  else for (const found of await packagesOf(one)) tell({ module: basename(one), ...(await fits(found)) });
}
console.table(rows);
rmSync(WORK, { recursive: true });
