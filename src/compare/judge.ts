import { judgeBy } from './engine.ts';
import { MANN_WHITNEY } from './mann-whitney-method.ts';
import type { Judge } from './rows.ts';
import { isTimed, TIMES } from './time-method.ts';

/**
 * The judge in force (docs/method.md): time by its fast samples, since noise in time only adds; everything else that is
 * noisy by the Mann-Whitney test; what is counted by its counts.
 */
export const JUDGE: Judge = judgeBy({
  name: 'low-ranks',
  methodFor: (metric) => (isTimed(metric) ? TIMES : MANN_WHITNEY),
});
