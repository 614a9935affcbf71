/**
 * The log-linear buckets: one for each value below 128, then 64 an octave. Values are integers below 2^53. Buckets are numbered
 * in the order of their values: octave · 64 + the leading seven bits.
 */
const BITS = 6;
const PER_OCTAVE = 1 << BITS;

/** Buckets there are: 64 for the values below 64, and as many for each octave from 2^6 to 2^52. */
export const BUCKETS = PER_OCTAVE * (1 + 53 - BITS);

/** A value too great for integer arithmetic loses this many bits that its bucket does not tell. */
const SHIFTED = 25;

export function bucketOf(ns: number): number {
  return ns < 2 ** 31 ? smallBucket(ns | 0) : smallBucket(Math.floor(ns / 2 ** SHIFTED)) + SHIFTED * PER_OCTAVE;
}

/** Of an integer below 2^31. */
function smallBucket(value: number): number {
  const shift = 31 - BITS - Math.clz32(value | PER_OCTAVE);
  return shift * PER_OCTAVE + (value >>> shift);
}

/** The middle of a bucket: at most 1/128 from every value in it. */
export function middleOf(bucket: number): number {
  const shift = Math.max(0, (bucket >>> BITS) - 1);
  const width = 2 ** shift;
  return (bucket - shift * PER_OCTAVE) * width + Math.floor((width - 1) / 2);
}
