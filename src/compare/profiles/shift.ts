import type { Drift } from '../../model/comparison.ts';
import type { ProfileMetric } from '../../model/profile-metric.ts';
import { shiftOf } from '../../stats/psi.ts';
import { type Costs, costsOf, type ProfileRun } from './costs.ts';

/**
 * How far the functions' shares of the events of a profile (samples, allocations) shifted from base to head. Events of one
 * process are taken to be independent.
 *
 * @param limit the smallest index that matters
 * @returns null when a side lacks the sample type
 */
export function driftOf(
  base: ProfileRun,
  head: ProfileRun,
  { sampleType, perOp }: ProfileMetric,
  limit: number,
  seed: number,
): Drift | null {
  const [before, after] = [costsOf(base, sampleType, perOp), costsOf(head, sampleType, perOp)];
  if (!before || !after) return null;
  const names = [...new Set([...before.functions.keys(), ...after.functions.keys()])];
  const events = ({ functions }: Costs, fn: string) => Math.max(0, Math.round(functions.get(fn)?.flatEvents ?? 0));
  const categories = names.map((fn) => ({ base: events(before, fn), head: events(after, fn) }));
  const { psi, expected, p, chiSquare, enough } = shiftOf(categories, { limit, seed });
  return { psi, expected, p, chiSquare, enough };
}
