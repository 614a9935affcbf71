// How fast profiles are read, side by side in one run:
//   node scripts/bench-profiles.mjs [--rounds 9] [FILE]
// (a) the decoder alone against pprof-format and protobufjs's generated code: each round runs every decoder in a process of
//     its own, one after the other; medians of the rounds, and by how much the process grows during its first decode;
// (b) whole processes, in CPU time (user and system): `inspect --top 10 FILE` of dist/cli.js against a prebuilt
//     `pprof -top FILE`, which is built from Go's own source.
// Without a file the profile is made with Go: every allocation of type-checking two packages (5 MB, uncompressed).
// Claims are the ratios; milliseconds are this machine's.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { DECODERS } from './profiles/decoders.mjs';
import { rawOf } from './profiles/make.mjs';
import { ourReader } from './profiles/ours.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const CLI = join(HERE, '../dist/cli.js');
const WORK = mkdtempSync(join(tmpdir(), 'bench-profiles-'));
const { values: options, positionals } = parseArgs({
  options: { rounds: { type: 'string', default: '9' } },
  allowPositionals: true,
});
const ROUNDS = Number(options.rounds);

function makeProfile() {
  const path = join(WORK, 'types.pb.gz');
  const what = ['-run=^$', '-vet=off', '-bench=Check/(http|gcimporter)/^funcbodies/noinfo', '-benchtime=1x'];
  const flags = [`-memprofile=${path}`, '-memprofilerate=1', '-o', join(WORK, 'test.bin')];
  execFileSync('go', ['test', ...what, ...flags, 'go/types'], { cwd: WORK, stdio: ['ignore', 'ignore', 'inherit'] });
  return path;
}

function buildPprof() {
  const binary = join(WORK, 'pprof');
  execFileSync('go', ['build', '-o', binary, 'cmd/pprof'], { cwd: WORK });
  return binary;
}

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const round = (value, digits = 1) => Number(value.toFixed(digits));

function decoders(raw, reader) {
  const names = Object.keys(DECODERS);
  const runs = Object.fromEntries(names.map((name) => [name, []]));
  for (let i = 0; i < ROUNDS; i++) {
    for (const name of names) {
      const out = execFileSync(process.execPath, [join(HERE, 'profiles/decoders.mjs'), name, raw, reader]);
      runs[name].push(JSON.parse(out));
    }
  }
  const of = (name, key) => median(runs[name].map((run) => run[key]));
  return names.map((name) => ({
    decoder: name,
    'warm ms': round(of(name, 'warm')),
    'times ours': round(of(name, 'warm') / of('ours', 'warm')),
    'first ms': round(of(name, 'cold')),
    'first, times ours': round(of(name, 'cold') / of('ours', 'cold')),
    'grows by MiB': round(of(name, 'grown'), 0),
    samples: runs[name][0].samples,
  }));
}

/** CPU time of one process, seconds, and its peak memory, MiB, as time(1) says (GNU). */
function cost(command, args) {
  const run = spawnSync('time', ['-f', '%U %S %M', command, ...args], { encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (run.status !== 0) throw new Error(`${command} ${args.join(' ')}: ${run.stderr || run.error}`);
  const [user, system, kib] = run.stderr.trim().split('\n').at(-1).split(' ').map(Number);
  return { cpu: user + system, mib: kib / 1024 };
}

function processes(path, reader) {
  const top = ['inspect', '--top', '10', path];
  const hasTop = spawnSync(process.execPath, [CLI, ...top]).status === 0;
  const pprof = buildPprof();
  const commands = {
    'pprof -top': [pprof, ['-symbolize=none', '-top', path]],
    ...(hasTop
      ? { 'inspect --top 10': [process.execPath, [CLI, ...top]] }
      : { 'preview: decode and sum': [process.execPath, [join(HERE, 'profiles/preview.mjs'), reader, path]] }),
    'dist/cli.js --version': [process.execPath, [CLI, '--version']],
    'node -e 0': [process.execPath, ['-e', '0']],
  };
  const runs = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
  for (let i = 0; i < ROUNDS; i++)
    for (const [name, [command, args]] of Object.entries(commands)) runs[name].push(cost(command, args));
  const cpu = (name) => median(runs[name].map((run) => run.cpu));
  return Object.keys(commands).map((name) => ({
    process: name,
    'CPU s': round(cpu(name), 2),
    'pprof takes': `${round(cpu('pprof -top') / cpu(name))} ×`,
    'peak MiB': round(median(runs[name].map((run) => run.mib)), 0),
  }));
}

try {
  const path = positionals[0] ?? makeProfile();
  const raw = join(WORK, 'raw');
  writeFileSync(raw, rawOf(path));
  const reader = pathToFileURL((await ourReader(WORK)).path).href;
  console.log(
    `${readFileSync(raw).length} bytes (${readFileSync(path).length} as a file), node ${process.version}, ${ROUNDS} rounds`,
  );
  console.table(decoders(raw, reader));
  console.table(processes(path, reader));
} finally {
  rmSync(WORK, { recursive: true, force: true });
}
