import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fixture, read, results, shown } from './helpers.ts';

const SAMPLES = ['prints.txt', 'gctrace.txt', 'gctrace.json.txt', 'ends.txt', 'ends-verbose.txt'].map(fixture);
const GOOD = 'BenchmarkGood/size=1-2 \t      10\t        12.50 ns/op\t      64 B/op';

/** Pieces that the reader looks for, put together at random. */
const word = fc.constantFrom(
  ...[
    'Benchmark',
    'BenchmarkA-2',
    ' ',
    '\t',
    '      10',
    '10',
    '         5.000 ns/op',
    '5 ns/op',
    '--- FAIL: ',
    'PASS',
    'ok  \tp\t1s',
    'pkg: p',
  ],
  ...[
    'Unit x a=1',
    'panic: x',
    'gc 5 @0.1',
    '{"Action":"output","Package":"p","Output":"',
    '"}',
    '\r',
    '\x1b[0m',
    '\x16',
    '\uFEFF',
    'NaN',
    '1e999',
    ':',
    '=',
    'é',
    '\ud800',
  ],
);
const line = fc.oneof(
  fc.array(word, { maxLength: 12 }).map((w) => w.join('')),
  fc.string(),
);

describe('whatever the text', () => {
  test('reading never throws, and every value is a number', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), (lines) => {
        for (const r of results(lines.join('\n'))) {
          expect(r.values.length).toBeGreaterThan(0);
          expect(r.iterations).toBeGreaterThan(0);
          for (const v of r.values) expect(Number.isFinite(v.value)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('every record has a position inside the text', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), (lines) => {
        const text = lines.join('\n');
        const count = text.split('\n').length;
        for (const r of read(text)) {
          expect(r.at?.line).toBeGreaterThanOrEqual(1);
          expect(r.at?.line).toBeLessThanOrEqual(count);
        }
      }),
    );
  });

  test('a good line between bad ones is found', () => {
    // No digits: random numbers could be a second, forged set for the good line.
    const bad = line.map((l) => l.replace(/[0-9\n]/g, ''));
    fc.assert(
      fc.property(fc.array(bad, { maxLength: 8 }), fc.array(bad, { maxLength: 8 }), (before, after) => {
        const good = shown([...before, GOOD, ...after].join('\n')).filter((s) => s.startsWith('BenchmarkGood'));
        expect(good).toEqual(['BenchmarkGood/size=1-2 10 12.5 ns/op 64 B/op']);
      }),
      { numRuns: 500 },
    );
  });

  test('mutated recordings: no throw, and values only of those that are written there', () => {
    const edit = fc.tuple(fc.nat(), fc.nat(30), fc.oneof(word, fc.string({ maxLength: 5 })));
    fc.assert(
      fc.property(fc.constantFrom(...SAMPLES), fc.array(edit, { minLength: 1, maxLength: 5 }), (sample, edits) => {
        let text = sample;
        for (const [at, remove, insert] of edits) {
          const i = at % text.length;
          text = text.slice(0, i) + insert + text.slice(i + remove);
        }
        for (const r of results(text)) for (const v of r.values) expect(Number.isFinite(v.value)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('other lines put between those of a recording cost no row', () => {
    const lines = fixture('prints.txt').trimEnd().split('\n');
    const rows = shown(lines.join('\n'));
    const foreign = fc.constantFrom(
      'gc 7 @0.044s 3%: 0.077+0.12+0.001 ms clock (forced)',
      'hello',
      '',
      'a\t1',
      'note: x',
      'SCHED 0ms: gomaxprocs=2',
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(lines.length), foreign), { maxLength: 30 }), (inserts) => {
        const text = [...lines];
        for (const [at, extra] of inserts) text.splice(at, 0, extra);
        expect(shown(text.join('\n'))).toEqual(rows);
      }),
    );
  });
});

describe('long texts', () => {
  test('lines of 70 kB, of any kind, are read and cost nothing around them', () => {
    const name = `BenchmarkLong/${'x'.repeat(70_000)}`;
    const lines = [
      GOOD,
      'y'.repeat(70_000),
      'Benchmark'.repeat(8_000),
      `${'9'.repeat(70_000)}\t         5.000 ns/op`,
      `${name} 1 1 x`,
      `k: ${'v'.repeat(70_000)}`,
      GOOD,
    ];
    expect(shown(lines.join('\n')).map((s) => s.length)).toEqual([44, name.length + 6, 44]);
  });

  test('time grows with length, not with its square', () => {
    // Two of the worst cases, 20 times the longest line of a real log: quadratic steps would not end in a test's time.
    for (const piece of [
      'Benchmark',
      ' ',
      '9',
      '\t',
      'Benchmark\t',
      '\t         5.000 ns/op',
      '{"Action":"',
      '\x1b[',
      'BenchmarkA \t',
    ]) {
      expect(() => read(`x${piece.repeat(Math.ceil(1_400_000 / piece.length))}\n`)).not.toThrow();
    }
  });

  test('results come while the text is read', () => {
    expect(results(`${GOOD}\n`.repeat(20_000))).toHaveLength(20_000);
  });
});
