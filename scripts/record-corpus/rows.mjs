// Which rows there are, which of them the factor changes, and how many iterations a process of each runs.
import { readFileSync } from 'node:fs';

const AFFECTED = new URL('benchmarks/affected_test.go', import.meta.url);
/** Seconds that a process should measure, and how many processes say how fast a row is. */
const SECONDS = 0.01;
const LOOKS = 5;

/** Names of the benchmark functions whose work the factor multiplies, without the prefix. */
export function affectedBenchmarks() {
  return new Set([...readFileSync(AFFECTED, 'utf8').matchAll(/^func Benchmark(\w+)/gm)].map(([, name]) => name));
}

/** @returns sec/op by row name, of what one process printed */
export function timesOf(text, ours) {
  const results = [...ours.readBench(text, 'output')].filter((r) => r.kind === 'result');
  return new Map(results.map((r) => [r.subject.benchmark, r.values.find((v) => v.unit === 'sec/op').value]));
}

/** @returns [{ name, iterations }] of the benchmarks that a -test.bench pattern selects */
export async function findRows(workshop, bench, ours) {
  const looks = [];
  for (let i = 0; i < LOOKS; i++) looks.push(timesOf(await look(workshop, bench), ours));
  return [...looks[0].keys()].map((name) => ({
    name,
    iterations: iterationsOf(
      looks.map((l) => l.get(name)),
      ours,
    ),
  }));
}

async function look(workshop, bench) {
  const out = workshop.path('look.txt');
  const { stdout } = await workshop.run({
    ...{ binary: 'base', pattern: bench, benchtime: `${1000 * SECONDS}ms`, f: 1, allocs: 0, out },
  });
  return readFileSync(out).toString('utf8', stdout.from, stdout.to);
}

function iterationsOf(secondsPerOp, ours) {
  return Math.max(1, Math.round(SECONDS / ours.median(secondsPerOp)));
}
