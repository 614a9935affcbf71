import { describe, expect, test } from '@jest/globals';
import { formatTop, type Top, topOf } from '../../src/profile/top.ts';
import { handMade } from './hand-made.ts';

const rows = (top: Top) => top.rows.map(({ name, flat, cum, inlined }) => [name, flat, cum, inlined]);

describe('flat and cum', () => {
  test('a function that recurs counts once per sample', () => {
    const profile = handMade({ samples: [{ stack: 'main;walk;walk;walk', values: [10] }] });
    expect(rows(topOf(profile))).toEqual([
      ['walk', 10, 10, ''],
      ['main', 0, 10, ''],
    ]);
  });

  test('an inlined call is a node of its own, and its label says whether every call was', () => {
    const profile = handMade({
      samples: [
        { stack: 'main;parse>skip', values: [5] },
        { stack: 'main;parse>peek', values: [4] },
        { stack: 'main;peek', values: [1] },
      ],
    });
    expect(rows(topOf(profile))).toEqual([
      ['peek', 5, 5, 'partial-inline'],
      ['skip', 5, 5, 'inline'],
      ['main', 0, 10, ''],
      ['parse', 0, 9, ''],
    ]);
    expect(rows(topOf(profile, { noInlines: true }))).toEqual([
      ['parse', 9, 9, ''],
      ['peek', 1, 1, ''],
      ['main', 0, 10, ''],
    ]);
  });

  test('what a dropped node was worth itself belongs to nobody', () => {
    const profile = handMade({
      samples: [
        { stack: 'main;work', values: [990] },
        { stack: 'main;rare', values: [10] },
      ],
    });
    expect(rows(topOf(profile, { nodeFraction: 0.02 }))).toEqual([
      ['work', 990, 990, ''],
      ['main', 0, 1000, ''],
    ]);
  });

  test('values that cancel out leave no row, and the total is of magnitudes', () => {
    const profile = handMade({
      samples: [
        { stack: 'main;gone', values: [-7] },
        { stack: 'main;came', values: [7] },
        { stack: 'same', values: [3] },
        { stack: 'same', values: [-3] },
      ],
    });
    const top = topOf(profile, { nodeFraction: 0 });
    expect(rows(top)).toEqual([
      ['came', 7, 7, ''],
      ['gone', -7, -7, ''],
    ]);
    expect(top.total).toBe(20);
  });
});

describe('order', () => {
  const profile = handMade({
    samples: ['b', 'a', '\uFFFD', '😀', 'B'].map((name) => ({ stack: `main;${name}`, values: [2] })),
  });

  test('ties go by the bytes of the name', () => {
    expect(topOf(profile).rows.map(({ name }) => name)).toEqual(['B', 'a', 'b', '\uFFFD', '😀', 'main']);
    expect(topOf(profile, { order: 'cum' }).rows.map(({ name }) => name)).toEqual([
      'main',
      'B',
      'a',
      'b',
      '\uFFFD',
      '😀',
    ]);
  });

  test('the first so many are shown, and the rest is given to nobody', () => {
    const top = topOf(profile, { nodeCount: 2 });
    expect(rows(top)).toEqual([
      ['B', 2, 2, ''],
      ['a', 2, 2, ''],
    ]);
    expect(top.lines.at(-1)).toBe('Showing top 2 nodes out of 6');
  });
});

describe('granularity', () => {
  const profile = handMade({
    binary: '/bin/prog',
    samples: [
      { stack: 'example.com/m/a.F@/src/a.go:3+1;example.com/m/a.(*T).G[go.shape.int]@/src/a.go:9+7', values: [3] },
      { stack: 'example.com/m/a.F@/src/a.go:4+1', values: [2] },
      { stack: 'example.com/m/a.F@/src/a.go:4+1;', values: [1] },
    ],
  });

  test.each([
    ['functions', ['example.com/m/a.(*T).G[go.shape.int]', 'example.com/m/a.F', '[prog]']],
    ['filefunctions', ['example.com/m/a.(*T).G[go.shape.int] /src/a.go', 'example.com/m/a.F /src/a.go', '[prog]']],
    ['files', ['/src/a.go', '/src/a.go', '[prog]']],
    [
      'lines',
      [
        'example.com/m/a.(*T).G[go.shape.int] /src/a.go:9',
        'example.com/m/a.F /src/a.go:4',
        '[prog]',
        'example.com/m/a.F /src/a.go:3',
      ],
    ],
    ['packages', ['example.com/m/a', '[prog]']],
  ] as const)('%s', (granularity, names) => {
    expect(topOf(profile, { granularity }).rows.map(({ name }) => name)).toEqual(names);
  });
});

test('the mean is of sums, cut to a whole number', () => {
  const profile = handMade({
    types: ['contentions/count', 'delay/nanoseconds'],
    samples: [
      { stack: 'main;lock', values: [3, 100] },
      { stack: 'main;other;lock', values: [4, 11] },
    ],
  });
  const top = topOf(profile, { mean: true });
  expect([top.type, top.total]).toEqual(['mean_delay', 15]);
  expect(rows(top)).toEqual([
    ['lock', 15, 15, ''],
    ['main', 0, 15, ''],
    ['other', 0, 2, ''],
  ]);
});

test('the text is that of pprof', () => {
  const profile = handMade({
    binary: '/tmp/json.test',
    header: {
      comments: ['a comment', '#hidden'],
      docUrl: 'https://example.com',
      timeNanos: 1.5e18,
      durationNanos: 2e9,
    },
    samples: [
      { stack: 'main;parse>skip', values: [1.5e9] },
      { stack: 'main;parse', values: [0.5e9] },
      { stack: 'main;rare', values: [1e6] },
    ],
  });
  expect(formatTop(topOf(profile, { time: (seconds) => `at ${seconds}` }))).toBe(`File: json.test
a comment
Type: cpu
Doc: https://example.com
Time: at 1500000000
Duration: 2s, Total samples = 2001ms (  100%)
Showing nodes accounting for 2000ms, 100% of 2001ms total
Dropped 1 node (cum <= 10.01ms)
      flat  flat%   sum%        cum   cum%
    1500ms 74.96% 74.96%     1500ms 74.96%  skip (inline)
     500ms 24.99%   100%     2000ms   100%  parse
         0     0%   100%     2001ms   100%  main
`);
});

test('a profile of nothing', () => {
  expect(formatTop(topOf(handMade({ samples: [] })))).toBe(
    'Type: cpu\nShowing nodes accounting for 0, 0% of 0 total\n      flat  flat%   sum%        cum   cum%\n',
  );
});

test('an address that a profile was fetched from is no binary', () => {
  const profile = handMade({ binary: 'https://example.com/debug/pprof/heap', samples: [{ stack: '', values: [1] }] });
  expect(formatTop(topOf(profile))).toBe(`Type: cpu
Showing nodes accounting for 1ns, 100% of 1ns total
      flat  flat%   sum%        cum   cum%
       1ns   100%   100%        1ns   100%  <unknown>
`);
});
