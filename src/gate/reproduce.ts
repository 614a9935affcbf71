import type { Evidence } from '../model/evidence.ts';
import type { Finding } from '../model/finding.ts';
import { groupBy } from '../model/group-by.ts';
import { benchPatterns } from '../plan/pattern.ts';

/** More packages than this in one report are reproduced all at once. */
const MOST = 5;

/** Commands that measure the findings again: the gate's own, and plain `go test` for a look at one side. */
export function reproduce(evidence: Evidence, findings: readonly Finding[]): readonly string[] {
  const base = evidence.base.sha;
  if (base === undefined || evidence.packages.length === 0) return [];
  const rows = findings.filter((f) => f.subject.pkg !== undefined && f.subject.benchmark !== undefined);
  const byPackage = [...groupBy(rows, (f) => f.subject.pkg ?? '')];
  if (byPackage.length === 0 || byPackage.length > MOST) return [`go-perf-gate check --base ${base}`];
  return byPackage.flatMap(([pkg, own]) => {
    const names = [...new Set(own.map((f) => f.subject.benchmark ?? ''))].map((benchmark) => ({ benchmark }));
    const pattern = quote(benchPatterns(names));
    const where = quote(pkg);
    return [
      `go-perf-gate check --base ${base} --packages ${where} --bench ${pattern}`,
      `go test -run '^$' -bench ${pattern} -benchmem -count 10 ${where}`,
    ];
  });
}

/** POSIX shell quoting: names come from the code under test. */
function quote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
