import type { Summary } from '../../model/comparison.ts';
import type { ProfileKind } from '../../model/evidence.ts';
import type { ProfileMetric } from '../../model/profile-metric.ts';
import { normalCdf, normalQuantile } from '../../stats/normal.ts';
import { shareBounds } from '../../stats/proportion.ts';
import { detectableRatio } from '../../stats/rate-power.ts';
import { rateRatio, rateRatioTest } from '../../stats/rate-ratio.ts';
import { beyond, isMaterial } from '../change.ts';
import type { Measured } from './measure.ts';
import { WAITS_SPREAD } from './precision.ts';

/** How head compares with base. */
export interface Estimate {
  /** Head over base; null where base is 0. */
  readonly ratio: number | null;
  /** Bounds of the ratio; null where there is none. */
  readonly lo: number | null;
  readonly hi: number | null;
  /** Two-sided, of no change; null where nothing is sampled. */
  readonly p: number | null;
  /** Beyond the limit for sure (each bound one-sided 95 %), and which way. */
  readonly verdict: 'worse' | 'better' | null;
}

/** How the numbers of one kind of profile vary. */
export interface Method {
  side(measured: Measured, tail: number): Summary;
  estimate(metric: ProfileMetric, base: Measured, head: Measured, limit: number, tail: number): Estimate;
  /** The smallest growth that would be called at this level with 80 % power; null where that means nothing. */
  detectable(base: Measured, head: Measured, level: number): number | null;
}

const POWER = 0.8;

/** CPU samples: Poisson, exactly. */
const sampled: Method = {
  side({ value, events, allEvents, whole }, tail) {
    if (allEvents === 0 || whole === null) return { center: value, lo: value, hi: value, n: events };
    const { lo, hi } = shareBounds(Math.min(events, allEvents), allEvents, tail);
    return { center: value, lo: lo * whole, hi: hi * whole, n: events };
  },
  estimate(_, base, head, limit, tail) {
    const test = rateRatioTest(base, head);
    const { ratio, lo, hi } = rateRatio(base, head, tail);
    const verdict = lo > 1 + limit ? 'worse' : hi < 1 / (1 + limit) ? 'better' : null;
    const p = Math.min(1, 2 * Math.min(test.greater, test.less));
    return { ratio: finite(ratio), lo: finite(lo), hi: finite(hi), p, verdict };
  },
  detectable(base, head, level) {
    const found = detectableRatio({
      expected: base.events,
      exposures: head.exposure / base.exposure,
      level,
      power: POWER,
    });
    return finite(found - 1);
  },
};

/** Allocations: every one is recorded. */
const counted: Method = {
  side: ({ value, events }) => ({ center: value, lo: value, hi: value, n: events }),
  estimate(metric, { value: base }, { value: head }, limit) {
    const ratio = base === 0 ? null : head / base;
    if (!isMaterial(metric, base, head)) return { ratio, lo: ratio, hi: ratio, p: null, verdict: null };
    const change = ratio === null ? Number.POSITIVE_INFINITY : ratio - 1;
    return { ratio, lo: ratio, hi: ratio, p: null, verdict: beyond({ lo: change, hi: change }, limit, metric.better) };
  },
  detectable: () => null,
};

/** Waits: few and of very different length, so the logarithm of their sum is taken to be normal. A rule of thumb. */
const waited: Method = {
  side({ value, events }, tail) {
    const wide = Math.exp(errorOf(events) * -normalQuantile(tail));
    return events === 0
      ? { center: 0, lo: 0, hi: 0, n: 0 }
      : { center: value, lo: value / wide, hi: value * wide, n: events };
  },
  estimate(metric, base, head, limit, tail) {
    if (!(base.value > 0 && head.value > 0)) return fromNothing(metric, base, head);
    const error = Math.hypot(errorOf(base.events), errorOf(head.events));
    const change = Math.log(head.value / base.value);
    const wide = error * -normalQuantile(tail);
    const [lo, hi] = [Math.exp(change - wide), Math.exp(change + wide)];
    const p = Math.min(1, 2 * normalCdf(-Math.abs(change) / error));
    return { ratio: Math.exp(change), lo, hi, p, verdict: beyond({ lo: lo - 1, hi: hi - 1 }, limit, metric.better) };
  },
  detectable(base, _, level) {
    if (base.events === 0) return null;
    const reach = normalQuantile(POWER) - normalQuantile(level);
    return finite(Math.exp(reach * Math.SQRT2 * errorOf(base.events)) - 1);
  },
};

/** Waits on one side only: none where n are expected has the probability e^−n. Where none was, its mean is not known. */
function fromNothing({ view }: ProfileMetric, base: Measured, head: Measured): Estimate {
  const p = view === 'mean' ? 1 : Math.min(1, 2 * Math.exp(-Math.max(base.events, head.events)));
  const verdict = p > 0.05 ? null : head.value > 0 ? 'worse' : 'better';
  return { ratio: base.value > 0 ? 0 : null, lo: null, hi: null, p, verdict };
}

/** Standard error of the logarithm of a sum of n waits. */
function errorOf(events: number): number {
  return Math.sqrt(WAITS_SPREAD / Math.max(1, events));
}

const METHODS: Readonly<Record<ProfileKind, Method>> = { cpu: sampled, memory: counted, block: waited, mutex: waited };

export function methodOf({ kind }: ProfileMetric): Method {
  return METHODS[kind];
}

function finite(x: number): number | null {
  return Number.isFinite(x) ? x : null;
}
