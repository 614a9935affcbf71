import type { Comparison } from '../model/comparison.ts';
import type { Finding } from '../model/finding.ts';
import { rowKey } from '../model/finding-of.ts';
import { groupBy } from '../model/group-by.ts';

const WAIVABLE: ReadonlySet<Comparison['status']> = new Set(['regressed', 'missing', 'not-measured']);

/**
 * Rows whose every finding was waived become `waived`, with who accepted what as the reason. A finding about a
 * benchmark (one that is gone) or a package (one that does not build) covers its rows whatever their metric.
 */
export function markWaived(comparisons: readonly Comparison[], findings: readonly Finding[]): readonly Comparison[] {
  const byRow = groupBy(findings, (f) => rowKey(f.subject, f.metric ?? ''));
  return comparisons.map((row) => {
    if (!WAIVABLE.has(row.status)) return row;
    const own = keysOf(row).flatMap((key) => byRow.get(key) ?? []);
    const [first] = own;
    if (!first || own.some((f) => f.status !== 'waived')) return row;
    return { ...row, status: 'waived', reason: reasonOf(row, first) };
  });
}

function reasonOf({ status }: Comparison, { waivedBy, message }: Finding): string {
  const by = waivedBy ? ` by ${waivedBy.owner} until ${waivedBy.until} (${waivedBy.reason})` : ' in the rules';
  return `${status}, and accepted${by}: ${message}`;
}

function keysOf({ subject, metric, status }: Comparison): readonly string[] {
  const ofPackage = status === 'not-measured' && subject.pkg !== undefined ? [rowKey({ pkg: subject.pkg }, '')] : [];
  return [...new Set([rowKey(subject, metric), rowKey(subject, ''), ...ofPackage])];
}
