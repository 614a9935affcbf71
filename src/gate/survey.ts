import { detectDesign } from '../compare/design.ts';
import { JUDGE } from '../compare/judge.ts';
import { looksOf } from '../compare/looks.ts';
import type { Design, Evidence } from '../model/evidence.ts';
import { groupBy } from '../model/group-by.ts';
import type { Measure } from '../model/rules.ts';
import { subjectKey } from '../model/subject.ts';
import type { Situation } from '../plan/plan.ts';
import type { Row } from '../plan/row.ts';
import { discoverRows, runnableRows } from './discover.ts';
import { type Outcome, readOutcome } from './outcome.ts';
import { type Ruling, rulings } from './ruling.ts';

/** The evidence, read: everything that planning and judging look at. */
export interface Survey {
  readonly evidence: Evidence;
  readonly outcome: Outcome;
  readonly measure: Measure;
  readonly design: Design;
  /** Every row that the calibration found. */
  readonly rows: readonly Row[];
  /** One set of rules, or base's and head's. */
  readonly rulings: readonly Ruling[];
}

export function survey(evidence: Evidence): Survey {
  const outcome = readOutcome(evidence);
  const judged = rulings(evidence, outcome);
  const measure = evidence.measure ?? (judged[0] as Ruling).rules.measure;
  return {
    evidence,
    outcome,
    measure,
    design: designOf(evidence, outcome),
    rows: discoverRows(outcome),
    rulings: judged,
  };
}

/** Evidence that says it is interleaved is believed as far as the order of its processes bears it out. */
function designOf({ design }: Evidence, { readings }: Outcome): Design {
  if (design !== 'interleaved') return design;
  const phases = [
    ...groupBy(
      readings.filter((r) => r.phase !== 'calibrate'),
      (r) => r.phase,
    ).values(),
  ];
  const measured = phases.filter((own) => new Set(own.map((r) => r.side)).size === 2);
  return measured.every(
    (own) =>
      detectDesign(
        own,
        own.some((r) => r.order < 0),
      ) === 'interleaved',
  )
    ? 'interleaved'
    : 'sequential';
}

/** What the plan is made from. */
export function situation({ evidence, outcome, measure, rows, rulings: judged }: Survey): Situation {
  return {
    evidence,
    measure,
    rows: runnableRows(rows, outcome),
    goingOn: () => [...new Set(judged.flatMap((ruling) => goingOn(ruling, measure)))],
  };
}

/** Keys of the rows that deserve further rounds. */
function goingOn({ rows, rules }: Ruling, { rounds }: Measure): readonly string[] {
  return JUDGE.goingOn(rows, rules.judge, looksOf(rounds)).flatMap((i) => {
    const row = rows[i];
    return row ? [subjectKey(row.pair.subject)] : [];
  });
}
