import type { Subject } from '../../model/subject.ts';

export const PREFIX = 'Benchmark';

/**
 * The `-N` suffix of a benchmark name, split as benchfmt.Name does: digits behind the last `-`, and 1 where there are
 * none. Digits that Go never prints there (`-08`, `-0`, more than a double holds) stay in the name: two benchmarks must
 * not become one.
 */
export function splitGomaxprocs(name: string): { name: string; gomaxprocs: number } {
  const dash = name.lastIndexOf('-');
  const digits = name.slice(dash + 1);
  if (dash < 0 || !/^[1-9][0-9]{0,14}$/.test(digits)) return { name, gomaxprocs: 1 };
  return { name: name.slice(0, dash), gomaxprocs: Number(digits) };
}

/** What a printed name (`BenchmarkEncode/size=large-2`) measures, in the package, where that is known. */
export function subjectOf(fullName: string, pkg: string | undefined): Subject {
  const { name, gomaxprocs } = splitGomaxprocs(fullName.slice(PREFIX.length));
  return pkg === undefined ? { benchmark: name, gomaxprocs } : { pkg, benchmark: name, gomaxprocs };
}
