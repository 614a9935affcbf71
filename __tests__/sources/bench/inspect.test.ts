import { describe, expect, test } from '@jest/globals';
import { benchSource } from '../../../src/sources/bench/index.ts';
import { detectKind, SOURCES } from '../../../src/sources/index.ts';
import { EvidenceFile } from '../../../src/sources/source.ts';
import { fixture } from './helpers.ts';

const file = (text: string, path = 'f') => new EvidenceFile(path, new TextEncoder().encode(text));
const inspected = (text: string, path: string) => benchSource.inspect(file(text, path));

describe('inspect', () => {
  test('gives all values of each metric of each subject, in tidied units, in order', () => {
    const text =
      'pkg: p\nBenchmarkX-2 1 5 ns/op 6 B/op\nBenchmarkY-2 1 1 ns/op\nBenchmarkX-2 1 7 ns/op 6 B/op\nBenchmarkX-4 1 8 ns/op\n';
    const subject = (benchmark: string, gomaxprocs = 2) => ({ pkg: 'p', benchmark, gomaxprocs });
    expect(inspected(text, 'f.txt')).toEqual({
      path: 'f.txt',
      kind: 'bench',
      metrics: [
        { metric: 'sec/op', unit: 'sec/op', subject: subject('X'), values: [5 * 1e-9, 7 * 1e-9] },
        { metric: 'B/op', unit: 'B/op', subject: subject('X'), values: [6, 6] },
        { metric: 'sec/op', unit: 'sec/op', subject: subject('Y'), values: [1e-9] },
        { metric: 'sec/op', unit: 'sec/op', subject: subject('X', 4), values: [8 * 1e-9] },
      ],
      diagnostics: [],
    });
  });

  test('tells what failed, was skipped or could not be read, with its place', () => {
    const { diagnostics } = inspected(`${fixture('ends-verbose.txt')}BenchmarkBad x\n`, 'f.txt');
    expect(diagnostics.map((d) => `${d.level} ${d.at?.line} ${d.text}`)).toEqual([
      'error 9 BenchmarkFails-2 failed',
      'error 12 BenchmarkFailsAtOnce failed',
      'notice 15 BenchmarkSkips was skipped',
      'error 19 BenchmarkPanics panicked',
      'error 31 example.com/noisy/ends failed',
      'warning 33 "BenchmarkBad x": parsing iteration count: invalid syntax',
    ]);
  });

  test('a panic outside of any benchmark', () => {
    expect(inspected('panic: x\n', 'f').diagnostics).toEqual([
      { level: 'error', text: 'the test binary panicked', at: { file: 'f', line: 1 } },
    ]);
  });

  test('results can be written as JSON', () => {
    const { metrics } = inspected('BenchmarkX 1 NaN a 1e308 MB 3 c\n', 'f');
    expect(JSON.parse(JSON.stringify(metrics))).toEqual(metrics);
    expect(metrics.map((m) => m.values)).toEqual([[3]]);
  });
});

describe('detectKind', () => {
  test.each([
    ['a result', 'x\nBenchmarkX 1 2 ns/op'],
    ['a split result', 'BenchmarkX-2 \tgc 5'],
    ['a result in a coloured CI log', '\uFEFF2026-01-02T03:04:05.1Z \x1b[1mBenchmarkX 1 2 ns/op'],
    ['a run without results', 'PASS\nok  \tp\t0.1s'],
    ['a head', 'goos: linux'],
    ['test2json', '{"Time":"2026-01-02T03:04:05Z","Action":"start","Package":"p"}'],
    ...['prints.txt', 'gctrace.txt', 'gctrace.json.txt', 'ends.txt'].map((name) => [name, fixture(name)]),
  ])('%s is bench text', (_, text = '') => {
    expect(detectKind(file(text))?.kind).toBe('bench');
  });

  test.each([
    '',
    'hello\n',
    'Benchmark results are 20 ns/op better\n',
    'key: value\n',
    '{"schema":"x"}',
    'panic: x\n\ngoroutine 1 [running]:',
    'gc 1 @0.0s 1%: 0.1+0.2+0.1 ms clock',
    '\x1f\uFFFD\b',
  ])('%j is not', (text) => {
    expect(detectKind(file(text))?.kind).not.toBe('bench');
  });

  test('every source has its own kind and says what it is about', () => {
    expect(new Set(SOURCES.map((s) => s.kind)).size).toBe(SOURCES.length);
    for (const source of SOURCES) expect(source.about).toMatch(/\S/);
  });
});
