import type { Evidence } from '../model/evidence.ts';
import type { Finding } from '../model/finding.ts';
import { groupBy } from '../model/group-by.ts';
import { benchPatterns } from '../plan/pattern.ts';

/** More packages than this in one report are reproduced all at once. */
const MOST = 5;

/** Commands that measure the findings again: the gate's own, and plain `go test` for a look at one side. */
export function reproduce(evidence: Evidence, findings: readonly Finding[]): readonly string[] {
  const { packages, measure } = evidence;
  const stored = evidence.design === 'baseline';
  if (packages.length === 0 || (!stored && evidence.base.sha === undefined)) return [];
  const against = stored ? `--baseline ${quote(evidence.base.label)}` : `--base ${evidence.base.sha}`;
  const cpu = measure && measure.cpu.length > 0 ? ` --cpu ${measure.cpu.join()}` : '';
  const rows = findings.filter((f) => f.subject.pkg !== undefined && f.subject.benchmark !== undefined);
  const byPackage = [...groupBy(rows, (f) => f.subject.pkg ?? '')];
  if (byPackage.length === 0 || byPackage.length > MOST) return [`go-perf-gate check ${against}${cpu}`];
  return byPackage.flatMap(([pkg, own]) => {
    const names = [...new Set(own.map((f) => f.subject.benchmark ?? ''))].map((benchmark) => ({ benchmark }));
    const pattern = quote(benchPatterns(names));
    const dir = packages.find((p) => p.pkg === pkg)?.dir ?? '.';
    return [
      `go-perf-gate check ${against}${cpu} --packages ${quote(pkg)} --bench ${pattern}`,
      `go -C ${quote(dir)} test -run '^$' -bench ${pattern} -benchmem -count 10${cpu.replace('--', '-')} .`,
    ];
  });
}

/** POSIX shell quoting: names come from the code under test. */
function quote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
