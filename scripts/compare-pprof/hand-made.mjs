// Profiles of what Go's runtime does not write: dropped frames, columns, nameless functions, other units, negative values.
const VARINT = 0;
const BYTES = 2;

function varint(value) {
  const bytes = [];
  for (let rest = BigInt.asUintN(64, BigInt(value)); ; rest >>= 7n) {
    if (rest < 128n) return [...bytes, Number(rest)];
    bytes.push(Number(rest & 127n) | 128);
  }
}

/** A message of [field, value]; a list of numbers is packed, an array of arrays a message. */
function message(fields) {
  return fields.flatMap(([field, value]) => {
    if (typeof value === 'number' || typeof value === 'bigint')
      return [...varint((field << 3) | VARINT), ...varint(value)];
    const body =
      typeof value === 'string'
        ? [...Buffer.from(value)]
        : Array.isArray(value[0])
          ? message(value)
          : value.flatMap((one) => varint(one));
    return [...varint((field << 3) | BYTES), ...varint(body.length), ...body];
  });
}

/**
 * A profile of `stack` texts: frames from the root behind `;`, inlined ones behind `>`, a frame `name@file:line:column+start`.
 */
function profile({ types, samples, mappings = [], header = [] }) {
  const strings = [''];
  const text = (value) => {
    if (!strings.includes(value)) strings.push(value);
    return strings.indexOf(value);
  };
  const [functions, locations] = [new Map(), new Map()];
  const fields = [];
  const number = (map, key, fieldsOf) => {
    if (!map.has(key)) {
      map.set(key, map.size + 1);
      const id = map.get(key);
      fields.push(fieldsOf(id));
    }
    return map.get(key);
  };
  const frame = (part) => {
    const [, name, file = '', line = '0', column = '0', start = '0'] =
      /^([^@]*)(?:@([^:]*):(\d+)(?::(\d+))?(?:\+(\d+))?)?$/.exec(part);
    const fn = number(functions, `${name}@${file}+${start}`, (id) => [
      5,
      [
        [1, id],
        [2, text(name)],
        [3, text(name)],
        [4, text(file)],
        [5, Number(start)],
      ],
    ]);
    return [
      4,
      [
        [1, fn],
        [2, Number(line)],
        [3, Number(column)],
      ],
    ];
  };
  const location = (part) =>
    number(locations, part, (id) => {
      const lines = part === '' || part.startsWith('?') ? [] : part.split('>').reverse().map(frame);
      const mapping = mappings.length === 0 ? 0 : part.includes('lib') ? mappings.length : 1;
      return [4, [[1, id], [2, mapping], [3, 0x400000 + id * 16], ...lines]];
    });
  for (const [stack, values, labels = []] of samples) {
    const ids = stack.split(';').map(location).reverse();
    const labelFields = labels.map(([key, value, unit = '']) => [
      3,
      typeof value === 'string'
        ? [
            [1, text(key)],
            [2, text(value)],
          ]
        : [
            [1, text(key)],
            [3, value],
            [4, text(unit)],
          ],
    ]);
    fields.push([2, [[1, ids], [2, values], ...labelFields]]);
  }
  mappings.forEach(([file, buildId], i) => {
    fields.push([
      3,
      [
        [1, i + 1],
        [2, 0x400000 * (i + 1)],
        [3, 0x400000 * (i + 2)],
        [5, text(file)],
        [6, text(buildId)],
      ],
    ]);
  });
  const typeFields = types.map(([type, unit]) => [
    1,
    [
      [1, text(type)],
      [2, text(unit)],
    ],
  ]);
  const head = header.map(([field, value]) => [field, typeof value === 'string' ? text(value) : value]);
  return Buffer.from(message([...typeFields, ...fields, ...head, ...strings.map((value) => [6, value])]));
}

const CPU = [
  ['samples', 'count'],
  ['cpu', 'nanoseconds'],
];

export const HAND_MADE = {
  dropped: profile({
    types: CPU,
    samples: [
      ['main;work;malloc(unsigned int);brk', [1, 10_000_000]],
      ['main;work;operator()(int);free', [2, 20_000_000]],
      ['malloc(unsigned int);brk', [1, 10_000_000]],
      ['main;outer>malloc(unsigned int)>inner;leaf', [3, 30_000_000]],
      ['main;(anonymous namespace)::f(int);keepme', [4, 40_000_000]],
    ],
    header: [
      [7, 'malloc|free|f|\\(anonymous namespace\\)::f'],
      [8, 'free'],
      [9, 1_700_000_000_000_000_000n],
      [10, 12_345_678_901n],
    ],
  }),
  columns: profile({
    types: CPU,
    mappings: [
      ['/usr/bin/prog', 'abc123'],
      ['/lib/libc.so.6', ''],
    ],
    samples: [
      ['main@main.c:10:3+5;f@./lib/../f.c:2:7+1', [1, 1_000_000]],
      ['main@main.c:10:9+5;f@/proc/self/cwd/f.c:2:8+1', [5, 5_000_000]],
      ['main@main.c:10:9+5;', [2, 2_000_000]],
      ['main@main.c:10:9+5;?lib', [2, 2_000_000]],
      ['main@main.c:10:9+5;@f.c:3+2', [1, 1_000_000]],
      ['main@main.c:10:9+5;@:0', [1, 1_000_000]],
    ],
    header: [
      [13, '# a hidden comment'],
      [13, 'a comment'],
      [14, 'samples'],
      [15, 'https://example.com/doc'],
    ],
  }),
  units: profile({
    types: [
      ['wall', 'milliseconds'],
      ['power', 'milligcu'],
      ['size', 'kilobytes'],
      ['things', 'widgets'],
      ['micro', 'μs'],
    ],
    samples: [
      ['a;b', [1, 1500, 3, 7, 5]],
      ['a;c', [123_456, 2, 300_000, 1, 1]],
      ['a;b;a;b', [7_200_000, 1_000_000, 99, 1000, 123_456]],
      ['d>e>f;b', [0, 0, 0, 4, 0]],
    ],
    header: [[10, 3_600_000_000_000n]],
  }),
  negative: profile({
    types: [['delta', 'bytes']],
    samples: [
      ['main;grow', [1 << 20]],
      ['main;shrink', [-3 * (1 << 20)]],
      ['main;gone;x', [500]],
      ['main;gone;y', [-500]],
      ['main;gone', [0]],
      ['main;rec;rec;rec;z', [-1]],
      ['zero;z', [7]],
      ['zero;w', [-7]],
    ],
  }),
  labels: profile({
    types: CPU,
    samples: [
      [
        'main;a',
        [1, 10_000_000],
        [
          ['key', 'value'],
          ['key', 'other'],
          ['user', 'é=ü'],
        ],
      ],
      ['main;a', [2, 20_000_000], [['bytes', 2048, 'bytes']]],
      [
        'main;b',
        [3, 30_000_000],
        [
          ['bytes', 64],
          ['request', 1 << 20],
        ],
      ],
      [
        'main;b',
        [4, 40_000_000],
        [
          ['latency', 1500, 'us'],
          ['latency', 3],
          ['key', 'value'],
        ],
      ],
      [
        'main;c',
        [5, 50_000_000],
        [
          ['latency', -5, 'ms'],
          ['plain', 12],
        ],
      ],
    ],
  }),
  fetched: profile({
    types: CPU,
    mappings: [
      ['http://example.com/debug/pprof/profile', ''],
      ['https://example.com/lib', 'beef'],
    ],
    samples: [
      ['main;', [1, 10_000_000]],
      ['main;?lib', [1, 20_000_000]],
    ],
  }),
  nothing: profile({ types: CPU, samples: [] }),
  zeros: profile({
    types: CPU,
    samples: [
      ['main;a', [0, 0]],
      ['main;b', [1, 0]],
    ],
  }),
};
