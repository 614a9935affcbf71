import { ARGUMENT_COUNT, EV } from '../../../wire/trace/events.ts';
import type { Machine } from './machine.ts';

// Handlers of what programs say themselves (runtime/trace), of labels, and of experiments.

/** The slot of the goroutine that runs, or −1 in a broken trace. */
function current(o: Machine, m: number): number {
  return Math.max(-1, o.goroutineOf(m));
}

/** GoLabel(label). */
export function goLabel(o: Machine, row: number, m: number): boolean {
  o.needAll(row, m);
  const label = o.text(row, o.frontier.argument());
  const slot = current(o, m);
  o.accept(row, m);
  if (slot < 0) return true;
  for (const sink of o.emit.label) sink.label(slot, label);
  o.goroutines.label[slot] = label;
  return true;
}

/** UserTaskBegin(task, parent or 0, name, stack). */
export function taskBegin(o: Machine, row: number, m: number): boolean {
  const task = o.frontier.argument();
  if (o.tasks.has(task)) o.fail(row, `task ID conflict: ${task}`);
  const parent = o.frontier.argument();
  const name = o.text(row, o.frontier.argument());
  o.needAll(row, m);
  o.stack(row, o.frontier.argument());
  o.accept(row, m);
  for (const sink of o.emit.taskBegin) sink.taskBegin(task, parent, name, current(o, m));
  o.tasks.set(task, name);
  return true;
}

/** UserTaskEnd(task, stack): may come more than once, and without a beginning. */
export function taskEnd(o: Machine, row: number, m: number): boolean {
  const task = o.frontier.argument();
  o.needAll(row, m);
  o.stack(row, o.frontier.argument());
  o.accept(row, m);
  for (const sink of o.emit.taskEnd) sink.taskEnd(task, o.tasks.get(task) ?? 0, current(o, m));
  o.tasks.delete(task);
  return true;
}

/** UserRegionBegin(task, name, stack). */
export function regionBegin(o: Machine, row: number, m: number): boolean {
  o.needAll(row, m);
  const task = o.frontier.argument();
  const name = o.text(row, o.frontier.argument());
  const slot = withState(o, row, m);
  o.stack(row, o.frontier.argument());
  o.accept(row, m);
  for (const sink of o.emit.regionBegin) sink.regionBegin(slot, task, name);
  o.goroutines.region[slot] = o.regions.open(task, name, o.goroutines.region[slot] as number);
  return true;
}

/** UserRegionEnd(task, name, stack): the innermost one; one that began before the trace is none that we know. */
export function regionEnd(o: Machine, row: number, m: number): boolean {
  o.needAll(row, m);
  const task = o.frontier.argument();
  const name = o.text(row, o.frontier.argument());
  const slot = withState(o, row, m);
  const region = o.goroutines.region[slot] as number;
  if (region >= 0 && !o.regions.is(region, task, name))
    o.fail(row, `misuse of region in goroutine ${o.goroutines.id[slot]}: it is not the innermost one`);
  o.stack(row, o.frontier.argument());
  o.accept(row, m);
  for (const sink of o.emit.regionEnd) sink.regionEnd(slot, task, name);
  if (region >= 0) o.goroutines.region[slot] = o.regions.close(region);
  return true;
}

function withState(o: Machine, row: number, m: number): number {
  const slot = o.goroutineOf(m);
  if (slot < 0) o.fail(row, 'without known state for current goroutine');
  return slot;
}

/** UserLog(task, key, value, stack): nobody counts logs. */
export function userLog(o: Machine, row: number, m: number): boolean {
  o.needAll(row, m);
  o.frontier.argument();
  o.text(row, o.frontier.argument());
  o.text(row, o.frontier.argument());
  o.stack(row, o.frontier.argument());
  o.accept(row, m);
  return true;
}

/** Events of GODEBUG=traceallocfree=1: passed over. */
export function experimental(o: Machine, row: number, m: number): boolean {
  const type = o.frontier.type[row] as number;
  if (type < EV.Span) o.fail(row, 'bad event type found while ordering');
  o.needThread(row, m);
  for (let left = ARGUMENT_COUNT[type] as number; left > 0; left--) o.frontier.argument();
  o.accept(row, m);
  return true;
}
