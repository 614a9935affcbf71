import { betaQuantile, betaTails, shareAtOdds } from './beta.ts';

/** Events that were counted, and over how much: operations, bytes, seconds. */
export interface Counted {
  /** Whole, at least 0. */
  readonly events: number;
  /** Above 0. */
  readonly exposure: number;
}

/** One-sided p values. */
export interface RateTest {
  /** Small when head's rate is higher than `ratio` times base's. */
  readonly greater: number;
  /** Small when it is lower. */
  readonly less: number;
}

/**
 * The exact test that head's rate of events is `ratio` times base's, for Poisson counts: given how many events there are
 * together, head's share of them is binomial (J. Przyborowski & H. Wilenski, Homogeneity of Results in Testing Samples
 * from Poisson Series, Biometrika 31, 1940). Exact for counts up to 1e9: the tails are those of {@link betaTails}.
 *
 * @param ratio above 0
 * @throws RangeError for counts that are not whole or negative, exposures or a ratio that are not above 0
 */
export function rateRatioTest(base: Counted, head: Counted, ratio = 1): RateTest {
  check(base, head);
  if (!(ratio > 0)) throw new RangeError(`a ratio of rates is above 0, not ${ratio}`);
  const share = shareAtOdds((ratio * head.exposure) / base.exposure);
  return {
    greater: head.events === 0 ? 1 : betaTails(share, head.events, base.events + 1).below,
    less: base.events === 0 ? 1 : betaTails(share, head.events + 1, base.events).above,
  };
}

/** Head's rate over base's. */
export interface RateRatio {
  /** As measured; Infinity without an event of base, NaN without any. */
  readonly ratio: number;
  /** 0 without an event of head. */
  readonly lo: number;
  /** Infinity without an event of base. */
  readonly hi: number;
}

/**
 * Head's rate over base's, with the ratios that {@link rateRatioTest} just does not reject (C. Clopper & E. Pearson,
 * Biometrika 26, 1934, for the share).
 *
 * @param tail chance, at most, that the true ratio lies beyond one bound: 0.05 gives a 90 % interval
 */
export function rateRatio(base: Counted, head: Counted, tail: number): RateRatio {
  check(base, head);
  const scale = base.exposure / head.exposure;
  const [n, m] = [base.events, head.events];
  const lo = m === 0 ? { x: 0, y: 1 } : betaQuantile(tail, m, n + 1);
  const hi = n === 0 ? { x: 0, y: 1 } : betaQuantile(tail, n, m + 1);
  return { ratio: (m / n) * scale, lo: (lo.x / lo.y) * scale, hi: (hi.y / hi.x) * scale };
}

function check(...sides: readonly Counted[]): void {
  for (const { events, exposure } of sides) {
    if (!(Number.isInteger(events) && events >= 0)) throw new RangeError(`${events} is no number of events`);
    if (!(exposure > 0 && exposure < Number.POSITIVE_INFINITY)) throw new RangeError(`${exposure} is no exposure`);
  }
}
