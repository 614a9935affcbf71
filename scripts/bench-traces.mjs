// How fast execution traces are read, side by side in one run:
//   node scripts/bench-traces.mjs [--rounds 9] [--slow-rounds 3] [--keep DIR] [FILE…]
// Whole processes, one after the other in each round, in CPU time (user and system) and peak memory; medians of the rounds:
// `inspect --json FILE` of dist/cli.js, the oracle over golang.org/x/exp/trace (scripts/oracle/trace: the same numbers but
// for mutator utilisation and timeline, which only ours computes), and a prebuilt `trace -pprof=sched FILE`, which is built
// from Go's own source and so slow that it has fewer rounds. Node's bare start stands beside them.
// Without files three are made with Go: more than 100 MB of a server, a large generation, and a small one.
// Claims are the ratios; seconds are this machine's.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { makeLarge, makeLargeGeneration, makeSmall } from './traces/corpus.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const CLI = join(HERE, '../dist/cli.js');
const WORK = mkdtempSync(join(tmpdir(), 'bench-traces-'));
const { values: options, positionals } = parseArgs({
  options: {
    rounds: { type: 'string', default: '9' },
    'slow-rounds': { type: 'string', default: '3' },
    keep: { type: 'string' },
  },
  allowPositionals: true,
});
const ROUNDS = Number(options.rounds);
const SLOW_ROUNDS = Math.min(ROUNDS, Number(options['slow-rounds']));

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const round = (value, digits) => Number(value.toFixed(digits));

function build(name, folder, what) {
  const binary = join(WORK, name);
  execFileSync('go', ['build', '-o', binary, what], { cwd: folder, stdio: 'inherit' });
  return binary;
}

/** CPU time of one process, seconds, and its peak memory, MiB, as time(1) says (GNU). */
function cost([command, args]) {
  const run = spawnSync('time', ['-f', '%U %S %M', command, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  if (run.status !== 0) throw new Error(`${command} ${args.join(' ')}: ${run.stderr || run.error}`);
  const [user, system, kib] = run.stderr.trim().split('\n').at(-1).split(' ').map(Number);
  return { cpu: user + system, mib: kib / 1024 };
}

function measure(path, { oracle, trace }) {
  const commands = {
    ours: [process.execPath, [CLI, 'inspect', '--json', path]],
    oracle: [oracle, ['-metrics', path]],
    node: [process.execPath, ['-e', '0']],
    'go tool trace': [trace, ['-pprof=sched', path]],
  };
  const runs = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
  for (let i = 0; i < ROUNDS; i++)
    for (const [name, command] of Object.entries(commands))
      if (name !== 'go tool trace' || i < SLOW_ROUNDS) runs[name].push(cost(command));
  const of = (name, key) => median(runs[name].map((run) => run[key]));
  return Object.keys(commands).map((name) => ({
    file: basename(path),
    MB: round(statSync(path).size / 1e6, 1),
    process: name,
    'CPU s': round(of(name, 'cpu'), 2),
    'times ours': round(of(name, 'cpu') / of('ours', 'cpu'), 2),
    'peak MiB': round(of(name, 'mib'), 0),
  }));
}

try {
  const folder = resolve(options.keep ?? join(WORK, 'traces'));
  mkdirSync(folder, { recursive: true });
  const paths = positionals.length
    ? positionals
    : [makeLarge, makeLargeGeneration, makeSmall].map((make) => make(folder, WORK));
  const programs = {
    oracle: build('oracle', join(HERE, 'oracle/trace'), '.'),
    trace: build('trace', WORK, 'cmd/trace'),
  };
  console.log(
    `${execFileSync('go', ['version'], { encoding: 'utf8' }).trim()}, node ${process.version}, ${ROUNDS} rounds`,
  );
  console.table(paths.flatMap((path) => measure(path, programs)));
} finally {
  rmSync(WORK, { recursive: true, force: true });
}
