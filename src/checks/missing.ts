import type { Comparison } from '../model/comparison.ts';
import type { Evidence, PackageEvidence } from '../model/evidence.ts';
import type { Finding } from '../model/finding.ts';
import { aboutSubject, nameOf } from '../model/finding-of.ts';
import { groupBy } from '../model/group-by.ts';
import { resemblance } from '../model/resemblance.ts';
import { subjectKey } from '../model/subject.ts';
import type { Check, CheckedRow } from './check.ts';

/** Share of letter pairs from which on a new name is taken for an old one's (Encode/large and Encode/big share 0.6). */
const RESEMBLES = 0.6;
/** With more new benchmarks than this the package was rebuilt, and no single rename can be told. */
const MOST_CANDIDATES = 100;

/** A benchmark that base has and head has not: removed, renamed, skipped or filtered. One finding per benchmark. */
export const missing: Check = {
  kind: 'missing',
  about: 'A benchmark that the base has is gone at the head: removed, renamed, skipped or filtered.',
  limits: [],
  ruleIds: ['bench/missing'],
  evaluate(rows, { comparisons, evidence }) {
    const gone = rows.filter((row) => row.comparison.status === 'missing');
    const added = groupBy(
      comparisons.filter((row) => row.status === 'new'),
      (row) => row.subject.pkg,
    );
    return oneEach(gone).map((row) => found(row, added.get(row.comparison.subject.pkg) ?? [], evidence));
  },
};

/** One row of each benchmark: all its metrics are gone together. */
function oneEach(rows: readonly CheckedRow[]): CheckedRow[] {
  return [...groupBy(rows, (row) => subjectKey(row.comparison.subject)).values()].flatMap((own) => own.slice(0, 1));
}

function found({ comparison, rule }: CheckedRow, added: readonly Comparison[], evidence: Evidence): Finding {
  const { subject } = comparison;
  const renamed = renamedTo(nameOf(subject), added);
  const pkg = evidence.packages.find((p) => p.pkg === subject.pkg);
  const why = renamed === null ? (comparison.reason ?? whyGone(nameOf(subject), pkg)) : `renamed to ${renamed}?`;
  return aboutSubject(rule, subject, 'fail', `${nameOf(subject)} is gone: base has it, head has not; ${why}`);
}

/** The one new benchmark of the package whose name resembles the old one; null when none or several do. */
function renamedTo(name: string, added: readonly Comparison[]): string | null {
  const names = [...new Set(added.map((row) => nameOf(row.subject)))];
  if (names.length > MOST_CANDIDATES) return null;
  const alike = names.filter((other) => resemblance(name, other) >= RESEMBLES);
  return alike.length === 1 ? (alike[0] ?? null) : null;
}

/** What the sources of head say; files that people bring say nothing. */
function whyGone(benchmark: string, pkg: PackageEvidence | undefined): string {
  if (!pkg) return 'removed, renamed, skipped or filtered';
  if (pkg.head.state === 'absent') return 'its package was removed';
  const [topLevel = ''] = benchmark.split('/');
  if (!pkg.benchmarks.head.includes(topLevel)) return `func Benchmark${topLevel} was removed or renamed`;
  return `func Benchmark${topLevel} is still there: the benchmark is skipped, filtered, or one of its b.Run names changed`;
}
