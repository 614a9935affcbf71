/** Comments, and strings and runes, in Go source (go.dev/ref/spec#Lexical_elements). */
const NOT_CODE = /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|`[^`]*(?:`|$)|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g;

/** A function of one parameter that is a pointer to `testing.B`, under whatever name the package is imported. */
const BENCHMARK =
  /^func\s+Benchmark([\p{L}\p{Nd}_]*)\s*\(\s*(?:[\p{L}_][\p{L}\p{Nd}_]*\s+)?\*\s*(?:[\p{L}_][\p{L}\p{Nd}_]*\s*\.\s*)?B\s*,?\s*\)/gmu;

/**
 * Top-level benchmark functions in the text of a `_test.go` file, without the prefix `Benchmark`, in order. What stands
 * in comments and strings is none; neither is a name that goes on in lower case, as `go vet` and the testing package
 * have it (`Benchmarking`).
 */
export function benchmarkNames(source: string): string[] {
  const code = source.replace(NOT_CODE, (text) => text.replace(/[^\n]/g, ' '));
  return [...code.matchAll(BENCHMARK)].map((m) => m[1] ?? '').filter((name) => !/^\p{Ll}/u.test(name));
}
