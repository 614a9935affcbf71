// Compares what we read out of execution traces with what golang.org/x/exp/trace says, number by number.
//   node scripts/compare-traces.mjs [--quick] [--keep DIR] [FILE…]
// Needs Go 1.26 and the module proxy. Traces are made (and kept in DIR for the next time, see scripts/traces/corpus.mjs):
// the conformance and fuzz cases of Go's own reader, its test programs, and benchmarks of the standard library with five
// Gos. The oracle is scripts/oracle/trace, and for the mutator utilisation Go's own internal/trace. --quick: the
// conformance cases alone.
// Exact percentiles are compared with the oracle's, those of a histogram with ours. Exit status 1 when anything differs.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { makeCorpus } from './traces/corpus.mjs';
import { differences, histogramDifferences } from './traces/differences.mjs';
import { ourTraceReader } from './traces/ours.mjs';
import { buildStd } from './traces/std.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const { values: asked, positionals } = parseArgs({
  options: { quick: { type: 'boolean' }, keep: { type: 'string' } },
  allowPositionals: true,
});
const WORK = mkdtempSync(join(tmpdir(), 'compare-traces-'));
/** Differences shown of each file. */
const SHOWN = 6;
/** An older format, which only Go's reader converts: refused. */
const OLD_FORMAT = new Set(['1.11', '1.19', '1.21']);
/** Utilisations are sums in floating point, in another order than Go's. */
const UTILISATION_ERROR = 1e-9;

function buildOracle() {
  const oracle = join(WORK, 'oracle');
  execFileSync('go', ['build', '-o', oracle, '.'], { cwd: join(HERE, 'oracle/trace'), stdio: 'inherit' });
  return oracle;
}

function jsonOf(command, args) {
  return JSON.parse(execFileSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 30 }));
}

function near(a, b) {
  if (a === null || b === null) return a === b;
  return Math.abs(a - b) <= UTILISATION_ERROR;
}

/** Minimum mutator utilisation against internal/trace, and against the same with workers counted once. */
function utilisationDifferences(ours, path, programs) {
  const { internalTrace, once } = jsonOf(programs.mmu, [path]);
  return ours.gc.mmu.flatMap((row, i) => {
    const theirs = { internalTrace: internalTrace?.[i] ?? null, utilisation: once?.[i] ?? null };
    return Object.keys(theirs)
      .filter((key) => !near(row[key], theirs[key]))
      .map((key) => ({ path: `.gc.mmu.${i}.${key}`, ours: row[key], theirs: theirs[key] }));
  });
}

/** What differs in one trace. */
function compareTrace(path, { read, oracle, programs }) {
  const { summary: exact } = read(path, { exact: true });
  const step = exact?.timeline.step ?? 1 << 30;
  const theirs = jsonOf(oracle, ['-exact', '-all', `-step=${step}`, path]);
  const result = { events: theirs.events, broken: theirs.lost !== null };
  if (exact === null || theirs.generations === 0) {
    const bothNothing = exact === null && (theirs.generations === 0 || OLD_FORMAT.has(theirs.version));
    const why = theirs.lost?.why ?? 'reads';
    return { ...result, found: bothNothing ? [] : [{ path: '', ours: exact && 'reads', theirs: why }] };
  }
  const found = [
    ...differences(exact, theirs),
    ...histogramDifferences(read(path).summary, exact),
    ...utilisationDifferences(exact, path, programs),
  ];
  return { ...result, found };
}

/** The expectation that a conformance case has, against what the oracle found. */
function isExpected(path, broken) {
  const expectation = /\.(reads|fails)\.trace$/.exec(path);
  return expectation === null || (expectation[1] === 'fails') === broken;
}

function show(path, found) {
  console.log(`  ${basename(path)}: ${found.length} differences`);
  for (const { path: key, ours, theirs } of found.slice(0, SHOWN))
    console.log(`    ${key}: ours ${JSON.stringify(ours)}, theirs ${JSON.stringify(theirs)}`);
}

function compareKind(kind, paths, tools) {
  const row = { kind, files: 0, MB: 0, events: 0, broken: 0, equal: 0, different: 0 };
  for (const path of paths) {
    let result;
    try {
      result = compareTrace(path, tools);
    } catch (error) {
      result = { events: 0, broken: false, found: [{ path: '', ours: error.stack, theirs: '' }] };
    }
    const { events, broken, found } = result;
    if (!isExpected(path, broken)) found.push({ path: 'expectation', ours: broken, theirs: !broken });
    row.files++;
    row.MB += statSync(path).size / 1e6;
    row.events += events;
    if (broken) row.broken++;
    row[found.length === 0 ? 'equal' : 'different']++;
    if (found.length > 0) show(path, found);
  }
  return { ...row, MB: Number(row.MB.toFixed(1)) };
}

try {
  const folder = asked.keep === undefined ? join(WORK, 'traces') : resolve(asked.keep);
  mkdirSync(folder, { recursive: true });
  const programs = buildStd(WORK);
  const tools = { read: await ourTraceReader(WORK), oracle: buildOracle(), programs };
  const corpus =
    positionals.length > 0
      ? { given: positionals.map((path) => resolve(path)) }
      : makeCorpus(folder, programs, WORK, { quick: asked.quick });
  const rows = Object.entries(corpus).map(([kind, paths]) => compareKind(kind, paths, tools));
  console.table(rows);
  process.exitCode = rows.some(({ different }) => different > 0) ? 1 : 0;
} finally {
  rmSync(WORK, { recursive: true, force: true });
}
