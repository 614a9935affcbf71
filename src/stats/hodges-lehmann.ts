import { lowerCriticalU } from './critical.ts';
import { kthOfPairs } from './pairs.ts';
import { ascending } from './sorted.ts';

/** An estimate with bounds; a bound is null when there are too few samples for it. */
export interface Estimate {
  readonly center: number;
  readonly lo: number | null;
  readonly hi: number | null;
}

/**
 * Head over base: the median of all ratios head/base, which is the Hodges-Lehmann shift of the logarithms (J. Hodges &
 * E. Lehmann, Ann. Math. Stat. 34, 1963). Its bounds are the ratios that the exact Mann-Whitney test, one-sided at
 * `tail`, just does not reject (order statistics of the ratios: M. Hollander & D. Wolfe, Nonparametric Statistical
 * Methods, section 4.3). With ties they are a little wider than they need to be.
 *
 * Extreme values may give 0 or Infinity: the caller decides what to show.
 *
 * @param base samples, all above 0, at least one
 * @param head likewise
 * @param tail probability beyond each bound: 0.05 gives a 90 % interval
 */
export function shiftRatio(base: readonly number[], head: readonly number[], tail: number): Estimate {
  return overPairs(
    base,
    head,
    tail,
    (x, y) => y / x,
    (a, b) => Math.sqrt(a) * Math.sqrt(b),
  );
}

/** Head minus base, for samples that may be 0 or negative: as {@link shiftRatio}, of differences. */
export function shiftDifference(base: readonly number[], head: readonly number[], tail: number): Estimate {
  return overPairs(
    base,
    head,
    tail,
    (x, y) => y - x,
    (a, b) => a / 2 + b / 2,
  );
}

type Both = (a: number, b: number) => number;

function overPairs(base: readonly number[], head: readonly number[], tail: number, f: Both, between: Both): Estimate {
  const ys = ascending(head);
  const pairs = base.length * ys.length;
  const kth = (k: number) => kthOfPairs(base, ys, f, k);
  const [a, b] = [kth(Math.floor((pairs - 1) / 2)), kth(Math.floor(pairs / 2))];
  const critical = lowerCriticalU(base.length, ys.length, tail);
  const center = a === b ? a : between(a, b);
  if (critical === null) return { center, lo: null, hi: null };
  return { center, lo: kth(critical), hi: kth(pairs - 1 - critical) };
}
