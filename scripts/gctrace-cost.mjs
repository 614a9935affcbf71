// What GODEBUG=gctrace=1 costs a benchmark: the same test binary with and without it, in turn, in one run. Prints ratios.
//   node scripts/gctrace-cost.mjs [FOLDER] [BENCHMARK] [ROUNDS] [ITERATIONS]
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [folder = 'examples/openloop', benchmark = 'Request', rounds = '12', iterations = '2000'] = process.argv.slice(2);
const temp = mkdtempSync(join(tmpdir(), 'gctrace-cost-'));
const binary = join(temp, 'm.test');

function once(gogc, traced) {
  const args = ['-test.run=^$', `-test.bench=^Benchmark${benchmark}$`, `-test.benchtime=${iterations}x`];
  const env = { ...process.env, GOGC: gogc, GODEBUG: traced ? 'gctrace=1' : '' };
  const { stdout, stderr } = spawnSync(binary, args, { cwd: folder, env, encoding: 'utf8', maxBuffer: 1 << 28 });
  return { time: Number(/([\d.]+) ns\/op/.exec(stdout)?.[1]), cycles: (stderr.match(/^gc \d+ @/gm) ?? []).length };
}

const sorted = (values) => [...values].sort((a, b) => a - b);
const median = (values) => sorted(values)[values.length >> 1];
/** Noise in time only adds: the faster half carries the signal. */
const faster = (values) => {
  const half = sorted(values).slice(0, Math.ceil(values.length / 2));
  return Math.exp(half.reduce((sum, v) => sum + Math.log(v), 0) / half.length);
};

try {
  execFileSync('go', ['test', '-c', '-o', binary, '.'], { cwd: folder, stdio: 'inherit' });
  for (const gogc of ['10', '100']) {
    const pairs = Array.from({ length: Number(rounds) }, (_, round) => {
      const order = round % 2 === 0 ? [false, true] : [true, false];
      const got = order.map((traced) => once(gogc, traced));
      return round % 2 === 0 ? got : got.reverse();
    });
    const ratio = faster(pairs.map(([, on]) => on.time)) / faster(pairs.map(([off]) => off.time));
    const each = median(pairs.map(([off, on]) => on.time / off.time));
    const cycles = median(pairs.map(([, on]) => on.cycles));
    console.log(
      `GOGC=${gogc}: ${cycles} cycles; with gctrace / without: ${ratio.toFixed(4)} (faster halves), ${each.toFixed(4)} (median of pairs)`,
    );
  }
} finally {
  rmSync(temp, { recursive: true, force: true });
}
