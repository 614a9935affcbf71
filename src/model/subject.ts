/** What was measured. Subjects that differ in any key are different and are not compared. */
export interface Subject {
  /** Import path of the package. */
  readonly pkg?: string;
  /** Benchmark name without the `Benchmark` prefix and the GOMAXPROCS suffix: `Encode/size=large`. */
  readonly benchmark?: string;
  /** The `-N` suffix of the result line (1 when there is none). */
  readonly gomaxprocs?: number;
  /** A Go function, for metrics of profiles. */
  readonly function?: string;
}

/** A stable key that two subjects share exactly when they are the same thing. */
export function subjectKey(s: Subject): string {
  return JSON.stringify([s.pkg ?? '', s.benchmark ?? '', s.gomaxprocs ?? 0, s.function ?? '']);
}

/** The benchmark that a subject is, or is a function of; functions of no benchmark stand for themselves. */
export function benchmarkOf(subject: Subject): Subject {
  if (subject.benchmark === undefined) return subject;
  const { function: _, ...benchmark } = subject;
  return benchmark;
}

/** A key that a benchmark and its functions share. */
export function benchmarkKey(subject: Subject): string {
  return subjectKey(benchmarkOf(subject));
}

/** The `key=value` parts of a sub-benchmark name (benchfmt's sub-name keys): `Encode/size=large/zip` gives `size: large`. */
export function subBenchmarkKeys(benchmark: string): Record<string, string> {
  const keys: Record<string, string> = Object.create(null);
  for (const part of benchmark.split('/').slice(1)) {
    const eq = part.indexOf('=');
    if (eq > 0) keys[part.slice(0, eq)] = part.slice(eq + 1);
  }
  return keys;
}
