// `node ours-top.mjs FILE`: our top of a profile, as a whole process.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { formatTop, topOf } from '../../src/profile/top.ts';
import { decodeProfile } from '../../src/wire/pprof/decode.ts';

const bytes = readFileSync(process.argv[2]);
const { profile } = decodeProfile(bytes[0] === 0x1f ? gunzipSync(bytes) : bytes);
if (profile) process.stdout.write(formatTop(topOf(profile)));
