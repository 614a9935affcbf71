/** One-sided p values of one question, each direction. */
export interface Tails {
  readonly greater: number;
  readonly less: number;
}

/** Of the error that both tests may make together, the share of the test on the lowest ranks. */
export const LOW_SHARE = 0.8;

/**
 * The test on the lowest ranks and the Mann-Whitney test as one: the first is blind to a slowdown that only the slow half
 * shows. min(a, b) · 2 is a p value whatever ties the two together (Bonferroni); so is min(a/w, b/(1 − w)), and the
 * lowest ranks, which find nearly everything in time, are given w = 0.8 (K. Genovese & L. Wasserman's weights: False
 * Discovery Control with p-Value Weighting, Biometrika 93, 2006).
 */
export function coveringTails(low: Tails, all: Tails): Tails {
  const cover = (a: number, b: number) => Math.min(1, a / LOW_SHARE, b / (1 - LOW_SHARE));
  return { greater: cover(low.greater, all.greater), less: cover(low.less, all.less) };
}
