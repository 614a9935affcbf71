import { deviance, stirlingError } from './deviance.ts';

/** P(X = k) of a Poisson variable (C. Loader, Fast and Accurate Computation of Binomial Probabilities, 2000). */
export function poisson(k: number, mean: number): number {
  if (k === 0) return Math.exp(-mean);
  return Math.exp(-stirlingError(k) - deviance(k, mean, k - mean)) / Math.sqrt(2 * Math.PI * k);
}

/**
 * P(X = k) of successes in n draws without replacement from `marked` and `others`: three binomial probabilities
 * (ibid.), with the same share for all.
 *
 * @param k from max(0, n − others) to min(n, marked)
 */
export function hypergeometric(k: number, n: number, marked: number, others: number): number {
  const share = n / (marked + others);
  return (binomial(k, marked, share) * binomial(n - k, others, share)) / binomial(n, marked + others, share);
}

/** P(X = k) of successes in n trials. */
export function binomial(k: number, n: number, p: number): number {
  if (k === 0) return Math.exp(n * Math.log1p(-p));
  if (k === n) return p ** n;
  const beyond = k - n * p;
  const exponent = deviance(k, n * p, beyond) + deviance(n - k, n * (1 - p), -beyond);
  const stirling = stirlingError(n) - stirlingError(k) - stirlingError(n - k);
  return Math.exp(stirling - exponent) / Math.sqrt((2 * Math.PI * k * (n - k)) / n);
}
