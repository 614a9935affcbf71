import type { Comparison, Stop } from '../model/comparison.ts';
import type { Design, Pair } from '../model/evidence.ts';
import type { JudgeSettings } from '../model/rules.ts';
import { median } from '../stats/median.ts';
import { assemble } from './assemble.ts';
import { exactChange } from './change.ts';
import type { Course } from './course.ts';
import { detectionOf } from './detection.ts';
import { type Decision, decideExact, exactWarnings } from './exact.ts';
import { type Family, familyOf, type NoisyRow } from './family.ts';
import type { Looks } from './looks.ts';
import type { Procedure } from './method.ts';
import { decideNoisy, decideUnlimited, noisyWarnings } from './noisy.ts';
import { hasBothSides, isJudged, type Judge, type RowToJudge } from './rows.ts';
import { notJudged } from './words.ts';

/** A judge of a kind: what is counted, one-sided or reported only is the same for all, what is noisy goes by its method. */
export function judgeBy(procedure: Procedure): Judge {
  return {
    name: procedure.name,
    goingOn: (rows, settings, looks) =>
      familyOf(rows, settings, looks, procedure).rows.flatMap((row, i) => (row && goesOn(row, looks) ? [i] : [])),
    judge: (rows, design, settings, looks) => {
      const job = { family: familyOf(rows, settings, looks, procedure), design, settings, looks };
      return rows.map((row, i) => judgeRow(row, job.family.rows[i] ?? null, job));
    },
  };
}

function goesOn({ course, row, rounds }: NoisyRow, looks: Looks): boolean {
  return isJudged(row) && course === 'open' && rounds < (looks.at.at(-1) ?? 0);
}

/** What all rows of a job share. */
interface Job {
  readonly family: Family;
  readonly design: Design;
  readonly settings: JudgeSettings;
  readonly looks: Looks | null;
}

function judgeRow(row: RowToJudge, noisy: NoisyRow | null, job: Job): Comparison {
  if (noisy) return noisyRow(noisy, job);
  return hasBothSides(row.pair) ? exactRow(row, job.settings) : oneSidedRow(row);
}

const STOPS: Readonly<Record<Course, Stop>> = {
  cleared: 'cleared',
  called: 'called-early',
  ended: 'all-rounds',
  open: 'budget',
};

function noisyRow(noisy: NoisyRow, { family, design, settings, looks }: Job): Comparison {
  const staged = looks !== null && isJudged(noisy.row);
  const { row, pair, method, test } = noisy;
  const { limit } = row;
  // Nobody needs to see less than the check allows, and a look stops what is well within that.
  const wanted = Math.max(settings.resolution, limit ?? 0);
  const detection = detectionOf(pair, family.hurdles(noisy), wanted, method);
  const examined = { noisy, detection };
  return assemble(row, pair, {
    ...noisy.change(),
    p: Math.min(1, 2 * Math.min(test.greater, test.less)),
    pAdjusted: family.adjusted(noisy),
    detectable: detection.detectable,
    ...(staged ? { stop: STOPS[noisy.course] } : {}),
    ...(isJudged(row) && limit !== null
      ? decideNoisy(examined, limit, family, design, settings)
      : decideUnlimited(examined, settings)),
    warnings: noisyWarnings(examined),
  });
}

/** No stop can bias a count: all rounds are judged. */
function exactRow(row: RowToJudge, settings: JudgeSettings): Comparison {
  const { pair, limit } = row;
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
