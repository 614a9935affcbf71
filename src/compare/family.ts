import type { Pair } from '../model/evidence.ts';
import type { JudgeSettings } from '../model/rules.ts';
import { holm } from '../stats/holm.ts';
import { median } from '../stats/median.ts';
import { type Hurdle, POWER } from './detection.ts';
import type { Method, Procedure, RankTest } from './method.ts';
import { isJudged, type RowToJudge } from './rows.ts';

/** Two hurdles passed with this power each are passed together with {@link POWER} at least. */
const POWER_OF_EACH = 1 - (1 - POWER) / 2;

/** A noisy row with samples on both sides, and its test. */
export interface NoisyRow {
  readonly row: RowToJudge;
  /** The samples that are judged: the fresh ones where there are any. */
  readonly pair: Pair;
  readonly fresh: boolean;
  readonly method: Method;
  readonly test: RankTest;
  /** Whether the screening could not clear it. */
  readonly suspicious: boolean;
}

/** How the rows of a job are judged together. */
export interface Family {
  /** Rows corrected for one another, at least 1. */
  readonly size: number;
  /** Holm-adjusted p; null for rows outside the family. */
  readonly adjusted: ReadonlyMap<NoisyRow, number>;
  /** Whether this row stopped at the screening of a job with two stages. */
  screenedOnly(row: NoisyRow): boolean;
  /** What a slowdown of this row had to get through to be called. */
  hurdles(row: NoisyRow): readonly Hurdle[];
}

export function hasBothSides({ base, head }: Pair): boolean {
  return base.value.length > 0 && head.value.length > 0;
}

export function isNoisy({ pair }: RowToJudge): boolean {
  return pair.metric.assume === 'nothing' && hasBothSides(pair);
}

/** Fresh samples count for rows that the screening suspects by themselves, not for those that share their processes. */
export function testRow(row: RowToJudge, { methodFor, suspectP }: Procedure): NoisyRow {
  const { pair, fresh } = row;
  const method = methodFor(pair.metric);
  const screening = method.test(pair);
  const suspicious = Math.min(screening.greater, screening.less) <= suspectP;
  if (!fresh || !hasBothSides(fresh) || !suspicious)
    return { row, pair, fresh: false, method, test: screening, suspicious };
  return { row, pair: fresh, fresh: true, method, test: method.test(fresh), suspicious };
}

/**
 * The rows whose p values are corrected for one another: where fresh rounds were taken, the rows that have them (their
 * data are independent of the screening that chose them), else every judged noisy row. A row in which every value is the
 * same cannot be called whatever the threshold, given its ties, and so costs the others nothing (R. Tarone, A Modified
 * Bonferroni Method for Discrete Data, Biometrics 46, 1990): B/op is often such a row.
 *
 * @param freshRounds what a suspect gets; 0 without a second stage
 */
export function familyOf(
  rows: readonly NoisyRow[],
  { alpha }: JudgeSettings,
  freshRounds: number,
  procedure: Procedure,
): Family {
  const judged = rows.filter(({ row }) => isJudged(row));
  const fresh = judged.filter((row) => row.fresh);
  const members = (fresh.length > 0 ? fresh : judged).filter(varies);
  const p = adjust(members, procedure);
  const ofOneDirection = procedure.alpha === 'shared' ? alpha / 2 : alpha;
  const second = fresh.length > 0 ? typicalSize(fresh) : freshRounds;
  const alone = (row: NoisyRow, size: number): Hurdle => ({
    ...sizesOf(row),
    alpha: ofOneDirection / size,
    power: POWER,
    samples: 'rounds',
  });
  const screenedOnly = (row: NoisyRow) => second > 0 && !row.fresh && isJudged(row.row);
  const confirmed = { n: second, m: second, alpha: ofOneDirection / (fresh.length + 1), power: POWER_OF_EACH };
  const twoStages = (row: NoisyRow): Hurdle[] => [
    { ...sizesOf(row), alpha: procedure.suspectP, power: POWER_OF_EACH, samples: 'screening rounds' },
    { ...confirmed, samples: 'fresh rounds' },
  ];
  const size = Math.max(1, members.length);
  return {
    size,
    adjusted: new Map(members.map((row, i) => [row, p[i] ?? 1])),
    screenedOnly,
    hurdles: (row) => (screenedOnly(row) ? twoStages(row) : [alone(row, isJudged(row.row) ? size : 1)]),
  };
}

/** A row can be called in one direction only, the one whose p is the smaller. */
function adjust(members: readonly NoisyRow[], { alpha }: Procedure): readonly number[] {
  if (alpha === 'shared') return holm(members.map(({ test }) => test.twoSided));
  const less = holm(members.map(({ test }) => test.less));
  return holm(members.map(({ test }) => test.greater)).map((p, i) => Math.min(p, less[i] ?? 1));
}

function varies({ pair: { base, head } }: NoisyRow): boolean {
  const [first] = base.value;
  return [...base.value, ...head.value].some((v) => v !== first);
}

function sizesOf({ pair }: NoisyRow): { n: number; m: number } {
  return { n: pair.base.value.length, m: pair.head.value.length };
}

/** Fresh rounds that most suspects got. */
function typicalSize(fresh: readonly NoisyRow[]): number {
  return Math.floor(median(fresh.map(({ pair }) => Math.min(pair.base.value.length, pair.head.value.length))));
}
