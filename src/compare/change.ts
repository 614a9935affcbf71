import type { Pair } from '../model/evidence.ts';
import type { Direction, Metric } from '../model/metric.ts';
import { type Estimate, shiftDifference, shiftRatio } from '../stats/hodges-lehmann.ts';
import { median } from '../stats/median.ts';

/** Probability beyond each bound of a change: the 90 % interval, each end a one-sided 95 % bound. */
export const TAIL = 0.05;

/** How head differs from base. Ratios are finite and not below 0, or null. */
export interface Change {
  readonly ratio: number | null;
  readonly ratioLo: number | null;
  readonly ratioHi: number | null;
  /** Bounds of the relative change (ratio − 1); may be infinite when base is 0; null with too few samples. */
  readonly lo: number | null;
  readonly hi: number | null;
  /** Width of the interval on the scale on which noise adds: logarithms of ratios, or the metric's unit. Null as they. */
  readonly width: number | null;
}

/**
 * The change of a noisy pair with samples on both sides: by ratios, or by differences where a value is 0 or below.
 *
 * @param tail probability beyond each bound
 */
export function changeOf({ base, head }: Pair, tail: number): Change {
  if (allPositive(base.value) && allPositive(head.value))
    return changeOfRatio(shiftRatio(base.value, head.value, tail));
  const center = median(base.value);
  const shift = shiftDifference(base.value, head.value, tail);
  const width = shift.lo === null || shift.hi === null ? null : shift.hi - shift.lo;
  const ratio = (d: number) => 1 + d / center;
  if (center > 0) return { ...changeOfRatio(mapped(shift, ratio)), width };
  const share = (d: number) => (d === 0 ? 0 : d / Math.abs(center));
  return { ...NO_RATIO, lo: orNull(shift.lo, share), hi: orNull(shift.hi, share), width };
}

/** The change of a counted pair: that of its medians. Counts have no interval: both bounds are the ratio itself. */
export function exactChange({ base, head }: Pair): Pick<Change, 'ratio' | 'ratioLo' | 'ratioHi'> {
  const [from, to] = [median(base.value), median(head.value)];
  const ratio = from > 0 ? shown(to / from) : null;
  return { ratio, ratioLo: ratio, ratioHi: ratio };
}

const NO_RATIO = { ratio: null, ratioLo: null, ratioHi: null };

export function allPositive(values: readonly number[]): boolean {
  return values.every((v) => v > 0);
}

/** @param estimate of head/base with its bounds */
export function changeOfRatio({ center, lo, hi }: Estimate): Change {
  const change = (ratio: number) => ratio - 1;
  return {
    ratio: shown(center),
    ratioLo: shown(lo),
    ratioHi: shown(hi),
    lo: orNull(lo, change),
    hi: orNull(hi, change),
    width: lo === null || hi === null ? null : Math.log(hi) - Math.log(lo),
  };
}

function mapped({ center, lo, hi }: Estimate, f: (x: number) => number): Estimate {
  return { center: f(center), lo: orNull(lo, f), hi: orNull(hi, f) };
}

function orNull(x: number | null, f: (x: number) => number): number | null {
  return x === null ? null : f(x);
}

/** A ratio of extreme values may leave the range of numbers; one of different signs is no ratio. */
function shown(ratio: number | null): number | null {
  return ratio !== null && ratio >= 0 && Number.isFinite(ratio) ? ratio : null;
}

/** head − base, kept within the range of numbers. */
export function difference(base: number, head: number): number {
  return Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, head - base));
}

/**
 * Whether a relative change is surely beyond the limit, and whether that is for the worse: r > 1 + limit, or as the
 * mirror image r < 1/(1 + limit), with r = head/base and `lo` … `hi` the bounds of r − 1.
 */
export function beyond(
  { lo, hi }: { readonly lo: number | null; readonly hi: number | null },
  limit: number,
  better: Direction,
): 'worse' | 'better' | null {
  if (better === 'neither') return null;
  if (lo !== null && lo > limit) return better === 'lower' ? 'worse' : 'better';
  if (hi !== null && hi < 1 / (1 + limit) - 1) return better === 'lower' ? 'better' : 'worse';
  return null;
}

/** Whether a difference of centres is more than what the metric calls nothing. */
export function isMaterial({ floor }: Metric, base: number, head: number): boolean {
  if (!floor) return true;
  return Math.abs(head - base) > Math.max(floor.absolute, floor.relative * Math.abs(base));
}
