// Seeded mutations of profiles: what a broken disk, a cut upload or an attacker makes of one.

/** Numbers in [0, 1) from a seed (mulberry32, public domain, Tommy Ettinger). */
export function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const below = (random, n) => Math.floor(random() * n);
const joined = (...parts) => Buffer.concat(parts);

/** Bytes that end badly or say too much: endless numbers, lengths of all sizes, empty messages. */
const HOSTILE = [
  Buffer.alloc(11, 0xff),
  Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]),
  Buffer.from([0x80, 0x80, 0x80, 0x80, 0x08]),
  Buffer.from([0x80, 0x00]),
  Buffer.from([0x12, 0x00, 0x22, 0x00, 0x2a, 0x00, 0x1a, 0x00, 0x0a, 0x00, 0x32, 0x00]),
  Buffer.from([0x0b, 0x0c, 0x0d, 0x0f]),
];

/** Each takes (random, bytes, another profile) and gives the mutant; the input is left as it is. */
export const MUTATIONS = {
  'bit flips': (random, bytes) => {
    const out = Buffer.from(bytes);
    for (let n = 1 + below(random, 8); n > 0; n--) out[below(random, out.length)] ^= 1 << below(random, 8);
    return out;
  },
  truncation: (random, bytes) => bytes.subarray(0, below(random, bytes.length)),
  'bytes lost': (random, bytes) => {
    const at = below(random, bytes.length);
    return joined(bytes.subarray(0, at), bytes.subarray(at + 1 + below(random, 16)));
  },
  splice: (random, bytes, other) =>
    joined(bytes.subarray(0, below(random, bytes.length)), other.subarray(below(random, other.length))),
  'hostile bytes': (random, bytes) => {
    const at = below(random, bytes.length);
    const kept = at + below(random, 2) * below(random, 12);
    return joined(bytes.subarray(0, at), HOSTILE[below(random, HOSTILE.length)], bytes.subarray(kept));
  },
  'duplicated chunk': (random, bytes) => {
    const from = below(random, bytes.length);
    const to = Math.min(bytes.length, from + 1 + below(random, 400));
    const at = below(random, bytes.length);
    const chunk = bytes.subarray(from, to);
    return joined(bytes.subarray(0, at), ...Array(1 + below(random, 4)).fill(chunk), bytes.subarray(at));
  },
};

/** Mutations that keep the framing, so that what the fields mean is what breaks: whole fields of the top level. */
export const FIELD_MUTATIONS = {
  'field lost': (random, bytes, _other, fields = fieldsOf(bytes)) => {
    const [from, to] = fields[below(random, fields.length)];
    return joined(bytes.subarray(0, from), bytes.subarray(to));
  },
  'field doubled': (random, bytes, _other, fields = fieldsOf(bytes)) => {
    const [from, to] = fields[below(random, fields.length)];
    const [, at] = fields[below(random, fields.length)];
    return joined(bytes.subarray(0, at), bytes.subarray(from, to), bytes.subarray(at));
  },
  'field moved to the end': (random, bytes, _other, fields = fieldsOf(bytes)) => {
    const [from, to] = fields[below(random, fields.length)];
    return joined(bytes.subarray(0, from), bytes.subarray(to), bytes.subarray(from, to));
  },
  'byte of a field changed': (random, bytes, _other, fields = fieldsOf(bytes)) => {
    const [from, to] = fields[below(random, fields.length)];
    const out = Buffer.from(bytes);
    out[from + below(random, to - from)] = below(random, 128);
    return out;
  },
};

/** Where the fields of a message begin and end; of bytes that are none, pieces all the same. */
export function fieldsOf(bytes) {
  const fields = [];
  let pos = 0;
  const varint = () => {
    for (let value = 0, scale = 1; ; scale *= 128) {
      const byte = bytes[pos++];
      value += (byte & 0x7f) * scale;
      // Also at the end, where there is no byte.
      if (!(byte >= 0x80)) return value;
    }
  };
  while (pos < bytes.length) {
    const from = pos;
    const type = varint() % 8;
    if (type === 0) varint();
    else if (type === 2) pos = varint() + pos;
    else pos += type === 1 ? 8 : 4;
    pos = Math.min(pos, bytes.length);
    fields.push([from, pos]);
  }
  return fields;
}

/** A mutant of one of the profiles. @returns its bytes and the name of the mutation */
export function mutant(random, profiles) {
  const bytes = profiles[below(random, profiles.length)];
  const other = profiles[below(random, profiles.length)];
  const all = { ...MUTATIONS, ...FIELD_MUTATIONS };
  const names = Object.keys(all);
  const name = names[below(random, names.length)];
  return { name, bytes: all[name](random, bytes, other) };
}
