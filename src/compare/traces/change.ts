import type { GoroutineGroup, TraceStack } from '../../model/trace.ts';
import type { TraceChange, TracePart } from '../../model/trace-change.ts';
import { collectorStops, type TracedRow, type TraceRun } from '../../model/trace-run.ts';
import type { Owner } from '../profiles/owner.ts';
import { WAITS_SPREAD } from '../profiles/precision.ts';
import { leftMore } from './left.ts';
import { groupsOf, latencyOf } from './measure.ts';
import { isTimed, ownWait, runsBenchmark } from './own.ts';
import { placeOf } from './place.ts';
import { waitWords } from './words.ts';

const NS = 1e9;
/** Standard errors from which on a growth stands out. */
const STANDS_OUT = 3;

/** A sum of waits of one kind at one place, per operation. */
interface Spent {
  readonly part: Omit<TracePart, 'base' | 'head' | 'oftener'>;
  /** Seconds per operation, and how many waits these are in all operations. */
  readonly perOp: number;
  readonly events: number;
}

/**
 * What operations wait for more at head than at base, from one run a side. Waits of the goroutines that run the benchmark are
 * all told; of the others only those for locks, since whoever has nothing to do waits on channels longer the slower the
 * others are.
 *
 * @returns null where a side has no whole trace
 */
export function traceChange({ subject, base, head }: TracedRow, owner: Owner): TraceChange | null {
  const [from, to] = [firstWhole(base), firstWhole(head)];
  if (!from || !to) return null;
  const [before, after] = [spentIn(from, owner), spentIn(to, owner)];
  const operations = { base: from.iterations, head: to.iterations };
  const parts = [...after].flatMap(([key, spent]) => grownPart(before.get(key), spent, operations));
  const grown = afterWaiting(parts, unblockedMore(from, to));
  const latency = ({ summary }: TraceRun) => latencyOf(groupsOf(summary, null), 'p99');
  return {
    subject,
    grown: [...grown].sort((a, b) => b.head - b.base - (a.head - a.base)),
    left: leftMore(from.summary, to.summary, owner),
    latency: { base: latency(from), head: latency(to) },
  };
}

function firstWhole(runs: readonly TraceRun[]): TraceRun | undefined {
  return runs.find(({ summary }) => summary.lost === null);
}

/** Lengths of waits are taken to be about exponential, as those of the block profile. */
function grownPart(
  base: Spent | undefined,
  head: Spent,
  operations: { readonly base: number; readonly head: number },
): TracePart[] {
  const from = base?.perOp ?? 0;
  const variance = WAITS_SPREAD * (perEvent(base) + perEvent(head));
  if (!(head.perOp - from > STANDS_OUT * Math.sqrt(variance))) return [];
  const oftener = head.events / operations.head - (base?.events ?? 0) / operations.base;
  return [{ ...head.part, base: from, head: head.perOp, oftener }];
}

/** How much longer and more often per operation goroutines were runnable after a wait; seconds, and times. */
function unblockedMore(base: TraceRun, head: TraceRun) {
  const perOp = ({ summary: { latency }, iterations }: TraceRun, of: 'total' | 'count') =>
    latency.unblocked[of] / iterations;
  return {
    seconds: (perOp(head, 'total') - perOp(base, 'total')) / NS,
    times: perOp(head, 'count') - perOp(base, 'count'),
  };
}

/** Of additional scheduling, the share that has to follow waits, and of those waits the share that one place has to have. */
const FOLLOWS = 0.5;

/**
 * Whoever has waited has to be scheduled again. Where goroutines wait longer for a processor because they wait more often at
 * one place, as behind a lock that is held too long, both are that place's doing and become one part.
 */
function afterWaiting(
  parts: readonly TracePart[],
  unblocked: { readonly seconds: number; readonly times: number },
): readonly TracePart[] {
  return [true, false].reduce((left, elapsed) => {
    const own = left.filter((part) => part.elapsed === elapsed);
    const scheduling = own.find(({ kind }) => kind === 'scheduling');
    const [wait] = own.filter(({ kind }) => kind === 'wait').sort((a, b) => b.oftener - a.oftener);
    if (!scheduling || !wait || !(wait.oftener >= FOLLOWS * unblocked.times)) return left;
    if (!(unblocked.seconds >= FOLLOWS * (scheduling.head - scheduling.base))) return left;
    const [base, head] = [wait.base + scheduling.base, wait.head + scheduling.head];
    const both = { ...wait, base, head, text: `${wait.text}, and then ${scheduling.text}` };
    return [...left.filter((part) => part !== wait && part !== scheduling), both];
  }, parts);
}

function perEvent(spent: Spent | undefined): number {
  return spent && spent.events > 0 ? spent.perOp ** 2 / spent.events : 0;
}

/** Where operations of one run wait, by what and where. */
function spentIn(run: TraceRun, owner: Owner): ReadonlyMap<string, Spent> {
  const groups = groupsOf(run.summary, null);
  const elapsed = groups.filter(runsBenchmark);
  const others = groups.filter((group) => !runsBenchmark(group));
  // Goroutines that run it side by side take a part of the time each.
  const once = { run, owner, scale: 1 / NS / run.iterations / parallel(elapsed) };
  const beside = { run, owner, scale: 1 / NS / run.iterations };
  return summedUp([
    ...elapsed.flatMap((group) => waitsOf(group, true, once)),
    ...others.flatMap((group) => waitsOf(group, false, beside)),
    scheduling(elapsed, true, once),
    scheduling(others, false, beside),
    collecting(beside),
  ]);
}

interface Asked {
  readonly run: TraceRun;
  readonly owner: Owner;
  /** Seconds per operation of a nanosecond. */
  readonly scale: number;
}

/** How many goroutines ran the benchmark at a time: their time without what is not their own, over that of the timed one. */
function parallel(groups: readonly GoroutineGroup[]): number {
  const spent = groups.reduce((sum, { time, waits }) => {
    const own = waits.map(ownWait).reduce((all, { total }) => all + total, 0);
    return sum + time.running + time.runnable + time.syscall + own;
  }, 0);
  const timed = groups.filter(isTimed).reduce((sum, { time }) => {
    return sum + time.running + time.runnable + time.syscall + time.waiting;
  }, 0);
  return timed > 0 ? Math.max(1, spent / timed) : 1;
}

function summedUp(all: readonly Spent[]): ReadonlyMap<string, Spent> {
  const sums = new Map<string, Spent>();
  for (const spent of all) {
    const { kind, text, function: fn, elapsed } = spent.part;
    // Lines move from base to head: the function is the place.
    const key = JSON.stringify([kind, text, fn ?? '', elapsed]);
    const known = sums.get(key);
    sums.set(key, known ? united(known, spent) : spent);
  }
  return sums;
}

/** The larger one has the line. */
function united(a: Spent, b: Spent): Spent {
  const { part } = a.perOp >= b.perOp ? a : b;
  return { part, perOp: a.perOp + b.perOp, events: a.events + b.events };
}

function waitsOf(group: GoroutineGroup, elapsed: boolean, { owner, scale }: Asked): Spent[] {
  return group.waits.map(ownWait).flatMap(({ reason, stacks }) =>
    stacks
      .filter(() => elapsed || reason === 'sync')
      .map(({ stack, total, count }) => {
        const kind = isCollecting(reason, stack) ? ('gc' as const) : ('wait' as const);
        const text = kind === 'gc' ? COLLECTING : waitWords(reason, stack);
        return { part: { kind, text, ...placeOf(stack, owner), elapsed }, perOp: total * scale, events: count };
      }),
  );
}

const COLLECTING = 'for the garbage collector (assists and stops of the world)';

/** Whoever allocates may have to begin a collection, to help, or to wait until it ends. */
function isCollecting(reason: string, stack: TraceStack): boolean {
  return /\bGC\b/.test(reason) || stack.some((frame) => /^runtime\.(?:gc[A-Z]|stopTheWorld)/.test(frame.function));
}

function scheduling(groups: readonly GoroutineGroup[], elapsed: boolean, { run, scale }: Asked): Spent {
  const runnable = groups.reduce((sum, { time }) => sum + time.runnable, 0);
  // Whoever yields goes on at once, tens of thousands of times in a forced collection.
  const { all, yielded } = run.summary.latency;
  const events = all.count - yielded.count;
  return { part: { kind: 'scheduling', text: 'for a processor', elapsed }, perOp: runnable * scale, events };
}

/** Assists take the time of those who allocate, stops that of all. */
function collecting({ run: { summary }, scale }: Asked): Spent {
  const stops = collectorStops(summary);
  const stopped = stops.reduce((sum, { total }) => sum + total, 0);
  const events = stops.reduce((sum, { count }) => sum + count, summary.gc.assists.count);
  const part = { kind: 'gc', text: COLLECTING, elapsed: false } as const;
  return { part, perOp: (summary.gc.assistRunning + stopped) * scale, events };
}
