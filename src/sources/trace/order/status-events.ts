import { EV, GO_STATUS } from '../../../wire/trace/events.ts';
import { NONE } from '../../../wire/trace/reader.ts';
import { STATE } from '../sink.ts';
import type { Machine } from './machine.ts';
import { NO_THREAD } from './thread-table.ts';

/** By status on the wire; 0 is none that the runtime writes. */
const STATES = [STATE.undetermined, STATE.runnable, STATE.running, STATE.syscall, STATE.waiting] as const;

/** GoStatus(g, m, status), GoStatusStack(…, stack): once a generation, before anything else of a goroutine. */
export function goStatus(o: Machine, row: number, m: number): boolean {
  const { frontier, goroutines } = o;
  const id = frontier.argument();
  const threadId = frontier.argument();
  const status = frontier.argument() % 256;
  const state = STATES[status] ?? o.fail(row, `invalid status for goroutine ${id}: ${status}`);
  const known = goroutines.find(id);
  if (known >= 0 && goroutines.state[known] !== state) o.fail(row, `inconsistent status for goroutine ${id}`);
  if (known < 0 && !o.initial) o.fail(row, `status of goroutine ${id}, unknown after the first generation`);
  const stack = frontier.type[row] === EV.GoStatusStack ? o.stack(row, frontier.argument()) : 0;
  const thread = status === GO_STATUS.Syscall ? threadOf(o, row, m, id, threadId) : m;
  o.accept(row, thread);
  o.processor[0] = o.threads.processor[m] as number;
  const slot = known < 0 ? goroutines.add(id, STATE.undetermined) : known;
  goroutines.sequence[slot] = 0;
  goroutines.generation[slot] = o.generation;
  o.appear(slot, state, stack, 0);
  if (status === GO_STATUS.Running || status === GO_STATUS.Syscall) o.bindGoroutine(thread, slot);
  if (known < 0 && status === GO_STATUS.Syscall && (o.threads.processor[thread] as number) < 0) o.syscallBlocked(slot);
  return true;
}

/**
 * The thread on which a goroutine is in a system call: this one, or another that has sat in it all along, which has no
 * processor then.
 */
function threadOf(o: Machine, row: number, m: number, id: number, threadId: number): number {
  if (threadId >= NONE) o.fail(row, `goroutine ${id} in syscall without a thread`);
  const { threads } = o;
  const thread = threads.slot(threadId);
  const isNew = thread !== m && threads.known[thread] === 0;
  // In the first generation this thread may be seen for the first time.
  if (!isNew && !(thread === m && o.initial) && !holds(o, thread, id))
    o.fail(row, `inconsistent thread for syscalling goroutine ${id}`);
  threads.known[thread] = 1;
  return thread;
}

function holds(o: Machine, thread: number, id: number): boolean {
  return thread !== NO_THREAD && (o.threads.goroutine[thread] as number) >= 0 && o.threads.goroutineId[thread] === id;
}
