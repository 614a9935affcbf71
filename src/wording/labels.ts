import type { Comparison } from '../model/comparison.ts';
import { shortName } from '../model/profile-change.ts';
import type { Subject } from '../model/subject.ts';

/** Subjects as a person reads them: no longer than it takes to tell them apart within one report. */
export interface Labels {
  /** `codec` for `example.com/eventlog/codec`; the whole path where short ones would collide; '' without a package. */
  pkg(subject: Subject): string;
  /**
   * `Encode/size=large`, with `-4` behind it where one benchmark ran with several GOMAXPROCS, and the function that a row of a
   * profile is about; '' without a benchmark.
   */
  benchmark(subject: Subject): string;
  /** Both: `codec Encode/size=large`. */
  full(subject: Subject): string;
}

/** Labels for everything that the subjects name. */
export function labelsOf(subjects: readonly Subject[]): Labels {
  const packages = shortPackages(new Set(subjects.map((s) => s.pkg ?? '')));
  const several = severalProcs(subjects);
  const pkg = (s: Subject) => packages.get(s.pkg ?? '') ?? s.pkg ?? '';
  const benchmark = (s: Subject) => {
    const name = s.benchmark ?? s.function ?? '';
    const told = name && several.has(withoutProcs(s)) ? `${name}-${s.gomaxprocs ?? 1}` : name;
    return s.benchmark !== undefined && s.function !== undefined ? `${told} ${shortName(s.function)}` : told;
  };
  return { pkg, benchmark, full: (s) => [pkg(s), benchmark(s)].filter(Boolean).join(' ') };
}

/** Comparisons that have a value on at least one side: the others (not measured) belong to no metric. */
export function hasValues(c: Comparison): boolean {
  return c.base !== null || c.head !== null;
}

function withoutProcs(s: Subject): string {
  return `${s.pkg ?? ''} ${s.benchmark ?? ''} ${s.function ?? ''}`;
}

/** Benchmarks that ran with more than one GOMAXPROCS. */
function severalProcs(subjects: readonly Subject[]): Set<string> {
  const first = new Map<string, number>();
  const several = new Set<string>();
  for (const s of subjects) {
    if (s.gomaxprocs === undefined) continue;
    const key = withoutProcs(s);
    if ((first.get(key) ?? s.gomaxprocs) !== s.gomaxprocs) several.add(key);
    first.set(key, s.gomaxprocs);
  }
  return several;
}

/** Import paths without the folders that all of them share; the last element where nothing else is left. */
function shortPackages(paths: ReadonlySet<string>): Map<string, string> {
  const all = [...paths].filter(Boolean).map((path) => ({ path, parts: path.split('/') }));
  const shared = sharedParts(all.map(({ parts }) => parts));
  const short = new Map(all.map(({ path, parts }) => [path, parts.slice(shared).join('/') || (parts.at(-1) ?? path)]));
  return new Set(short.values()).size === short.size ? short : new Map();
}

/** How many leading elements all paths share; of a single path, all but the last. */
function sharedParts(paths: readonly (readonly string[])[]): number {
  const [first = [], ...rest] = paths;
  if (rest.length === 0) return Math.max(0, first.length - 1);
  const differs = first.findIndex((part, i) => rest.some((other) => other[i] !== part));
  return differs < 0 ? first.length : differs;
}
