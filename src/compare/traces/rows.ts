import type { Comparison } from '../../model/comparison.ts';
import type { Pair } from '../../model/evidence.ts';
import { plural } from '../../model/format.ts';
import type { JudgeSettings } from '../../model/rules.ts';
import { judgeBy } from '../engine.ts';
import { MANN_WHITNEY } from '../mann-whitney-method.ts';
import { hasBothSides, type RowToJudge } from '../rows.ts';

/** A row of traces before it is judged: a sample a run. */
export interface TraceRowToJudge extends RowToJudge {
  /** The benchmark itself is, so that base has nothing to compare with. */
  readonly isNew: boolean;
}

/** Runs a side from which on a change of a noisy metric can be told from chance: the exact test needs as many for 1 %. */
export const FEWEST_RUNS = 5;

/** All by the rank test: what a maximum or a percentile of one run is, no sampling theory says. */
const JUDGE = judgeBy({ name: 'traces', methodFor: () => MANN_WHITNEY });

/**
 * Judges rows of traces. What is counted is judged by its counts; a noisy metric by the exact rank test over its runs, with
 * Holm over those rows; with too few runs its change is not judged at all. The number of runs is the row's `n`.
 */
export function judgeTraceRows(rows: readonly TraceRowToJudge[], settings: JudgeSettings): readonly Comparison[] {
  // What cannot be called must cost the others nothing.
  const known = rows.map((row) => (hasTooFew(row.pair) ? { ...row, limit: null } : row));
  const judged = JUDGE.judge(known, 'interleaved', settings, null);
  return judged.map((row, i) => told(row, rows[i] as TraceRowToJudge));
}

function runsOf({ base, head }: Pair): number {
  return Math.min(base.value.length, head.value.length);
}

function hasTooFew(pair: Pair): boolean {
  return pair.metric.assume !== 'exact' && runsOf(pair) < FEWEST_RUNS;
}

function told(judged: Comparison, { pair, limit, isNew }: TraceRowToJudge): Comparison {
  const row = { ...judged, limit, ...(hasTooFew(pair) ? UNTESTED : {}) };
  if (!hasBothSides(pair) && isNew) return { ...row, status: 'new' };
  if (limit === null) return { ...row, status: 'unchanged', reason: NOT_JUDGED };
  if (!hasBothSides(pair)) return { ...row, status: 'inconclusive', reason: oneSided(pair) };
  return hasTooFew(pair) ? { ...row, status: 'inconclusive', reason: tooFew(pair) } : row;
}

/** One run tells a ratio and nothing about its chance. */
const UNTESTED = { ratioLo: null, ratioHi: null, p: null, pAdjusted: null, detectable: null, warnings: [] };

const NOT_JUDGED = 'reported, not judged: no check limits its change';

function oneSided({ base }: Pair): string {
  return `${base.value.length > 0 ? 'head' : 'base'} has no trace to compare with`;
}

function tooFew(pair: Pair): string {
  return `${plural(runsOf(pair), 'traced run')} a side: its change can be told from chance from ${FEWEST_RUNS} on`;
}
