/** Beyond this many differences 2ⁿ sums are too many. */
const MOST = 16;

/**
 * The exact one-sided test that paired differences are symmetric about 0: of all ways to flip their signs, the share whose
 * sum is at least as large (R. Fisher, The Design of Experiments, 1935, section 21).
 *
 * @param differences finite, at most 16
 * @returns p, small when the differences tend to be above 0; 1 of nothing
 * @throws RangeError for more than 16
 */
export function signFlip(differences: readonly number[]): number {
  if (differences.length > MOST) throw new RangeError(`at most ${MOST} differences, not ${differences.length}`);
  const observed = differences.reduce((sum, d) => sum + d, 0);
  const ways = 2 ** differences.length;
  // Sums of the same numbers in another order differ in the last bit.
  const slack = 1e-12 * differences.reduce((sum, d) => sum + Math.abs(d), 0);
  let reached = 0;
  for (let way = 0; way < ways; way++) {
    const sum = differences.reduce((s, d, i) => s + ((way >> i) & 1 ? -d : d), 0);
    if (sum >= observed - slack) reached++;
  }
  return reached / ways;
}
