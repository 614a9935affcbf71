import type { Distribution } from '../../../model/trace.ts';
import { grown } from '../grow.ts';
import { BUCKETS, bucketOf, middleOf } from './buckets.ts';
import { Sums } from './sums.ts';

/** Buckets of a page: as many as a cache line holds. */
const PAGE_BITS = 4;
const PAGE = 1 << PAGE_BITS;
const PAGES = BUCKETS >> PAGE_BITS;

/**
 * Many distributions of durations, by row. Durations are ns, non-negative integers below 2^52 (52 days). Count, sum and
 * maximum are exact. Percentiles are by nearest rank (the ⌈p·count/100⌉-th smallest), from a log-linear histogram whose
 * pages are made when first needed: the middle of the bucket, at most 1/128 (0.79 %) from each value in it, and never more
 * than the maximum. Exact: all values are kept instead, and percentiles are values that were added.
 */
export class DurationTable {
  /** Row · PAGES + page → where its counts begin in `counts`; 0: not there yet. */
  private pages = new Int32Array(0);
  private counts = new Uint32Array(64 * PAGE);
  /** Behind the last page; the first is never used. */
  private end = PAGE;
  private counted = new Float64Array(0);
  private greatest = new Float64Array(0);
  private readonly sums = new Sums(0);
  /** Of each row, in exact mode. */
  private readonly values: Float64Array[] | null;

  constructor(exact: boolean) {
    this.values = exact ? [] : null;
  }

  /** Room for this many rows. */
  ensure(rows: number): void {
    if (rows <= this.counted.length) return;
    this.counted = grown(this.counted, rows - 1);
    this.greatest = grown(this.greatest, rows - 1);
    this.sums.ensure(rows);
    if (this.values === null) this.pages = grown(this.pages, rows * PAGES - 1);
  }

  /** `row`: below what was ensured. */
  add(row: number, ns: number): void {
    if (this.values === null) {
      const bucket = bucketOf(ns);
      const at = this.pages[row * PAGES + (bucket >>> PAGE_BITS)] as number;
      const index = (at === 0 ? this.newPage(row, bucket) : at) + (bucket & (PAGE - 1));
      this.counts[index] = (this.counts[index] as number) + 1;
    } else keep(this.values, row, this.counted[row] as number, ns);
    this.counted[row] = (this.counted[row] as number) + 1;
    this.sums.add(row, ns);
    if (ns > (this.greatest[row] as number)) this.greatest[row] = ns;
  }

  count(row: number): number {
    return row < this.counted.length ? (this.counted[row] as number) : 0;
  }

  total(row: number): number {
    return row < this.counted.length ? this.sums.total(row) : 0;
  }

  /** What these rows hold together. */
  distribution(rows: readonly number[]): Distribution {
    const used = rows.filter((row) => this.count(row) > 0);
    const count = used.reduce((sum, row) => sum + this.count(row), 0);
    const max = used.reduce((most, row) => Math.max(most, this.greatest[row] as number), 0);
    const ranked = this.values === null ? this.ranking(used) : exactly(used, this.values, this.counted);
    const at = (percent: number) => (count === 0 ? 0 : Math.min(ranked(Math.ceil((percent * count) / 100)), max));
    return { count, total: this.sums.together(used), p50: at(50), p90: at(90), p99: at(99), max };
  }

  private newPage(row: number, bucket: number): number {
    const at = this.end;
    this.end += PAGE;
    this.counts = grown(this.counts, this.end - 1);
    this.pages[row * PAGES + (bucket >>> PAGE_BITS)] = at;
    return at;
  }

  /** The value of a rank, 1 the smallest: the middle of its bucket. */
  private ranking(rows: readonly number[]): (rank: number) => number {
    const counts = new Float64Array(BUCKETS);
    for (const row of rows) this.addCounts(row, counts);
    return (rank) => {
      let bucket = 0;
      for (let before = counts[0] as number; before < rank; before += counts[++bucket] as number);
      return middleOf(bucket);
    };
  }

  private addCounts(row: number, counts: Float64Array): void {
    for (let page = 0; page < PAGES; page++) {
      const at = this.pages[row * PAGES + page] as number;
      if (at === 0) continue;
      for (let index = 0; index < PAGE; index++)
        counts[page * PAGE + index] = (counts[page * PAGE + index] as number) + (this.counts[at + index] as number);
    }
  }
}

/** Keeps the value of number `count` of a row. */
function keep(values: Float64Array[], row: number, count: number, ns: number): void {
  const kept = grown(values[row] ?? new Float64Array(0), count);
  kept[count] = ns;
  values[row] = kept;
}

function exactly(rows: readonly number[], values: readonly Float64Array[], counted: Float64Array) {
  const parts = rows.map((row) => (values[row] as Float64Array).subarray(0, counted[row]));
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  all.sort();
  return (rank: number) => all[rank - 1] as number;
}
