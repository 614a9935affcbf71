import type { Comparison } from '../model/comparison.ts';
import type { Finding } from '../model/finding.ts';
import { rowKey } from '../model/finding-of.ts';
import { formatChange } from '../model/format.ts';
import { CPU_TIME } from '../model/metric.ts';
import { subjectKey } from '../model/subject.ts';

/** One-sided p up to which the clock leans to a side; comparisons hold the two-sided one. */
const LEANS = 0.05;

/**
 * CPU time that rose counts as a regression only where the clock leans the same way: it counts set-up outside the timer,
 * which is not what a benchmark is about. The false alarms of the two together are those of CPU time alone, or fewer.
 */
export function heardBoth(comparisons: readonly Comparison[]): readonly Comparison[] {
  const clock = new Map(
    comparisons.filter((c) => c.metric === 'sec/op').map((c) => [rowKey(c.subject, CPU_TIME), c] as const),
  );
  return comparisons.map((row) => {
    if (row.metric !== CPU_TIME || row.status !== 'regressed') return row;
    const time = clock.get(rowKey(row.subject, row.metric));
    return time && leansToSlower(time, row.limit ?? 0) ? row : { ...row, status: 'inconclusive', reason: alone(time) };
  });
}

function leansToSlower({ status, ratio, p }: Comparison, limit: number): boolean {
  return status === 'regressed' || (ratio !== null && ratio > 1 + limit && p !== null && p <= 2 * LEANS);
}

function alone(time: Comparison | undefined): string {
  const said =
    time?.ratio == null ? 'there is no time to compare it with' : `time changed by ${formatChange(time.ratio)}`;
  return `CPU time rose, and the clock does not say so (${said}): what is done outside the timer counts in it`;
}

/**
 * One slowdown is told once: where the clock has found it, as severe or more, CPU time testifies and is no finding of its
 * own.
 */
export function toldOnce(findings: readonly Finding[]): readonly Finding[] {
  const byClock = findings.filter((f) => f.metric === 'sec/op' && f.status === 'fail');
  const told = (finding: Finding) =>
    byClock.some(
      (f) =>
        subjectKey(f.subject) === subjectKey(finding.subject) &&
        SEVERITIES.indexOf(f.severity) <= SEVERITIES.indexOf(finding.severity),
    );
  return findings.filter((f) => f.metric !== CPU_TIME || !told(f));
}

/** Most severe first. */
const SEVERITIES: readonly Finding['severity'][] = ['error', 'warning', 'notice'];
