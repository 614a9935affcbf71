import { betaTails, shareAtOdds } from './beta.ts';
import { gammaTails } from './gamma.ts';
import { normalQuantile } from './normal.ts';
import { poisson } from './poisson.ts';

/** What a comparison of two counts is planned with. */
export interface RateDesign {
  /** Events that base is expected to have, above 0. */
  readonly expected: number;
  /** Head's exposure over base's; 1 when both run equally long. */
  readonly exposures?: number;
  /** The one-sided p at which the test calls. */
  readonly level: number;
  /** Probability of the call, at least the level. */
  readonly power: number;
}

/** From so many events on the formula is off by less than 0.5 % of ratio − 1. */
const MANY = 1e4;

/**
 * The smallest ratio of head's rate to base's that `rateRatioTest` calls with the given power. Numeric up to 10,000
 * expected events; beyond, by the square roots of the counts, whose variance is ¼ (M. Bartlett, The Square Root
 * Transformation in Analysis of Variance, 1936): ratio − 1 is then off by less than 0.5 %.
 *
 * @returns Infinity when nothing is expected
 */
export function detectableRatio({ expected, exposures = 1, level, power }: RateDesign): number {
  if (!(expected > 0)) return Number.POSITIVE_INFINITY;
  const reach = -normalQuantile(level) + normalQuantile(power);
  const formula = (1 + (reach / 2) * Math.sqrt((1 + 1 / exposures) / expected)) ** 2;
  if (Math.min(expected, expected * exposures) > MANY) return formula;
  const powerOf = powerFunction(expected, exposures, level);
  return solve((ratio) => powerOf(ratio) >= power, formula);
}

/** P(call) as a function of the ratio: base's count is averaged over, head's is Poisson. */
function powerFunction(expected: number, exposures: number, level: number): (ratio: number) => number {
  const share = shareAtOdds(exposures);
  const cases = likely(expected);
  let least = 1;
  const critical = cases.map(({ count }) => {
    least = firstCalled((head) => betaTails(share, head, count + 1).below <= level, least);
    return least;
  });
  const total = cases.reduce((sum, { weight }) => sum + weight, 0);
  return (ratio) => {
    const mean = expected * exposures * ratio;
    const called = cases.reduce((sum, { weight }, i) => sum + weight * gammaTails(critical[i] ?? 1, mean).below, 0);
    return called / total;
  };
}

/** Points per standard deviation. Between them the critical counts jump, so that the power is off by up to 0.0002. */
const POINTS = 16;
/** Standard deviations beyond which a count is not met with: 1e-12. */
const WIDE = 7;

interface Case {
  readonly count: number;
  readonly weight: number;
}

/** The counts that a Poisson variable takes, every one or evenly spaced ones, with their probabilities (up to a factor). */
function likely(mean: number): readonly Case[] {
  const deviation = Math.sqrt(mean);
  const step = Math.max(1, Math.floor(deviation / POINTS));
  const from = Math.max(0, Math.floor(mean - WIDE * deviation));
  const to = Math.ceil(mean + WIDE * deviation + WIDE ** 2);
  const cases: Case[] = [];
  for (let count = from; count <= to; count += step) cases.push({ count, weight: poisson(count, mean) });
  return cases;
}

/** The smallest whole number from `least` on for which something holds that holds for all larger ones. */
function firstCalled(holds: (n: number) => boolean, least: number): number {
  let [below, above] = [least - 1, least];
  for (let step = 1; !holds(above); step *= 2) [below, above] = [above, above + step];
  while (above - below > 1) {
    const middle = Math.floor((below + above) / 2);
    if (holds(middle)) above = middle;
    else below = middle;
  }
  return above;
}

/** The smallest ratio, to 6 digits, for which something holds that holds for all larger ones. */
function solve(holds: (ratio: number) => boolean, start: number): number {
  let [below, above] = [1, start];
  while (!holds(above)) [below, above] = [above, above * above];
  while (above / below > 1 + 1e-7) {
    const middle = Math.sqrt(below * above);
    if (holds(middle)) above = middle;
    else below = middle;
  }
  return above;
}
