import type { Comparison } from '../model/comparison.ts';
import type { Design, Pair } from '../model/evidence.ts';
import type { JudgeSettings } from '../model/rules.ts';
import type { Samples } from '../model/samples.ts';

/** A row before it is judged. */
export interface RowToJudge {
  /** Screening samples (or all there are). */
  readonly pair: Pair;
  /** Fresh samples taken because the screening made this row a suspect; they alone are then judged. */
  readonly fresh: Pair | null;
  /** The strictest relative limit in force (0.02 is 2 %); null: shown, not judged, and outside the family. */
  readonly limit: number | null;
}

/** A swappable judge: rows in, comparisons out, in the same order. */
export interface Judge {
  readonly name: string;
  /** Rows that deserve fresh rounds: what screening could not clear, in either direction. Indices into `rows`. */
  suspects(rows: readonly RowToJudge[], settings: JudgeSettings): readonly number[];
  /**
   * @param freshRounds fresh rounds that a suspect of the screening gets (or would have got). 0, the default, when there
   *   is no second stage, as for files people bring: what screening does not suspect is then not cleared by it.
   */
  judge(
    rows: readonly RowToJudge[],
    design: Design,
    settings: JudgeSettings,
    freshRounds?: number,
  ): readonly Comparison[];
}

/** Whether a row can be called at all: something limits it, and it is known which way is better. */
export function isJudged({ pair, limit }: RowToJudge): boolean {
  return limit !== null && pair.metric.better !== 'neither';
}

/** Screening and fresh samples together, for what no selection can bias. */
export function allSamples({ pair, fresh }: RowToJudge): Pair {
  return fresh ? { ...pair, base: joined(pair.base, fresh.base), head: joined(pair.head, fresh.head) } : pair;
}

function joined(a: Samples, b: Samples): Samples {
  return {
    value: [...a.value, ...b.value],
    round: [...a.round, ...b.round],
    order: [...a.order, ...b.order],
    iterations: [...a.iterations, ...b.iterations],
  };
}
