import type { Status } from '../model/comparison.ts';
import { type Pair, SIDES } from '../model/evidence.ts';
import { formatChange, formatDifference, formatPercent, formatValue } from '../model/format.ts';
import type { Direction } from '../model/metric.ts';
import type { JudgeSettings } from '../model/rules.ts';
import { mannWhitney } from '../stats/mann-whitney.ts';
import { median } from '../stats/median.ts';
import { beyond, isMaterial } from './change.ts';

/** A status and why, where that is not obvious. */
export interface Decision {
  readonly status: Status;
  readonly reason?: string;
}

/** Whether the centres of counted samples differ for sure. */
type Certainty = 'same' | 'rounding' | 'one-sample' | 'overlapping' | 'differs';

/**
 * A counted metric has no noise to test against, only rounding: an integer quotient prints a true 9.985 as 9 or 10. So a
 * change of one quantum counts only when each side says the same in two samples or more. Counts that vary by more than
 * a quantum are not exact after all: their ranges must be apart, or the rank test must tell them from each other.
 */
function certaintyOf(pair: Pair, { alpha }: JudgeSettings): Certainty {
  const { base, head, metric } = pair;
  const size = Math.abs(median(head.value) - median(base.value));
  const quantum = metric.quantum ?? 0;
  if (size === 0) return 'same';
  if (size < quantum || !isMaterial(metric, median(base.value), median(head.value))) return 'rounding';
  if (size === quantum && SIDES.some((side) => rangeOf(pair[side].value) > 0)) return 'rounding';
  if (size === quantum && SIDES.some((side) => pair[side].value.length < 2)) return 'one-sample';
  if (varying(pair).length === 0 || areApart(base.value, head.value)) return 'differs';
  return mannWhitney(base.value, head.value).twoSided <= alpha ? 'differs' : 'overlapping';
}

/** Judges a counted row by its medians. Any change from 0 is beyond every relative limit. */
export function decideExact(pair: Pair, limit: number, settings: JudgeSettings): Decision {
  const { base, head, metric } = pair;
  const change = formatDifference(median(head.value) - median(base.value), metric.unit);
  switch (certaintyOf(pair, settings)) {
    case 'same':
      return { status: 'unchanged' };
    case 'rounding':
      return { status: 'unchanged', reason: `a change of ${change} is within what the metric rounds to` };
    case 'one-sample':
      return {
        status: 'inconclusive',
        reason: `a change of ${change} may be rounding, and one sample cannot tell: take two a side (-count=2)`,
      };
    case 'overlapping':
      return { status: 'inconclusive', reason: `${spreadText(pair)}: the counts overlap, so ${change} may be chance` };
    case 'differs':
      return beyondLimit(median(base.value), median(head.value), limit, metric.better, change);
  }
}

function beyondLimit(base: number, head: number, limit: number, better: Direction, change: string): Decision {
  const share = (head - base) / Math.abs(base);
  const verdict = beyond({ lo: share, hi: share }, limit, better);
  if (verdict) return { status: verdict === 'worse' ? 'regressed' : 'improved' };
  const relative = formatChange(1 + share);
  return { status: 'unchanged', reason: `${change} (${relative}) is within the limit of ${formatPercent(limit)}` };
}

/** What to know of counts that are not constant. */
export function exactWarnings(pair: Pair): string[] {
  if (varying(pair).length === 0) return [];
  return [
    `${spreadText(pair)}: a counted metric should hardly vary at a fixed number of iterations (-benchtime=1000x); ` +
      'if it is noisy by nature, say assume: nothing in the rules',
  ];
}

function varying(pair: Pair): readonly ('base' | 'head')[] {
  return SIDES.filter((side) => rangeOf(pair[side].value) > (pair.metric.quantum ?? 0));
}

function spreadText(pair: Pair): string {
  const range = (side: 'base' | 'head') => {
    const [lo, hi] = extremes(pair[side].value);
    return `${side} varies from ${formatValue(lo, pair.metric.unit)} to ${formatValue(hi, pair.metric.unit)}`;
  };
  return varying(pair).map(range).join(', ');
}

function extremes(values: readonly number[]): [number, number] {
  return [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
}

function rangeOf(values: readonly number[]): number {
  const [lo, hi] = extremes(values);
  return hi - lo;
}

function areApart(base: readonly number[], head: readonly number[]): boolean {
  const [[bLo, bHi], [hLo, hHi]] = [extremes(base), extremes(head)];
  return bHi < hLo || hHi < bLo;
}
