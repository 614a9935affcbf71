import type { TraceClock } from '../model/trace.ts';

/**
 * Time of the trace at a moment of the wall clock, by the last clock snapshot before it (or the first one); null where
 * the trace has none (before Go 1.25).
 *
 * @param unix Unix time in ns, a decimal integer
 */
export function traceTimeOf({ snapshots }: TraceClock, unix: string): number | null {
  const moment = BigInt(unix);
  const before = snapshots.findLast(({ wall }) => BigInt(wall) <= moment) ?? snapshots[0];
  return before ? before.time + Number(moment - BigInt(before.wall)) : null;
}

/**
 * How far the wall clock moved against the trace's between snapshots, ns: it may be set, or slewed. Moments are known no
 * better than this.
 */
export function wallClockDrift({ snapshots: [first, ...others] }: TraceClock): number {
  if (!first) return 0;
  const gained = others.map(({ time, wall }) =>
    Math.abs(Number(BigInt(wall) - BigInt(first.wall)) - (time - first.time)),
  );
  return gained.reduce((a, b) => Math.max(a, b), 0);
}
