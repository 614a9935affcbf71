import { EV, PROC_STATUS } from '../../../wire/trace/events.ts';
import { PROCESSOR, STATE } from '../sink.ts';
import type { Machine } from './machine.ts';

// Handlers of events that change goroutines. Each says whether its event may come now; false: others must come first.

/** GoCreate(g, its stack, stack), GoCreateBlocked. */
export function goCreate(o: Machine, row: number, m: number): boolean {
  o.needProcessor(row, m);
  const creator = o.goroutineOf(m);
  if (creator >= 0 && o.goroutines.state[creator] !== STATE.running) o.fail(row, "goroutine that's not Running");
  const { frontier } = o;
  const id = frontier.argument();
  if (o.goroutines.find(id) >= 0) o.fail(row, `goroutine ${id} exists already`);
  const own = o.stack(row, frontier.argument());
  const creation = o.stack(row, frontier.argument());
  const to = frontier.type[row] === EV.GoCreateBlocked ? STATE.waiting : STATE.runnable;
  o.accept(row, m);
  o.appear(add(o, id), to, own, creation);
  return true;
}

function add(o: Machine, id: number): number {
  const slot = o.goroutines.add(id, STATE.notexist);
  o.goroutines.since[slot] = o.now[0] as number;
  o.goroutines.sequence[slot] = 0;
  o.goroutines.generation[slot] = o.generation;
  return slot;
}

/** GoStart(g, sequence). */
export function goStart(o: Machine, row: number, m: number): boolean {
  const slot = succeeding(o, STATE.runnable);
  if (slot < 0) return false;
  o.needProcessor(row, m);
  if ((o.threads.goroutine[m] as number) >= 0) o.fail(row, 'expected no goroutine but had one');
  o.accept(row, m);
  o.goroutines.sequence[slot] = (o.goroutines.sequence[slot] as number) + 1;
  o.transition(slot, STATE.running, 0, 0);
  o.bindGoroutine(m, slot);
  return true;
}

/** The goroutine that the event names, if it is in `state` and the event is the next one of it; else −1. */
function succeeding(o: Machine, state: number): number {
  const { frontier, goroutines } = o;
  const slot = goroutines.find(frontier.argument());
  const sequence = frontier.argument();
  if (slot < 0 || goroutines.state[slot] !== state) return -1;
  return goroutines.generation[slot] === o.generation && sequence === (goroutines.sequence[slot] as number) + 1
    ? slot
    : -1;
}

/** GoUnblock(g, sequence, stack). */
export function goUnblock(o: Machine, row: number, m: number): boolean {
  const slot = succeeding(o, STATE.waiting);
  if (slot < 0) return false;
  o.stack(row, o.frontier.argument());
  o.accept(row, m);
  o.goroutines.sequence[slot] = (o.goroutines.sequence[slot] as number) + 1;
  o.transition(slot, STATE.runnable, 0, 0);
  return true;
}

/** GoStop(reason, stack), GoBlock(reason, stack). */
export function goStop(o: Machine, row: number, m: number): boolean {
  const slot = running(o, row, m);
  const reason = o.text(row, o.frontier.argument());
  const stack = o.stack(row, o.frontier.argument());
  const to = o.frontier.type[row] === EV.GoStop ? STATE.runnable : STATE.waiting;
  o.accept(row, m);
  o.transition(slot, to, reason, stack);
  o.unbindGoroutine(m);
  return true;
}

export function goDestroy(o: Machine, row: number, m: number): boolean {
  const slot = running(o, row, m);
  o.accept(row, m);
  o.disappear(slot);
  o.unbindGoroutine(m);
  return true;
}

/** The goroutine that runs on the thread. @throws TraceError where there is none */
function running(o: Machine, row: number, m: number): number {
  o.needAll(row, m);
  const slot = existing(o, row, m);
  if (o.goroutines.state[slot] !== STATE.running) o.fail(row, "goroutine that's not Running");
  return slot;
}

function existing(o: Machine, row: number, m: number): number {
  const slot = o.goroutineOf(m);
  if (slot < 0) o.fail(row, `goroutine (${o.threads.goroutineId[m]}) that doesn't exist`);
  return slot;
}

/** GoSwitch(g, sequence), GoSwitchDestroy: three events: unblock the other, block or end this one, start the other. */
export function goSwitch(o: Machine, row: number, m: number): boolean {
  const slot = running(o, row, m);
  const next = succeeding(o, STATE.waiting);
  if (next < 0) return false;
  const isEnd = o.frontier.type[row] === EV.GoSwitchDestroy;
  o.accept(row, m);
  o.goroutines.sequence[next] = (o.goroutines.sequence[next] as number) + 1;
  o.transition(next, STATE.runnable, 0, 0);
  o.again();
  if (isEnd) o.disappear(slot);
  else o.transition(slot, STATE.waiting, 0, 0);
  o.unbindGoroutine(m);
  o.again();
  o.transition(next, STATE.running, 0, 0);
  o.bindGoroutine(m, next);
  return true;
}

/** GoSyscallBegin(sequence of the processor, stack). */
export function goSyscallBegin(o: Machine, row: number, m: number): boolean {
  const slot = running(o, row, m);
  const p = o.threads.processor[m] as number;
  const { processors } = o;
  const sequence = o.frontier.argument();
  if (processors.generation[p] !== o.generation || sequence !== (processors.sequence[p] as number) + 1)
    o.fail(row, `can't make sequence: ${processors.sequence[p]} -> ${sequence}`);
  const stack = o.stack(row, o.frontier.argument());
  o.accept(row, m);
  processors.status[p] = PROC_STATUS.Syscall;
  processors.sequence[p] = sequence;
  o.transition(slot, STATE.syscall, 0, stack);
  return true;
}

export function goSyscallEnd(o: Machine, row: number, m: number): boolean {
  o.needAll(row, m);
  const slot = inSyscall(o, row, m);
  const p = o.threads.processor[m] as number;
  if (o.processors.status[p] !== PROC_STATUS.Syscall) o.fail(row, 'the processor is not in a system call');
  o.accept(row, m);
  o.processors.status[p] = PROC_STATUS.Running;
  o.transition(slot, STATE.running, 0, 0);
  return true;
}

function inSyscall(o: Machine, row: number, m: number): number {
  const slot = existing(o, row, m);
  if (o.goroutines.state[slot] !== STATE.syscall) o.fail(row, "goroutine that's not in a system call");
  return slot;
}

/** Waits until the processor has been taken away, or given up: that happened before. */
export function goSyscallEndBlocked(o: Machine, row: number, m: number): boolean {
  const p = o.threads.processor[m] as number;
  if (p >= 0 && o.processors.status[p] === PROC_STATUS.Syscall) return false;
  needGoroutine(o, row, m);
  const slot = inSyscall(o, row, m);
  o.accept(row, m);
  o.transition(slot, STATE.runnable, 0, 0);
  o.unbindGoroutine(m);
  return true;
}

function needGoroutine(o: Machine, row: number, m: number): void {
  o.needThread(row, m);
  if ((o.threads.goroutine[m] as number) < 0) o.fail(row, "expected a goroutine but didn't have one");
}

/** GoCreateSyscall(g): a thread of C calls into Go. */
export function goCreateSyscall(o: Machine, row: number, m: number): boolean {
  o.needThread(row, m);
  if ((o.threads.goroutine[m] as number) >= 0) o.fail(row, 'expected no goroutine but had one');
  const id = o.frontier.argument();
  if (o.goroutines.find(id) >= 0) o.fail(row, `goroutine ${id} exists already`);
  o.accept(row, m);
  const slot = add(o, id);
  o.appear(slot, STATE.syscall, 0, 0);
  o.bindGoroutine(m, slot);
  if ((o.threads.processor[m] as number) < 0) o.syscallBlocked(slot);
  return true;
}

/** The thread of C is gone, and its number may be used again: the processor counts as taken away first. */
export function goDestroySyscall(o: Machine, row: number, m: number): boolean {
  needGoroutine(o, row, m);
  const slot = inSyscall(o, row, m);
  const p = o.threads.processor[m] as number;
  if (p >= 0 && o.processors.status[p] !== PROC_STATUS.Syscall) o.fail(row, 'the processor is in an unexpected state');
  o.accept(row, m);
  if (p >= 0) {
    o.processors.status[p] = PROC_STATUS.SyscallAbandoned;
    o.moveProcessor(p, PROCESSOR.idle);
    o.threads.processor[m] = -1;
    o.again();
  }
  o.disappear(slot);
  o.unbindGoroutine(m);
  return true;
}
