import type { Drift } from '../model/comparison.ts';
import type { Finding } from '../model/finding.ts';
import { findingOf, nameOf } from '../model/finding-of.ts';
import { formatCount } from '../model/format.ts';
import type { Check, CheckedRow } from './check.ts';

/** Chance that a profile without any change is called drifted. */
const ALPHA = 0.01;

/**
 * The functions' shares of a profile shifted by more than `drift`, a population stability index, and by more than chance
 * does: of k shares with n and m samples the index is about (k − 1)(1/n + 1/m) where nothing changed, so a bare threshold
 * would fire on every pair of profiles. With too few samples nothing is said, or with `must-resolve` that.
 */
export const drift: Check = {
  kind: 'drift',
  about: "The functions' shares of a profile shifted from base to head.",
  limits: ['drift'],
  evaluate: (rows) => rows.flatMap(evaluateRow),
};

function evaluateRow(row: CheckedRow): Finding[] {
  const limit = row.rule.limits.drift?.value;
  const found = row.comparison.drift;
  if (limit === undefined || found === undefined || row.comparison.status === 'not-comparable') return [];
  if (!found.enough) return row.rule.mustResolve ? [findingOf(row, 'inconclusive', said(row, found, limit))] : [];
  return found.psi > limit && found.p <= ALPHA ? [findingOf(row, 'fail', said(row, found, limit))] : [];
}

/** `Encode/large: the functions' shares of cpu.flat shifted: PSI 0.31, above drift 0.1 (chance alone gives 0.02; p 0.001)` */
function said(
  { comparison, metric }: CheckedRow,
  { psi, expected, p, chiSquare, enough }: Drift,
  limit: number,
): string {
  const what = `${nameOf(comparison.subject)}: the functions' shares of ${metric.id}`;
  const chance = `chance alone gives ${formatCount(expected)}`;
  if (!enough) return `${what} have too few samples to be judged: ${chance}, the limit is ${limit}`;
  const chi = `χ² ${formatCount(chiSquare.statistic)} with ${chiSquare.degrees} degrees of freedom`;
  return `${what} shifted: PSI ${formatCount(psi)}, above drift ${limit} (${chance}; permutation p ${Number(p.toPrecision(2))}; ${chi})`;
}
