// Runs mutants in a thread of its own, so that one that hangs can be seen and named.
import { parentPort, workerData } from 'node:worker_threads';
import { mutant, randomFrom } from './mutate.mjs';

const { reader, seeds, mutants, seed, progress } = workerData;
const { pprofSource, EvidenceFile } = await import(reader);
const index = new Int32Array(progress);
const profiles = seeds.map((s) => Buffer.from(s));
/** What little a profile takes however small its file is. */
const FIXED = 8 * 1024;
const tally = { mutants: 0, prefixes: 0, 'read without an error': 0, 'read in part': 0, refused: 0, thrown: 0 };
let [slowest, ratio] = [0, 0];
const thrown = [];

function bytesOf(value) {
  if (ArrayBuffer.isView(value)) return value.buffer.byteLength;
  if (Array.isArray(value))
    return value.reduce((sum, v) => sum + 8 + (typeof v === 'string' ? 16 + v.length * 2 : bytesOf(v)), 0);
  return value && typeof value === 'object' ? Object.values(value).reduce((sum, v) => sum + bytesOf(v), 0) : 8;
}

function run(bytes, what) {
  Atomics.add(index, 0, 1);
  const before = performance.now();
  try {
    const { profile, diagnostics } = pprofSource.inspect(new EvidenceFile('mutant', bytes));
    const hasError = diagnostics.some((d) => d.level === 'error');
    tally[profile ? (hasError ? 'read in part' : 'read without an error') : 'refused']++;
    if (!profile && !hasError) throw new Error('nothing was read, and no error says why');
    if (profile) ratio = Math.max(ratio, (bytesOf(profile) - FIXED) / bytes.length);
  } catch (error) {
    tally.thrown++;
    if (thrown.length < 5) thrown.push(`${what}: ${error.stack}`);
  }
  slowest = Math.max(slowest, performance.now() - before);
  tally.mutants++;
}

for (const profile of profiles) {
  if (profile.length > 8192) continue;
  for (let length = 0; length < profile.length; length++) run(profile.subarray(0, length), `prefix of ${length} bytes`);
  tally.prefixes += profile.length;
}
const random = randomFrom(seed);
while (tally.mutants < mutants) {
  const { name, bytes } = mutant(random, profiles);
  run(bytes, `mutant ${tally.mutants}, ${name}`);
}
parentPort.postMessage({ tally, slowest, ratio, thrown });
