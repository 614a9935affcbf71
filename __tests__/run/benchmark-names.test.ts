import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { benchmarkNames } from '../../src/run/go/benchmark-names.ts';

const names = (body: string) => benchmarkNames(`package p\n\nimport "testing"\n\n${body}\n`);

describe('benchmarkNames', () => {
  test.each([
    ['func BenchmarkEncode(b *testing.B) {}', ['Encode']],
    ['func BenchmarkA(b *testing.B) {}\nfunc BenchmarkB(_ *testing.B) {}', ['A', 'B']],
    ['func Benchmark_private(b *testing.B) {}', ['_private']],
    ['func Benchmark1(b *testing.B) {}', ['1']],
    ['func Benchmark(b *testing.B) {}', ['']],
    ['func BenchmarkÄrger(b *testing.B) {}', ['Ärger']],
    ['func BenchmarkUnnamed(*testing.B) {}', ['Unnamed']],
    ['func BenchmarkAlias(b *tst.B) {}', ['Alias']],
    ['func BenchmarkDot(b *B) {}', ['Dot']],
    ['func BenchmarkLines(\n\tb *testing.B,\n) {}', ['Lines']],
    ['func  BenchmarkSpaces ( b  * testing . B ) {}', ['Spaces']],
    ['func BenchmarkCommented(b *testing.B /* the bench */) {}', ['Commented']],
    ['var s = "a // b"\nfunc BenchmarkAfter(b *testing.B) {}', ['After']],
    ["var r = '`'\nfunc BenchmarkRune(b *testing.B) {}", ['Rune']],
    ['func BenchmarkCRLF(b *testing.B) {\r\n}\r\n', ['CRLF']],
  ])('finds %j', (body, expected) => {
    expect(names(body)).toEqual(expected);
  });

  test.each([
    'func Benchmarking(b *testing.B) {}',
    'func Benchmarkärger(b *testing.B) {}',
    'func BenchmarkTest(t *testing.T) {}',
    'func BenchmarkHelper(b *testing.B, n int) {}',
    'func BenchmarkValue(b testing.B) {}',
    'func BenchmarkGeneric[T any](b *testing.B) {}',
    'func (s *suite) BenchmarkMethod(b *testing.B) {}',
    'func benchmarkLower(b *testing.B) {}',
    '// func BenchmarkComment(b *testing.B) {}',
    '/*\nfunc BenchmarkBlock(b *testing.B) {}\n*/',
    'var src = `\nfunc BenchmarkRaw(b *testing.B) {}\n`',
    'var f = struct{}{}; var BenchmarkVar = 1',
  ])('does not take %j for one', (body) => {
    expect(names(body)).toEqual([]);
  });

  test('never throws and is quick on any text', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('`', '"', "'", '/', '*', '\\', '\n', 'func Benchmark', 'X(b *testing.B)', ' '),
        }),
        (text) => {
          expect(benchmarkNames(text).every((name) => /^[\p{L}\p{Nd}_]*$/u.test(name))).toBe(true);
        },
      ),
    );
    expect(benchmarkNames(`func Benchmark${'X('.repeat(50_000)}`)).toEqual([]);
  });
});
