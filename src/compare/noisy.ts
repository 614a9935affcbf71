import type { Design } from '../model/evidence.ts';
import type { JudgeSettings } from '../model/rules.ts';
import { median } from '../stats/median.ts';
import { allPositive, beyond, isMaterial } from './change.ts';
import type { Detection } from './detection.ts';
import type { Decision } from './exact.ts';
import type { Family, NoisyRow } from './family.ts';
import { iterationsApart } from './iterations.ts';
import * as words from './words.ts';

/** A noisy row with everything that was found out about it. */
export interface Examined {
  readonly noisy: NoisyRow;
  readonly detection: Detection;
}

/** Judges a noisy row that a check limits (PRODUCT: row status). */
export function decideNoisy(
  row: Examined,
  limit: number,
  family: Family,
  design: Design,
  settings: JudgeSettings,
): Decision {
  const p = family.adjusted(row.noisy) ?? 1;
  return p <= settings.alpha ? significant(row, limit, p, design) : notSignificant(row, family);
}

function significant({ noisy }: Examined, limit: number, p: number, design: Design): Decision {
  const change = noisy.change();
  const { metric, base, head } = noisy.pair;
  const [from, to] = [median(base.value), median(head.value)];
  if (!isMaterial(metric, from, to)) return { status: 'unchanged', reason: words.belowFloor(metric, to - from) };
  const direction = beyond(change, limit, metric.better);
  if (direction === null) return { status: 'inconclusive', reason: words.notSurelyBeyond(change, p, limit) };
  if (design !== 'interleaved') return { status: 'inconclusive', reason: words.designCannot(design, change, metric) };
  const apart = iterationsApart(noisy.pair);
  if (apart !== null) return { status: 'inconclusive', reason: words.unequalWork(apart, change, metric) };
  return { status: direction === 'worse' ? 'regressed' : 'improved' };
}

function notSignificant({ noisy, detection }: Examined, family: Family): Decision {
  if (noisy.course === 'open')
    return { status: 'inconclusive', reason: words.notSettled(noisy.change(), noisy.rounds) };
  if (detection.resolved) return { status: 'unchanged' };
  return { status: 'inconclusive', reason: words.unresolved(detection, family.size) };
}

/**
 * A row that no check limits, or whose direction nobody knows, is reported and not judged: `unchanged` when its samples
 * say so on their own, otherwise `inconclusive`, since none of the words for a change is earned without a limit.
 */
export function decideUnlimited({ noisy, detection }: Examined, settings: JudgeSettings): Decision {
  const still = Math.min(noisy.test.greater, noisy.test.less) > settings.alpha / 2 && detection.resolved;
  return { status: still ? 'unchanged' : 'inconclusive', reason: words.notJudged(noisy.pair.metric) };
}

/** What to know of a noisy row before its numbers are believed. */
export function noisyWarnings({ noisy }: Examined): string[] {
  const { pair, test, method } = noisy;
  const values = [...pair.base.value, ...pair.head.value];
  const byDifference = !allPositive(values) && values.some((v) => v !== 0);
  return [
    ...(noisy.change().lo === null
      ? [`the interval of the change needs ${method.fewestForBounds} samples a side`]
      : []),
    ...(byDifference ? ['some values are 0 or below: compared by differences, not by ratios'] : []),
    ...(test.exact ? [] : ['p is a normal approximation: there are too many samples for the exact distribution']),
  ];
}
