// The sampler (src/run/runtime) on real packages:
//   node scripts/sample-runtime.mjs fits [--packages 12] DIR…   every package with benchmarks of these modules, built and run
//                                                               with and without: do both build, end alike, print alike?
//   node scripts/sample-runtime.mjs fits std:strings std:net/http …    packages of the standard library, in place
//   node scripts/sample-runtime.mjs costs [--rounds 9] [--period 10] std:strings=BenchmarkX …
//                                                               what it costs: as it is, with the sampler built in and
//                                                               asleep, and sampling, one after the other in each round;
//                                                               medians and their ratios, cost per sample × samples
// Go decides by its own environment (GOTOOLCHAIN, GOFLAGS …) what is used. Nothing is written into the modules.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
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
  return parts.command(program, all, { cwd, env: { ...go.testEnv, PWD: cwd, ...env }, timeout: 120 });
}

function samples() {
  return existsSync(FILE) ? parts.readRuntime(readFileSync(FILE, 'utf8'), FILE) : { processes: [], diagnostics: [] };
}

const namesOf = ({ stdout }) => [...stdout.matchAll(/^(Benchmark\S+)\s+\d+\s+[\d.]+ ns\/op/gm)].map(([, name]) => name);

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

async function costs(asked) {
  const [where, bench] = asked.split('=');
  const [one] = await packagesOf(where);
  const built = await bothOf(one);
  if (built.build.state.state !== 'built') throw new Error(built.build.state.log);
  const args = [`-test.bench=^${bench}$`, `-test.benchtime=${options.benchtime}`, '-test.benchmem'];
  const env = parts.samplingEnv({ file: FILE, period: Number(options.period) });
  const ways = [
    ['plain', built.out, {}],
    ['asleep', built.sampled, {}],
    ['sampling', built.sampled, env],
  ];
  const found = { plain: [], asleep: [], sampling: [] };
  const allocs = { plain: new Set(), asleep: new Set(), sampling: new Set() };
  const perSample = [];
  const shares = [];
  for (let round = 0; round < Number(options.rounds); round++) {
    // The order turns with the round.
    for (const [name, program, more] of [...ways.slice(round % 3), ...ways.slice(0, round % 3)]) {
      const { stdout } = await run(one, program, args, more);
      found[name].push(Number(/([\d.]+) ns\/op/.exec(stdout)?.[1]));
      allocs[name].add(/(\d+) allocs\/op/.exec(stdout)?.[1]);
      const end = name === 'sampling' ? samples().processes[0]?.end : null;
      if (end) perSample.push(end.spent / end.samples / 1000);
      if (end) shares.push((100 * end.spent) / end.at);
    }
  }
  const ratio = (name) => median(found[name].map((ns, i) => ns / found.plain[i]));
  return {
    benchmark: `${one.found.pkg} ${bench}`,
    'ns/op': median(found.plain),
    'asleep/plain': ratio('asleep').toFixed(3),
    'sampling/plain': ratio('sampling').toFixed(3),
    'µs a sample': median(perSample).toFixed(1),
    'share %': median(shares).toFixed(2),
    'allocs/op': Object.values(allocs)
      .map((set) => [...set].join('|'))
      .join(' '),
  };
}

const [command, ...what] = positionals;
const rows = [];
for (const one of what) {
  if (command === 'costs') rows.push(await costs(one));
  else for (const found of await packagesOf(one)) rows.push({ module: basename(one), ...(await fits(found)) });
  console.log(JSON.stringify(rows.at(-1)));
}
console.table(rows);
rmSync(WORK, { recursive: true });
