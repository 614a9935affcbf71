import { groupBy } from '../model/group-by.ts';
import type { MachineFitness, SelfDifference } from '../model/machine.ts';
import { subjectKey } from '../model/subject.ts';
import { median } from '../stats/median.ts';
import { signTest } from '../stats/sign-test.ts';
import type { Reading } from './align.ts';

/** Fewer pairs than this say nothing about the machine. */
const FEWEST = 8;
/** Two runs of the same binary one right after the other that differ by half in the median leave nothing to compare. */
const TOO_NOISY = 0.5;
/** A lean of base against itself, or of what runs second, that is more than chance and worth a word. */
const LEAN = { p: 0.001, size: 0.02 };

/**
 * How fit the machine was for this job, from the job itself: base against base in the same rounds, whether what runs
 * second is slower, and how its speed moved from the first third of the rounds to the last.
 *
 * @param readings of all phases
 */
export function fitnessOf(readings: readonly Reading[]): MachineFitness {
  const own = selfDifference(readings);
  const timed = readings.filter(({ phase }) => phase === 'screen' || phase === 'confirm');
  return { own, order: lean(orderRatios(timed)), drift: driftOf(timed), unfit: unfitBecause(own) };
}

function unfitBecause(own: SelfDifference | null): MachineFitness['unfit'] {
  if (own === null) return null;
  if (own.spread > TOO_NOISY) return 'too-noisy';
  return own.p <= LEAN.p && Math.abs(own.shift) > LEAN.size ? 'unlike-itself' : null;
}

function selfDifference(readings: readonly Reading[]): SelfDifference | null {
  const first = new Map(
    readings.filter((r) => r.phase === 'screen' && r.side === 'base').map((r) => [placeOf(r), r] as const),
  );
  const ratios = readings.flatMap((again) => {
    const before = again.phase === 'aa' ? first.get(placeOf(again)) : undefined;
    return before ? logRatio(before, again) : [];
  });
  if (ratios.length < FEWEST) return null;
  const spread = Math.expm1(median(ratios.map(Math.abs)));
  return { pairs: ratios.length, spread, shift: Math.expm1(median(ratios)), p: signTest(ratios) };
}

function placeOf({ result, round }: Reading): string {
  return `${subjectKey(result.subject)} ${round}`;
}

function timeOf({ result }: Reading): number {
  return result.values.find(({ unit }) => unit === 'sec/op')?.value ?? Number.NaN;
}

function logRatio(from: Reading, to: Reading): number[] {
  const ratio = Math.log(timeOf(to) / timeOf(from));
  return Number.isFinite(ratio) ? [ratio] : [];
}

/** Second over first, round by round: a change of head cancels, since either side is first in half of the rounds. */
function orderRatios(readings: readonly Reading[]): number[] {
  return [...groupBy(readings, placeOf).values()].flatMap((own) => {
    const [first, second, ...more] = [...own].sort((a, b) => a.order - b.order);
    const paired = first && second && more.length === 0 && first.side !== second.side && first.order >= 0;
    return paired ? logRatio(first, second) : [];
  });
}

/** The size of a lean that is more than chance; 0 for none. */
function lean(ratios: readonly number[]): number {
  if (ratios.length < FEWEST || signTest(ratios) > LEAN.p) return 0;
  const size = Math.expm1(median(ratios));
  return Math.abs(size) > LEAN.size ? size : 0;
}

function driftOf(readings: readonly Reading[]): number {
  const base = readings.filter(({ side, phase }) => side === 'base' && phase === 'screen');
  const moves = [...groupBy(base, ({ result }) => subjectKey(result.subject)).values()].flatMap((own) => {
    const times = [...own].sort((a, b) => a.round - b.round).map(timeOf);
    const third = Math.floor(times.length / 3);
    const move = Math.log(median(times.slice(-third)) / median(times.slice(0, third)));
    return third > 0 && Number.isFinite(move) ? [move] : [];
  });
  return moves.length === 0 ? 0 : Math.expm1(median(moves));
}
