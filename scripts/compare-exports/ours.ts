/** What the comparison needs of ours. */
export { diffBase, mergeProfiles, subtractBase } from '../../src/profile/arithmetic/index.ts';
export { foldedDifference, foldedStacks } from '../../src/profile/exports/folded.ts';
export { speedscope } from '../../src/profile/exports/speedscope.ts';
export { Report } from '../../src/profile/report.ts';
export { decodeProfile } from '../../src/wire/pprof/decode.ts';
export { encodeProfile } from '../../src/wire/pprof/encode.ts';
