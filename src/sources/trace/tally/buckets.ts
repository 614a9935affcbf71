/**
 * The log-linear buckets: 64 an octave, and one for each value below 128. Values are integers below 2^53. A bucket is named
 * by a number that grows with its values: octave · 64 + the six bits behind the leading one.
 */
const BITS = 6;
const PER_OCTAVE = 1 << BITS;

/** Buckets there are: 64 for the values below 64, and as many for each octave from 2^6 to 2^52. */
export const BUCKETS = PER_OCTAVE * (1 + 53 - BITS);

/** A value too great for integer arithmetic loses this many bits that its bucket does not tell. */
const SHIFTED = 25;

export function bucketOf(ns: number): number {
  if (ns < PER_OCTAVE) return ns;
  if (ns < 2 ** 31) {
    const shift = 31 - BITS - Math.clz32(ns);
    return (shift << BITS) + (ns >>> shift);
  }
  const high = Math.floor(ns / 2 ** SHIFTED);
  const shift = 31 - BITS - Math.clz32(high);
  return ((shift + SHIFTED) << BITS) + (high >>> shift);
}

/** The middle of a bucket: at most 1/128 from every value in it. */
export function middleOf(bucket: number): number {
  if (bucket < PER_OCTAVE) return bucket;
  const shift = (bucket >>> BITS) - 1;
  const width = 2 ** shift;
  return (bucket - (shift << BITS)) * width + Math.floor((width - 1) / 2);
}
