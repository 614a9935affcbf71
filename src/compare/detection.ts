import type { Pair } from '../model/evidence.ts';
import { median } from '../stats/median.ts';
import { normalCdf, normalQuantile } from '../stats/normal.ts';
import { allPositive } from './change.ts';
import type { Method } from './method.ts';

/** The power that "would have been found" means. */
export const POWER = 0.8;

/** A test that a slowdown has to get through to be called. */
export interface Hurdle {
  /** Rounds that it is made with. */
  readonly rounds: number;
  /** The p it asks for, one-sided. */
  readonly level: number;
  /** Probability that a slowdown of the size sought gets through. */
  readonly power: number;
  /** What the estimate must be above for it to be made at all, as a relative change; 0 for a test of no change. */
  readonly above: number;
}

/** What a row's samples could have shown. */
export interface Detection {
  /** The smallest relative slowdown that would have been found with 80 % power. Null: none, or base is 0. */
  readonly detectable: number | null;
  /** Whether that is as small as was wanted, or a change that the metric calls nothing. */
  readonly resolved: boolean;
  /** Rounds in the hurdle that is the highest. */
  readonly rounds: number;
  /** Where it was not resolved: rounds that would have been enough. Null: so many that it is no use to say. */
  readonly needs: number | null;
}

/**
 * How large a slowdown must be to get through all hurdles, by the row's own interval: a test at `level` finds a shift of
 * half its interval's width in half of all cases, and a larger one by its power, as normal estimates do. Other numbers of
 * rounds are reached by the tail: at n rounds the interval of tail Φ(−z √(n/n′)) is as wide as that of n′ at Φ(−z). So the
 * noise counts as far down the samples as the test looks, and no farther.
 *
 * @param resolution the relative slowdown that should have been found
 */
export function detectionOf(
  pair: Pair,
  hurdles: readonly Hurdle[],
  resolution: number,
  method: Pick<Method, 'change'>,
): Detection {
  const views = hurdles.map((hurdle) => ({ hurdle, size: shiftThrough(pair, hurdle, method) }));
  const scale = scaleOf(pair);
  const wanted = Math.max(scale.shift(resolution), scale.floor);
  const highest = views.reduce((a, b) => ((b.size ?? Number.POSITIVE_INFINITY) > (a.size ?? -1) ? b : a));
  const resolved = views.every(({ size }) => size !== null && size <= wanted);
  return {
    detectable: views.some(({ size }) => size === null) ? null : finite(scale.relative(highest.size ?? 0)),
    resolved,
    rounds: highest.hurdle.rounds,
    needs: resolved ? null : roundsFor(highest, wanted),
  };
}

/** The shift on the pair's own scale that gets through; null when the samples are too few to say. */
function shiftThrough(pair: Pair, { rounds, level, power, above }: Hurdle, method: Pick<Method, 'change'>) {
  const z = level >= 0.5 ? 0 : -normalQuantile(level);
  const own = Math.min(pair.base.value.length, pair.head.value.length);
  const deviation = deviationAt(pair, Math.max(1, z * Math.sqrt(own / rounds)), method);
  if (deviation === null) return null;
  return scaleOf(pair).shift(above) + (z + normalQuantile(power)) * deviation * Math.sqrt(own / rounds);
}

/** The standard deviation of the estimate as the interval of z standard deviations shows it. */
function deviationAt(pair: Pair, z: number, method: Pick<Method, 'change'>): number | null {
  const { width } = method.change(pair, normalCdf(-z));
  return width === null || Number.isNaN(width) ? null : width / (2 * z);
}

interface Scale {
  /** From a relative change to the scale on which the noise adds: logarithms where all values are above 0. */
  shift(relative: number): number;
  relative(shift: number): number;
  /** A change that the metric calls nothing, on that scale. */
  readonly floor: number;
}

function scaleOf({ base, head, metric }: Pair): Scale {
  const size = Math.abs(median(base.value));
  const floor = metric.floor?.absolute ?? 0;
  if (allPositive(base.value) && allPositive(head.value))
    return { shift: Math.log1p, relative: Math.expm1, floor: Math.log1p(floor / size) };
  return { shift: (r) => r * size, relative: (s) => (s === 0 ? 0 : s / size), floor };
}

function finite(x: number): number | null {
  return Number.isFinite(x) ? x : null;
}

/** More rounds than this are no advice. */
const MOST = 1000;

/** A shift found falls with the square root of the rounds. */
function roundsFor({ hurdle, size }: { hurdle: Hurdle; size: number | null }, wanted: number): number | null {
  const needed =
    size === null ? fewestRounds(hurdle.level) : wanted > 0 ? hurdle.rounds * (size / wanted) ** 2 : Number.NaN;
  return needed <= MOST ? Math.max(hurdle.rounds + 1, Math.ceil(needed)) : null;
}

/** Rounds with which a rank test can be as small as `level` and still lose a few samples to noise. */
function fewestRounds(level: number): number {
  return Math.ceil(normalQuantile(Math.min(0.4, level)) ** 2);
}
