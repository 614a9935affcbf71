import { JUDGE } from '../compare/judge.ts';
import { looksOf } from '../compare/looks.ts';
import type { Measure } from '../model/rules.ts';
import { subjectKey } from '../model/subject.ts';
import type { Situation } from '../plan/plan.ts';
import { runnableRows } from './discover.ts';
import { timeAlone } from './layouts.ts';
import { measuredRows } from './opinion.ts';
import type { Ruling } from './ruling.ts';
import type { Survey } from './survey.ts';
import { toProfile } from './to-profile.ts';

/** What the plan is made from. */
export function situation(survey: Survey): Situation {
  const { evidence, outcome, measure, rows, rulings } = survey;
  return {
    evidence,
    measure,
    rows: runnableRows(rows, outcome),
    goingOn: () => [...new Set(rulings.flatMap((ruling) => goingOn(ruling, measure)))],
    slowerInTimeAlone: () => [...new Set(rulings.flatMap((ruling) => timeAlone(measuredRows(ruling, survey))))],
    toProfile: () => toProfile(survey),
  };
}

/** Keys of the rows that deserve further rounds. */
function goingOn({ rows, rules }: Ruling, { rounds }: Measure): readonly string[] {
  return JUDGE.goingOn(rows, rules.judge, looksOf(rounds)).flatMap((i) => {
    const row = rows[i];
    return row ? [subjectKey(row.pair.subject)] : [];
  });
}
