// Compares what we export with what pprof makes of the same profiles.
//   node scripts/compare-exports.mjs [--quick] [--keep DIR]
// Every .pb.gz that we write (as it is, merged, diffed, focused) is opened by pprof, and what it prints is compared with
// what it prints for its own result of the same operation: all rows, the values unrounded. Folded stacks and speedscope
// files are added up. Needs Go; the profiles are those of compare-pprof.mjs, and DIR may be shared with it. --quick: a
// small part. Exit status 1 when anything differs.
import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { makeProfiles } from './compare-pprof/make.mjs';
import { Tally } from './compare-pprof/tally.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const { values: asked } = parseArgs({ options: { quick: { type: 'boolean' }, keep: { type: 'string' } } });
const WORK = mkdtempSync(join(tmpdir(), 'compare-exports-'));
const FOLDER = asked.keep === undefined ? join(WORK, 'profiles') : resolve(asked.keep);
const PPROF = join(FOLDER, 'pprof');
const AT_ONCE = 2;
/** Of larger ones only the default sample type is looked at: pprof takes a second for each. */
const SMALL = 1 << 20;
/** Nothing of the user's: no binaries, no settings. */
const ENV = { ...process.env, HOME: WORK, PPROF_BINARY_PATH: join(WORK, 'none'), PPROF_TMPDIR: WORK };
const REFUSED = 'refused\n';
const ALL = ['-top', '-nodecount=0', '-nodefraction=0'];
const FOCUS = { focus: 'runtime|sync|sort|work', ignore: 'malloc' };
const FOCUS_FLAGS = Object.entries(FOCUS).map(([name, value]) => `-${name}=${value}`);

async function pprof(...args) {
  const run = promisify(execFile);
  const done = await run(PPROF, ['-symbolize=none', ...args], { env: ENV, maxBuffer: 1 << 30 }).catch(() => null);
  return done === null ? REFUSED : done.stdout;
}

/** pprof prints `Active filters` where it filters itself; our file has been filtered already. */
const rows = async (...args) => (await pprof(...ALL, ...args)).replace(/^Active filters:\n(?: {3}.*\n)*/m, '');

async function bundled() {
  const outfile = join(WORK, 'ours.mjs');
  const entryPoints = [join(HERE, 'compare-exports/ours.ts')];
  // protobufjs is CommonJS.
  const banner = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";
  await build({ entryPoints, outfile, bundle: true, format: 'esm', platform: 'node', banner: { js: banner } });
  return import(pathToFileURL(outfile).href);
}

function readProfile(name) {
  const path = join(FOLDER, name);
  const bytes = readFileSync(path);
  const raw = bytes[0] === 0x1f ? gunzipSync(bytes) : bytes;
  const { profile, problems } = ours.decodeProfile(raw);
  if (problems.some(({ level }) => level === 'error')) throw new Error(`${name}: ${problems[0].text}`);
  return { name: name.replace(/\.pb(\.gz)?$/, ''), path, size: raw.length, profile };
}

let files = 0;
/** Our file of a profile; null where the profiles do not fit and we say so. */
function written(make) {
  try {
    const path = join(WORK, `ours-${files++}.pb.gz`);
    writeFileSync(path, gzipSync(ours.encodeProfile(make())));
    return path;
  } catch (error) {
    if (error.name !== 'UserError') throw error;
    return null;
  }
}

const queue = [];

/** pprof's rows of our file beside those of its own operation. */
function compare(kind, what, make, flags, theirs) {
  queue.push(async () => {
    const path = written(make);
    const again = () => rows(...flags, ...theirs);
    await tally.count(kind, what, path === null ? REFUSED : await rows(...flags, path), await again(), again);
    if (path !== null) rmSync(path);
  });
}

/** The same for what pprof has to write itself first: its percentages are those of the whole otherwise. */
function compareWritten(kind, what, make, flags, theirs) {
  const path = join(WORK, `theirs-${files++}.pb.gz`);
  queue.push(async () => {
    await pprof('-proto', `-output=${path}`, ...flags, ...theirs);
    const own = written(make);
    const again = () => rows(path);
    await tally.count(kind, what, own === null ? REFUSED : await rows(own), await again(), again);
    for (const file of [own, path]) if (file !== null) rmSync(file, { force: true });
  });
}

const exact = ({ type, unit }) => [`-sample_index=${type}`, `-unit=${unit}`];

function compareOne({ name, path, profile, size }) {
  const types = profile.sampleTypes.filter((_, i) => size < SMALL || i === profile.sampleTypes.length - 1);
  for (const type of types) {
    compare('as it is', `${name} ${type.type}`, () => profile, exact(type), [path]);
    compareSums({ name, path, profile }, type);
  }
  compareWritten('focused', name, () => new ours.Report(profile, FOCUS).profile, FOCUS_FLAGS, [path]);
  const tagged = { tagFocus: 'key|bytes=1kb:1mb|part|worker' };
  compareWritten(
    'focused by label',
    name,
    () => new ours.Report(profile, tagged).profile,
    [`-tagfocus=${tagged.tagFocus}`],
    [path],
  );
}

const valuesOf = ({ samples, sampleTypes }, at) => samples.values.filter((_, i) => i % sampleTypes.length === at);
const plus = (a, b) => a + b;

function compareSums({ name, path, profile }, type) {
  const at = profile.sampleTypes.indexOf(type);
  const values = valuesOf(profile, at);
  const total = String(values.reduce(plus, 0));
  const count = (kind, own, theirs) => tally.count(kind, `${name} ${type.type}`, own, theirs, async () => theirs);
  queue.push(async () => {
    const folded = ours.foldedStacks(profile, at).split('\n').slice(0, -1);
    await count('folded, sum', String(folded.map(lastNumber).reduce(plus, 0)), total);
    // As pprof the command leaves out frames that a profile itself calls uninteresting.
    const shown = ours.foldedStacks(new ours.Report(profile, {}).profile, at).split('\n').slice(0, -1);
    await count('folded, by leaf', byLeaf(shown), flatOf(await rows(...exact(type), path)));
    if (values.some((value) => value < 0)) return;
    const file = JSON.parse(ours.speedscope(profile, name, at)).profiles[at];
    await count('speedscope, sum', String(file.weights.reduce(plus, 0)), total);
    await count('speedscope, end', String(file.endValue), total);
  });
}

const lastNumber = (line) => Number(line.slice(line.lastIndexOf(' ')));

/** What each function is worth by itself, by the leaves of folded stacks. */
function byLeaf(lines) {
  const sums = new Map();
  for (const line of lines) {
    const stack = line.slice(0, line.lastIndexOf(' '));
    const leaf = stack.slice(stack.lastIndexOf(';') + 1);
    if (leaf !== '<no stack>') sums.set(leaf, (sums.get(leaf) ?? 0) + lastNumber(line));
  }
  return listed(sums);
}

/** The same as pprof prints it: `  120ns 3.4% 3.4% 150ns 4.2%  name (inline)`. */
function flatOf(text) {
  const sums = new Map();
  for (const row of text.slice(text.indexOf('cum%')).split('\n').slice(1)) {
    const [, flat, name] =
      /^\s*(-?\d+(?:\.\d+)?)\S*\s+\S+%\s+\S+%\s+\S+\s+\S+%\s{2}(.*?)(?: \((?:partial-)?inline\))?$/.exec(row) ?? [];
    if (name !== undefined) sums.set(name, (sums.get(name) ?? 0) + Number(flat));
  }
  return listed(sums);
}

const listed = (sums) =>
  [...sums]
    .filter(([, value]) => value !== 0)
    .map(([name, value]) => `${value} ${name}`)
    .sort()
    .join('\n');

function compareTwo(a, b) {
  const what = `${a.name} − ${b.name}`;
  compare('merged', `${a.name} + ${b.name}`, () => ours.mergeProfiles([a.profile, b.profile]), [], [a.path, b.path]);
  for (const normalize of [false, true]) {
    const flags = normalize ? ['-normalize'] : [];
    const options = { normalize };
    const diff = () => ours.diffBase(a.profile, b.profile, options);
    compareDifference('diff_base', what, diff, [...flags, `-diff_base=${b.path}`, a.path]);
    const rest = () => ours.subtractBase(a.profile, b.profile, options);
    compareDifference('base', what, rest, [...flags, `-base=${b.path}`, a.path]);
  }
  queue.push(async () => {
    const type = a.profile.sampleTypes.length - 1;
    const head = b.profile.sampleTypes.findIndex(({ type: name }) => name === a.profile.sampleTypes[type]?.type);
    if (head < 0) return;
    const lines = ours.foldedDifference([b.profile, head], [a.profile, type]).split('\n').slice(0, -1);
    const sums = lines.map((line) => line.split(' ').slice(-2).map(Number));
    const own = [0, 1].map((i) => sums.map((pair) => pair[i]).reduce(plus, 0)).join(' ');
    const theirs = [valuesOf(b.profile, head), valuesOf(a.profile, type)].map((v) => v.reduce(plus, 0)).join(' ');
    await tally.count('folded, difference', what, own, theirs, async () => theirs);
  });
}

/** In our file the subtraction is done: pprof opens it without flags. */
function compareDifference(kind, what, make, theirs) {
  compare(kind, what, make, [], theirs);
}

/** Of one kind, and some that do not fit. */
const PAIRS = [
  ['go.encoding-json.cpu', 'old.encoding-json.cpu'],
  ['go.strings.cpu', 'go.sort.cpu'],
  ['go.strings.mem', 'old.strings.mem'],
  ['go.regexp.mem', 'go.fmt.mem'],
  ['go.sync.mutex', 'go.sync.block'],
  ['go.sync.block', 'old.sync.block'],
  ['server.heap-later', 'server.heap'],
  ['server.block-later', 'server.block'],
  ['server.mutex-later', 'server.mutex'],
  ['server.profile-later', 'server.profile'],
  ['server.goroutine', 'server.threadcreate'],
  ['server.heap', 'server.heap'],
];

const ours = await bundled();
const tally = new Tally();
try {
  mkdirSync(FOLDER, { recursive: true });
  execFileSync('go', ['build', '-o', PPROF, 'cmd/pprof']);
  await makeProfiles(FOLDER, PPROF, { quick: asked.quick });
  const names = readdirSync(FOLDER).filter((name) => /\.pb(\.gz)?$/.test(name));
  const wanted = asked.quick ? names.filter((name) => /^(hand|server|go\.sync)/.test(name)) : names;
  const profiles = wanted
    .sort()
    .map(readProfile)
    .filter(({ profile }) => profile.sampleTypes.length > 0);
  const real = profiles.filter(({ name }) => !name.startsWith('hand.'));
  console.log(`${real.length} profiles of Go's, ${profiles.length - real.length} by hand`);
  for (const profile of profiles) compareOne(profile);
  const named = (name) => profiles.find((profile) => profile.name === name);
  for (const pair of PAIRS) if (pair.every(named)) compareTwo(...pair.map(named));
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let next = queue.shift(); next; next = queue.shift()) await next();
    }),
  );
  process.exitCode = tally.print() ? 0 : 1;
} finally {
  rmSync(WORK, { recursive: true, force: true });
}
