import { ascending } from './sorted.ts';

/** Samples of one side with the round that each was taken in. */
export interface Dated {
  readonly value: readonly number[];
  readonly round: readonly number[];
}

/** What is left of the samples of both sides, each in the order given. */
export interface Rest {
  readonly base: Float64Array;
  readonly head: Float64Array;
}

/** Rounds that a floor is taken from. */
const WINDOW = 7;
/** The floor is this quantile: low, since noise in time only adds, and not the lowest, which is luck. */
const QUANTILE = 0.3;

/**
 * Takes the drift of the machine out of samples: from each value the floor of the rounds around it is subtracted. The
 * floor is that of both sides together and never asks which side a value is of, so where nothing changed the sides stay
 * exchangeable, and a permutation test of what is left stays exact (ranking after alignment: J. Hodges & E. Lehmann, Rank
 * Methods for Combination of Independent Experiments, Ann. Math. Stat. 33, 1962).
 *
 * @param base values on the scale on which the drift adds: logarithms of times
 * @returns what is left when base is moved by a shift; made once, asked for many shifts
 */
export function withoutDrift(base: Dated, head: Dated): (shift: number) => Rest {
  const rounds = [...new Set([...base.round, ...head.round])].sort((a, b) => a - b);
  const place = new Map(rounds.map((round, i) => [round, i]));
  const [bases, heads] = [placed(base, place), placed(head, place)];
  const windows = rounds.map((_, i) => windowOf(i, rounds.length, bases, heads));
  return (shift) => {
    const floors = windows.map((window) => floorOf(window, shift));
    const rest = (side: Placed, moved: number) => side.value.map((v, i) => v + moved - (floors[side.at[i] ?? 0] ?? 0));
    return { base: rest(bases, shift), head: rest(heads, 0) };
  };
}

interface Placed {
  readonly value: Float64Array;
  /** Place of each value's round among the rounds. */
  readonly at: readonly number[];
}

function placed({ value, round }: Dated, place: ReadonlyMap<number, number>): Placed {
  return { value: Float64Array.from(value), at: round.map((r) => place.get(r) ?? 0) };
}

interface Window {
  readonly base: readonly number[];
  readonly head: readonly number[];
}

/** At both ends the window stays whole and the round is no longer in its middle. */
function windowOf(i: number, rounds: number, base: Placed, head: Placed): Window {
  const from = Math.max(0, Math.min(i - (WINDOW >> 1), rounds - WINDOW));
  const within = ({ value, at }: Placed) =>
    ascending([...value].filter((_, k) => (at[k] ?? 0) >= from && (at[k] ?? 0) < from + WINDOW));
  return { base: within(base), head: within(head) };
}

/** The quantile of both sorted sides together, by merging up to it. */
function floorOf({ base, head }: Window, shift: number): number {
  const wanted = Math.floor(QUANTILE * (base.length + head.length - 1));
  let [i, j, floor] = [0, 0, 0];
  while (i + j <= wanted) {
    const [x, y] = [
      i < base.length ? (base[i] ?? 0) + shift : Number.POSITIVE_INFINITY,
      head[j] ?? Number.POSITIVE_INFINITY,
    ];
    floor = Math.min(x, y);
    if (x <= y) i++;
    else j++;
  }
  return floor;
}
