import { normalQuantile } from './normal.ts';
import { hypergeometric } from './poisson.ts';
import type { Random } from './random.ts';

/**
 * Draws one of the ways in which the members of all categories can be dealt out to a sample, each as likely as every
 * other: how many of each category it gets (a multivariate hypergeometric draw, category after category). Costs about
 * √total steps a category, at most some hundreds.
 *
 * @param totals members of each category, whole
 * @param size of the sample, at most their sum
 */
export function dealt(totals: readonly number[], size: number, random: Random): number[] {
  let [others, wanted] = [totals.reduce((sum, n) => sum + n, 0), size];
  return totals.map((total) => {
    others -= total;
    const k = marked(wanted, total, others, random());
    wanted -= k;
    return k;
  });
}

/** From so large a standard deviation on the normal distribution is close enough: no probability is off by more than 0.001. */
const WIDE = 300;

/**
 * A hypergeometric draw by inversion that begins at the mode and goes outwards (V. Kachitvichyanukul & B. Schmeiser,
 * Computer Generation of Hypergeometric Random Variates, 1985, algorithm HIN with the start moved).
 */
function marked(n: number, marks: number, others: number, u: number): number {
  const [least, most] = [Math.max(0, n - others), Math.min(n, marks)];
  if (least === most) return least;
  const deviation = Math.sqrt(spread(n, marks, others));
  if (deviation > WIDE) {
    // Half of the generator's step: 0 is no probability of the normal distribution.
    const k = (n * marks) / (marks + others) + deviation * normalQuantile(u + 2 ** -33);
    return Math.min(most, Math.max(least, Math.round(k)));
  }
  const mode = Math.min(most, Math.max(least, Math.floor(((n + 1) * (marks + 1)) / (marks + others + 2))));
  let [down, up] = [mode, mode];
  let pDown = hypergeometric(mode, n, marks, others);
  let pUp = pDown;
  let left = u - pDown;
  while (left >= 0) {
    if (up === most && down === least) return mode;
    if (up < most) {
      pUp *= ((marks - up) / (up + 1)) * ((n - up) / (others - n + up + 1));
      up++;
      left -= pUp;
      if (left < 0) return up;
    }
    if (down > least) {
      pDown *= (down / (marks - down + 1)) * ((others - n + down) / (n - down + 1));
      down--;
      left -= pDown;
      if (left < 0) return down;
    }
  }
  return mode;
}

/** Variance of a hypergeometric count. */
function spread(n: number, marks: number, others: number): number {
  const total = marks + others;
  return (((((n / total) * marks) / total) * others) / (total - 1)) * (total - n);
}
