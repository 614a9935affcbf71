import { describe, expect, test } from '@jest/globals';
import { diagnostics, events, fixture, results, shown } from './helpers.ts';

const A = 'BenchmarkA-2   \t';
const B = 'BenchmarkB-2   \t';
const NUMBERS = '      10\t         5.000 ns/op\t      64 B/op\n';
const OTHER = '      20\t      1962 ns/op\n';

describe('a result line is put together again', () => {
  test.each([
    ['output between the pieces', `${A}hello\n${NUMBERS}`],
    ['a tab and nothing else behind the name', `${A}\n${NUMBERS}`],
    ['several lines between', `${A}one\n\ntwo: three\n\tfour\n${NUMBERS}`],
    ['output that does not end its line', `${A}hello${NUMBERS}`],
    ['output that ends in spaces', `${A}hello   ${NUMBERS}`],
    ['output that ends in digits', `${A}12 345${NUMBERS}`],
    ['output that reads as iterations and a value', `${A}12 34 ${NUMBERS}`],
    ['output before the name', `helloBenchmarkA-2 \t${NUMBERS}`],
    ['output before and after the name', `x y BenchmarkA-2 \t1 2\nz${NUMBERS}`],
    ['a table', `${A}a\t1\nb\t2 items\nc\t      10\t3 items\n${NUMBERS}`],
    ['a garbage collection', `${A}gc 6 @0.047s 1%: 0.020+0.32+0.002 ms clock, 2 P (forced)\n${NUMBERS}`],
    ['a garbage collection cut by the numbers', `${A}gc 6 @0.0${NUMBERS}47s 1%: 0.020+0.32+0.002 ms clock\n`],
    ['a garbage collection cut by the name', `gc 6 @0.0${A}47s 1%: 0.020+0.32 ms clock\n${NUMBERS}`],
    ['a line of a logger', `${A}2026/11/23 21:38:51 logged\n${NUMBERS}`],
    [
      'CRLF, colours and timestamps',
      `\uFEFF2026-01-02T03:04:05.1Z \x1b[1m${A}\x1b[0mx\r\n2026-01-02T03:04:06.1Z ${NUMBERS}`,
    ],
  ])('%s', (_, text) => {
    expect(shown(text)).toEqual(['BenchmarkA-2 10 5 ns/op 64 B/op']);
    expect(diagnostics(text)).toEqual([]);
  });

  test('with the position, package and configuration of its name', () => {
    const [result] = results(`pkg: p\nx: 1\n${A}hello\nx: 2\n${NUMBERS}`);
    expect(result?.at).toEqual({ file: 'bench.txt', line: 3 });
    expect(result?.subject.pkg).toBe('p');
    expect({ ...result?.config }).toEqual({ pkg: 'p', x: '1' });
  });

  test('an iteration count without padding is taken where it can be told', () => {
    expect(shown(`${A}x100000000\t         5.000 ns/op\n`)).toEqual(['BenchmarkA-2 100000000 5 ns/op']);
    expect(shown(`${A}x12345678\t         5.000 ns/op\n`)).toEqual(['BenchmarkA-2 12345678 5 ns/op']);
    expect(shown(`${A}@0.0100000000\t         5.000 ns/op\n`)).toEqual(['BenchmarkA-2 100000000 5 ns/op']);
    expect(shown(`${A}x\n1000000000\t         5.000 ns/op\n`)).toEqual(['BenchmarkA-2 1000000000 5 ns/op']);
  });

  test.each(['x1234567890', 'x 912345678', 'x1234567', 'x     010'])('and not where it cannot: %j', (count) => {
    expect(shown(`${A}${count}\t         5.000 ns/op\n`)).toEqual([]);
  });
});

describe('no value is invented', () => {
  test.each([
    ['a benchmark in a log line', '    x_test.go:12: BenchmarkOld-8 \t      10\t         5.000 ns/op\n'],
    ['a benchmark behind a date', '2026/11/23 21:38:51 BenchmarkOld-8 \t      10\t         5.000 ns/op\n'],
    ['a comment', '# BenchmarkOld-8 \t      10\t         5.000 ns/op\n'],
    ['a quotation', 'see "BenchmarkOld-8 \t      10\t         5.000 ns/op\n'],
    ['a table', 'name BenchmarkOld-8\t10\t5.0 ns/op\n'],
    ['prose', 'the Benchmarks \t      10\t         5.000 ns/op\n'],
    ['two names run together', 'xBenchmarkA-2BenchmarkB-2 \t      10\t         5.000 ns/op\n'],
    ['two names in one line', 'x BenchmarkA-2 \t BenchmarkB-2 \t      10\t         5.000 ns/op\n'],
  ])('%s is no result', (_, text) => {
    expect(shown(`${B}${OTHER}${text}`)).toEqual(['BenchmarkB-2 20 1962 ns/op']);
  });

  test('nor is it taken for the numbers that are awaited', () => {
    const text = `${A}see BenchmarkOld-8 \t      99\t         9.000 ns/op\n    x_test.go:9:       98\t         9.000 ns/op\n${NUMBERS}`;
    expect(shown(text)).toEqual(['BenchmarkA-2 10 5 ns/op 64 B/op']);
  });

  test('a name whose numbers never come is a diagnostic', () => {
    const text = `${A}hello\n${B}${OTHER}${A}\npkg: p\n${A}\nPASS\nxBenchmarkC \t\n`;
    expect(shown(text)).toEqual(['BenchmarkB-2 20 1962 ns/op']);
    expect(diagnostics(text)).toEqual([
      '1: "BenchmarkA-2": parsing iteration count: invalid syntax',
      '3: "BenchmarkA-2": missing iteration count',
      '5: "BenchmarkA-2": missing iteration count',
      '7: "BenchmarkC": its numbers never came',
    ]);
  });

  test('numbers without a name are a diagnostic', () => {
    expect(diagnostics(`hello\n${NUMBERS}`)).toEqual(['2: numbers of a benchmark without its name']);
    expect(shown(NUMBERS)).toEqual([]);
  });

  test.each([
    ['whole line', `${A}${NUMBERS}${OTHER}`],
    ['split line', `${A}hello\n${NUMBERS}more\n${OTHER}`],
  ])('two sets of numbers for one name put it in doubt: %s', (_, forged) => {
    const text = `${B}${OTHER}${forged}${B}${OTHER}`;
    expect(shown(text)).toEqual(['BenchmarkB-2 20 1962 ns/op', 'BenchmarkB-2 20 1962 ns/op']);
    expect(diagnostics(text).join()).toMatch(
      /^2: "BenchmarkA-2": two sets of numbers \(the other in line \d\); neither is used$/,
    );
  });

  test('numbers in the log of a benchmark do not', () => {
    const text = `${A}${NUMBERS}--- BENCH: BenchmarkA-2\n    x_test.go:9: inner\n        ${OTHER}`;
    expect(shown(text)).toEqual(['BenchmarkA-2 10 5 ns/op 64 B/op']);
  });

  test('every value of a split line must be whole', () => {
    expect(shown(`${A}x\n      10\t5.000 ns/op\n`)).toEqual([]);
    expect(shown(`${A}x\n      10\t         5.000\n`)).toEqual([]);
    expect(shown(`${A}x\n      10\t         5.0.0 ns/op\n`)).toEqual([]);
  });
});

describe('benchmarks that end otherwise', () => {
  test.each([
    ['fails', `${A}--- FAIL: BenchmarkA-2\n    x_test.go:6: late\n`, 'fail'],
    ['prints and fails', `${A}hello--- FAIL: BenchmarkA-2\n`, 'fail'],
    ['prints a line and fails', `${A}hello\nworld--- FAIL: BenchmarkA-2\n`, 'fail'],
    ['panics', `${A}panic: boom\n\ngoroutine 7 [running]:\n`, 'panic'],
    ['prints and panics', `${A}hello\npanic: boom\n`, 'panic'],
    ['panics with -v', 'BenchmarkA-2\npanic: boom\n', 'panic'],
    ['fails with -v=test2json', '\x16--- FAIL: BenchmarkA-2\n', 'fail'],
  ])('%s', (_, text, event) => {
    expect(events(text)).toMatchObject([{ event, name: 'BenchmarkA-2' }]);
    expect(diagnostics(text)).toEqual([]);
    expect(shown(`${text}${B}${OTHER}`)).toEqual(['BenchmarkB-2 20 1962 ns/op']);
  });

  test('output of another benchmark’s name is no failure of this one', () => {
    expect(shown(`${A}x--- FAIL: BenchmarkB-2\n${NUMBERS}`)).toEqual(['BenchmarkA-2 10 5 ns/op 64 B/op']);
  });
});

describe('recorded output', () => {
  // Benchmarks of one package that print in every way, stderr merged (scripts/compare-benchfmt.mjs has their source).
  test('of benchmarks that print: every row', () => {
    expect(shown(fixture('prints.txt'))).toEqual([
      'BenchmarkPrint 20 823.2 ns/op',
      'BenchmarkPrint-2 20 585.4 ns/op',
      'BenchmarkPrintln 20 1743 ns/op',
      'BenchmarkPrintln-2 20 709.5 ns/op',
      'BenchmarkStderr 20 867.8 ns/op',
      'BenchmarkStderr-2 20 509.2 ns/op',
      'BenchmarkLog 20 664.5 ns/op',
      'BenchmarkLog-2 20 840.2 ns/op',
      'BenchmarkLogger 20 519.2 ns/op',
      'BenchmarkLogger-2 20 1805 ns/op',
      'BenchmarkTable 20 1094 ns/op',
      'BenchmarkTable-2 20 2682 ns/op',
      'BenchmarkDigits 20 731.5 ns/op',
      'BenchmarkDigits-2 20 435.1 ns/op',
      'BenchmarkQuiet 20 714 ns/op',
      'BenchmarkQuiet-2 20 807.7 ns/op',
    ]);
    expect(diagnostics(fixture('prints.txt'))).toEqual([]);
  });

  const NAMES = ['Print', 'Println', 'Stderr', 'Log', 'Logger', 'Table', 'Digits', 'Quiet'];
  test.each(['gctrace.txt', 'gctrace.json.txt'])('with GODEBUG=gctrace=1, %s: every row', (name) => {
    const found = results(fixture(name));
    expect(found.map((r) => r.subject)).toEqual(
      NAMES.map((benchmark) => ({ pkg: 'example.com/noisy', benchmark, gomaxprocs: 2 })),
    );
    const numbers = [...fixture(name).matchAll(/ ([\d.]+) ns\/op/g)].map((m) => Number(m[1]));
    expect(found.flatMap((r) => r.values.map((v) => v.original.value))).toEqual(numbers);
    expect(diagnostics(fixture(name))).toEqual([]);
  });

  test('of benchmarks that fail, skip and panic, in two packages', () => {
    const text = fixture('ends.txt');
    expect(results(text).map((r) => r.subject.pkg)).toEqual([
      ...NAMES.map(() => 'example.com/noisy'),
      'example.com/noisy/ends',
      'example.com/noisy/ends',
    ]);
    expect(shown(text).slice(-2)).toEqual([
      'BenchmarkGood-2 5 158.2 ns/op',
      'BenchmarkMetrics-2 5 5000000000000000 huge 12.5 p99-ns 0 tiny',
    ]);
    expect(events(text).map((e) => [e.event, e.name])).toEqual([
      ['pass', undefined],
      ['ok', 'example.com/noisy'],
      ['fail', 'BenchmarkFails-2'],
      ['fail', 'BenchmarkFailsAtOnce'],
      ['panic', 'BenchmarkPanics-2'],
      ['fail', 'example.com/noisy/ends'],
      ['fail', undefined],
    ]);
    expect(diagnostics(text)).toEqual([]);
  });

  test('the same with -v, where skips are printed too', () => {
    const text = fixture('ends-verbose.txt');
    expect(
      events(text)
        .map((e) => [e.event, e.name])
        .slice(0, 4),
    ).toEqual([
      ['fail', 'BenchmarkFails-2'],
      ['fail', 'BenchmarkFailsAtOnce'],
      ['skip', 'BenchmarkSkips'],
      ['panic', 'BenchmarkPanics'],
    ]);
    expect(results(text)).toHaveLength(2);
  });
});
