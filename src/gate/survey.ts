import { detectDesign } from '../compare/design.ts';
import { fitnessOf } from '../compare/machine.ts';
import { contradictionsIn } from '../crosscheck/trace/agreement.ts';
import type { Design, Evidence } from '../model/evidence.ts';
import { groupBy } from '../model/group-by.ts';
import type { MachineFitness } from '../model/machine.ts';
import type { Measure } from '../model/rules.ts';
import type { Row } from '../plan/row.ts';
import { discoverRows } from './discover.ts';
import { type Outcome, readOutcome } from './outcome.ts';
import { type Profiled, profiledIn } from './profiles.ts';
import { type Ruling, rulings } from './ruling.ts';
import { type Traced, tracedIn } from './traces.ts';

/** The evidence, read: everything that planning and judging look at. */
export interface Survey {
  readonly evidence: Evidence;
  readonly outcome: Outcome;
  readonly measure: Measure;
  readonly design: Design;
  /** How fit the machine was, measured in the job. */
  readonly fitness: MachineFitness;
  /** Every row that the calibration found. */
  readonly rows: readonly Row[];
  /** What the profilers wrote. */
  readonly profiled: Profiled;
  /** What traces say. */
  readonly traced: Traced;
  /** Where the tools that watched the traced processes of a benchmark contradict each other, in a sentence; by its key. */
  readonly contradictions: ReadonlyMap<string, string>;
  /** One set of rules, or base's and head's. */
  readonly rulings: readonly Ruling[];
}

export function survey(evidence: Evidence): Survey {
  const outcome = readOutcome(evidence);
  const judged = rulings(evidence, outcome);
  const rows = discoverRows(outcome);
  const traced = tracedIn(evidence, rows);
  const measure = evidence.measure ?? (judged[0] as Ruling).rules.measure;
  return {
    evidence,
    outcome,
    measure,
    design: designOf(evidence, outcome),
    fitness: fitnessOf(outcome.readings),
    rows,
    profiled: profiledIn(evidence, rows),
    traced,
    contradictions: contradictionsIn(traced.rows),
    rulings: judged,
  };
}

/** Evidence that says it is interleaved is believed as far as the order of its processes bears it out. */
function designOf({ design }: Evidence, { readings }: Outcome): Design {
  if (design !== 'interleaved') return design;
  const phases = [
    ...groupBy(
      readings.filter((r) => r.phase !== 'calibrate' && r.phase !== 'aa'),
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
