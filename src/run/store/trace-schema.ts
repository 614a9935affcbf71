import { z } from 'zod';
import {
  GOROUTINE_STATES,
  MAX_GROUPS,
  MAX_LANES,
  MAX_REMAINING,
  MAX_STACKS,
  MAX_STEPS,
  MMU_WINDOWS,
  type TraceSummary,
} from '../../model/trace.ts';

/**
 * A trace's summary as stored. It comes from the code of a pull request, so every list, text and number has a bound; keys that
 * are not known are errors.
 */

const text = z.string().max(4096);
const ns = z.number().nonnegative().max(1e18);
const count = z.number().int().nonnegative();
/** As many as an event can say: the heap goal of a collector that is switched off is some 2^63. */
const bytes = z
  .number()
  .nonnegative()
  .max(2 ** 64);
/** An absolute time, ns, as a decimal integer. */
const absolute = z.string().regex(/^-?\d{1,20}$/, 'is no whole number');
const state = z.enum(GOROUTINE_STATES);

/** Frames of a stack: the runtime keeps 128. */
const MAX_FRAMES = 1024;
/** Lists that the trace's own events fill. */
const MANY = 1_000_000;

const distribution = z.strictObject({ count, total: ns, p50: ns, p90: ns, p99: ns, max: ns });
const stack = z.array(z.strictObject({ function: text, file: text, line: count })).max(MAX_FRAMES);

const wait = distribution.extend({
  reason: text,
  stacks: z.array(z.strictObject({ stack, count, total: ns })).max(MAX_STACKS),
});

const group = z.strictObject({
  name: text,
  system: z.boolean(),
  count,
  created: count,
  ended: count,
  time: z.strictObject({
    undetermined: ns,
    running: ns,
    runnable: ns,
    waiting: ns,
    syscall: ns,
    syscallBlocked: ns,
    assist: ns,
  }),
  waits: z.array(wait).max(MAX_GROUPS + 1),
  latency: distribution,
  syscalls: distribution,
});

const remaining = z.strictObject({
  group: text,
  createdAt: stack,
  state,
  reason: text,
  at: stack,
  count,
  longest: ns,
});

const goroutines = z.strictObject({
  created: count,
  ended: count,
  before: count,
  alive: count,
  peak: count,
  groups: z.array(group).max(2 * MAX_GROUPS),
  remaining: z.array(remaining).max(MAX_REMAINING),
});

const processors = z.strictObject({
  gomaxprocs: count,
  most: count,
  capacity: ns,
  running: ns,
  queued: ns,
  idleWhileQueued: ns,
  peakRunnable: count,
  each: z.array(z.strictObject({ id: count, running: ns })).max(100_000),
});

const utilisation = z.number().min(0).max(1).nullable();
const gc = z.strictObject({
  cycles: z.array(z.strictObject({ begin: ns, end: ns })).max(MANY),
  assists: distribution,
  assistRunning: ns,
  running: ns,
  workers: z.strictObject({ dedicated: ns, fractional: ns, idle: ns }),
  sweeps: distribution.extend({ swept: bytes, reclaimed: bytes }),
  mmu: z.array(z.strictObject({ window: ns, utilisation, internalTrace: utilisation })).max(MMU_WINDOWS.length),
});

const curve = z.strictObject({ first: bytes, last: bytes, min: bytes, max: bytes }).nullable();
const annotated = z.array(distribution.extend({ name: text, seen: count })).max(100_000);
const steps = <T>(item: z.ZodType<T>) => z.array(item).max(MAX_STEPS);
const mean = z.number().nonnegative().max(1e9);

const timeline = z.strictObject({
  step: ns,
  steps: count.max(MAX_STEPS),
  running: steps(mean),
  runnable: steps(mean),
  goroutines: steps(mean),
  marking: steps(ns),
  stopped: steps(ns),
  heap: steps(bytes.nullable()),
  goal: steps(bytes.nullable()),
  processors: z.array(z.strictObject({ id: count, running: steps(ns) })).max(MAX_LANES),
  groups: z.array(z.strictObject({ name: text, running: steps(ns), runnable: steps(ns) })).max(MAX_LANES),
});

export const storedTrace = z.strictObject({
  version: z.string().regex(/^\d{1,3}\.\d{1,4}$/, 'is no release of Go'),
  events: count,
  generations: count,
  duration: ns,
  lost: z.strictObject({ bytes, of: bytes, why: text }).nullable(),
  clock: z.strictObject({
    start: absolute,
    snapshots: z
      .array(z.strictObject({ time: z.number().min(-1e18).max(1e18), mono: absolute, wall: absolute }))
      .max(MANY),
  }),
  goroutines,
  latency: z.strictObject({
    created: distribution,
    unblocked: distribution,
    preempted: distribution,
    yielded: distribution,
    syscall: distribution,
    all: distribution,
  }),
  processors,
  threads: z.strictObject({ seen: count, peak: count }),
  stw: z.array(distribution.extend({ kind: text })).max(1000),
  gc,
  heap: z.strictObject({ live: curve, goal: curve }),
  tasks: annotated,
  regions: annotated,
  cpuSamples: z.strictObject({
    total: count,
    by: z.array(z.strictObject({ group: text, state, count })).max(100_000),
  }),
  timeline,
}) satisfies z.ZodType<TraceSummary>;
