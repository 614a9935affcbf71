import { judgeBy } from './engine.ts';
import { MANN_WHITNEY } from './mann-whitney-method.ts';
import type { Judge } from './rows.ts';

/**
 * The first judge: the exact Mann-Whitney test with Holm's correction decides whether a row changed, the Hodges-Lehmann
 * interval by how much at least, and the power of the test whether silence means anything (docs/method.md).
 */
export const mannWhitneyJudge: Judge = judgeBy({
  name: 'mann-whitney',
  methodFor: () => MANN_WHITNEY,
  // A two-sided p of 0.2.
  suspectP: 0.1,
  alpha: 'shared',
});
