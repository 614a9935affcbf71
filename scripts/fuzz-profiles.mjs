// Feeds mutants of real profiles to the pprof source, and files that are made to take memory.
//   node scripts/fuzz-profiles.mjs [--mutants 200000] [--seed 1] [--size 16]
// The profiles are made by running benchmarks of the standard library and a program (needs Go): every prefix of the small
// ones, then seeded mutants. A mutant may take ten seconds; nothing may be thrown. The hostile files are of --size MiB, each
// in a process of its own, whose peak memory may grow by ten times the file. Exit status 1 when any of this fails.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { hostileFiles } from './profiles/hostile.mjs';
import { benchmarkProfiles, programProfiles, rawOf } from './profiles/make.mjs';
import { ourReader } from './profiles/ours.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const WORK = mkdtempSync(join(tmpdir(), 'fuzz-profiles-'));
const LONGEST = 10_000;
const MOST_AMPLIFICATION = 10;
const { values: options } = parseArgs({
  options: {
    mutants: { type: 'string', default: '200000' },
    seed: { type: 'string', default: '1' },
    size: { type: 'string', default: '16' },
  },
});

/** Uncompressed profiles, binary and text. */
function seedProfiles() {
  const bench = benchmarkProfiles(WORK, 'sync', { bench: 'Mutex|Cond' });
  const { binary, text } = programProfiles(WORK);
  const paths = [...Object.values(bench), ...Object.values(binary), text.block, text.mutex];
  return paths.map(rawOf);
}

/** Runs the mutants in a thread and watches that each ends. */
function fuzz(reader, seeds) {
  const progress = new SharedArrayBuffer(4);
  const index = new Int32Array(progress);
  const workerData = { reader, seeds, mutants: Number(options.mutants), seed: Number(options.seed), progress };
  const worker = new Worker(join(HERE, 'profiles/fuzz-worker.mjs'), { workerData });
  return new Promise((resolve, reject) => {
    let last = -1;
    const watch = setInterval(() => {
      const now = Atomics.load(index, 0);
      if (now === last && now > 0) reject(new Error(`mutant ${now} hangs (seed ${options.seed})`));
      last = now;
    }, LONGEST);
    worker.on('message', resolve);
    worker.on('error', reject);
    worker.on('exit', () => clearInterval(watch));
  });
}

function amplification(reader) {
  return Object.entries(hostileFiles(Number(options.size) * 2 ** 20)).map(([what, make]) => {
    const path = join(WORK, 'hostile');
    writeFileSync(path, make());
    const out = execFileSync(process.execPath, [join(HERE, 'profiles/peak.mjs'), reader, path]);
    const { grown, bytes, seconds, read, said } = JSON.parse(out);
    return {
      what,
      MiB: Math.round(bytes / 2 ** 20),
      'peak/file': Number((grown / bytes).toFixed(1)),
      'CPU s': seconds,
      read,
      said,
    };
  });
}

try {
  const reader = pathToFileURL((await ourReader(WORK)).path).href;
  const rows = amplification(reader);
  console.table(rows);
  const most = Math.max(...rows.map((row) => row['peak/file']));
  const seeds = seedProfiles();
  const { tally, slowest, ratio, thrown } = await fuzz(reader, seeds);
  console.log(`mutants of ${seeds.length} profiles, seed ${options.seed}:`);
  console.table([tally]);
  for (const stack of thrown) console.log(stack);
  console.log(
    `slowest mutant ${slowest.toFixed(0)} ms; a profile's columns take ${ratio.toFixed(1)} times its file at the most`,
  );
  console.log(`hostile files: peak memory grows by ${most} times the file at the most`);
  process.exitCode = tally.thrown > 0 || Math.max(most, ratio) > MOST_AMPLIFICATION ? 1 : 0;
} finally {
  rmSync(WORK, { recursive: true, force: true });
}
