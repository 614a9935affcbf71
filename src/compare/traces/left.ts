import { declaredFunction } from '../../model/go-function.ts';
import type { Remaining, TraceSummary } from '../../model/trace.ts';
import type { TraceLeft } from '../../model/trace-change.ts';
import type { Owner } from '../profiles/owner.ts';
import { leftIn } from './own.ts';
import { placeOf } from './place.ts';
import { waitWords } from './words.ts';

type Counted = Omit<TraceLeft, 'base'>;

/** Of which goroutines more are left at head than at base, by what they do and where. */
export function leftMore(base: TraceSummary, head: TraceSummary, owner: Owner): readonly TraceLeft[] {
  const before = counted(base, owner);
  return [...counted(head, owner)]
    .map(([key, left]) => ({ ...left, base: before.get(key)?.head ?? 0 }))
    .filter(({ base: from, head: to }) => to > from)
    .sort((a, b) => b.head - b.base - (a.head - a.base));
}

/** By group, what they do, and the function they do it in; the line is that of most of them, which come first. */
function counted(summary: TraceSummary, owner: Owner): ReadonlyMap<string, Counted> {
  const sums = new Map<string, Counted>();
  for (const one of leftIn(summary)) {
    const left = leftOf(one, owner);
    const key = JSON.stringify([left.group, left.text, left.function ?? '']);
    const known = sums.get(key);
    sums.set(key, known ? { ...known, head: known.head + left.head } : left);
  }
  return sums;
}

function leftOf({ group, state, reason, at, createdAt, count }: Remaining, owner: Owner): Counted {
  const text = state === 'waiting' ? `waiting ${waitWords(reason, at)}` : state;
  const standing = placeOf(at, owner);
  const place = standing.file === undefined ? placeOf(createdAt, owner) : standing;
  return { group: declaredFunction(group), text, ...place, head: count };
}
