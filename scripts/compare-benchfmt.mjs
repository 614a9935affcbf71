// Runs our bench reader and golang.org/x/perf/benchfmt on the same inputs and prints what each found.
//   node scripts/compare-benchfmt.mjs
// Needs Go: the oracle is built from scripts/oracle, and real inputs are made by running benchmarks of the standard
// library. Exit status 1 when the readers differ on a clean input, or when a result of a mixed one is wrong or invented.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { CLEAN, MIXED } from './oracle/inputs.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const WORK = mkdtempSync(join(tmpdir(), 'compare-benchfmt-'));

async function ourReader() {
  const outfile = join(WORK, 'bench.mjs');
  await build({
    entryPoints: [join(ROOT, 'src/sources/bench/index.ts')],
    outfile,
    bundle: true,
    format: 'esm',
    logLevel: 'warning',
  });
  return (await import(pathToFileURL(outfile).href)).readBench;
}

function buildOracle() {
  const binary = join(WORK, 'oracle');
  execFileSync('go', ['build', '-o', binary, '.'], { cwd: join(ROOT, 'scripts/oracle'), stdio: 'inherit' });
  return binary;
}

/** Output of `go test` with stdout and stderr in one pipe, as a terminal or a CI log has them. */
function goTest(args, { cwd = GOROOT_SRC, env = {} } = {}) {
  const command = ['exec go test -vet=off -run "^$" -skip MissTypes "$@" 2>&1', 'go', ...args];
  const run = spawnSync('sh', ['-c', ...command], { cwd, env: { ...process.env, ...env }, maxBuffer: 1 << 28 });
  return run.stdout.toString();
}

const GOROOT_SRC = join(execFileSync('go', ['env', 'GOROOT']).toString().trim(), 'src');

/** The text inside a test2json stream of one package. */
function textOfJson(json) {
  const events = json
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));
  return events.map((event) => (event.Package && event.Output) || '').join('');
}

const PLAIN = [
  'strings',
  'bytes',
  'sort',
  'strconv',
  'encoding/json',
  'regexp',
  'bufio',
  'unicode/utf8',
  'hash/crc32',
  'container/heap',
  'math/bits',
];

function realInputs() {
  const inputs = PLAIN.map((pkg) => [`go test ${pkg}`, ['-bench=.', '-benchtime=1x', pkg]]);
  inputs.push(
    ['go test -benchmem -benchtime=10x bufio', ['-bench=.', '-benchtime=10x', '-benchmem', 'bufio']],
    ['go test -cpu 1,2 sort', ['-bench=.', '-benchtime=1x', '-cpu=1,2', 'sort']],
    ['go test -count 2 strconv', ['-bench=.', '-benchtime=1x', '-count=2', 'strconv']],
    ['go test -v hash/crc32', ['-bench=.', '-benchtime=1x', '-v', 'hash/crc32']],
    [
      'go test -v -cpu 1,2 -count 2 unicode/utf8',
      ['-bench=.', '-benchtime=1x', '-v', '-cpu=1,2', '-count=2', 'unicode/utf8'],
    ],
    ['go test, three packages', ['-bench=.', '-benchtime=1x', 'container/heap', 'container/list', 'unicode/utf8']],
    ['go test -benchtime=2ms math/bits', ['-bench=.', '-benchtime=2ms', 'math/bits']],
    ['go test -json regexp', ['-json', '-bench=.', '-benchtime=1x', 'regexp']],
    ['go test -json -cpu 1,2 hash/crc32', ['-json', '-bench=.', '-benchtime=1x', '-cpu=1,2', 'hash/crc32']],
    ['go test -json -count 2 bufio', ['-json', '-bench=.', '-benchtime=1x', '-count=2', 'bufio']],
  );
  return inputs.map(([name, args]) => [name, goTest(args)]);
}

const NOISY_TEST = `package noisy

import ("fmt"; "log"; "os"; "testing")

func BenchmarkPrint(b *testing.B)   { fmt.Print("no newline "); for range b.N { _ = fmt.Sprint(b.N) } }
func BenchmarkPrintln(b *testing.B) { fmt.Println("n =", b.N); for range b.N { _ = fmt.Sprint(b.N) } }
func BenchmarkStderr(b *testing.B)  { println("to stderr", b.N); for range b.N { _ = fmt.Sprint(b.N) } }
func BenchmarkLog(b *testing.B)     { b.Log("logged"); for range b.N { _ = fmt.Sprint(b.N) } }
func BenchmarkLogger(b *testing.B)  { log.Print("logged"); for range b.N { _ = fmt.Sprint(b.N) } }
func BenchmarkTable(b *testing.B)   { fmt.Print("a\\t1\\nb\\t2 items\\n"); for range b.N { _ = fmt.Sprint(b.N) } }
func BenchmarkDigits(b *testing.B)  { fmt.Fprint(os.Stderr, "12"); for range b.N { _ = fmt.Sprint(b.N) } }
func BenchmarkQuiet(b *testing.B)   { for range b.N { _ = fmt.Sprint(b.N) } }
`;

function mixedRealInputs() {
  const dir = join(WORK, 'noisy');
  mkdirSync(dir);
  writeFileSync(join(dir, 'go.mod'), 'module example.com/noisy\n\ngo 1.22\n');
  writeFileSync(join(dir, 'noisy_test.go'), NOISY_TEST);
  const gctrace = { env: { GODEBUG: 'gctrace=1' } };
  const bench = ['-bench=.', '-benchtime=2x'];
  return [
    ['gctrace, strings', goTest([...bench, 'strings'], gctrace)],
    ['gctrace, encoding/json', goTest([...bench, 'encoding/json'], gctrace)],
    ['gctrace, -v strings', goTest(['-v', ...bench, 'strings'], gctrace)],
    ['gctrace, -json strings', goTest(['-json', ...bench, 'strings'], gctrace)],
    ['gctrace, -json, three packages', goTest(['-json', ...bench, 'bufio', 'hash/crc32', 'unicode/utf8'], gctrace)],
    ['gctrace, -cpu 1,2 -count 2 bufio', goTest([...bench, '-cpu=1,2', '-count=2', 'bufio'], gctrace)],
    ['schedtrace, regexp', goTest([...bench, 'regexp'], { env: { GODEBUG: 'schedtrace=1' } })],
    ['benchmarks that print', goTest([...bench, '.'], { cwd: dir })],
    ['benchmarks that print, -v', goTest(['-v', ...bench, '.'], { cwd: dir })],
    ['benchmarks that print, -json', goTest(['-json', ...bench, '.'], { cwd: dir })],
    ['benchmarks that print, gctrace', goTest([...bench, '.'], { cwd: dir, ...gctrace })],
    ['benchmarks that print, 10 ms', goTest(['-bench=.', '-benchtime=10ms', '.'], { cwd: dir })],
  ];
}

const view = new DataView(new ArrayBuffer(8));
function bits(number) {
  view.setFloat64(0, number);
  return view.getBigUint64(0).toString(16).padStart(16, '0');
}

/** Our records in the oracle's form; a diagnostic of ours answers a syntax error by its line. */
function comparable(records) {
  return records.flatMap((r) => {
    if (r.kind === 'event') return [];
    const line = r.at.line;
    if (r.kind === 'diagnostic') return [{ kind: 'error', line, message: r.text }];
    if (r.kind === 'unit')
      return [{ kind: 'unit', line, unit: r.unit, origUnit: r.original, key: r.key, value: r.value }];
    const values = r.values.map((v) => ({
      bits: bits(v.value),
      unit: v.unit,
      origBits: bits(v.original.value),
      origUnit: v.original.unit,
    }));
    const { gomaxprocs, benchmark } = r.subject;
    const name = r.fullName.slice('Benchmark'.length);
    return [
      {
        kind: 'result',
        line,
        name,
        ...(benchmark !== name && { gomaxprocs: String(gomaxprocs) }),
        iterations: r.iterations,
        values,
        config: r.config,
      },
    ];
  });
}

/** What must be equal, by kind. Lines of JSON streams are not those of the text inside; empty values are not in the oracle's JSON. */
const PARTS = {
  result: (r) => [r.name ?? '', r.gomaxprocs, r.iterations, r.values, Object.entries(r.config ?? {}).sort()],
  unit: (r) => [r.unit, r.origUnit, r.key, r.value ?? ''],
  error: () => [],
};

/** The first difference between two lists of records, in words, or ''. */
function difference(ours, theirs, withLines) {
  const shown = (r) => (r ? JSON.stringify([r.kind, withLines && r.line, ...PARTS[r.kind](r)]) : 'nothing');
  for (let i = 0; i < Math.max(ours.length, theirs.length); i++) {
    if (shown(ours[i]) !== shown(theirs[i])) return `record ${i}: ours ${shown(ours[i])}, benchfmt ${shown(theirs[i])}`;
    const word = theirs[i].message?.split(' ').at(-1) ?? '';
    if (!(ours[i].message ?? '').replaceAll('"', '').includes(word))
      return `record ${i}: ${ours[i].message} / ${theirs[i].message}`;
  }
  return '';
}

const results = (records) => records.filter((r) => r.kind === 'result');
const countOf = (records, kind) => records.filter((r) => r.kind === kind).length;

function compareClean(read, oracle, inputs) {
  const paths = inputs.map(([, text], i) => {
    const path = join(WORK, `${i}.txt`);
    writeFileSync(path, text.startsWith('{"') ? textOfJson(text) : text);
    return path;
  });
  const lines = execFileSync(oracle, paths, { maxBuffer: 1 << 28 })
    .toString()
    .trim()
    .split('\n');
  return inputs.map(([name, text], i) => {
    const theirs = JSON.parse(lines[i]).records;
    const ours = comparable([...read(text, name)]);
    return {
      name,
      ours: results(ours).length,
      benchfmt: results(theirs).length,
      values: results(ours).flatMap((r) => r.values).length,
      errors: countOf(theirs, 'error'),
      difference: difference(ours, theirs, !text.startsWith('{"')),
    };
  });
}

/** Names with their ns/op: the names and the numbers that the testing package printed, in order, found by a search for each alone. */
function truthOf(text) {
  const plain = text.includes('{"Time"') ? textOfJson(text) : text;
  const names = [...plain.matchAll(/Benchmark\S*(?= *\t)/g)].map((m) => m[0]);
  const numbers = [...plain.matchAll(/(?<=[\t ])([\d.]+) ns\/op/g)].map((m) => Number(m[1]));
  return names.map((name, i) => [name, numbers[i]]);
}

/** How many of the found results are in the text, and how many are not. */
function judged(found, truth) {
  const left = new Map();
  for (const row of truth) left.set(row, (left.get(row) ?? 0) + 1);
  let right = 0;
  for (const row of found) {
    const n = left.get(row) ?? 0;
    if (n > 0) right++;
    left.set(row, n - 1);
  }
  return { right, wrong: found.length - right };
}

const nsBits = (r) => r.values.find((v) => v.origUnit === 'ns/op')?.origBits;

function compareMixed(read, oracle, inputs) {
  return inputs.map(([name, text, expected]) => {
    const path = join(WORK, 'mixed.txt');
    writeFileSync(path, text);
    const rows = (records) => results(records).map((r) => `Benchmark${r.name ?? ''} ${nsBits(r)}`);
    const theirs = rows(JSON.parse(execFileSync(oracle, [path], { maxBuffer: 1 << 28 }).toString()).records);
    const ours = rows(comparable([...read(text, name)]));
    const truth = expected ? Object.entries(expected) : truthOf(text);
    const written = truth.map(([n, value]) => `${n} ${bits(value)}`);
    const [us, them] = [judged(ours, written), judged(theirs, written)];
    return {
      name,
      written: written.length,
      ours: us.right,
      benchfmt: them.right,
      'wrong: ours': us.wrong,
      'wrong: benchfmt': them.wrong,
    };
  });
}

try {
  const [read, oracle] = [await ourReader(), buildOracle()];
  const clean = compareClean(read, oracle, [...Object.entries(CLEAN), ...realInputs()]);
  console.table(clean.map(({ difference: d, ...row }) => ({ ...row, equal: d === '' })));
  for (const row of clean) if (row.difference) console.log(`${row.name}: ${row.difference.slice(0, 1000)}`);
  const mixed = compareMixed(read, oracle, [
    ...Object.entries(MIXED).map(([n, [t, e]]) => [n, t, e]),
    ...mixedRealInputs(),
  ]);
  console.table(mixed);
  const bad =
    clean.filter((r) => r.difference).length + mixed.filter((r) => r['wrong: ours'] || r.ours < r.benchfmt).length;
  console.log(`${clean.length} clean inputs, ${mixed.length} mixed ones, ${bad} with a difference`);
  process.exitCode = bad ? 1 : 0;
} finally {
  rmSync(WORK, { recursive: true, force: true });
}
