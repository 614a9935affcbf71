/**
 * The exact two-sided sign test that a median is 0 (W. Dixon & A. Mood, The Statistical Sign Test, JASA 41, 1946): zeros
 * are left out.
 *
 * @returns p, at most 1; 1 of nothing
 */
export function signTest(differences: readonly number[]): number {
  const [above, below] = [differences.filter((d) => d > 0).length, differences.filter((d) => d < 0).length];
  const n = above + below;
  let tail = 0;
  // In logarithms: 2⁻ⁿ vanishes for many differences.
  for (let k = 0, logTerm = -n * Math.LN2; k <= Math.min(above, below); k++) {
    tail += Math.exp(logTerm);
    logTerm += Math.log((n - k) / (k + 1));
  }
  return Math.min(1, 2 * tail);
}
