// Seeded mutations of execution traces: of bytes as such, and of whole batches, so that what events mean is what breaks.
import { MUTATIONS } from '../profiles/mutate.mjs';

const HEADER = 16;
const below = (random, n) => Math.floor(random() * n);
const joined = (...parts) => Buffer.concat(parts);

/** Where the batches of a trace begin and end. */
export function batchesOf(bytes) {
  const batches = [];
  for (let at = HEADER; at < bytes.length; ) {
    const from = at;
    const number = () => {
      for (let value = 0, scale = 1; ; scale *= 128) {
        const byte = bytes[at++];
        value += (byte & 0x7f) * scale;
        if (!(byte >= 0x80)) return value;
      }
    };
    const type = bytes[at++];
    if (type === 49) at++;
    if (type !== 52) {
      for (let skipped = 0; skipped < 3; skipped++) number();
      const size = number();
      at += size;
    }
    at = Math.min(bytes.length, at);
    batches.push([from, at]);
  }
  return batches;
}

const BATCH_MUTATIONS = {
  'batch lost': (random, bytes, batches) => {
    const [from, to] = batches[below(random, batches.length)];
    return joined(bytes.subarray(0, from), bytes.subarray(to));
  },
  'batch moved': (random, bytes, batches) => {
    const [from, to] = batches[below(random, batches.length)];
    const [other] = batches[below(random, batches.length)];
    const batch = bytes.subarray(from, to);
    if (other <= from) return joined(bytes.subarray(0, other), batch, bytes.subarray(other, from), bytes.subarray(to));
    return joined(bytes.subarray(0, from), bytes.subarray(to, other), batch, bytes.subarray(Math.max(to, other)));
  },
  'batch doubled': (random, bytes, batches) => {
    const [from, to] = batches[below(random, batches.length)];
    return joined(bytes.subarray(0, to), bytes.subarray(from, to), bytes.subarray(to));
  },
  'byte of a batch changed': (random, bytes, batches) => {
    const [from, to] = batches[below(random, batches.length)];
    const out = Buffer.from(bytes);
    out[from + below(random, to - from)] = below(random, 128);
    return out;
  },
  'bytes of a batch exchanged': (random, bytes, batches) => {
    const [from, to] = batches[below(random, batches.length)];
    const out = Buffer.from(bytes);
    const [a, b] = [from + below(random, to - from), from + below(random, to - from)];
    [out[a], out[b]] = [out[b], out[a]];
    return out;
  },
};

/** A mutant of one of the traces. @returns its bytes and the name of the mutation */
export function mutant(random, traces) {
  const { bytes, batches } = traces[below(random, traces.length)];
  const other = traces[below(random, traces.length)].bytes;
  const names = [...Object.keys(MUTATIONS), ...Object.keys(BATCH_MUTATIONS)];
  const name = names[below(random, names.length)];
  const byBatch = BATCH_MUTATIONS[name];
  return { name, bytes: byBatch ? byBatch(random, bytes, batches) : MUTATIONS[name](random, bytes, other) };
}
