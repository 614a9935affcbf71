// Decodes profiles with our decoder and with github.com/google/pprof/profile and compares all they hold: values, stacks,
// labels, lines, functions, mappings, types, texts, the period.
//   node scripts/compare-pprof-content.mjs [--mutants 20000] [--seed 1] [FILE…]
// Needs Go: the oracle is built from scripts/oracle/profile, and the profiles are made by running benchmarks of the
// standard library and a program, with this Go and an older one. Of mutants it compares whether pprof accepts them, and
// what both read of those. Exit status 1 on any difference.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { dumpLines } from './profiles/dump.mjs';
import { benchmarkProfiles, pprofProto, programProfiles, rawOf } from './profiles/make.mjs';
import { mutant, randomFrom } from './profiles/mutate.mjs';
import { ourReader } from './profiles/ours.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const WORK = mkdtempSync(join(tmpdir(), 'compare-pprof-content-'));
const OLDER = 'go1.23.12';
const { values: options, positionals: files } = parseArgs({
  options: { mutants: { type: 'string', default: '20000' }, seed: { type: 'string', default: '1' } },
  allowPositionals: true,
});

function buildOracle() {
  const binary = join(WORK, 'oracle');
  execFileSync('go', ['build', '-o', binary, '.'], { cwd: join(ROOT, 'scripts/oracle/profile'), stdio: 'inherit' });
  return binary;
}

/** A few benchmarks of different packages, so that this takes a minute. */
const BENCHMARKS = {
  bufio: '.',
  'encoding/json': 'Code|Unmarshal',
  sort: '1K$',
  sync: 'Mutex|RWMutex|Cond|Pool',
  regexp: 'Compile|Literal',
};

/** Paths of real profiles by name. */
function realProfiles() {
  const all = {};
  const add = (name, paths) => {
    for (const [kind, path] of Object.entries(paths)) all[`${name} ${kind}`] = path;
  };
  for (const [pkg, bench] of Object.entries(BENCHMARKS)) add(pkg, benchmarkProfiles(WORK, pkg, { bench }));
  const older = { toolchain: OLDER, bench: BENCHMARKS.sync };
  add(`sync, ${OLDER}`, benchmarkProfiles(WORK, 'sync', older));
  const every = { bench: 'Encode/Digits', benchtime: '1x', flags: ['-memprofilerate=1'] };
  add('every allocation of compress/flate', benchmarkProfiles(WORK, 'compress/flate', every));
  const { binary } = programProfiles(WORK);
  add('program', binary);
  add(`program, ${OLDER}`, programProfiles(WORK, OLDER).binary);
  const [json, sorted] = [all['encoding/json cpu'], all['sort cpu']];
  all['merged cpu'] = pprofProto(join(WORK, 'merged.pb.gz'), [json, sorted, binary.cpu]);
  all['cpu with diff_base'] = pprofProto(join(WORK, 'diff.pb.gz'), ['-diff_base', sorted, json]);
  all['heap with base'] = pprofProto(join(WORK, 'base.pb.gz'), ['-base', binary.heap, binary.allocs]);
  return all;
}

/** The first difference between what both have read, or ''. */
function difference(ours, theirs) {
  let i = 0;
  for (const line of ours) {
    if (line !== theirs[i]) return `row ${i}: ours ${line.slice(0, 300)}, pprof ${String(theirs[i]).slice(0, 300)}`;
    i++;
  }
  return i === theirs.length ? '' : `ours ends after ${i} rows, pprof has ${theirs.length}`;
}

function compareReal(decodeProfile, oracle, paths) {
  return Object.entries(paths).map(([name, path]) => {
    const raw = rawOf(path);
    const { profile, problems } = decodeProfile(raw);
    const theirs = execFileSync(oracle, ['dump', path], { maxBuffer: 2 ** 31 })
      .toString()
      .split('\n')
      .slice(0, -1);
    const wrong = problems.map((p) => p.text).join('; ') || difference(dumpLines(profile), theirs);
    return { name, bytes: raw.length, samples: profile.samples.count, rows: theirs.length, equal: wrong === '', wrong };
  });
}

function shaOf(profile) {
  const sum = createHash('sha256');
  for (const line of dumpLines(profile)) sum.update(`${line}\n`);
  return sum.digest('hex');
}

/** Bytes that are no UTF-8 are kept as they are by Go and become U+FFFD here: not compared. */
const hasForeignText = (profile) => profile.strings.some((s) => s.includes('\uFFFD'));

/** What our decoder says of a mutant: the sum of its rows, or the first error. */
function ours(decodeProfile, bytes) {
  const { profile, problems } = decodeProfile(bytes);
  const error = problems.find((p) => p.level === 'error');
  if (error) return { refused: error.text };
  return { sum: hasForeignText(profile) ? null : shaOf(profile) };
}

function compareMutants(decodeProfile, oracle, seeds, count) {
  const random = randomFrom(Number(options.seed));
  const mutants = Array.from({ length: count }, () => mutant(random, seeds));
  const pack = join(WORK, 'pack');
  const length = (n) => new Uint8Array(new Uint32Array([n]).buffer);
  writeFileSync(pack, Buffer.concat(mutants.flatMap(({ bytes }) => [length(bytes.length), bytes])));
  const theirs = execFileSync(oracle, ['check', pack], { maxBuffer: 2 ** 30 })
    .toString()
    .split('\n');
  const tally = { mutants: count, 'both accept, equal': 0, 'both refuse': 0, 'no UTF-8': 0, different: 0 };
  mutants.forEach(({ name, bytes }, i) => {
    const us = ours(decodeProfile, bytes);
    const them = theirs[i];
    const refused = them.startsWith('refused');
    if (us.refused && refused) tally['both refuse']++;
    else if (!us.refused && !refused && us.sum === null) tally['no UTF-8']++;
    else if (!us.refused && us.sum === them) tally['both accept, equal']++;
    else if (tally.different++ < 5) {
      console.log(`${name}: ours ${JSON.stringify(us)}, pprof ${them}`);
    }
  });
  return tally;
}

try {
  const [{ decodeProfile }, oracle] = [await ourReader(WORK), buildOracle()];
  const paths = { ...realProfiles(), ...Object.fromEntries(files.map((f) => [f, f])) };
  const real = compareReal(decodeProfile, oracle, paths);
  console.table(real.map(({ wrong, ...row }) => row));
  for (const { name, wrong } of real) if (wrong) console.log(`${name}: ${wrong}`);
  const seeds = Object.values(paths)
    .map(rawOf)
    .filter((raw) => raw.length < 20_000);
  const tally = compareMutants(decodeProfile, oracle, seeds, Number(options.mutants));
  console.log(`mutants of ${seeds.length} profiles, seed ${options.seed}:`);
  console.table([tally]);
  const unequal = real.filter((row) => !row.equal).length;
  console.log(`${real.length} profiles, ${unequal} with a difference; ${tally.different} mutants with one`);
  process.exitCode = unequal + tally.different > 0 ? 1 : 0;
} finally {
  rmSync(WORK, { recursive: true, force: true });
}
