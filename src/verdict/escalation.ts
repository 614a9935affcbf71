import type { CheckedRow } from '../model/checked-row.ts';
import type { Finding } from '../model/finding.ts';
import type { Escalation } from '../model/report.ts';
import { worsening } from '../model/worse.ts';
import { agreeing } from './confidence.ts';

/** Two-sided p up to which a row that is no finding and leans to the bad side is still a suspect. */
const SUSPECT = 0.2;
/** Further independent tools that must agree before a confirmed finding is critical. */
const CRITICAL = 2;

/**
 * 3: two or more further tools agree with a finding that fails. 2: a finding fails. 1: something is suspected: a finding
 * below `error`, or a row that leans to the bad side and could not be settled. 0: nothing.
 */
export function escalation(findings: readonly Finding[], rows: readonly CheckedRow[]): Escalation {
  const broken = findings.filter((f) => f.status === 'fail');
  const failing = broken.filter((f) => f.severity === 'error');
  if (failing.some((f) => agreeing(f) >= CRITICAL)) return 3;
  if (failing.length > 0) return 2;
  return broken.length > 0 || rows.some(isSuspect) ? 1 : 0;
}

function isSuspect({ comparison, metric }: CheckedRow): boolean {
  const { status, p } = comparison;
  const worse = worsening(comparison, metric.better);
  return status === 'inconclusive' && p !== null && p <= SUSPECT && worse !== null && worse.difference > 0;
}
