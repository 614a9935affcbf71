import { fewestSamples } from '../stats/critical.ts';
import { mannWhitney } from '../stats/mann-whitney.ts';
import { detectableShift } from '../stats/power.ts';
import { pooledSpread } from '../stats/spread.ts';
import { changeOf, TAIL } from './change.ts';
import { detectionOf, type Sight } from './detection.ts';
import type { Method } from './method.ts';

const SIGHT: Sight = { spread: pooledSpread, shift: detectableShift };

/** The Mann-Whitney test, the Hodges-Lehmann ratio with its interval, and the power of the test under normal noise. */
export const MANN_WHITNEY: Method = {
  test: ({ base, head }) => mannWhitney(base.value, head.value),
  change: changeOf,
  detection: (pair, hurdles, resolution) => detectionOf(pair, hurdles, resolution, SIGHT),
  fewestForBounds: fewestSamples(TAIL),
};
