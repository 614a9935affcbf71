import type { ProfileKind } from '../../model/evidence.ts';
import type { Cost } from './costs.ts';

/** One-sided 5 % and 80 % power, in standard errors. */
const Z = 1.6449 + 0.8416;
/** Of what is counted without sampling, a change below this share is nothing. */
const COUNTED = 0.01;
/** Standard errors from which on a growth stands out of sampling. */
const STANDS_OUT = 3;

/** Of waits, whose sizes are taken to be about exponential. */
export const WAITS_SPREAD = 2;

/**
 * Variance of a total that is the sum of n events, in units of total²/n: 1 where all events weigh the same (CPU samples are
 * Poisson), 2 where their sizes are about exponential (waits); null where every event is recorded.
 */
const SPREAD: Readonly<Record<ProfileKind, number | null>> = {
  cpu: 1,
  block: WAITS_SPREAD,
  mutex: WAITS_SPREAD,
  memory: null,
};

/**
 * The smallest growth g of a total that n events at base show: g n = z √(v n (2 + g)), solved for g.
 *
 * @returns 0.2 for 20 %; null without events
 */
export function detectableGrowth(kind: ProfileKind, events: number): number | null {
  const spread = SPREAD[kind];
  if (spread === null) return COUNTED;
  if (events <= 0) return null;
  const a = spread * Z * Z;
  return (a + Math.sqrt(a * a + 8 * a * events)) / (2 * events);
}

/** Whether a function became dearer by more than sampling does by itself. */
export function standsOut(kind: ProfileKind, base: Cost, head: Cost): boolean {
  const growth = head.cum - base.cum;
  const spread = SPREAD[kind];
  if (spread === null) return growth > COUNTED * head.cum;
  const variance = spread * (perEvent(head) + perEvent(base));
  return growth > STANDS_OUT * Math.sqrt(variance);
}

/** Square of the standard error of a Poisson number of equal events; without events nothing is known to vary. */
function perEvent({ cum, cumEvents }: Cost): number {
  return cumEvents > 0 ? (cum * cum) / cumEvents : 0;
}
