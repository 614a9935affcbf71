import type { Comparison } from '../model/comparison.ts';
import type { Design, Pair } from '../model/evidence.ts';
import type { JudgeSettings } from '../model/rules.ts';
import { median } from '../stats/median.ts';
import { assemble } from './assemble.ts';
import { changeOf, exactChange } from './change.ts';
import { detectionOf } from './detection.ts';
import { type Decision, decideExact, exactWarnings } from './exact.ts';
import { type Family, familyOf, hasBothSides, isNoisy, isSuspicious, type NoisyRow, testRow } from './family.ts';
import { decideNoisy, decideUnlimited, noisyWarnings } from './noisy.ts';
import { allSamples, isJudged, type Judge, type RowToJudge } from './rows.ts';
import { notJudged } from './words.ts';

/**
 * The first judge: the exact Mann-Whitney test with Holm's correction decides whether a row changed, the Hodges-Lehmann
 * interval by how much at least, and the power of the test whether silence means anything (docs/method.md).
 */
export const mannWhitneyJudge: Judge = { name: 'mann-whitney', suspects, judge };

function suspects(rows: readonly RowToJudge[]): number[] {
  const suspicious = (row: RowToJudge) =>
    isNoisy(row) && isJudged(row) && isSuspicious(testRow({ ...row, fresh: null }).test);
  return rows.flatMap((row, i) => (suspicious(row) ? [i] : []));
}

/** What all rows of a job share. */
interface Job {
  readonly family: Family;
  readonly design: Design;
  readonly settings: JudgeSettings;
}

function judge(
  rows: readonly RowToJudge[],
  design: Design,
  settings: JudgeSettings,
  freshRounds = 0,
): readonly Comparison[] {
  const tested = rows.map((row) => (isNoisy(row) ? testRow(row) : null));
  const family = familyOf(
    tested.filter((row) => row !== null),
    settings,
    freshRounds,
  );
  const job = { family, design, settings };
  return rows.map((row, i) => {
    const noisy = tested[i];
    if (noisy) return noisyRow(noisy, job);
    return hasBothSides(row.pair) ? exactRow(row, settings) : oneSidedRow(row);
  });
}

function noisyRow(noisy: NoisyRow, { family, design, settings }: Job): Comparison {
  const { row, pair, test } = noisy;
  const detection = detectionOf(pair, family.hurdles(noisy), settings.resolution);
  const change = changeOf(pair);
  const examined = { noisy, change, detection };
  const { limit } = row;
  return assemble(noisy.fresh ? row : { ...row, fresh: null }, pair, {
    ...change,
    p: test.twoSided,
    pAdjusted: family.adjusted.get(noisy) ?? null,
    detectable: detection.detectable,
    ...(isJudged(row) && limit !== null
      ? decideNoisy(examined, limit, family, design, settings)
      : decideUnlimited(examined, settings)),
    warnings: noisyWarnings(examined),
  });
}

/** No selection can bias a count: screening and fresh rounds are judged together. */
function exactRow(row: RowToJudge, settings: JudgeSettings): Comparison {
  const pair = allSamples(row);
  const { limit } = row;
  return assemble(row, pair, {
    ...exactChange(pair),
    ...(isJudged(row) && limit !== null ? decideExact(pair, limit, settings) : unlimitedCount(pair)),
    warnings: exactWarnings(pair),
  });
}

/** Reported only; see {@link decideUnlimited}. */
function unlimitedCount({ base, head, metric }: Pair): Decision {
  const same = median(base.value) === median(head.value);
  return { status: same ? 'unchanged' : 'inconclusive', reason: notJudged(metric) };
}

function oneSidedRow(row: RowToJudge): Comparison {
  const { base, head } = row.pair;
  if (head.value.length > 0) return assemble(row, row.pair, { status: 'new' });
  if (base.value.length > 0) return assemble(row, row.pair, { status: 'missing' });
  return assemble(row, row.pair, { status: 'not-measured', reason: 'neither side has a sample of it' });
}
