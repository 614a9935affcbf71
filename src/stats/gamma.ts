import type { Tails } from './beta.ts';
import { deviance, stirlingError } from './deviance.ts';

/**
 * The gamma distribution of shape s: the regularised incomplete gamma functions P(s, x) and Q(s, x), by the series below
 * s + 1 and Legendre's continued fraction above (Abramowitz & Stegun 6.5.29 and 6.5.31). For whole s, `below` is the
 * probability that a Poisson count of mean x is at least s. Relative error ≤ 1e-12 for s from 0.5 to 1e9, down to tails of 1e-290.
 *
 * @param s above 0
 * @param x at least 0
 */
export function gammaTails(s: number, x: number): Tails {
  if (x <= 0) return { below: 0, above: 1 };
  if (x === Number.POSITIVE_INFINITY) return { below: 1, above: 0 };
  if (x < s + 1) {
    const below = density(s, x) * series(s, x);
    return { below, above: 1 - below };
  }
  const above = density(s, x) * fraction(s, x);
  return { below: 1 - above, above };
}

/** P(χ² ≥ x) with this many degrees of freedom. */
export function chiSquareAbove(x: number, degrees: number): number {
  return gammaTails(degrees / 2, x / 2).above;
}

/** x^s e^(−x)/Γ(s) */
function density(s: number, x: number): number {
  return Math.sqrt(s / (2 * Math.PI)) * Math.exp(-stirlingError(s) - deviance(s, x, s - x));
}

function series(s: number, x: number): number {
  let term = 1 / s;
  let sum = term;
  for (let k = s + 1; term > sum * 1e-17; k++) {
    term *= x / k;
    sum += term;
  }
  return sum;
}

/** By Lentz's method (W. Press et al., Numerical Recipes, section 6.2). */
function fraction(s: number, x: number): number {
  let b = x + 1 - s;
  let c = Number.POSITIVE_INFINITY;
  let d = 1 / b;
  let value = d;
  for (let i = 1; ; i++) {
    b += 2;
    d = 1 / (b - i * (i - s) * d);
    c = b - (i * (i - s)) / c;
    value *= c * d;
    if (Math.abs(c * d - 1) < 1e-16) return value;
  }
}
