// Tries `go-perf-gate leaks` on small programs with and without leaks (scripts/leaks/corpus, or the folder given): each
// several times, every second time with two busy loops beside it. Prints what was told right, and which sites were named.
//
//   node scripts/evaluate-leaks.mjs [--runs 4] [--budget 90s] [--only NAME,…] [--folder DIR] [--json FILE] [--cli dist/cli.js]
//
// A program says `// want: leak` or `// want: no leak`; lines that allocate what leaks end in `// LEAK`, go statements of
// goroutines that never end in `// CREATED`.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const HERE = import.meta.dirname;
const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '4' },
    budget: { type: 'string', default: '90s' },
    only: { type: 'string' },
    folder: { type: 'string', default: join(HERE, 'leaks', 'corpus') },
    json: { type: 'string' },
    cli: { type: 'string', default: join(HERE, '..', 'dist', 'cli.js') },
  },
});
const names = readdirSync(values.folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .filter((name) => !values.only || values.only.split(',').includes(name));

/** What a program's source says of it. */
function wanted(name) {
  const file = `${name}_test.go`;
  const text = readFileSync(join(values.folder, name, file), 'utf8');
  const marked = (mark) =>
    text.split('\n').flatMap((line, i) => (line.endsWith(`// ${mark}`) ? [`${file}:${i + 1}`] : []));
  return { verdict: /^\/\/ want: (.*)$/m.exec(text)[1], sites: marked('LEAK'), created: marked('CREATED') };
}

function run(command, args, options) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk) => (stdout += chunk));
    child.stderr.on('data', (chunk) => (stderr += chunk));
    child.on('close', (status) => resolve({ status, stdout, stderr }));
  });
}

/** Two busy loops for as long as `work` takes. */
async function underLoad(work) {
  const loops = [0, 1].map(() => spawn(process.execPath, ['-e', 'for (;;) {}'], { stdio: 'ignore' }));
  try {
    return await work();
  } finally {
    for (const loop of loops) loop.kill('SIGKILL');
  }
}

const at = ({ file, line }) => `${file.split('/').at(-1)}:${line}`;

async function tryOne(name, loaded) {
  const args = [values.cli, 'leaks', values.folder, '--packages', `./${name}`, '--budget', values.budget, '--json'];
  const work = () => run(process.execPath, args);
  const began = performance.now();
  const { stdout, stderr } = await (loaded ? underLoad(work) : work());
  const seconds = (performance.now() - began) / 1000;
  let report;
  try {
    report = JSON.parse(stdout);
  } catch {
    return { name, loaded, verdict: 'none', right: false, sites: false, seconds, reason: stderr.slice(-400) };
  }
  const want = wanted(name);
  const { leaks, reason, settle, doubts, processes } = report.benchmarks[0];
  const heap = leaks.filter(({ kind }) => kind === 'heap');
  const goroutines = leaks.filter(({ kind }) => kind === 'goroutine');
  // Every place that is wanted is named; and of goroutines' own leaks nothing is said of the heap they hold.
  const named =
    want.created.length > 0
      ? want.created.some((site) => goroutines.some(({ created }) => created && at(created) === site))
      : want.sites.length > 0 && want.sites.includes(heap[0] && at(heap[0].site));
  const strangers = want.created.length > 0 ? [] : heap.filter(({ site }) => !want.sites.includes(at(site)));
  return {
    name,
    loaded,
    verdict: report.verdict,
    right: report.verdict === want.verdict,
    sites: named,
    strangers: strangers.map(({ site }) => at(site)),
    seconds,
    processes: processes.map(({ steps, iterations, verdict }) => `${steps}×${iterations} ${verdict}`),
    reason,
    settle,
    doubts: doubts.map(({ site, shape, values }) => ({ site: at(site), shape, values })),
  };
}

const results = [];
for (let i = 0; i < Number(values.runs); i++) {
  for (const name of names) {
    const result = await tryOne(name, i % 2 === 1);
    results.push(result);
    const { verdict, right, sites, seconds, reason, strangers, processes } = result;
    const want = wanted(name).verdict;
    const ok = right ? (want === 'leak' ? (sites ? 'right, site named' : 'right, WRONG SITE') : 'right') : 'WRONG';
    const more = [strangers?.length ? `strangers ${strangers}` : '', right ? '' : reason].filter(Boolean).join('; ');
    console.log(
      `${name.padEnd(14)} ${result.loaded ? 'loaded' : 'idle  '} ${verdict.padEnd(20)} ${ok} ${seconds.toFixed(0)} s [${processes ?? ''}] ${more}`,
    );
  }
}
const of = (filter) => results.filter(filter);
const leaks = of(({ name }) => wanted(name).verdict === 'leak');
const none = of(({ name }) => wanted(name).verdict === 'no leak');
const number = (list, verdict) => list.filter((r) => r.verdict === verdict).length;
for (const [title, list] of [
  ['leaks', leaks],
  ['innocents', none],
])
  console.log(
    `${title}: ${list.length} runs: ${['leak', 'no leak', 'not enough evidence'].map((v) => `${number(list, v)} ${v}`).join(', ')}`,
  );
console.log(`sites named: ${leaks.filter((r) => r.right && r.sites).length} of ${number(leaks, 'leak')}`);
if (values.json) writeFileSync(values.json, JSON.stringify(results, null, 1));
