import { fewestSamples } from '../stats/critical.ts';
import { mannWhitney } from '../stats/mann-whitney.ts';
import { changeOf, TAIL } from './change.ts';
import type { Method } from './method.ts';

/** The Mann-Whitney test and the Hodges-Lehmann ratio with its interval: for noise that may go either way. */
export const MANN_WHITNEY: Method = {
  test: ({ base, head }) => mannWhitney(base.value, head.value),
  ratio: (pair) => changeOf(pair, TAIL).ratio,
  change: changeOf,
  fewestForBounds: fewestSamples(TAIL),
};
