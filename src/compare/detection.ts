import type { Pair } from '../model/evidence.ts';
import { median } from '../stats/median.ts';
import { samplesFor, type TestDesign } from '../stats/power.ts';
import { allPositive } from './change.ts';

/** The power that "would have been found" means. */
export const POWER = 0.8;

/** A test that a slowdown has to get through to be called, and what its samples are named. */
export interface Hurdle extends TestDesign {
  readonly samples: 'rounds' | 'screening rounds' | 'fresh rounds';
}

/** How a test sees noise. */
export interface Sight {
  /**
   * The standard deviation of the normal noise that would trouble the test so designed as much as noise like that of these
   * samples does; NaN: unknown.
   */
  spread(base: readonly number[], head: readonly number[], design: TestDesign): number;
  /** The smallest shift, in such standard deviations, that it finds; null: too few samples to find any. */
  shift(design: TestDesign): number | null;
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
export function detectionOf(pair: Pair, hurdles: readonly Hurdle[], resolution: number, sight: Sight): Detection {
  const views = hurdles.map((hurdle) => viewOf(pair, hurdle, resolution, sight));
  const sizes = views.map(({ detectable }) => detectable);
  const resolved = views.every((view) => view.resolved);
  return {
    detectable: sizes.every((size) => size !== null) ? Math.max(...sizes) : null,
    resolved,
    needs: resolved ? [] : views.flatMap(({ hurdle, wanted }) => needOf(hurdle, wanted, sight)),
  };
}

/** What gets through one hurdle, and the shift that should. */
interface View {
  readonly hurdle: Hurdle;
  readonly detectable: number | null;
  readonly wanted: number;
  readonly resolved: boolean;
}

function viewOf(pair: Pair, hurdle: Hurdle, resolution: number, sight: Sight): View {
  const noise = noiseOf(pair, hurdle, sight);
  const shift = sight.shift(hurdle);
  const wanted = wantedShift(noise, resolution, pair.metric.floor?.absolute ?? 0);
  const detectable = shift === null ? null : relativeShift(noise, shift);
  return { hurdle, detectable, wanted, resolved: shift !== null && shift <= wanted };
}

function noiseOf({ base, head }: Pair, hurdle: Hurdle, { spread }: Sight): Noise {
  const logarithmic = allPositive(base.value) && allPositive(head.value);
  const scale = (values: readonly number[]) => (logarithmic ? values.map(Math.log) : values);
  return { sd: spread(scale(base.value), scale(head.value), hurdle), logarithmic, center: median(base.value) };
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

/** More samples than this are no advice. */
const MOST = 1000;

function needOf({ samples, n, m, alpha, power }: Hurdle, wanted: number, { shift }: Sight): Need[] {
  const has = Math.min(n, m);
  const needs = wanted > 0 ? samplesFor(wanted, alpha, power, MOST, shift) : null;
  return needs !== null && needs <= has ? [] : [{ samples, has, needs }];
}
