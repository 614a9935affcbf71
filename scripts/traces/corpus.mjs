// Makes the traces that readers are compared with: the conformance and fuzz cases of GOROOT, Go's own test programs,
// benchmarks of the standard library with five Gos, a large one and one with a large generation, and cut ones.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TESTDATA } from './std.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const GO = 'go1.26';
const OLD = ['go1.22.12', 'go1.23.12', 'go1.24.11', 'go1.25.5'];
/** Package, benchmarks, duration of each. */
const BENCHMARKS = [
  ['net/http', '^Benchmark(Server|ClientServer|ClientServerParallel64)$', '300ms'],
  ['encoding/json', 'CodeEncoder|CodeUnmarshal|EncoderEncode', '300ms'],
  ['sync', 'Mutex|RWMutex|Pool|Cond', '20ms'],
  ['runtime', 'ChanContended|ChanProdCons|PingPong|SelectUncontended|Syscall|CreateGoroutines|Yield', '10ms'],
  ['regexp', 'Match/Easy0/1K|Compile', '50ms'],
  ['compress/flate', 'Encode/Digits/Default/1e5|Decode/Newton/Speed/1e5', '100ms'],
  ['sort', 'Sort1K|SearchWrappers|Stable1K', '100ms'],
  ['bufio', 'ReaderCopy|WriterFlush|ReaderEmpty', '50ms'],
  ['go/parser', 'Parse', '200ms'],
  ['net', 'TCP4|SetReadDeadline|UnixRoundTrip', '100ms'],
  ['os', 'ReadDir|Statdir|Lstat', '100ms'],
  ['context', 'CancelTree|WithTimeout', '20ms'],
];
const OLD_BENCHMARKS = ['net/http', 'encoding/json', 'sync', 'runtime'];
const PROGRAM_RUNS = 3;

const say = (what) => process.stderr.write(`making ${what}\n`);
const environment = (go) => ({ ...process.env, ...(go === GO ? {} : { GOTOOLCHAIN: go }) });

/** Runs a command, its output into a file where there is one; whether it succeeded. */
function run(command, args, { go = GO, output, cwd, timeout = 300_000 } = {}) {
  const to = output === undefined ? 'ignore' : openSync(output, 'w');
  const { status } = spawnSync(command, args, { cwd, env: environment(go), stdio: ['ignore', to, 'ignore'], timeout });
  if (output !== undefined) closeSync(to);
  return status === 0;
}

/** Makes a file unless it is there: under another name first, so that what is there is whole. */
function make(path, write) {
  if (existsSync(path)) return;
  say(path);
  const half = `${path}.half`;
  if (write(half) && statSync(half).size > 0) renameSync(half, path);
  else {
    rmSync(half, { force: true });
    say(`nothing: ${path} could not be made`);
  }
}

/** One build, used by several files. */
function lazily(build) {
  let path;
  return () => {
    path ??= build();
    return path;
  };
}

function testPrograms(folder, work) {
  for (const go of [...OLD, GO]) {
    for (const file of readdirSync(join(TESTDATA, 'testprog')).filter((name) => name.endsWith('.go'))) {
      const name = file.slice(0, -3);
      const binary = lazily(() => {
        const at = join(work, `${go}-${name}`);
        mkdirSync(at, { recursive: true });
        copyFileSync(join(TESTDATA, 'testprog', file), join(at, file));
        const built = run('go', ['build', '-o', 'program', file], { go, cwd: at });
        return built ? join(at, 'program') : null;
      });
      for (let i = 1; i <= (go === GO ? PROGRAM_RUNS : 1); i++)
        make(join(folder, `${go}.${name}.${i}.trace`), (output) => {
          if (binary() === null) return false;
          return run(binary(), [], { output, timeout: 120_000 });
        });
    }
  }
}

/** Writes a trace of benchmarks; builds their package first, once. */
function tracer(work, go, name) {
  const at = join(work, `${go}.${name.replace('/', '-')}`);
  const source = execFileSync('go', ['list', '-f', '{{.Dir}}', name], {
    env: environment(go),
    encoding: 'utf8',
  }).trim();
  const binary = lazily(() => {
    mkdirSync(at, { recursive: true });
    return run('go', ['test', '-c', '-o', join(at, 'bench.test'), name], { go, cwd: at })
      ? join(at, 'bench.test')
      : null;
  });
  return (bench, time, more = []) =>
    (output) => {
      const flags = ['-test.run=^$', `-test.bench=${bench}`, `-test.benchtime=${time}`, `-test.trace=${output}`];
      return binary() !== null && run(binary(), [...flags, ...more], { go, cwd: source });
    };
}

function benchmark(folder, work, go, [name, bench, time]) {
  const path = join(folder, `${go}.${name.replace('/', '-')}`);
  const trace = tracer(work, go, name);
  make(`${path}.trace`, trace(bench, time));
  if (go === GO || name === 'encoding/json')
    make(`${path}.cpu.trace`, trace(bench, time, [`-test.cpuprofile=${join(work, 'cpu.pb.gz')}`]));
}

/** A server under load for long enough: over 100 MB in ordinary generations. @returns its path */
export function makeLarge(folder, work) {
  const path = join(folder, 'large.trace');
  make(path, tracer(work, GO, 'net/http')('^Benchmark(Server|ClientServer|ClientServerParallel64)$', '9s'));
  return path;
}

/** About 3 MB. @returns its path */
export function makeSmall(folder, work) {
  const row = BENCHMARKS.find(([name]) => name === 'go/parser');
  benchmark(folder, work, GO, row);
  return join(folder, `${GO}.go-parser.trace`);
}

/** @returns its path */
export function makeLargeGeneration(folder, work) {
  const path = join(folder, 'large-generation.trace');
  make(path, (output) => {
    const binary = join(work, 'pingpong');
    execFileSync('go', ['build', '-o', binary, join(HERE, 'pingpong/main.go')]);
    return run(binary, [], { output });
  });
  return path;
}

/** Half of a trace, and all but its last byte. */
function cut(folder, from) {
  const cutAt = (name, size) =>
    make(join(folder, name), (output) => {
      const bytes = Buffer.alloc(size);
      const file = openSync(join(folder, from), 'r');
      readSync(file, bytes, 0, size, 0);
      closeSync(file);
      writeFileSync(output, bytes);
      return true;
    });
  if (!existsSync(join(folder, from))) return;
  const { size } = statSync(join(folder, from));
  cutAt(`cut-half.${from}`, size >> 1);
  cutAt(`cut-last.${from}`, size - 1);
}

/** Makes what is not there yet. @returns paths by kind */
export function makeCorpus(folder, programs, work, { quick = false } = {}) {
  const kinds = quick ? ['conformance'] : ['conformance', 'fuzz', 'programs', 'benchmarks'];
  for (const kind of ['conformance', 'fuzz', 'programs', 'benchmarks'])
    mkdirSync(join(folder, kind), { recursive: true });
  const cases = join(work, 'cases');
  mkdirSync(cases, { recursive: true });
  execFileSync(programs.bytes, [TESTDATA, cases], { stdio: ['ignore', 'ignore', 'inherit'] });
  for (const file of readdirSync(cases)) {
    const kind = /\.(reads|fails)\.trace$/.test(file) ? 'conformance' : 'fuzz';
    copyFileSync(join(cases, file), join(folder, kind, file));
  }
  if (!quick) {
    const real = join(folder, 'benchmarks');
    testPrograms(join(folder, 'programs'), work);
    for (const row of BENCHMARKS) benchmark(real, work, GO, row);
    for (const go of OLD)
      for (const row of BENCHMARKS.filter(([name]) => OLD_BENCHMARKS.includes(name))) benchmark(real, work, go, row);
    makeLarge(real, work);
    makeLargeGeneration(real, work);
    for (const go of [GO, ...OLD]) cut(real, `${go}.net-http.trace`);
  }
  return Object.fromEntries(
    kinds.map((kind) => [
      kind,
      readdirSync(join(folder, kind))
        .filter((name) => name.endsWith('.trace'))
        .sort()
        .map((name) => join(folder, kind, name)),
    ]),
  );
}
