import type { Finding } from '../model/finding.ts';
import { findingOf, nameOf, quantityOf } from '../model/finding-of.ts';
import { isOfAllFunctions } from '../model/profile-metric.ts';
import { absolute } from './absolute.ts';
import { changed } from './changed.ts';
import type { Check, CheckContext, CheckedRow } from './check.ts';
import { drift } from './drift.ts';
import { failed } from './failed.ts';
import { missing } from './missing.ts';
import { regression } from './regression.ts';

/** Every kind of check; findings come in this order. */
export const CHECKS: readonly Check[] = [regression, absolute, drift, missing, failed, changed];

/** Gives every check the rows that it answers for, and collects what they find. Rules that are off find nothing. */
export function evaluateChecks(rows: readonly CheckedRow[], context: CheckContext): readonly Finding[] {
  const on = rows.filter((row) => row.rule.severity !== 'off');
  const sure = on.filter(({ comparison }) => comparison.doubt === undefined);
  const found = CHECKS.flatMap((check) =>
    check.evaluate(
      sure.filter((row) => answers(check, row)),
      context,
    ),
  );
  return [...found, ...on.flatMap(doubted)];
}

/** Numbers that are worth nothing pass no limit and break none. */
function doubted(row: CheckedRow): Finding[] {
  const { comparison, rule } = row;
  if (comparison.doubt === undefined || Object.keys(rule.limits).length === 0) return [];
  const text = `${nameOf(comparison.subject)}: ${quantityOf(comparison)} could not be judged: ${comparison.doubt}`;
  return [findingOf(row, 'inconclusive', text)];
}

function answers(check: Check, { rule, comparison }: CheckedRow): boolean {
  if (isOfAllFunctions(comparison) && !check.limits.includes('drift')) return false;
  return check.limits.some((limit) => rule.limits[limit] !== undefined) || (check.ruleIds ?? []).includes(rule.id);
}
