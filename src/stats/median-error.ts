/**
 * The median and its standard error, robust against outliers: 1.4826 MAD estimates the standard deviation of normal data,
 * and the median's error is √(π/2) σ/√n (Kendall & Stuart, vol. 1, §14).
 *
 * @param values finite, in any order
 * @returns null for fewer than 3 values, which say nothing about their spread
 */
export function medianWithError(values: readonly number[]): { readonly median: number; readonly error: number } | null {
  if (values.length < 3) return null;
  const median = middle(values);
  const mad = middle(values.map((v) => Math.abs(v - median)));
  return { median, error: (Math.sqrt(Math.PI / 2) * 1.4826 * mad) / Math.sqrt(values.length) };
}

function middle(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const [lo = 0, hi = 0] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return lo + (hi - lo) / 2;
}
