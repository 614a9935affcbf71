import type { Comparison } from '../model/comparison.ts';
import type { Design, Pair } from '../model/evidence.ts';
import type { JudgeSettings } from '../model/rules.ts';
import { median } from '../stats/median.ts';
import { assemble } from './assemble.ts';
import { exactChange } from './change.ts';
import { type Decision, decideExact, exactWarnings } from './exact.ts';
import { type Family, familyOf, hasBothSides, isNoisy, type NoisyRow, testRow } from './family.ts';
import type { Procedure } from './method.ts';
import { decideNoisy, decideUnlimited, noisyWarnings } from './noisy.ts';
import { allSamples, isJudged, type Judge, type RowToJudge } from './rows.ts';
import { notJudged } from './words.ts';

/** A judge of a kind: what is counted, one-sided or reported only is the same for all, what is noisy goes by its method. */
export function judgeBy(procedure: Procedure): Judge {
  return {
    name: procedure.name,
    suspects: (rows) => suspects(rows, procedure),
    judge: (rows, design, settings, freshRounds = 0) => judge(rows, { design, settings, freshRounds }, procedure),
  };
}

function suspects(rows: readonly RowToJudge[], procedure: Procedure): number[] {
  const suspicious = (row: RowToJudge) =>
    isNoisy(row) && isJudged(row) && testRow({ ...row, fresh: null }, procedure).suspicious;
  return rows.flatMap((row, i) => (suspicious(row) ? [i] : []));
}

interface Asked {
  readonly design: Design;
  readonly settings: JudgeSettings;
  readonly freshRounds: number;
}

/** What all rows of a job share. */
type Job = Pick<Asked, 'design' | 'settings'> & { readonly family: Family };

function judge(
  rows: readonly RowToJudge[],
  { design, settings, freshRounds }: Asked,
  procedure: Procedure,
): readonly Comparison[] {
  const tested = rows.map((row) => (isNoisy(row) ? testRow(row, procedure) : null));
  const noisyRows = tested.filter((row) => row !== null);
  const job = { family: familyOf(noisyRows, settings, freshRounds, procedure), design, settings };
  return rows.map((row, i) => {
    const noisy = tested[i];
    if (noisy) return noisyRow(noisy, job);
    return hasBothSides(row.pair) ? exactRow(row, settings) : oneSidedRow(row);
  });
}

function noisyRow(noisy: NoisyRow, { family, design, settings }: Job): Comparison {
  const { row, pair, method, test } = noisy;
  const detection = method.detection(pair, family.hurdles(noisy), settings.resolution);
  const change = method.change(pair);
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
