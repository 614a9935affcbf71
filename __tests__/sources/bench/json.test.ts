import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { diagnostics, events, read, results, shown } from './helpers.ts';

function output(pkg: string, text: string): string {
  return `${JSON.stringify({ Time: '2026-01-02T03:04:05.1Z', Action: 'output', Package: pkg, Test: 'BenchmarkX', Output: text })}\n`;
}

function ended(pkg: string, action = 'pass'): string {
  return `${JSON.stringify({ Time: '2026-01-02T03:04:05.1Z', Action: action, Package: pkg, Elapsed: 1 })}\n`;
}

describe('test2json', () => {
  test('a result over several events has the line of its first', () => {
    const text =
      output('p', 'x\n') + output('p', 'BenchmarkX-2 \t') + output('p', '      10\t  12.50') + output('p', ' ns/op\n');
    expect(shown(text)).toEqual(['BenchmarkX-2 10 12.5 ns/op']);
    expect(results(text)[0]?.at).toEqual({ file: 'bench.txt', line: 2 });
  });

  test('the event names the package; a pkg line goes before it', () => {
    const text = output('p', 'BenchmarkX 1 1 x\n') + output('q', 'pkg: r\nBenchmarkX 1 2 x\n');
    expect(results(text).map((r) => r.subject.pkg)).toEqual(['p', 'r']);
  });

  test('several packages interleaved, in the middle of lines and of configuration', () => {
    const text =
      output('p', 'cpu: P\n') +
      output('p', 'BenchmarkX-2 \t') +
      output('q', 'cpu: Q\nBenchmark') +
      output('p', '1 1') +
      output('q', 'X-2 \t1 2 x\n') +
      output('p', ' x\nok  \tp\t1s\n') +
      ended('p') +
      output('q', 'BenchmarkY 1 3 x');
    expect(results(text).map((r) => [r.subject.pkg, r.fullName, r.values[0]?.value, r.config.cpu])).toEqual([
      ['p', 'BenchmarkX-2', 1, 'P'],
      ['q', 'BenchmarkX-2', 2, 'Q'],
      ['q', 'BenchmarkY', 3, 'Q'],
    ]);
  });

  test('events are those of the text', () => {
    const text =
      output('p', '--- SKIP: BenchmarkX\n') + output('p', 'PASS\n') + output('p', 'ok  \tp\t1s\n') + ended('p');
    expect(events(text).map((e) => [e.event, e.name, e.at.line])).toEqual([
      ['skip', 'BenchmarkX', 1],
      ['pass', undefined, 2],
      ['ok', 'p', 3],
    ]);
  });

  test('the end of a package ends its last line and its wait for numbers', () => {
    const text = output('p', 'BenchmarkX-2 \t') + ended('p', 'fail') + output('p', 'BenchmarkY 1 1 x\n');
    expect(diagnostics(text)).toEqual(['1: "BenchmarkX-2": missing iteration count']);
    expect(shown(text)).toEqual(['BenchmarkY 1 1 x']);
  });

  test('the end of one benchmark does not end its package', () => {
    const one = '{"Action":"fail","Package":"p","Test":"BenchmarkX"}\n';
    expect(shown(output('p', 'BenchmarkX-2 \t') + one + output('p', '      10\t         5.000 ns/op\n'))).toEqual([
      'BenchmarkX-2 10 5 ns/op',
    ]);
  });

  test('a damaged event is a diagnostic, text of a build is passed over, other text is read', () => {
    const text = `${output('p', 'BenchmarkX 1 1 x\n').slice(0, -9)}\n{"ImportPath":"p","Action":"build-output","Output":"BenchmarkZ 1 1 x\\n"}\nBenchmarkY 1 1 x\n`;
    expect(diagnostics(text)).toEqual(['1: a damaged test2json event']);
    expect(shown(text)).toEqual(['BenchmarkY 1 1 x']);
  });

  test('CRLF and escapes inside and outside of the events', () => {
    expect(shown(output('p', '\x1b[1mBenchmarkX\x1b[0m 1 1 x\r\n').replace('\n', '\r\n'))).toEqual([
      'BenchmarkX 1 1 x',
    ]);
  });

  test('however the text is cut into events, the same is read', () => {
    const text =
      'goos: linux\npkg: p\nBenchmarkX-2 \thello\n      10\t         5.000 ns/op\nUnit x a=1\nBenchmarkBad 1\nBenchmarkY 1 1 x\nPASS\nok  \tp\t1s\n';
    const withoutLines = (t: string) => read(t).map(({ at, ...rest }) => rest);
    const whole = withoutLines(text);
    fc.assert(
      fc.property(fc.array(fc.nat(text.length), { maxLength: 20 }), (cuts) => {
        const at = [0, ...cuts.sort((a, b) => a - b), text.length];
        const parts = at.slice(1).map((end, i) => text.slice(at[i], end));
        expect(withoutLines(parts.map((part) => output('p', part)).join(''))).toEqual(whole);
      }),
    );
  });
});
