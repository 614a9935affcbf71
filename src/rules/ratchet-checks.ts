import { groupBy } from '../model/group-by.ts';
import type { RulesChange } from '../model/report.ts';
import type { Limit, Limits, Rule } from '../model/rules.ts';
import { describeRule, describeWhere, whereKey } from './describe.ts';

const NONE = '—';

/** Changes of `checks:`, check by check, in the order of base and then of what head adds. */
export function compareChecks(base: readonly Rule[], head: readonly Rule[]): readonly RulesChange[] {
  const [before, after] = [groupBy(base, (r) => r.id), groupBy(head, (r) => r.id)];
  const ids = [...new Set([...before.keys(), ...after.keys()])];
  return ids.flatMap((id) => compareCascade(id, before.get(id) ?? [], after.get(id) ?? []));
}

/** The entries of one check: those about the same rows are compared with each other, the others are lost or new. */
function compareCascade(id: string, base: readonly Rule[], head: readonly Rule[]): readonly RulesChange[] {
  const kept = base.filter((b) => head.some((h) => scope(h) === scope(b)));
  const lost = base.filter((b) => !kept.includes(b));
  const added = head.filter((h) => !base.some((b) => scope(b) === scope(h)));
  const [only] = lost;
  const [instead] = added;
  if (only && instead && lost.length === 1 && added.length === 1)
    return [...changes(id, kept, head), moved(id, only, instead, base, head), ...reordered(id, kept, head)];
  return [
    ...changes(id, kept, head),
    ...lost.map((rule) => ({ check: id, base: describeRule(rule), head: NONE, looser: looserWithout(rule, head) })),
    ...added.map((rule) => ({ check: id, base: NONE, head: describeRule(rule), looser: looserWith(rule, base) })),
    ...reordered(id, kept, head),
  ];
}

/** Which rows an entry is about. Of two entries about the same rows the last one counts. */
function scope({ metric, where }: Rule): string {
  return JSON.stringify([metric, whereKey(where)]);
}

function changes(id: string, kept: readonly Rule[], head: readonly Rule[]): RulesChange[] {
  const scopes = new Map(kept.map((rule) => [scope(rule), rule] as const));
  return [...scopes].flatMap(([key, before]) => {
    const after = head.findLast((h) => scope(h) === key);
    if (!after || describeRule(before) === describeRule(after)) return [];
    return [{ check: id, base: describeRule(before), head: describeRule(after), looser: isLooser(before, after) }];
  });
}

/** One entry gave way to another about other rows: fewer rows, or other ones, are looser; all rows are not. */
function moved(id: string, before: Rule, after: Rule, base: readonly Rule[], head: readonly Rule[]): RulesChange {
  const everywhere = describeWhere(after.where) === '' && String(after.metric) === String(before.metric);
  const looser = looserWith(after, base) || (!everywhere && looserWithout(before, head));
  return { check: id, base: describeRule(before), head: describeRule(after), looser };
}

/** Without this entry its rows fall to the others of the check: looser when one of them is, or when none is left. */
function looserWithout(lost: Rule, head: readonly Rule[]): boolean {
  if (lost.severity === 'off') return false;
  const rest = head.filter((h) => String(h.metric) === String(lost.metric) && describeWhere(h.where) === '');
  const general = rest.at(-1);
  return !general || head.some((h) => isLooser(lost, h));
}

/** A new entry takes rows from the others of the check: looser when it is looser than one of them. */
function looserWith(added: Rule, base: readonly Rule[]): boolean {
  return base.some((b) => isLooser(b, added));
}

/** Entries in another order: another one is the last to match. */
function reordered(id: string, kept: readonly Rule[], head: readonly Rule[]): RulesChange[] {
  const order = (rules: readonly Rule[]) => [...new Set(rules.map(scope).reverse())].reverse();
  const before = order(kept);
  const after = order(head).filter((key) => before.includes(key));
  if (before.every((key, i) => after[i] === key)) return [];
  const words = (rules: readonly Rule[], keys: readonly string[]) =>
    keys.map((key) => describeWhere(rules.findLast((r) => scope(r) === key)?.where ?? {}) || 'all').join('; ');
  return [
    {
      check: id,
      base: `in this order: ${words(kept, before)}`,
      head: `in this order: ${words(head, after)}`,
      looser: true,
    },
  ];
}

const STRENGTH: readonly Rule['severity'][] = ['off', 'notice', 'warning', 'error'];

/** Whether `after` lets anything pass that `before` does not. */
function isLooser(before: Rule, after: Rule): boolean {
  if (before.severity === 'off') return false;
  return (
    STRENGTH.indexOf(after.severity) < STRENGTH.indexOf(before.severity) ||
    (before.mustResolve && !after.mustResolve) ||
    (before.collect !== false && after.collect === false) ||
    looserLimits(before.limits, after.limits)
  );
}

function looserLimits(before: Limits, after: Limits): boolean {
  const rose = (a: Limit, b: Limit) => b.value > a.value;
  return (
    lostOr(before.maxRegression, after.maxRegression, rose) ||
    lostOr(before.maxRegressionBy, after.maxRegressionBy, rose) ||
    lostOr(before.max, after.max, rose) ||
    lostOr(before.min, after.min, (a, b) => b.value < a.value) ||
    lostOr(before.equals, after.equals, (a, b) => b.value !== a.value) ||
    lostOr(before.drift, after.drift, rose)
  );
}

/** A limit that is gone, or that is looser, or that can no longer be compared. */
function lostOr(before: Limit | undefined, after: Limit | undefined, looser: (a: Limit, b: Limit) => boolean): boolean {
  return before !== undefined && (!after || !comparable(before, after) || looser(before, after));
}

/** A share of a profile is no amount; 0 is the same, whatever it is written with. */
function comparable(before: Limit, after: Limit): boolean {
  const bothZero = before.value === 0 && after.value === 0;
  return after.unit === before.unit && (after.relative === before.relative || bothZero);
}
