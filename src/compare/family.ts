import type { JudgeSettings } from '../model/rules.ts';
import { holm } from '../stats/holm.ts';
import { courseOf, type Judged, WORTH } from './course.ts';
import { type Hurdle, POWER } from './detection.ts';
import { type Looks, lastLook } from './looks.ts';
import type { Method, Procedure } from './method.ts';
import { isJudged, isNoisy, type RowToJudge } from './rows.ts';

/** A noisy row with samples on both sides, and what its test says. */
export interface NoisyRow extends Judged {
  readonly row: RowToJudge;
  readonly method: Method;
  /** The p that a call takes at its look, before the family's correction loosens it. */
  readonly level: number;
}

/** How the rows of a job are judged together. */
export interface Family {
  /** Rows corrected for one another, at least 1. */
  readonly size: number;
  /** In the order of the rows given; null for rows without noise. */
  readonly rows: readonly (NoisyRow | null)[];
  /** Holm-adjusted p; null for rows outside the family. */
  adjusted(row: NoisyRow): number | null;
  /** What a slowdown of this row had to get through to be called. */
  hurdles(row: NoisyRow): readonly Hurdle[];
}

/**
 * The rows whose p values are corrected for one another: every judged noisy row of the job. A row in which every value is
 * the same cannot be called whatever the threshold, given its ties, and so costs the others nothing (R. Tarone, A
 * Modified Bonferroni Method for Discrete Data, Biometrics 46, 1990): B/op is often such a row.
 *
 * @param looks null where the rows were measured at one go
 */
export function familyOf(
  rows: readonly RowToJudge[],
  { alpha }: JudgeSettings,
  looks: Looks | null,
  { methodFor }: Procedure,
): Family {
  const size = Math.max(1, rows.filter(isMember).length);
  const noisy = rows.map((row) => {
    if (!isNoisy(row)) return null;
    const level = isJudged(row) ? alpha / size : alpha;
    const method = methodFor(row.pair.metric);
    const question = { pair: row.pair, method, limit: row.limit ?? 0, level };
    return { row, method, level, ...courseOf(question, isJudged(row) ? looks : null) };
  });
  const members = noisy.filter((row) => row !== null && isMember(row.row)) as readonly NoisyRow[];
  const p = adjust(members);
  const adjusted = new Map(members.map((row, i) => [row, p[i] ?? 1]));
  return {
    size,
    rows: noisy,
    adjusted: (row) => adjusted.get(row) ?? null,
    hurdles: (row) => hurdlesOf(row, looks),
  };
}

function isMember(row: RowToJudge): boolean {
  return isNoisy(row) && isJudged(row) && varies(row);
}

function varies({ pair: { base, head } }: RowToJudge): boolean {
  const [first] = base.value;
  return [...base.value, ...head.value].some((v) => v !== first);
}

/**
 * Each direction has alpha to itself: alpha is the chance that a job without a slowdown has one called. A row can be
 * called in one direction only, the one whose p is the smaller.
 */
function adjust(members: readonly NoisyRow[]): readonly number[] {
  const one = (side: 'greater' | 'less') => holm(members.map((row) => spent(row, row.test[side])));
  const less = one('less');
  return one('greater').map((p, i) => Math.min(p, less[i] ?? 1));
}

/** A look's p counts by its share of the error; what a look has stopped cannot be called. */
function spent({ course, share }: NoisyRow, p: number): number {
  return course === 'cleared' ? 1 : Math.min(1, p / share);
}

/** Two hurdles passed with this power each are passed together with {@link POWER} at least. */
const POWER_OF_EACH = 1 - (1 - POWER) / 2;

function hurdlesOf(row: NoisyRow, looks: Looks | null): readonly Hurdle[] {
  const { course, rounds, share, level } = row;
  if (looks === null || course !== 'cleared') return [{ rounds, level: level * share, power: POWER, above: 0 }];
  const above = WORTH.share * (row.row.limit ?? 0);
  return [
    { rounds: looks.at[0] ?? rounds, level: 0.5, power: POWER_OF_EACH, above },
    { rounds: lastLook(looks), level: level * share, power: POWER_OF_EACH, above: 0 },
  ];
}
