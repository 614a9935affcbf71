import type { TraceStack } from '../../model/trace.ts';

/** What goroutines wait for, by the runtime's reason. */
const REASONS: Readonly<Record<string, string>> = {
  'chan send': 'to send on a channel',
  'chan receive': 'to receive from a channel',
  select: 'in a select',
  network: 'for the network poller',
  sleep: 'asleep',
  'sync.(*Cond).Wait': 'for a condition variable',
  'GC mark assist wait for work': 'for the garbage collector (assist)',
  'wait until GC ends': 'until the garbage collection ends',
};

/** What `sync` is: the innermost function that says so. */
const LOCKS: readonly (readonly [RegExp, string])[] = [
  [/^(?:internal\/)?sync\.\(\*(?:RW)?Mutex\)\./, 'for a lock'],
  [/^sync\.\(\*WaitGroup\)\./, 'for a wait group'],
  [/^sync\.\(\*Cond\)\./, 'for a condition variable'],
];

/** `for a lock`, `to send on a channel`: the reason in words, as far as the stack tells. */
export function waitWords(reason: string, stack: TraceStack): string {
  if (reason !== 'sync') return REASONS[reason] ?? (reason === '' ? 'for an unknown reason' : `(${reason})`);
  const [found] = stack.flatMap((frame) => LOCKS.filter(([pattern]) => pattern.test(frame.function)));
  return found?.[1] ?? 'for a lock or a wait group';
}
