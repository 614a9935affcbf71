import type { Distribution } from '../../model/trace.ts';

/** Buckets of an octave: 2^6. Values below 2^7 have a bucket each. */
const BITS = 6;
const BUCKETS = 1 << BITS;
/** Octaves that integers below 2^53 can have beyond the first page (values below 2^6). */
const PAGES = 53 - BITS + 1;
/** A sum is carried over here, so that it stays exact however long the trace. */
const CARRY = 2 ** 52;

/**
 * Durations in ns, non-negative integers below 2^52 (52 days): exact count, sum and maximum, and percentiles by nearest rank (the
 * ⌈p·count/100⌉-th smallest). They come from a log-linear histogram, one page of 64 buckets an octave, pages made when first
 * needed; a bucket answers with its middle, at most 1/128 (0.79 %) from each value in it, and never with more than the
 * maximum. Exact: all values are kept instead, and percentiles are values that were added.
 */
export class Durations {
  private readonly pages: (Float64Array | undefined)[];
  private values: Float64Array | null;
  /** Count, carried sum in units of 2^52, rest of the sum, maximum. An array, so that no number is boxed. */
  private readonly sums = new Float64Array(4);

  constructor(exact = false) {
    this.values = exact ? new Float64Array(16) : null;
    this.pages = exact ? [] : new Array(PAGES).fill(undefined);
  }

  get count(): number {
    return this.sums[0] as number;
  }

  get total(): number {
    return (this.sums[1] as number) * CARRY + (this.sums[2] as number);
  }

  add(ns: number): void {
    const sums = this.sums;
    if (this.values === null) this.bucket(ns);
    else this.keep(ns);
    sums[0] = (sums[0] as number) + 1;
    const sum = (sums[2] as number) + ns;
    if (sum >= CARRY) this.carry(sum);
    else sums[2] = sum;
    if (ns > (sums[3] as number)) sums[3] = ns;
  }

  distribution(): Distribution {
    return {
      count: this.count,
      total: this.total,
      p50: this.percentile(50),
      p90: this.percentile(90),
      p99: this.percentile(99),
      max: this.sums[3] as number,
    };
  }

  private carry(sum: number): void {
    const carried = Math.floor(sum / CARRY);
    this.sums[1] = (this.sums[1] as number) + carried;
    this.sums[2] = sum - carried * CARRY;
  }

  private bucket(ns: number): void {
    const shift = shiftOf(ns);
    let page = this.pages[shift];
    if (page === undefined) {
      page = new Float64Array(2 * BUCKETS);
      this.pages[shift] = page;
    }
    const index = shift === 0 ? ns : shift < 24 ? ns >>> shift : Math.floor(ns / 2 ** shift);
    page[index] = (page[index] as number) + 1;
  }

  private keep(ns: number): void {
    let values = this.values as Float64Array;
    const count = this.sums[0] as number;
    if (count === values.length) {
      const more = new Float64Array(count * 2);
      more.set(values);
      values = more;
      this.values = more;
    }
    values[count] = ns;
  }

  private percentile(percent: number): number {
    const rank = rankOf(percent, this.count);
    if (rank === 0) return 0;
    if (this.values === null) return this.estimate(rank);
    return this.values.slice(0, this.count).sort()[rank - 1] as number;
  }

  /** The middle of the bucket that the value of this rank is in. */
  private estimate(rank: number): number {
    let before = 0;
    for (let shift = 0; shift < this.pages.length; shift++) {
      const page = this.pages[shift];
      if (page === undefined) continue;
      for (let index = 0; index < page.length; index++) {
        before += page[index] as number;
        if (before >= rank) return Math.min(middle(shift, index), this.sums[3] as number);
      }
    }
    return this.sums[3] as number;
  }
}

/** ⌈percent·count/100⌉; 0 where there is nothing. */
function rankOf(percent: number, count: number): number {
  return Math.ceil((percent * count) / 100);
}

/** By how many bits a value is shifted so that 64 … 127 remain; 0 for values below 128. */
function shiftOf(ns: number): number {
  if (ns < 2 ** 31) return Math.max(0, 31 - Math.clz32(ns) - BITS);
  return 63 - Math.clz32(ns / 2 ** 32) - BITS;
}
function middle(shift: number, index: number): number {
  const width = 2 ** shift;
  return index * width + Math.floor((width - 1) / 2);
}
