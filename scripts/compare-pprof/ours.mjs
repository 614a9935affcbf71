// What the comparison needs of ours.
export { diffBase, mergeProfiles, subtractBase } from '../../src/profile/arithmetic/index.ts';
export { peekText } from '../../src/profile/peek.ts';
export { formatTop, topOf } from '../../src/profile/top.ts';
export { tracesText } from '../../src/profile/traces.ts';
export { decodeProfile } from '../../src/wire/pprof/decode.ts';
