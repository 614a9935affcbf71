import { z } from 'zod';

const seconds = z.number().nonnegative();
const count = z.int().nonnegative();

/** `experiment.json`: what the results beside it are of. */
export const storedExperiment = z.object({
  schema: z.literal('go-perf-gate/gc-matrix-run@1'),
  version: z.string(),
  seed: z.int().positive(),
  /** Everything that must not change between two runs that continue each other, in words. */
  identity: z.record(z.string(), z.string()),
});
export type StoredExperiment = z.infer<typeof storedExperiment>;

/** A line of `processes.jsonl`. */
export const storedProcess = z.object({
  /** What it was run for: finding the benchmarks of a package, or a step of the plan. */
  step: z.union([
    z.object({ calibrate: z.string() }),
    z.object({ round: count, pkg: z.string(), benchmark: z.string(), cell: z.string() }),
  ]),
  order: count,
  start: z.number(),
  wall: seconds,
  user: seconds,
  system: seconds,
  maxRss: z.number().nonnegative(),
  timeout: seconds,
  ending: z.enum(['ok', 'exit', 'signal', 'timeout', 'not-started']),
  exit: z.int(),
  signal: z.string().optional(),
  stdout: z.string().max(16 << 20),
  /** File beside, compressed: the lines of gctrace. */
  stderr: z.string().regex(/^stderr\/\d{1,9}\.txt\.gz$/),
});
export type StoredProcess = z.infer<typeof storedProcess>;
