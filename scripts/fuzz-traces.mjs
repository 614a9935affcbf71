// Feeds prefixes and mutants of execution traces to the reader.
//   node scripts/fuzz-traces.mjs [--prefixes 2000] [--mutants 200000] [--seed 1] [FILE…]
// Prefixes, evenly spread, of the FILEs (default: three traces of standard library benchmarks and one of several generations); then seeded mutants of small
// traces, made by a program that does everything a trace may hold (needs Go). None may take twenty seconds, and nothing may
// be thrown. Exit status 1 when any does.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';

const HERE = dirname(fileURLToPath(import.meta.url));
const WORK = mkdtempSync(join(tmpdir(), 'fuzz-traces-'));
const LONGEST = 20_000;
const { values: options, positionals } = parseArgs({
  options: {
    prefixes: { type: 'string', default: '2000' },
    mutants: { type: 'string', default: '200000' },
    seed: { type: 'string', default: '1' },
  },
  allowPositionals: true,
});

async function bundled() {
  const outfile = join(WORK, 'reader.mjs');
  const entry = join(HERE, '../src/sources/trace/read.ts');
  await build({ entryPoints: [entry], outfile, bundle: true, format: 'esm', target: 'node20', logLevel: 'warning' });
  return pathToFileURL(outfile).href;
}

/** Small traces of one thing each. */
function smallTraces() {
  const files = Array.from({ length: 8 }, (_, i) => join(WORK, `small${i}`));
  execFileSync('go', ['run', join(HERE, 'traces/small/main.go'), ...files], { stdio: ['ignore', 'ignore', 'inherit'] });
  return files.map((file) => readFileSync(file));
}

const BENCHMARKS = [
  ['sync', 'Cond2$'],
  ['bufio', 'ReaderEmpty$'],
  ['net', 'UnixRoundTrip|TCP4OneShot$'],
];

function benchmarkTraces() {
  return BENCHMARKS.map(([pkg, bench], i) => {
    const file = join(WORK, `bench${i}`);
    const flags = ['-run=^$', `-bench=${bench}`, '-benchtime=200x', `-trace=${file}`, '-o', join(WORK, 'binary')];
    execFileSync('go', ['test', ...flags, pkg], { stdio: ['ignore', 'ignore', 'inherit'] });
    return readFileSync(file);
  });
}

/** Reads them all in a thread and watches that each ends. */
function fuzz(workerData) {
  const index = new Int32Array(workerData.progress);
  const worker = new Worker(join(HERE, 'traces/fuzz-worker.mjs'), { workerData });
  return new Promise((resolve, reject) => {
    let last = -1;
    const watch = setInterval(() => {
      const now = Atomics.load(index, 0);
      if (now === last && now > 0) reject(new Error(`trace ${now} hangs (seed ${options.seed})`));
      last = now;
    }, LONGEST);
    worker.on('message', resolve);
    worker.on('error', reject);
    worker.on('exit', () => clearInterval(watch));
  });
}

try {
  const seeds = smallTraces();
  const prefixed =
    positionals.length > 0 ? positionals.map((file) => readFileSync(file)) : [...benchmarkTraces(), seeds[7]];
  const [prefixes, mutants, seed] = [options.prefixes, options.mutants, options.seed].map(Number);
  const reader = await bundled();
  const progress = new SharedArrayBuffer(4);
  const { tallies, slowest, thrown } = await fuzz({ reader, prefixed, seeds, prefixes, mutants, seed, progress });
  const bytes = (traces) => traces.map(({ length }) => length).join(', ');
  console.log(
    `prefixes of traces of ${bytes(prefixed)} bytes; mutants of ${bytes(seeds)} bytes, seed ${options.seed}:`,
  );
  console.table(tallies);
  for (const stack of thrown) console.log(stack);
  console.log(`slowest ${slowest.toFixed(0)} ms`);
  process.exitCode = tallies.prefixes.thrown + tallies.mutants.thrown > 0 ? 1 : 0;
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  rmSync(WORK, { recursive: true, force: true });
}
