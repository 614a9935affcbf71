import type { Distribution } from '../../../model/trace.ts';
import { grown } from '../grow.ts';
import { BUCKETS, bucketOf, middleOf } from './buckets.ts';

/** Buckets of a page: as many as a cache line holds. */
const PAGE_BITS = 4;
const PAGE = 1 << PAGE_BITS;
const PAGES = BUCKETS >> PAGE_BITS;

/** Columns of a row. */
const COUNT = 0;
const SUM = 1;
const CARRIED = 2;
const MAX = 3;
const WIDTH = 4;

/** Below it a sum of integers and one more of them are exact; what is beyond is counted in units of it. */
const CARRY = 2 ** 52;

const BATCH = 1024;

/**
 * Many distributions of durations, by row. Durations are ns, non-negative integers below 2^52 (52 days). Count, sum and
 * maximum are exact. Percentiles are by nearest rank (the ⌈p·count/100⌉-th smallest), from a log-linear histogram whose
 * pages are made when first needed: the middle of the bucket, at most 1/128 (0.79 %) from each value in it, and never more
 * than the maximum. Exact: all values are kept instead, and percentiles are values that were added.
 */
export class DurationTable {
  /** Row · PAGES + page → where its counts begin in `counts`; 0: not there yet. */
  private pages = new Int32Array(0);
  private counts = new Uint32Array(4 * PAGE);
  /** Behind the last page; the first is never used. */
  private end = PAGE;
  /** Of each row: COUNT, SUM (without what was carried), CARRIED, MAX. */
  private stats = new Float64Array(0);
  private rows = 0;
  /** Of each row, in exact mode. */
  private readonly values: Float64Array[] | null;
  /** What was added and is not counted yet: one loop over many is several times faster than many calls. */
  private readonly waitingRows: Int32Array;
  private readonly waitingValues: Float64Array;
  private waiting = 0;

  /** `batch`: durations that wait to be counted, at most. */
  constructor(exact: boolean, batch = BATCH) {
    this.values = exact ? [] : null;
    this.waitingRows = new Int32Array(batch);
    this.waitingValues = new Float64Array(batch);
  }

  /** Room for this many rows. */
  ensure(rows: number): void {
    if (rows <= this.rows) return;
    this.rows = rows;
    this.stats = grown(this.stats, rows * WIDTH - 1);
    if (this.values === null) this.pages = grown(this.pages, rows * PAGES - 1);
  }

  /** `row`: below what was ensured. */
  add(row: number, ns: number): void {
    if (this.waiting === this.waitingRows.length) this.flush();
    const at = this.waiting++;
    this.waitingRows[at] = row;
    this.waitingValues[at] = ns;
  }

  count(row: number): number {
    this.flush();
    return this.stats[row * WIDTH + COUNT] ?? 0;
  }

  total(row: number): number {
    return this.together([row]);
  }

  /** What these rows hold together. */
  distribution(rows: readonly number[]): Distribution {
    const used = rows.filter((row) => this.count(row) > 0);
    const count = used.reduce((sum, row) => sum + this.count(row), 0);
    const max = used.reduce((most, row) => Math.max(most, this.stats[row * WIDTH + MAX] as number), 0);
    const ranked = this.values === null ? this.ranking(used) : exactly(this.valuesOf(used, this.values));
    const at = (percent: number) => (count === 0 ? 0 : Math.min(ranked(Math.ceil((percent * count) / 100)), max));
    return { count, total: this.together(used), p50: at(50), p90: at(90), p99: at(99), max };
  }

  private flush(): void {
    if (this.values === null) this.bucket();
    else this.keep(this.values);
    this.waiting = 0;
  }

  private bucket(): void {
    const { waitingRows, waitingValues, pages, waiting } = this;
    for (let i = 0; i < waiting; i++) {
      const row = waitingRows[i] as number;
      const ns = waitingValues[i] as number;
      const bucket = bucketOf(ns);
      const page = row * PAGES + (bucket >>> PAGE_BITS);
      const index = ((pages[page] as number) || this.newPage(page)) + (bucket & (PAGE - 1));
      this.counts[index] = (this.counts[index] as number) + 1;
      this.tally(row * WIDTH, ns);
    }
  }

  /** Keeps the values themselves. */
  private keep(values: Float64Array[]): void {
    for (let i = 0; i < this.waiting; i++) {
      const row = this.waitingRows[i] as number;
      const count = this.stats[row * WIDTH + COUNT] as number;
      const kept = grown(values[row] ?? new Float64Array(0), count);
      kept[count] = this.waitingValues[i] as number;
      values[row] = kept;
      this.tally(row * WIDTH, this.waitingValues[i] as number);
    }
  }

  private tally(at: number, ns: number): void {
    const { stats } = this;
    stats[at + COUNT] = (stats[at + COUNT] as number) + 1;
    const sum = (stats[at + SUM] as number) + ns;
    stats[at + SUM] = sum < CARRY ? sum : sum - CARRY;
    if (sum >= CARRY) stats[at + CARRIED] = (stats[at + CARRIED] as number) + 1;
    if (ns > (stats[at + MAX] as number)) stats[at + MAX] = ns;
  }

  private newPage(page: number): number {
    const at = this.end;
    this.end += PAGE;
    this.counts = grown(this.counts, this.end - 1);
    this.pages[page] = at;
    return at;
  }

  /** The sum of all values of these rows, rounded once. */
  private together(rows: readonly number[]): number {
    this.flush();
    let [sum, carried] = [0, 0];
    for (const row of rows) {
      sum += this.stats[row * WIDTH + SUM] ?? 0;
      carried += (this.stats[row * WIDTH + CARRIED] ?? 0) + Math.floor(sum / CARRY);
      sum %= CARRY;
    }
    return carried * CARRY + sum;
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

  private valuesOf(rows: readonly number[], values: readonly Float64Array[]): readonly Float64Array[] {
    return rows.map((row) => (values[row] as Float64Array).subarray(0, this.count(row)));
  }
}

function exactly(parts: readonly Float64Array[]): (rank: number) => number {
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  all.sort();
  return (rank) => all[rank - 1] as number;
}
