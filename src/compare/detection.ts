import type { Pair } from '../model/evidence.ts';
import { median } from '../stats/median.ts';
import { detectableShift, samplesFor, type TestDesign } from '../stats/power.ts';
import { pooledSpread } from '../stats/spread.ts';
import { allPositive } from './change.ts';

/** The power that "would have been found" means. */
export const POWER = 0.8;

/** A test that a slowdown has to get through to be called, and what its samples are named. */
export interface Hurdle extends TestDesign {
  readonly samples: 'rounds' | 'screening rounds' | 'fresh rounds';
}

/** The spread of a pair's samples about their centres. */
interface Noise {
  /** Of the logarithms where all values are above 0, else in the metric's unit. NaN when no side has two samples. */
  readonly sd: number;
  readonly logarithmic: boolean;
  /** Centre of base. */
  readonly center: number;
}

/** What a row's samples could have shown. */
export interface Detection {
  /** The smallest relative slowdown that would have been found with 80 % power. Null: none, or base is 0. */
  readonly detectable: number | null;
  /** Whether that is as small as was wanted, or a change that the metric calls nothing. */
  readonly resolved: boolean;
  /** Where it was not: samples that would have been enough. */
  readonly needs: readonly Need[];
}

export interface Need {
  readonly samples: Hurdle['samples'];
  readonly has: number;
  /** Null: so many that it is no use to say. */
  readonly needs: number | null;
}

/** @param resolution the relative slowdown that should have been found */
export function detectionOf(pair: Pair, hurdles: readonly Hurdle[], resolution: number): Detection {
  const noise = noiseOf(pair);
  const shifts = hurdles.map(detectableShift);
  const wanted = wantedShift(noise, resolution, pair.metric.floor?.absolute ?? 0);
  const shift = shifts.every((s) => s !== null) ? Math.max(...shifts) : null;
  const resolved = shift !== null && shift <= wanted;
  return {
    detectable: shift === null ? null : relativeShift(noise, shift),
    resolved,
    needs: resolved ? [] : hurdles.flatMap((hurdle) => needOf(hurdle, wanted)),
  };
}

function noiseOf({ base, head }: Pair): Noise {
  const logarithmic = allPositive(base.value) && allPositive(head.value);
  const scale = (values: readonly number[]) => (logarithmic ? values.map(Math.log) : values);
  return { sd: pooledSpread(scale(base.value), scale(head.value)), logarithmic, center: median(base.value) };
}

/** The relative slowdown that a shift of so many standard deviations is. */
function relativeShift({ sd, logarithmic, center }: Noise, shift: number): number | null {
  const relative = logarithmic ? Math.expm1(shift * sd) : (shift * sd) / Math.abs(center);
  return Number.isFinite(relative) ? relative : null;
}

/** The slowdown that should be found, in standard deviations; infinite when nothing spreads, NaN when nothing is known. */
function wantedShift({ sd, logarithmic, center }: Noise, resolution: number, floor: number): number {
  const size = Math.abs(center);
  const wanted = logarithmic ? Math.log1p(Math.max(resolution, floor / size)) : Math.max(resolution * size, floor);
  return sd === 0 ? Number.POSITIVE_INFINITY : wanted / sd;
}

function needOf({ samples, n, m, alpha, power }: Hurdle, wanted: number): Need[] {
  const has = Math.min(n, m);
  const needs = wanted > 0 ? samplesFor(wanted, alpha, power) : null;
  return needs !== null && needs <= has ? [] : [{ samples, has, needs }];
}
