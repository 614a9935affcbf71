import { betaQuantile } from './beta.ts';

/** Where a share lies. */
export interface ShareBounds {
  readonly lo: number;
  readonly hi: number;
}

/**
 * Exact bounds of a share (C. Clopper & E. Pearson, The Use of Confidence or Fiducial Limits, Biometrika 26, 1934): the
 * shares at which as many successes or more, or as few or fewer, have just the probability `tail`.
 *
 * @param successes whole, 0 … n
 * @param n trials, whole, at least 1
 * @param tail chance, at most, that the true share lies beyond one bound: 0.05 gives a 90 % interval
 * @throws RangeError for other counts, or a tail outside (0, 1)
 */
export function shareBounds(successes: number, n: number, tail: number): ShareBounds {
  const whole = Number.isInteger(successes) && Number.isInteger(n);
  if (!(whole && successes >= 0 && n >= 1 && successes <= n))
    throw new RangeError(`there are no ${successes} successes in ${n} trials`);
  return {
    lo: successes === 0 ? 0 : betaQuantile(tail, successes, n - successes + 1).x,
    hi: successes === n ? 1 : betaQuantile(tail, n - successes, successes + 1).y,
  };
}
