import type { Design } from '../model/evidence.ts';
import { changeWord, formatChange, formatDifference, formatPercent, formatValue, plural } from '../model/format.ts';
import type { Metric } from '../model/metric.ts';
import type { Change } from './change.ts';
import type { Detection } from './detection.ts';

/** The reasons of the judge, in words that teach. */

export function belowFloor(metric: Metric, difference: number): string {
  const { relative, absolute } = metric.floor ?? { relative: 0, absolute: 0 };
  const floor = `${formatPercent(relative)} or ${formatValue(absolute, metric.unit)}, whichever is more`;
  return `${formatDifference(difference, metric.unit)} is real but too small to matter (under ${floor})`;
}

export function notSurelyBeyond(change: Change, p: number, limit: number): string {
  return `changed by ${changeText(change)} (adjusted p ${pText(p)}), but not surely by more than the limit of ${formatPercent(limit)}`;
}

const DESIGN_CANNOT: Readonly<Record<Exclude<Design, 'interleaved'>, string>> = {
  sequential:
    'the sides were measured one after the other, and noise comes in episodes that no statistic takes out again: ' +
    'use check, or say --interleaved if the rounds of the two files alternated',
  baseline:
    'base is a stored baseline, measured at another time, and noise comes in episodes that no statistic takes out ' +
    'again: use check with a base commit, which measures both sides now',
};

export function designCannot(design: Exclude<Design, 'interleaved'>, change: Change, metric: Metric): string {
  const word = changeWord(metric.unit, (change.lo ?? 0) > 0);
  return `looks ${word} by ${changeText(change)}, but ${DESIGN_CANNOT[design]}`;
}

export function notSettled(change: Change, rounds: number): string {
  return `looks changed by ${changeText(change)} after ${plural(rounds, 'round')}, and the budget had none left to settle it`;
}

/** @param counts how far apart the iteration counts are */
export function unequalWork(counts: string, change: Change, metric: Metric): string {
  const word = changeWord(metric.unit, (change.lo ?? 0) > 0);
  return `looks ${word} by ${changeText(change)}, but ${counts}: what is done once a run weighs differently`;
}

export function notJudged(metric: Metric): string {
  if (metric.better !== 'neither') return 'reported, not judged: no check limits its change';
  return `reported, not judged: it is not known which way ${metric.unit} is better; say so under units: in the rules`;
}

/** With 8 rounds over 200 rows nothing below 14 % can be called; 24 rounds would do. */
export function unresolved({ detectable, rounds, needs }: Detection, family: number): string {
  const over = family > 1 ? ` over ${plural(family, 'row')}` : '';
  const blind = detectable === null ? 'nothing at all' : `nothing below ${formatPercent(detectable)}`;
  const would = needs === null ? 'far more rounds (or a quieter machine)' : plural(needs, 'round');
  return `no change found, but with ${plural(rounds, 'round')}${over} ${blind} can be called; ${would} would do`;
}

/** `+2.4 % (+0.8 … +4.0)` */
function changeText({ ratio, ratioLo, ratioHi }: Change): string {
  if (ratio === null) return 'an amount that is no ratio (base is 0 or below)';
  if (ratioLo === null || ratioHi === null) return formatChange(ratio);
  return `${formatChange(ratio)} (${formatChange(ratioLo)} … ${formatChange(ratioHi)})`;
}

function pText(p: number): string {
  return p < 1e-4 ? p.toExponential(0) : String(Number(p.toPrecision(2)));
}
