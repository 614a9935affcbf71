// Compares our tops, peeks, traces, differences and sums of profiles with pprof's, text by text.
//   node scripts/compare-pprof.mjs [--quick] [--speed] [--keep DIR]
// Needs Go: pprof is built from cmd/pprof; the profiles are made (and kept in DIR for the next time): benchmarks of the
// standard library with two Gos, a server's, merged ones, one of 8 MB and more, and some by hand. --quick: a small part.
// --speed: CPU time and memory of whole processes on the largest profile instead.
// Exit status 1 when anything differs.
import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { DEFAULT_TYPE, DIFFERENCE_TOPS, DIFFERENCES, EVERY_TYPE, exact, PEEKS } from './compare-pprof/cases.mjs';
import { makeProfiles } from './compare-pprof/make.mjs';
import { printSpeed } from './compare-pprof/speed.mjs';
import { Tally } from './compare-pprof/tally.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const { values: asked } = parseArgs({
  options: { quick: { type: 'boolean' }, speed: { type: 'boolean' }, keep: { type: 'string' } },
});
const WORK = mkdtempSync(join(tmpdir(), 'compare-pprof-'));
const FOLDER = asked.keep === undefined ? join(WORK, 'profiles') : resolve(asked.keep);
const PPROF = join(FOLDER, 'pprof');
/** Larger ones are compared in their tops alone: pprof takes a second for each. */
const SMALL = 1 << 20;
/** How many pprofs at a time. */
const AT_ONCE = 2;

/** Nothing of the user's: no binaries, no settings. */
const ENV = { ...process.env, HOME: WORK, PPROF_BINARY_PATH: join(WORK, 'none'), PPROF_TMPDIR: WORK };

/** What pprof prints; where it refuses, that it does. */
function pprof(args) {
  return new Promise((done) => {
    const options = { env: ENV, maxBuffer: 1 << 30 };
    execFile(PPROF, ['-symbolize=none', ...args], options, (error, stdout) => done(error ? REFUSED : stdout));
  });
}
const REFUSED = 'refused\n';

/** Rejects only for our own bugs. */
function orRefused(text) {
  try {
    return text();
  } catch (error) {
    if (error.name !== 'UserError') throw error;
    return REFUSED;
  }
}

/** One of our programs, as one file. */
async function bundled(name) {
  const outfile = join(WORK, `${name}.mjs`);
  const entryPoints = [join(HERE, `compare-pprof/${name}.mjs`)];
  await build({ entryPoints, outfile, bundle: true, format: 'esm', platform: 'node', logLevel: 'warning' });
  return outfile;
}

function readProfile(name) {
  const path = join(FOLDER, name);
  const bytes = readFileSync(path);
  const raw = bytes[0] === 0x1f ? gunzipSync(bytes) : bytes;
  const { profile, problems } = view.decodeProfile(raw);
  if (problems.length > 0) throw new Error(`${name}: ${problems[0].text}`);
  return { name: name.replace(/\.pb(\.gz)?$/, ''), path, size: raw.length, profile };
}

/** Comparisons that wait for their turn. */
const queue = [];
function compare(kind, what, args, text) {
  queue.push(async () => {
    const run = () => pprof(args);
    const theirs = await run();
    await tally.count(kind, `${what} ${args.slice(0, -1).join(' ')}`, orRefused(text), theirs, run);
  });
}

function compareTops({ name, path, profile, size }) {
  const top = (kind, flags, options) =>
    compare(kind, name, ['-top', ...flags, path], () => view.formatTop(view.topOf(profile, options)));
  for (const { type, unit } of profile.sampleTypes) {
    for (const { flags, options } of [...EVERY_TYPE, exact(unit)])
      top('top, every type', [`-sample_index=${type}`, ...flags], { ...options, sampleType: type });
  }
  if (profile.sampleTypes.length === 0 || size > SMALL * 4) return;
  for (const { flags, options } of DEFAULT_TYPE) top('top, other options', flags, options);
}

function compareStacks({ name, path, profile, size }) {
  if (size > SMALL) return;
  for (const pattern of PEEKS) compare('peek', name, [`-peek=${pattern}`, path], () => view.peekText(profile, pattern));
  compare('peek', name, ['-peek=.', '-lines', '-mean', path], () =>
    view.peekText(profile, '.', { granularity: 'lines', mean: true }),
  );
  compare('traces', name, ['-traces', path], () => view.tracesText(profile));
  compare('traces', name, ['-traces', '-lines', '-mean', '-tagshow=b|key|path', path], () =>
    view.tracesText(profile, { granularity: 'lines', mean: true, tagShow: 'b|key|path' }),
  );
  compare('traces', name, ['-traces', '-addresses', '-focus=runtime', '-hide=main', '-taghide=long', path], () =>
    view.tracesText(profile, { granularity: 'addresses', focus: 'runtime', hide: 'main', tagHide: 'long' }),
  );
}

function compareDifferences(a, b) {
  const isSmall = a.size + b.size <= SMALL;
  for (const { kind, flags, options } of DIFFERENCES) {
    const subtract = kind === '-base' ? view.subtractBase : view.diffBase;
    for (const top of DIFFERENCE_TOPS)
      compare(
        kind.slice(1),
        `${a.name} − ${b.name}`,
        [...flags, '-top', ...top.flags, `${kind}=${b.path}`, a.path],
        () => view.formatTop(view.topOf(subtract(a.profile, b.profile, options), top.options)),
      );
    if (!isSmall) continue;
    compare(kind.slice(1), `${a.name} − ${b.name}`, [...flags, '-traces', `${kind}=${b.path}`, a.path], () =>
      view.tracesText(subtract(a.profile, b.profile, options)),
    );
    compare(kind.slice(1), `${a.name} − ${b.name}`, [...flags, '-peek=.', `${kind}=${b.path}`, a.path], () =>
      view.peekText(subtract(a.profile, b.profile, options), '.'),
    );
  }
}

function compareSums(parts) {
  const what = parts.map(({ name }) => name).join(' + ');
  const paths = parts.map(({ path }) => path);
  const sum = () => view.mergeProfiles(parts.map(({ profile }) => profile));
  const flags = ['-nodefraction=0', '-edgefraction=0'];
  compare('merge', what, ['-top', ...flags, ...paths], () =>
    view.formatTop(view.topOf(sum(), { nodeFraction: 0, edgeFraction: 0 })),
  );
  if (parts.some(({ size }) => size > SMALL)) return;
  compare('merge', what, ['-traces', '-addresses', ...paths], () =>
    view.tracesText(sum(), { granularity: 'addresses' }),
  );
}

/** Profiles that are compared with one another: of one kind, and some that do not fit. */
function pairsOf(profiles) {
  const named = (name) => profiles.find((profile) => profile.name === name);
  const pairs = [
    ['go.encoding-json.cpu', 'old.encoding-json.cpu'],
    ['go.strings.cpu', 'go.sort.cpu'],
    ['go.sync.cpu', 'server.profile'],
    ['go.strings.mem', 'old.strings.mem'],
    ['go.sync.mutex', 'go.sync.block'],
    ['go.sync.block', 'old.sync.block'],
    ['server.heap-later', 'server.heap'],
    ['server.allocs-later', 'server.allocs'],
    ['server.block-later', 'server.block'],
    ['server.mutex-later', 'server.mutex'],
    ['server.profile-later', 'server.profile'],
    ['server.goroutine', 'server.threadcreate'],
    ['server.heap', 'server.profile'],
    ['server.heap', 'server.heap'],
    ['hand.labels', 'hand.columns'],
    ['hand.columns', 'server.profile'],
    ['hand.units', 'hand.negative'],
    ['hand.negative', 'hand.nothing'],
    ['hand.zeros', 'hand.labels'],
    ['hand.dropped', 'hand.labels'],
    ['stacks', 'server.allocs'],
  ];
  return pairs.map((pair) => pair.map(named)).filter((pair) => pair.every(Boolean));
}

async function compareAll(profiles) {
  for (const profile of profiles) {
    compareTops(profile);
    compareStacks(profile);
  }
  for (const [a, b] of pairsOf(profiles)) {
    compareDifferences(a, b);
    compareSums([a, b]);
    compareSums([b, a, b]);
  }
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let next = queue.shift(); next; next = queue.shift()) await next();
    }),
  );
  return tally.print();
}

const view = await import(pathToFileURL(await bundled('ours')).href);
const tally = new Tally();
try {
  mkdirSync(FOLDER, { recursive: true });
  execFileSync('go', ['build', '-o', PPROF, 'cmd/pprof']);
  await makeProfiles(FOLDER, PPROF, { quick: asked.quick });
  const names = readdirSync(FOLDER).filter((name) => /\.pb(\.gz)?$/.test(name));
  const wanted = asked.quick ? names.filter((name) => /^(hand|server|go\.sync)/.test(name)) : names;
  const profiles = wanted.sort().map(readProfile);
  const large = profiles.reduce((max, { size }) => Math.max(max, size), 0);
  const real = profiles.filter(({ name }) => !name.startsWith('hand.'));
  const samples = real.reduce((sum, { profile }) => sum + profile.samples.count, 0);
  console.log(
    `${real.length} profiles of Go's with ${samples} samples, the largest ${(large / 1e6).toFixed(1)} MB raw; ${profiles.length - real.length} by hand`,
  );
  if (asked.speed) {
    const largest = profiles.find(({ size }) => size === large);
    await printSpeed(PPROF, await bundled('ours-top'), largest);
  } else process.exitCode = (await compareAll(profiles)) ? 0 : 1;
} finally {
  rmSync(WORK, { recursive: true, force: true });
}
