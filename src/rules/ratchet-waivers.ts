import type { RulesChange } from '../model/report.ts';
import type { Limit, Waiver } from '../model/rules.ts';
import { describeWaiver, whereKey } from './describe.ts';

const NONE = '—';

/** Changes of `waivers:`. Waivers of the same check and rows are compared with each other; a new one is always looser. */
export function compareWaivers(base: readonly Waiver[], head: readonly Waiver[]): readonly RulesChange[] {
  const pairs = paired(base, head);
  const after = new Set(pairs.values());
  return [
    ...base.flatMap((before) => {
      const now = pairs.get(before);
      return now ? changed(before, now) : [change(before, null, false)];
    }),
    ...head.filter((waiver) => !after.has(waiver)).map((waiver) => change(null, waiver, true)),
  ];
}

/** The waivers that each side lets through. */
export interface WaiversInForce {
  readonly base: readonly Waiver[];
  readonly head: readonly Waiver[];
  /** What head adds or loosens, and nobody has signed off. */
  readonly pending: readonly Waiver[];
}

/**
 * Which waivers count when both sets of rules judge: a waiver that only head has, or that it loosens, counts only with a
 * sign-off, and then it counts for base's rules too. One that head removes or tightens is gone at once for head's rules.
 */
export function waiversInForce(base: readonly Waiver[], head: readonly Waiver[], signedOff: boolean): WaiversInForce {
  const pairs = new Map([...paired(base, head)].map(([before, after]) => [after, before] as const));
  const loose = head.filter((waiver) => {
    const before = pairs.get(waiver);
    return !before || looserWaiver(before, waiver);
  });
  if (signedOff) return { base: [...base, ...loose], head, pending: [] };
  const kept = head.flatMap((waiver) => (loose.includes(waiver) ? (pairs.get(waiver) ?? []) : waiver));
  return { base, head: kept, pending: loose };
}

/** Each of base's waivers with the one of head that stands in its place; equal ones first. */
function paired(base: readonly Waiver[], head: readonly Waiver[]): Map<Waiver, Waiver> {
  const pairs = new Map<Waiver, Waiver>();
  const free = new Set(head);
  const pair = (same: (a: Waiver, b: Waiver) => boolean) => {
    for (const before of base) {
      const after = pairs.has(before) ? undefined : [...free].find((waiver) => same(before, waiver));
      if (!after) continue;
      pairs.set(before, after);
      free.delete(after);
    }
  };
  pair((a, b) => scope(a) === scope(b) && describeWaiver(a) === describeWaiver(b));
  pair((a, b) => scope(a) === scope(b));
  return pairs;
}

function scope({ check, where }: Waiver): string {
  return JSON.stringify([check, whereKey(where)]);
}

function changed(before: Waiver, after: Waiver): RulesChange[] {
  return describeWaiver(before) === describeWaiver(after) ? [] : [change(before, after, looserWaiver(before, after))];
}

function change(before: Waiver | null, after: Waiver | null, looser: boolean): RulesChange {
  const check = `waiver ${(after ?? before)?.check ?? ''}`;
  return { check, base: before ? describeWaiver(before) : NONE, head: after ? describeWaiver(after) : NONE, looser };
}

/** It holds longer, or covers more. */
function looserWaiver(before: Waiver, after: Waiver): boolean {
  return after.until > before.until || looserCeiling(before.ceiling, after.ceiling);
}

function looserCeiling(before: Limit | undefined, after: Limit | undefined): boolean {
  if (!before) return false;
  return !after || after.relative !== before.relative || after.unit !== before.unit || after.value > before.value;
}
