import type { Summary } from '../model/comparison.ts';
import type { Finding } from '../model/finding.ts';
import { findingOf, nameOf, quantityOf } from '../model/finding-of.ts';
import { formatPercent, formatValue } from '../model/format.ts';
import type { Metric } from '../model/metric.ts';
import type { Limit } from '../model/rules.ts';
import type { Check, CheckedRow } from './check.ts';

type Bound = 'max' | 'min' | 'equals';
const BOUNDS: readonly Bound[] = ['max', 'min', 'equals'];

/** Relative error that the text of a value may carry: counts that are printed and read again are still equal. */
const ROUNDING = 1e-9;

/**
 * The head alone (its value, or where the limit is a percentage a function's share of the profile) against `max`, `min` and `equals`, new benchmarks included. A noisy metric breaks a limit only when the
 * whole 95 % interval of its median is beyond it; an interval that straddles `max` or `min` is inconclusive.
 */
export const absolute: Check = {
  kind: 'absolute',
  about: "The head's own value is beyond an absolute limit, whatever the base was.",
  limits: ['max', 'min', 'equals'],
  evaluate: (rows) => rows.flatMap(evaluateRow),
};

function evaluateRow(row: CheckedRow): Finding[] {
  return BOUNDS.flatMap((bound) => {
    const limit = row.rule.limits[bound];
    const head = limit?.relative ? row.comparison.share?.head : row.comparison.head;
    return limit && head ? evaluateBound(row, head, bound, limit) : [];
  });
}

function evaluateBound(row: CheckedRow, head: Summary, bound: Bound, limited: Limit): Finding[] {
  const { value: limit, relative } = limited;
  const [lo, hi] = row.metric.assume === 'exact' ? [head.center, head.center] : [head.lo, head.hi];
  const answer = judge(bound, lo, hi, limit);
  const words = relative ? saidOfShare(row, head, bound, limit, answer) : said(row, head, bound, limit, answer);
  return answer === 'holds' ? [] : [findingOf(row, answer, words)];
}

/** An interval that holds the value asked for is all that `equals` can ask of a noisy metric. */
function judge(bound: Bound, lo: number, hi: number, limit: number): 'holds' | 'fail' | 'inconclusive' {
  switch (bound) {
    case 'max':
      return lo > limit ? 'fail' : hi > limit ? 'inconclusive' : 'holds';
    case 'min':
      return hi < limit ? 'fail' : lo < limit ? 'inconclusive' : 'holds';
    case 'equals': {
      const slack = Math.abs(limit) * ROUNDING;
      return lo > limit + slack || hi < limit - slack ? 'fail' : 'holds';
    }
  }
}

const BROKEN: Readonly<Record<Bound, string>> = { max: 'above max', min: 'below min', equals: 'not equal to' };

/** `Encode/large: sec/op of head is 2.31 ms (2.28 ms … 2.35 ms), above max 2.00 ms` */
function said({ comparison, metric }: CheckedRow, head: Summary, bound: Bound, limit: number, answer: string): string {
  const { unit } = comparison;
  const measured = `${nameOf(comparison.subject)}: ${quantityOf(comparison)} of head is ${shownValue(head, metric, unit)}`;
  if (answer === 'fail') return `${measured}, ${BROKEN[bound]} ${formatValue(limit, unit)}`;
  return `${measured}: too wide to tell whether it is ${BROKEN[bound]} ${formatValue(limit, unit)}`;
}

/** `Encode/large: codec.(*Encoder).grow has 42 % (38 % … 46 %) of cpu.flat at head, above max 30 %` */
function saidOfShare(row: CheckedRow, head: Summary, bound: Bound, limit: number, answer: string): string {
  const { subject, metric } = row.comparison;
  const range = head.lo < head.hi ? ` (${formatPercent(head.lo)} … ${formatPercent(head.hi)})` : '';
  const measured = `${nameOf(subject)}: ${subject.function ?? 'it'} has ${formatPercent(head.center)}${range} of ${metric} at head`;
  if (answer === 'fail') return `${measured}, ${BROKEN[bound]} ${formatPercent(limit)}`;
  return `${measured}: too few samples to tell whether that is ${BROKEN[bound]} ${formatPercent(limit)}`;
}

function shownValue(head: Summary, metric: Metric, unit: string): string {
  const center = formatValue(head.center, unit);
  return metric.assume === 'exact' || head.lo === head.hi
    ? center
    : `${center} (${formatValue(head.lo, unit)} … ${formatValue(head.hi, unit)})`;
}
