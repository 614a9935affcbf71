import type { Summary } from '../model/comparison.ts';
import { type Pair, SIDES } from '../model/evidence.ts';
import { plural } from '../model/format.ts';
import type { Samples } from '../model/samples.ts';
import { fewestForMedian, medianInterval } from '../stats/median.ts';
import { iterationsApart } from './iterations.ts';

const CONFIDENCE = 0.95;

/** A side's median and its 95 % interval; null when it has no samples. */
export function summarise(samples: Samples): Summary | null {
  const n = samples.value.length;
  if (n === 0) return null;
  const { center, lo, hi } = medianInterval(samples.value, CONFIDENCE);
  return { center, lo, hi, n };
}

/** Rounds in which either side has a sample. */
export function roundsOf({ base, head }: Pair): number {
  return new Set([...base.round, ...head.round]).size;
}

/** What should be known of a row's samples before its numbers are believed. */
export function sampleWarnings(pair: Pair): string[] {
  return [...tooFew(pair), ...unequalIterations(pair)];
}

function tooFew(pair: Pair): string[] {
  if (pair.metric.assume === 'exact') return [];
  const needed = fewestForMedian(CONFIDENCE);
  const few = SIDES.filter((side) => pair[side].value.length > 0 && pair[side].value.length < needed);
  return few.map((side) => {
    const has = plural(pair[side].value.length, 'sample');
    return `${side} has ${has}: its interval is their whole range; 95 % confidence needs ${needed} samples a side`;
  });
}

function unequalIterations(pair: Pair): string[] {
  const counts = iterationsApart(pair);
  if (counts === null) return [];
  return [`${counts}: what is done once a run weighs differently; fix the count on both sides (-benchtime=1000x)`];
}
