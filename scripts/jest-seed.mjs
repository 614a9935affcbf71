// Property tests draw the same cases in every run, so that a red build is the change's doing. To look for more:
//   FAST_CHECK_SEED=$RANDOM npm test
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env.FAST_CHECK_SEED ?? 20261123) });
