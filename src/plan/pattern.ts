/**
 * `-test.bench` patterns that select exactly given rows. The testing package splits a pattern at `/` and matches each
 * part, unanchored, against the same part of the name (go/src/testing/match.go), so every part is quoted and anchored.
 */

/** As Go's regexp.QuoteMeta. */
function quoteMeta(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&');
}

/**
 * The pattern for one benchmark.
 *
 * @param benchmark name without the `Benchmark` prefix: `Encode/size=large`
 * @param gomaxprocs the row's `-N`; a name that itself ends in `-N` cannot be told from the suffix on one processor, so
 *   both are let through.
 */
export function benchPattern(benchmark: string, gomaxprocs = 1): string {
  const parts = `Benchmark${benchmark}`.split('/').map((part) => `^${quoteMeta(part)}$`);
  const last = parts.pop() ?? '';
  return [...parts, gomaxprocs > 1 ? last.replace(/\$$/, `(-${gomaxprocs})?$`) : last].join('/');
}

/** Several benchmarks in one process; the testing package knows alternation of whole patterns since Go 1.20. */
export function benchPatterns(rows: readonly { benchmark: string; gomaxprocs?: number }[]): string {
  return rows.map((r) => benchPattern(r.benchmark, r.gomaxprocs)).join('|');
}
