import type { Unit } from './unit.ts';

/** Which way is better. `neither`: shown, never judged. */
export type Direction = 'lower' | 'higher' | 'neither';

/** What may be assumed of the samples: `exact` metrics are counted, `nothing` means noisy (golang.org/x/perf/benchmath). */
export type Assumption = 'exact' | 'nothing';

/** Direction and statistics belong to the metric, never to the rule that limits it. */
export interface Metric {
  /** The id used in rules and JSON; for benchmark metrics it is the tidied unit (`sec/op`). */
  readonly id: string;
  readonly unit: Unit;
  readonly better: Direction;
  readonly assume: Assumption;
  /** One step of what the tool can print, in `unit`: a change of no more than this is rounding (`allocs/op` prints integers). */
  readonly quantum?: number;
  /** A change smaller than this, relative or absolute (in `unit`), whichever is larger, is nothing. */
  readonly floor?: { readonly relative: number; readonly absolute: number };
  readonly about: string;
}
