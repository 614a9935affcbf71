import { PROC_STATUS } from '../../../wire/trace/events.ts';
import { PROCESSOR } from '../sink.ts';
import type { Machine } from './machine.ts';
import { NO_THREAD } from './thread-table.ts';

// Handlers of events that change processors. Each says whether its event may come now; false: others must come first.

/** Whether `sequence` is the next one of a processor. */
function succeeds(o: Machine, p: number, sequence: number): boolean {
  return o.processors.generation[p] === o.generation && sequence === (o.processors.sequence[p] as number) + 1;
}

/** ProcStart(p, sequence). */
export function procStart(o: Machine, row: number, m: number): boolean {
  const p = o.processors.find(o.frontier.argument());
  const sequence = o.frontier.argument();
  if (p < 0 || o.processors.status[p] !== PROC_STATUS.Idle || !succeeds(o, p, sequence)) return false;
  // A thread that leaves a system call may not have lost its processor yet.
  if ((o.threads.processor[m] as number) >= 0) return false;
  o.needThread(row, m);
  o.accept(row, m);
  o.processors.status[p] = PROC_STATUS.Running;
  o.processors.sequence[p] = sequence;
  o.moveProcessor(p, PROCESSOR.running);
  o.threads.processor[m] = p;
  return true;
}

export function procStop(o: Machine, row: number, m: number): boolean {
  const p = o.threads.processor[m] as number;
  if (p < 0) o.fail(row, "proc (-1) that doesn't exist");
  const status = o.processors.status[p];
  if (status !== PROC_STATUS.Running && status !== PROC_STATUS.Syscall)
    o.fail(row, "proc that's not Running or Syscall");
  o.accept(row, m);
  release(o, p, m);
  return true;
}

function release(o: Machine, p: number, m: number): void {
  o.processors.status[p] = PROC_STATUS.Idle;
  o.moveProcessor(p, PROCESSOR.idle);
  o.processors.goroutine[p] = -1;
  o.threads.processor[m] = -1;
}

/** ProcSteal(p, sequence, the thread it is taken from). */
export function procSteal(o: Machine, row: number, m: number): boolean {
  const { frontier, processors } = o;
  const p = processors.find(frontier.argument());
  const sequence = frontier.argument();
  if (p < 0 || !succeeds(o, p, sequence)) return false;
  const status = processors.status[p] as number;
  if (status !== PROC_STATUS.Syscall && status !== PROC_STATUS.SyscallAbandoned) return false;
  o.needThread(row, m);
  const from = frontier.argument();
  // Of an abandoned processor nobody knows the thread.
  const victim = status === PROC_STATUS.Syscall ? victimOf(o, row, m, p, from) : -1;
  o.accept(row, m);
  processors.sequence[p] = sequence;
  if (victim >= 0) release(o, p, victim);
  else processors.status[p] = PROC_STATUS.Idle;
  return true;
}

/** The thread that has the processor. @throws TraceError where it is another */
function victimOf(o: Machine, row: number, m: number, p: number, id: number): number {
  const victim = o.threads.find(id);
  if (victim < 0 || o.threads.known[victim] === 0) o.fail(row, `stole proc from non-existent thread ${id}`);
  if (o.threads.processor[victim] !== p) o.fail(row, `tried to ${victim === m ? 'self-' : ''}steal another proc`);
  return victim;
}

/** By status on the wire: what golang.org/x/exp/trace says. */
const STATES = [PROCESSOR.undetermined, PROCESSOR.running, PROCESSOR.idle, PROCESSOR.running, PROCESSOR.idle] as const;

/** ProcStatus(p, status): once a generation. */
export function procStatus(o: Machine, row: number, m: number): boolean {
  const { frontier, processors } = o;
  const id = frontier.argument();
  const status = frontier.argument() % 256;
  const state = STATES[status] ?? o.fail(row, `invalid status for proc ${id}: ${status}`);
  const known = processors.find(id);
  const isPromoted = known >= 0 && abandons(o, known, status);
  if (known >= 0 && !isPromoted && processors.status[known] !== status)
    o.fail(row, `inconsistent status for proc ${id}: old ${processors.status[known]} vs. new ${status}`);
  o.accept(row, isPromoted ? holderOf(o, row, known) : m);
  const p = known < 0 ? add(o, id, status) : known;
  processors.sequence[p] = 0;
  processors.generation[p] = o.generation;
  if (known < 0) o.moveProcessor(p, state);
  if (status === PROC_STATUS.Running || status === PROC_STATUS.Syscall) bind(o, p, m);
  return true;
}

/** A processor in a system call that we know of, and that is about to be stolen: nothing is lost. */
function abandons(o: Machine, p: number, status: number): boolean {
  return status === PROC_STATUS.SyscallAbandoned && o.processors.status[p] === PROC_STATUS.Syscall;
}

/** The thread to which a processor is bound. */
function holderOf(o: Machine, row: number, p: number): number {
  const holder = o.threads.processor.indexOf(p);
  if (holder < 0 || holder >= o.threads.size)
    o.fail(row, `failed to find sched context for proc ${o.processors.id[p]}`);
  return holder;
}

function add(o: Machine, id: number, status: number): number {
  const p = o.processors.add(id);
  o.processors.status[p] = status;
  if (!o.initial) o.processors.state[p] = PROCESSOR.notexist;
  return p;
}

function bind(o: Machine, p: number, m: number): void {
  if (m === NO_THREAD) return;
  o.threads.processor[m] = p;
  o.processors.goroutine[p] = Math.max(-1, o.goroutineOf(m));
}
