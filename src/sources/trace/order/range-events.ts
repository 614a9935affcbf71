import { EV } from '../../../wire/trace/events.ts';
import { METRIC, RANGE } from '../sink.ts';
import { GC, type Machine } from './machine.ts';

// Handlers of what the collector does, of stopped worlds, and of metrics.

/** STWBegin(kind, stack). */
export function stwBegin(o: Machine, row: number, m: number): boolean {
  o.needAll(row, m);
  const slot = withState(o, row, m);
  const id = o.frontier.argument();
  const kind = o.text(row, id);
  const stack = o.stack(row, o.frontier.argument());
  const open = o.stw.get(slot) ?? [];
  if (open.some((range) => range.id === id)) o.fail(row, 'event already in-flight');
  const name = o.texts.intern(`stop-the-world (${o.texts.text(kind)})`);
  o.accept(row, m);
  o.stw.set(slot, [...open, { id, name }]);
  for (const sink of o.emit.rangeBegin) sink.rangeBegin(RANGE.stw, slot, name, stack, true);
  return true;
}

/** Ends the first one that is open; the last one moves to its place, as in Go's reader. */
export function stwEnd(o: Machine, row: number, m: number): boolean {
  o.needAll(row, m);
  const slot = withState(o, row, m);
  const open = o.stw.get(slot);
  const range = open?.[0];
  if (!open || !range) return o.fail(row, 'tried to end event, but not in-flight');
  o.accept(row, m);
  if (open.length === 1) o.stw.delete(slot);
  else open.splice(0, 1, ...open.splice(open.length - 1));
  for (const sink of o.emit.rangeEnd) sink.rangeEnd(RANGE.stw, slot, range.name, 0, 0);
  return true;
}

function withState(o: Machine, row: number, m: number): number {
  const slot = o.goroutineOf(m);
  if (slot < 0) o.fail(row, 'without known state for current goroutine');
  return slot;
}

/** GCMarkAssistBegin(stack). */
export function assistBegin(o: Machine, row: number, m: number): boolean {
  o.needAll(row, m);
  const slot = withState(o, row, m);
  const stack = o.stack(row, o.frontier.argument());
  if (o.goroutines.assist[slot] === 1) o.fail(row, 'event already in-flight');
  o.accept(row, m);
  for (const sink of o.emit.rangeBegin) sink.rangeBegin(RANGE.assist, slot, o.names.assist, stack, true);
  o.goroutines.assist[slot] = 1;
  return true;
}

/** GCMarkAssistActive(g): once a generation, of a goroutine that may be elsewhere. */
export function assistActive(o: Machine, row: number, m: number): boolean {
  const id = o.frontier.argument();
  const slot = o.goroutines.find(id);
  if (slot < 0) o.fail(row, `uninitialized goroutine ${id}`);
  needActive(o, row, o.goroutines.assist[slot] === 1);
  o.accept(row, m);
  if (!o.initial) return true;
  for (const sink of o.emit.rangeBegin) sink.rangeBegin(RANGE.assist, slot, o.names.assist, 0, false);
  o.goroutines.assist[slot] = 1;
  return true;
}

/** In the first generation such an event is the first that one hears of the range; later the range is known. */
function needActive(o: Machine, row: number, isOpen: boolean): void {
  if (o.initial && isOpen) o.fail(row, 'found named active range already in first gen');
  if (!o.initial && !isOpen) o.fail(row, 'resource is missing active range');
}

export function assistEnd(o: Machine, row: number, m: number): boolean {
  o.needAll(row, m);
  const slot = withState(o, row, m);
  if (o.goroutines.assist[slot] === 0) o.fail(row, 'tried to end event, but not in-flight');
  o.accept(row, m);
  for (const sink of o.emit.rangeEnd) sink.rangeEnd(RANGE.assist, slot, o.names.assist, 0, 0);
  o.goroutines.assist[slot] = 0;
  return true;
}

/** GCSweepBegin(stack): of the processor, with or without a goroutine. */
export function sweepBegin(o: Machine, row: number, m: number): boolean {
  o.needProcessor(row, m);
  const p = o.threads.processor[m] as number;
  const stack = o.stack(row, o.frontier.argument());
  if (o.processors.sweep[p] === 1) o.fail(row, 'event already in-flight');
  o.accept(row, m);
  for (const sink of o.emit.rangeBegin) sink.rangeBegin(RANGE.sweep, p, o.names.sweep, stack, true);
  o.processors.sweep[p] = 1;
  return true;
}

/** GCSweepActive(p). */
export function sweepActive(o: Machine, row: number, m: number): boolean {
  const id = o.frontier.argument();
  const p = o.processors.find(id);
  if (p < 0) o.fail(row, `unknown proc ${id}`);
  needActive(o, row, o.processors.sweep[p] === 1);
  o.accept(row, m);
  if (!o.initial) return true;
  for (const sink of o.emit.rangeBegin) sink.rangeBegin(RANGE.sweep, p, o.names.sweep, 0, false);
  o.processors.sweep[p] = 1;
  return true;
}

/** GCSweepEnd(bytes swept, bytes reclaimed). */
export function sweepEnd(o: Machine, row: number, m: number): boolean {
  o.needProcessor(row, m);
  const p = o.threads.processor[m] as number;
  const swept = o.frontier.argument();
  const reclaimed = o.frontier.argument();
  if (o.processors.sweep[p] === 0) o.fail(row, 'tried to end event, but not in-flight');
  o.accept(row, m);
  for (const sink of o.emit.rangeEnd) sink.rangeEnd(RANGE.sweep, p, o.names.sweep, swept, reclaimed);
  o.processors.sweep[p] = 0;
  return true;
}

/** GCActive(sequence): the collector runs when the generation begins. */
export function gcActive(o: Machine, row: number, m: number): boolean {
  const sequence = o.frontier.argument();
  if (o.initial) {
    if (o.gc !== GC.undetermined) o.fail(row, "GCActive in the first generation isn't first GC event");
    o.accept(row, m);
    setGc(o, GC.on, sequence);
    for (const sink of o.emit.rangeBegin) sink.rangeBegin(RANGE.gc, -1, o.names.gc, 0, false);
    return true;
  }
  if (sequence !== o.gcSequence + 1) return false;
  if (o.gc !== GC.on) o.fail(row, 'encountered GCActive while GC was not in progress');
  o.needAll(row, m);
  o.accept(row, m);
  o.gcSequence = sequence;
  return true;
}

function setGc(o: Machine, gc: number, sequence: number): void {
  o.gc = gc;
  o.gcSequence = sequence;
}

/** GCBegin(sequence, stack). */
export function gcBegin(o: Machine, row: number, m: number): boolean {
  const sequence = o.frontier.argument();
  if (o.gc !== GC.undetermined) {
    if (sequence !== o.gcSequence + 1) return false;
    if (o.gc === GC.on) o.fail(row, 'encountered GCBegin while GC was already in progress');
    o.needAll(row, m);
  }
  const stack = o.stack(row, o.frontier.argument());
  o.accept(row, m);
  setGc(o, GC.on, sequence);
  for (const sink of o.emit.rangeBegin) sink.rangeBegin(RANGE.gc, -1, o.names.gc, stack, true);
  return true;
}

/** GCEnd(sequence). */
export function gcEnd(o: Machine, row: number, m: number): boolean {
  const sequence = o.frontier.argument();
  if (sequence !== o.gcSequence + 1) return false;
  if (o.gc !== GC.on) o.fail(row, 'encountered GCEnd when GC was not in progress');
  o.needAll(row, m);
  o.accept(row, m);
  setGc(o, GC.off, sequence);
  for (const sink of o.emit.rangeEnd) sink.rangeEnd(RANGE.gc, -1, o.names.gc, 0, 0);
  return true;
}

/** HeapAlloc(bytes), HeapGoal(bytes). */
export function heapMetric(o: Machine, row: number, m: number): boolean {
  o.needProcessor(row, m);
  const value = o.frontier.argument();
  const metric = o.frontier.type[row] === EV.HeapAlloc ? METRIC.heap : METRIC.goal;
  o.accept(row, m);
  o.metric(metric, value);
  return true;
}

/** ProcsChange(GOMAXPROCS, stack). */
export function procsChange(o: Machine, row: number, m: number): boolean {
  o.needAll(row, m);
  const value = o.frontier.argument();
  o.stack(row, o.frontier.argument());
  o.accept(row, m);
  o.metric(METRIC.gomaxprocs, value);
  return true;
}
