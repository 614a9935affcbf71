import { GOROUTINE_STATES, MAX_REMAINING, type Remaining } from '../../../model/trace.ts';
import { type GoroutineColumns, STATE, type TraceState } from '../sink.ts';
import { isSystem } from './groups.ts';
import { compareStacks, compareTexts } from './order.ts';

/** Goroutines that have all but their time in common with the one of this slot. */
interface Alike {
  readonly slot: number;
  count: number;
  longest: number;
}

/** What is alive at the end and was created in the trace; the columns are as they are at the end. */
export function remaining(state: TraceState): readonly Remaining[] {
  const { goroutines, texts } = state;
  const groupOf = ({ slot }: Alike) => texts.text(goroutines.group[slot] as number);
  const rest = alike(state).filter((one) => !isSystem(groupOf(one)));
  const read = readers(state);
  rest.sort((a, b) => b.count - a.count || b.longest - a.longest || read.compare(a.slot, b.slot));
  return rest.slice(0, MAX_REMAINING).map(({ slot, count, longest }) => ({ ...read.of(slot), count, longest }));
}

function alike({ now, goroutines }: TraceState): Alike[] {
  const kinds = new Map<string, Alike>();
  for (let slot = 0; slot < goroutines.size; slot++) {
    if (!remains(goroutines, slot)) continue;
    const key = keyOf(goroutines, slot);
    const kind = kinds.get(key) ?? { slot, count: 0, longest: 0 };
    kind.count++;
    kind.longest = Math.max(kind.longest, (now[0] as number) - (goroutines.since[slot] as number));
    kinds.set(key, kind);
  }
  return [...kinds.values()];
}

function remains({ state, created }: GoroutineColumns, slot: number): boolean {
  return state[slot] !== STATE.notexist && (created[slot] as number) >= 0;
}

function keyOf({ group, creation, state, reason, stack }: GoroutineColumns, slot: number): string {
  return [group, creation, state, reason, stack].map((column) => column[slot]).join();
}

/** Names and stacks of slots, resolved when asked for. */
function readers({ goroutines, texts }: TraceState) {
  const of = (slot: number) => ({
    group: texts.text(goroutines.group[slot] as number),
    createdAt: texts.stack(goroutines.creation[slot] as number),
    state: GOROUTINE_STATES[goroutines.state[slot] as number] ?? 'undetermined',
    reason: texts.text(goroutines.reason[slot] as number),
    at: texts.stack(goroutines.stack[slot] as number),
  });
  const compare = (left: number, right: number): number => {
    const [a, b] = [of(left), of(right)];
    const named = compareTexts(a.group, b.group) || compareTexts(a.reason, b.reason);
    return (
      named || compareStacks(a.createdAt, b.createdAt) || compareStacks(a.at, b.at) || compareTexts(a.state, b.state)
    );
  };
  return { of, compare };
}
