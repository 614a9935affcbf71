// Whole jobs of the gate on the example module, with a known truth: how often does it fail, and what does it find?
//   node scripts/live-jobs.mjs [--jobs 10] [--kinds aa,f105,f110] [--load none,other,same] [--cpu N] [--json FILE]
// aa: the head changes nothing but the text of an error, so its binaries are other ones; f105, f110: it does 5 or 10 % more
// work in two benchmarks. The built-in rules judge: every metric, every check. --cpu pins the benchmarks; --load is a burner
// that comes and goes, on another CPU or on theirs (on every CPU without --cpu). Jobs of all kinds and loads take turns.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { interval } from './evaluate/interval.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PLANTED = ['EncodeBatch', 'Checksum'];
const { values } = parseArgs({
  options: {
    jobs: { type: 'string', default: '10' },
    kinds: { type: 'string', default: 'aa,f105,f110' },
    load: { type: 'string', default: 'none' },
    cpu: { type: 'string' },
    json: { type: 'string' },
  },
});
const PINNED = values.cpu === undefined ? null : Number(values.cpu);

/** Edits of the head by kind: file, text and what stands for it. */
function edits(kind) {
  if (kind === 'aa')
    return ['codec/event.go', 'store/segment.go', 'index/index.go', 'pool/pool.go'].map((file) => [
      file,
      /errors\.New\("(\w+): /,
      'errors.New("$1 says: ',
    ]);
  const percent = Number(kind.slice(1)) - 100;
  return [
    [
      'codec/replicate.go',
      '\treturn out, nil\n}',
      `\tspare := out[len(out):cap(out)]\n\tfor i := range recs[:len(recs)*${percent}/100] {\n\t\tbody := appendBody(spare[:0], &recs[i])\n\t\tspareSum += Checksum(0, body)\n\t}\n\treturn out, nil\n}\n\nvar spareSum uint32`,
    ],
    [
      'store/store.go',
      '\treturn crc64.Checksum(s.segment, ecma)',
      `\tsum := crc64.Checksum(s.segment, ecma)\n\tmoreSum += crc64.Checksum(s.segment[:len(s.segment)*${percent}/100], ecma)\n\treturn sum\n}\n\nvar moreSum uint64\n\nfunc unused() {`,
    ],
  ];
}

function makeRepository(dir, kind) {
  cpSync(join(ROOT, 'examples/eventlog'), dir, { recursive: true });
  rmSync(join(dir, '.github'), { recursive: true, force: true });
  const identity = ['-c', 'user.name=live', '-c', 'user.email=live@example.com', '-c', 'commit.gpgsign=false'];
  const git = (...args) => execFileSync('git', [...identity, ...args], { cwd: dir, stdio: 'ignore' });
  git('init', '--quiet', '--initial-branch=main');
  git('add', '.');
  git('commit', '--quiet', '-m', 'base');
  git('checkout', '--quiet', '-b', 'head');
  for (const [file, from, to] of edits(kind)) {
    const before = readFileSync(join(dir, file), 'utf8');
    const after = before.replace(from, to);
    if (after === before) throw new Error(`${file}: nothing to edit`);
    writeFileSync(join(dir, file), after);
  }
  git('commit', '--quiet', '-a', '-m', kind);
}

/** Burns in bursts of 1.5 s with pauses of 3 s on average. */
const BURNER = `const draw = (mean) => -Math.log(1 - Math.random()) * mean * 1000;
  for (;;) { const until = Date.now() + draw(1.5); while (Date.now() < until);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, draw(3)); }`;

function burnt(load) {
  const all = cpus().map((_, i) => i);
  if (load === 'none') return [];
  if (load === 'same') return PINNED === null ? all : [PINNED];
  return [all.findLast((cpu) => cpu !== PINNED)];
}

function burners(load) {
  return burnt(load).map((cpu) =>
    spawn('taskset', ['-c', String(cpu), process.execPath, '-e', BURNER], { stdio: 'ignore' }),
  );
}

function job(kind, load) {
  const folder = mkdtempSync(join(tmpdir(), 'go-perf-gate-live-'));
  const burning = burners(load);
  try {
    const dir = join(folder, 'eventlog');
    makeRepository(dir, kind);
    const started = performance.now();
    const args = [
      join(ROOT, 'dist/cli.js'),
      'check',
      '--base',
      'main',
      '--json',
      '--out',
      join(folder, 'out'),
      ...(PINNED === null ? [] : ['--affinity', values.cpu]),
    ];
    const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: dir, encoding: 'utf8', maxBuffer: 1 << 28 });
    const seconds = (performance.now() - started) / 1000;
    if (!stdout.startsWith('{')) throw new Error(stderr);
    return { kind, load, seconds, ...summary(JSON.parse(stdout), kind) };
  } finally {
    for (const { pid } of burning) process.kill(pid);
    rmSync(folder, { recursive: true, force: true });
  }
}

function summary({ verdict, comparisons, cost, machine }, kind) {
  const regressed = comparisons.filter((c) => c.status === 'regressed');
  const planted = kind === 'aa' ? [] : PLANTED;
  const statuses = {};
  for (const { status, metric, limit } of comparisons)
    if (metric === 'sec/op' && limit !== null) statuses[status] = (statuses[status] ?? 0) + 1;
  return {
    verdict,
    found: planted.filter((name) => regressed.some((c) => c.subject.benchmark === name)),
    missed: planted
      .filter((name) => !regressed.some((c) => c.subject.benchmark === name))
      .map((name) =>
        comparisons
          .filter((c) => c.subject.benchmark === name && /sec\/op$/.test(c.metric))
          .map((c) => `${name} ${c.metric} ${c.status} ${c.ratio?.toFixed(3)}: ${c.reason ?? ''}`),
      ),
    wrong: regressed
      .filter((c) => !planted.includes(c.subject.benchmark))
      .map((c) => `${c.subject.benchmark} ${c.metric} ${c.ratio?.toFixed(3)} ${c.reason ?? ''}`),
    statuses,
    build: cost.build,
    measure: cost.measure,
    itself: machine.own?.spread ?? null,
  };
}

const jobs = [];
for (let n = 0; n < Number(values.jobs); n++)
  for (const kind of values.kinds.split(','))
    for (const load of values.load.split(',')) {
      const one = job(kind, load);
      jobs.push(one);
      console.log(
        `${jobs.length}: ${kind} load ${load}: ${one.verdict}, ${one.seconds.toFixed(1)} s (build ${one.build.toFixed(1)}), A/A ± ${((one.itself ?? 0) * 100).toFixed(1)} %, found ${one.found.join(' ') || '-'}${one.missed.length ? `, missed ${one.missed.flat().join('; ')}` : ''}${one.wrong.length ? `, WRONG ${one.wrong.join('; ')}` : ''}`,
      );
      if (values.json) writeFileSync(values.json, JSON.stringify(jobs, null, 1));
    }

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
for (const kind of new Set(jobs.map((j) => j.kind)))
  for (const load of new Set(jobs.map((j) => j.load))) {
    const own = jobs.filter((j) => j.kind === kind && j.load === load);
    const count = (of) => own.reduce((sum, j) => sum + of(j), 0);
    const wrong = count((j) => (j.wrong.length > 0 ? 1 : 0));
    const [, hi] = interval(wrong, own.length) ?? [0, 1];
    console.log(
      `${kind}, load ${load}: ${own.length} jobs, ${wrong} with a false alarm (at most ${Math.round(100 * hi)} %), ` +
        `${count((j) => (j.verdict === 'inconclusive' ? 1 : 0))} inconclusive, ` +
        (kind === 'aa' ? '' : `found ${count((j) => j.found.length)} of ${PLANTED.length * own.length} rows, `) +
        `median ${median(own.map((j) => j.seconds)).toFixed(1)} s, measuring ${median(own.map((j) => j.measure)).toFixed(1)} s`,
    );
  }
