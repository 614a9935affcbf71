// Reads a corpus: for each scenario its pairs of rounds, as readings that compare/align.ts takes.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

const MARKER = '#### round ';

/**
 * @returns scenarios: { name, f, count, jobs, pairs: [{ base, head }] }, each side { results, seconds, start, order }; and
 *   truth by row name. `jobs`: how many recorded jobs the pairs are, all of one length; absent where nobody says.
 */
export function readCorpus(dir, ours) {
  const manifest = JSON.parse(readFileSync(join(dir, 'manifest.json'), 'utf8'));
  const names = [...new Set(manifest.scenarios.map((s) => s.scenario))];
  return { truth: manifest.truth, scenarios: names.map((name) => readScenario(dir, name, manifest, ours)) };
}

function readScenario(dir, name, manifest, ours) {
  const parts = manifest.scenarios.filter((s) => s.scenario === name);
  const { f, count } = parts.find((s) => s.side === 'head') ?? parts[0];
  const rounds = (side) => {
    const part = parts.find((s) => s.side === side);
    return new Map(roundsOf(readFileSync(join(dir, part.file)), side, part.file, ours).map((r) => [r.pair, r]));
  };
  const [base, head] = [rounds('base'), rounds('head')];
  const both = [...base.keys()].filter((pair) => head.has(pair)).sort((a, b) => a - b);
  const jobs = new Set(both.map((pair) => base.get(pair).job)).size;
  const recorded = both.every((pair) => base.get(pair).job !== undefined);
  return {
    name,
    f,
    count,
    ...(recorded && both.length > 0 ? { jobs } : {}),
    pairs: both.map((pair) => ({ base: base.get(pair), head: head.get(pair) })),
  };
}

function roundsOf(gzipped, side, file, ours) {
  const texts = gunzipSync(gzipped).toString('utf8').split(MARKER).slice(1);
  return texts.map((text) => {
    const end = text.indexOf('\n');
    const marker = fieldsOf(text.slice(0, end));
    const results = processesOf(text.slice(end + 1)).flatMap((process) => resultsOf(process, file, ours));
    return {
      pair: Number(marker.pair),
      job: marker.job,
      order: Number(marker.order),
      seconds: Number(marker.dur),
      start: Number(marker.start),
      results: results.map((result) => ({ side, result })),
    };
  });
}

const PROCESS = '#### process ';

/** The text of each process of a round, with what its marker says; a round without such markers is one process. */
function processesOf(text) {
  const [before = '', ...parts] = text.split(PROCESS);
  const marked = parts.map((part) => ({ ...fieldsOf(part.slice(0, part.indexOf('\n'))), text: part }));
  return [{ text: before }, ...marked].filter((process) => process.text !== '');
}

/** A process of one row alone that says what CPU time it took gets that per operation, start-up included. */
function resultsOf({ text, user, system }, file, ours) {
  const results = [...ours.readBench(text, file)].filter((r) => r.kind === 'result');
  const cpu = Number(user) + Number(system);
  if (!(cpu > 0) || results.length !== 1) return results;
  return results.map((r) => {
    const value = cpu / r.iterations;
    return { ...r, values: [...r.values, { value, unit: ours.CPU_TIME, original: { value, unit: ours.CPU_TIME } }] };
  });
}

/** `pair=12 side=head …` */
function fieldsOf(line) {
  return Object.fromEntries(line.split(' ').map((field) => field.split('=')));
}

/** `BenchmarkX-2` as the truth calls it. */
export function truthName(subject) {
  return `Benchmark${subject.benchmark}`;
}
