import { type Measured, measured } from '../compare/profiles/measure.ts';
import type { Comparison } from '../model/comparison.ts';
import { rowOf } from '../model/finding-of.ts';
import { formatChange } from '../model/format.ts';
import { CPU_TIME } from '../model/metric.ts';
import { PROFILE_METRICS, type ProfileMetric } from '../model/profile-metric.ts';
import type { ProfiledRow } from './profiles.ts';

/** A difference between the profiled runs and the rounds that is worth a word. */
const APART = 1.1;

/** How much faster than in the rounds head ran under the profiler, compared with base. */
export interface Pace {
  readonly factor: number;
  readonly warnings: readonly string[];
}

export const NO_PACE: Pace = { factor: 1, warnings: [] };

/**
 * One run a side says little of how dear an operation is, since the machine may have been busier during one of them; the
 * rounds know that well. So head's profile is scaled to the ratio of CPU times that the rounds have.
 */
export function paceOf({ subject, kind, base, head }: ProfiledRow, timed: readonly Comparison[]): Pace {
  const rounds = rowOf({ subject, metric: CPU_TIME }, timed)?.ratio ?? null;
  if (kind !== 'cpu' || rounds === null || !base || !head) return NO_PACE;
  const [from, to] = [base, head].map((run) => measured(run, CPU_TOTAL, null)?.value ?? 0) as [number, number];
  const ratio = to / from;
  const factor = rounds / ratio;
  if (!(factor > 0 && factor < Number.POSITIVE_INFINITY)) return NO_PACE;
  const apart = Math.max(factor, 1 / factor) > APART;
  const text = `under the profiler the whole changed by ${formatChange(ratio)}, in the rounds by ${formatChange(rounds)}: head's profile is scaled to the latter`;
  return { factor, warnings: apart ? [text] : [] };
}

const CPU_TOTAL = PROFILE_METRICS.find(({ id }) => id === 'cpu.flat') as ProfileMetric;

export function atPace(head: Measured, factor: number): Measured {
  const { value, whole, exposure } = head;
  return { ...head, value: value * factor, whole: whole === null ? null : whole * factor, exposure: exposure / factor };
}
