import { LOW_SHARE } from '../stats/tail-cover.ts';
import { judgeBy } from './engine.ts';
import { isTimed, LOW_RANKS } from './low-rank-method.ts';
import { MANN_WHITNEY } from './mann-whitney-method.ts';
import type { Judge } from './rows.ts';

/**
 * Judges time by its fast samples, since noise in time only adds: the exact test on the lowest ranks with the slow half
 * covered, its bounds, and its own power (docs/method.md). Everything else that is noisy goes by the Mann-Whitney test.
 * Each direction has alpha to itself: alpha is the chance that a job without a slowdown has one called.
 */
export const lowRankJudge: Judge = judgeBy({
  name: 'low-rank',
  methodFor: (metric) => (isTimed(metric) ? LOW_RANKS : MANN_WHITNEY),
  // 0.1 for the test on the lowest ranks.
  suspectP: 0.1 / LOW_SHARE,
  alpha: 'each',
});
