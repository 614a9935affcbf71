// Reads prefixes and mutants of traces in a thread of its own, so that one that hangs can be seen and named.
import { parentPort, workerData } from 'node:worker_threads';
import { randomFrom } from '../profiles/mutate.mjs';
import { batchesOf, mutant } from './mutate.mjs';

const { reader, prefixed, seeds, prefixes, mutants, seed, progress } = workerData;
const { readTrace } = await import(reader);
const index = new Int32Array(progress);
const thrown = [];
let slowest = 0;

function run(bytes, what, tally) {
  Atomics.add(index, 0, 1);
  const before = performance.now();
  try {
    const source = { size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) };
    const { summary, diagnostics } = readTrace(source, 'mutant');
    if (!summary && diagnostics.length === 0) throw new Error('nothing was read, and nothing says why');
    if (diagnostics.some(({ at }) => at?.offset > bytes.length)) throw new Error('an error beyond the end of the file');
    if (summary && !Number.isFinite(summary.duration)) throw new Error(`duration ${summary.duration}`);
    tally[summary ? (diagnostics.length > 0 ? 'read in part' : 'read whole') : 'refused']++;
  } catch (error) {
    tally.thrown++;
    if (thrown.length < 5) thrown.push(`${what}: ${error.stack}`);
  }
  slowest = Math.max(slowest, performance.now() - before);
  tally.traces++;
}

const empty = () => ({ traces: 0, 'read whole': 0, 'read in part': 0, refused: 0, thrown: 0 });
const tallies = { prefixes: empty(), mutants: empty() };
for (const [i, bytes] of prefixed.map((s) => Buffer.from(s)).entries())
  for (let n = 0; n < prefixes; n++) {
    const length = Math.floor((n / prefixes) * bytes.length);
    run(bytes.subarray(0, length), `${length} bytes of trace ${i}`, tallies.prefixes);
  }
const traces = seeds.map((s) => ({ bytes: Buffer.from(s), batches: batchesOf(Buffer.from(s)) }));
const random = randomFrom(seed);
while (tallies.mutants.traces < mutants) {
  const { name, bytes } = mutant(random, traces);
  run(bytes, `mutant ${tallies.mutants.traces}, ${name}`, tallies.mutants);
}
parentPort.postMessage({ tallies, slowest, thrown });
