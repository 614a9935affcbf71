import type { Comparison } from '../model/comparison.ts';
import type { Design, Pair } from '../model/evidence.ts';
import type { JudgeSettings } from '../model/rules.ts';
import type { Looks } from './looks.ts';

/** A row before it is judged. */
export interface RowToJudge {
  /** All samples there are. */
  readonly pair: Pair;
  /** The strictest relative limit in force (0.02 is 2 %); null: shown, not judged, and outside the family. */
  readonly limit: number | null;
}

/** A swappable judge: rows in, comparisons out, in the same order. */
export interface Judge {
  readonly name: string;
  /** Rows that deserve further rounds: nothing is settled, and they look slower (or much faster). Indices into `rows`. */
  goingOn(rows: readonly RowToJudge[], settings: JudgeSettings, looks: Looks): readonly number[];
  /** @param looks when the rows were looked at while they were measured; null: they were not, as with files people bring. */
  judge(
    rows: readonly RowToJudge[],
    design: Design,
    settings: JudgeSettings,
    looks: Looks | null,
  ): readonly Comparison[];
}

/** Whether a row can be called at all: something limits it, and it is known which way is better. */
export function isJudged({ pair, limit }: RowToJudge): boolean {
  return limit !== null && pair.metric.better !== 'neither';
}

export function hasBothSides({ base, head }: Pair): boolean {
  return base.value.length > 0 && head.value.length > 0;
}

/** Whether there is noise to test against. */
export function isNoisy({ pair }: RowToJudge): boolean {
  return pair.metric.assume === 'nothing' && hasBothSides(pair);
}
