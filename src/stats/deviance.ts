/**
 * The error of Stirling's formula, ln Γ(n + 1) − [(n + ½) ln n − n + ½ ln 2π], to about 1e-15. Probabilities of large
 * counts are made of it and of {@link deviance}, so that nothing large cancels (C. Loader, Fast and Accurate Computation
 * of Binomial Probabilities, 2000).
 *
 * @param n above 0
 */
export function stirlingError(n: number): number {
  return n >= LARGE ? series(n) : (SMALL[n] ?? stepped(n));
}

/** Below this the series is too short. */
const LARGE = 16;
/** Of whole numbers. */
const SMALL = Array.from({ length: LARGE }, (_, n) => stepped(n));

/** The error of n is that of n + 1 and a simple term. */
function stepped(n: number): number {
  let shifted = 0;
  let k = n;
  for (; k < LARGE; k++) shifted += (k + 0.5) * Math.log1p(1 / k) - 1;
  return shifted + series(k);
}

function series(n: number): number {
  const s = 1 / (n * n);
  return (1 / 12 - s * (1 / 360 - s * (1 / 1260 - s * (1 / 1680 - s / 1188)))) / n;
}

/**
 * x ln(x/mean) + mean − x: half the deviance of a Poisson count. The difference is given apart, since it may be known
 * better than the rounded x and mean tell.
 *
 * @param x above 0
 * @param mean above 0
 * @param difference x − mean
 */
export function deviance(x: number, mean: number, difference: number): number {
  const v = difference / (x + mean);
  if (Math.abs(v) > 0.5) return x * Math.log(x / mean) - difference;
  // x ln((1 + v)/(1 − v)) by its series.
  let sum = difference * v;
  let power = 2 * x * v;
  for (let k = 3; ; k += 2) {
    power *= v * v;
    const next = sum + power / k;
    if (next === sum) return sum;
    sum = next;
  }
}
