/** The standard normal distribution to about 15 digits. */

const DENSITY_AT_0 = 1 / Math.sqrt(2 * Math.PI);
/** Beyond this the series loses digits to the subtraction and the continued fraction converges at once. */
const SERIES_UP_TO = 3;

export function normalDensity(z: number): number {
  return DENSITY_AT_0 * Math.exp((-z * z) / 2);
}

/**
 * P(Z ≤ z), with full relative precision in the lower tail: Marsaglia's series in the middle (G. Marsaglia, Evaluating
 * the normal distribution, J. Stat. Software 11(4), 2004), Laplace's continued fraction in the tails (Abramowitz &
 * Stegun 26.2.14).
 */
export function normalCdf(z: number): number {
  if (z < -SERIES_UP_TO) return tail(-z);
  if (z > SERIES_UP_TO) return 1 - tail(z);
  let term = z;
  let sum = z;
  for (let k = 3; Math.abs(term) > 1e-17; k += 2) {
    term *= (z * z) / k;
    sum += term;
  }
  return 0.5 + sum * normalDensity(z);
}

/** P(Z ≥ z) for z > 0. */
function tail(z: number): number {
  let fraction = z;
  for (let k = Math.ceil(20 + 1500 / (z * z)); k >= 1; k--) fraction = z + k / fraction;
  return normalDensity(z) / fraction;
}

/**
 * z with P(Z ≤ z) = p, for 0 < p < 1: Abramowitz & Stegun 26.2.23, refined by Halley's method.
 *
 * @throws RangeError when p is not inside (0, 1)
 */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`a probability between 0 and 1 is needed, not ${p}`);
  if (p > 0.5) return -normalQuantile(1 - p);
  const t = Math.sqrt(-2 * Math.log(p));
  let z = (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t;
  for (let i = 0; i < 3; i++) {
    const step = (normalCdf(z) - p) / normalDensity(z);
    z -= step / (1 + (z * step) / 2);
  }
  return z;
}
