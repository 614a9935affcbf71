import { detectDesign } from '../compare/design.ts';
import { mannWhitneyJudge } from '../compare/judge.ts';
import type { Judge } from '../compare/rows.ts';
import type { Design, Evidence } from '../model/evidence.ts';
import { groupBy } from '../model/group-by.ts';
import type { Measure } from '../model/rules.ts';
import { subjectKey } from '../model/subject.ts';
import type { Situation } from '../plan/plan.ts';
import type { Row } from '../plan/row.ts';
import { fewestSamples } from '../stats/critical.ts';
import { discoverRows, runnableRows } from './discover.ts';
import { type Outcome, readOutcome } from './outcome.ts';
import { type Ruling, rulings } from './ruling.ts';

/** The judge in force; another one is one line here. */
export const JUDGE: Judge = mannWhitneyJudge;

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
  const alpha = Math.min(...judged.map((r) => r.rules.judge.alpha));
  return {
    evidence,
    measure,
    rows: runnableRows(rows, outcome),
    suspects: () => [...new Set(judged.flatMap(suspectsOf))],
    // Two-sided, and Holm's first step over the suspects.
    fewestRounds: (m) => fewestSamples(alpha / (2 * Math.max(1, m))),
  };
}

/** Keys of the rows that screening could not clear. */
export function suspectsOf({ rows, rules }: Ruling): readonly string[] {
  return JUDGE.suspects(rows, rules.judge).flatMap((i) => {
    const row = rows[i];
    return row ? [subjectKey(row.pair.subject)] : [];
  });
}
