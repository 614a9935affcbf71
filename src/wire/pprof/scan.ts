import { Cursor, int64, WIRE } from '../protobuf.ts';
import { Messages } from './messages.ts';

/** Fields of the profile message (google/pprof, proto/profile.proto). */
export const PROFILE = {
  sampleType: 1,
  sample: 2,
  mapping: 3,
  location: 4,
  function: 5,
  string: 6,
  dropFrames: 7,
  keepFrames: 8,
  timeNanos: 9,
  durationNanos: 10,
  periodType: 11,
  period: 12,
  comment: 13,
  defaultSampleType: 14,
  docUrl: 15,
} as const;

const LAST = PROFILE.docUrl;

/** What kinds of field the profile has: `block` a text or message, `number`, or `numbers`, which may be packed. */
const FORM = ['', ...'BBBBBBNNNNBNPNN'] as readonly ('' | 'B' | 'N' | 'P')[];

/** The outline of a profile: its numbers, and where its messages are. */
export interface Outline {
  /** By field number. Messages of one kind may stand anywhere, also behind those that refer to them. */
  readonly messages: readonly Messages[];
  /** Halves of the last number given for each field; 0 where none is. */
  readonly lo: Int32Array;
  readonly hi: Int32Array;
  /** Offset of the tag of each of these numbers. */
  readonly numberAt: Uint32Array;
  /** Offset of a second time_nanos: two profiles in one file (as in pprof, where this is how they are known); −1. */
  readonly secondAt: number;
}

/** @throws WireError where the top level is not well-formed */
export function scan(bytes: Uint8Array): Outline {
  const counts = new Uint32Array(LAST + 1);
  const sizes = new Float64Array(LAST + 1);
  const [lo, hi, numberAt] = [new Int32Array(LAST + 1), new Int32Array(LAST + 1), new Uint32Array(LAST + 1)];
  let secondAt = -1;
  const at = new Cursor(bytes);
  while (at.pos < at.end) {
    const start = at.pos;
    const tag = at.tag();
    const field = tag >>> 3;
    const form = field <= LAST ? FORM[field] : '';
    if (form === 'B' || (form === 'P' && (tag & 7) === WIRE.bytes)) {
      const end = at.blockOf(tag, 'the profile');
      counts[field] = (counts[field] as number) + 1;
      sizes[field] = (sizes[field] as number) + end - at.pos;
      at.pos = end;
    } else if (form === 'N' || form === 'P') {
      at.numberOf(tag, 'the profile');
      if (form === 'P') counts[field] = (counts[field] as number) + 1;
      if (field === PROFILE.timeNanos && secondAt < 0 && int64(lo[field] as number, hi[field] as number) !== 0)
        secondAt = start;
      lo[field] = at.lo;
      hi[field] = at.hi;
      numberAt[field] = start;
    } else at.skip(tag);
  }
  return { messages: locate(bytes, counts, sizes), lo, hi, numberAt, secondAt };
}

/** The second walk: the first one has counted, so that nothing grows. */
function locate(bytes: Uint8Array, counts: Uint32Array, sizes: Float64Array): Messages[] {
  const messages = Array.from(counts, (count, field) => new Messages(new Uint32Array(count), sizes[field] as number));
  const next = new Uint32Array(LAST + 1);
  const at = new Cursor(bytes);
  while (at.pos < at.end) {
    const start = at.pos;
    const tag = at.tag();
    const field = tag >>> 3;
    const form = field <= LAST ? FORM[field] : '';
    if (form === 'B' || form === 'P') {
      const n = next[field] as number;
      (messages[field] as Messages).at[n] = start;
      next[field] = n + 1;
    }
    at.skip(tag);
  }
  return messages;
}
