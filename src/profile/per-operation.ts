import type { Top } from './top.ts';
import { sameKind, scale } from './units.ts';

/** A row of a top for one operation of a benchmark. */
export interface RowPerOperation {
  readonly name: string;
  readonly flat: number;
  readonly cum: number;
}

/** A top in tidied units, for one operation: two runs compare whatever their iterations were. */
export interface TopPerOperation {
  /** `sec/op`, `B/op`, or the profile's own unit per operation, `count/op`. Of a mean, without `/op`. */
  readonly unit: string;
  readonly total: number;
  readonly rows: readonly RowPerOperation[];
}

/**
 * Seconds, bytes and counts for each of a benchmark's iterations. A mean (the delay of one contention) is for each of its
 * events already and is only tidied.
 *
 * @param iterations of the benchmark in the process that was profiled; more than 0.
 */
export function perOperation(top: Top, iterations: number): TopPerOperation {
  const { factor, unit } = tidied(top.unit);
  const of = top.mean ? 1 : iterations;
  const value = (raw: number) => (raw * factor) / of;
  return {
    unit: top.mean ? unit : `${unit}/op`,
    total: value(top.total),
    rows: top.rows.map(({ name, flat, cum }) => ({ name, flat: value(flat), cum: value(cum) })),
  };
}

/** A unit of pprof's as benchstat names it, and by what a value is multiplied. */
export function tidied(unit: string): { readonly factor: number; readonly unit: string } {
  const known = TIDY.find(({ pprof }) => sameKind(unit, pprof));
  return known ? { factor: scale(1, unit, known.pprof).value, unit: known.name } : { factor: 1, unit };
}

const TIDY = [
  { pprof: 'seconds', name: 'sec' },
  { pprof: 'bytes', name: 'B' },
] as const;
