import type { Evidence, Launch, Phase } from '../model/evidence.ts';
import type { Measure } from '../model/rules.ts';
import { affordable, left, roundCost, SCREEN_SHARE } from './budget.ts';
import { calibration } from './calibrate.ts';
import { type Group, groupRows } from './group.ts';
import { rounds } from './rounds.ts';
import { type Row, sidesOf } from './row.ts';

/** Rounds of screening that every row gets first: they show what a round of it costs. */
const PROBE = 2;

/** What is known when the next launches are planned. */
export interface Situation {
  readonly evidence: Evidence;
  readonly measure: Measure;
  /** Rows that the calibration found and that have not failed since. */
  readonly rows: readonly Row[];
  /** Keys of the rows that screening could not clear; asked only when the screening is complete. */
  suspects(): readonly string[];
  /** Fewest rounds with which `m` suspects can be confirmed at all. */
  fewestRounds(m: number): number;
}

/** The next processes to run; none when all is there to decide. Calibrate → probe → screen → confirm the suspects. */
export function plan(situation: Situation): readonly Launch[] {
  const { evidence, measure, rows } = situation;
  const found = calibration(evidence, measure);
  if (found.length > 0) return found;
  const groups = groupRows(rows, evidence, measure);
  if (!has(evidence, 'screen', 0)) return probe(groups, situation);
  if (!has(evidence, 'screen', PROBE)) {
    const more = screen(groups, situation);
    if (more.length > 0) return more;
  }
  return has(evidence, 'confirm', 0) ? [] : confirm(groups, situation);
}

function has(evidence: Evidence, phase: Phase, round: number): boolean {
  return evidence.processes.some((p) => p.phase === phase && p.round >= round);
}

/** Seconds one round of a group should take, before any was run. */
function estimate(group: Group): number {
  const row = (r: Row) => sidesOf(r).reduce((sum, side) => sum + (r.secPerOp[side] ?? 0), 0);
  return group.iterations * group.rows.reduce((sum, r) => sum + row(r), 0);
}

function probe(groups: readonly Group[], { evidence, measure }: Situation): readonly Launch[] {
  const wanted = Math.min(PROBE, measure.rounds.screen);
  const n = affordable(groups.map(estimate), wanted, left(evidence) * SCREEN_SHARE);
  const spans = groups.map((group, i) => ({ group, from: 0, to: n[i] ?? 0 }));
  return rounds('screen', spans, evidence, measure);
}

function screen(groups: readonly Group[], { evidence, measure }: Situation): readonly Launch[] {
  const probed = groups.filter((g) => roundCost(g, evidence) > 0);
  const costs = probed.map((g) => roundCost(g, evidence));
  const n = affordable(costs, Math.max(0, measure.rounds.screen - PROBE), left(evidence) * SCREEN_SHARE);
  const spans = probed.map((group, i) => ({ group, from: PROBE, to: PROBE + (n[i] ?? 0) }));
  return rounds('screen', spans, evidence, measure);
}

/** Fresh rounds of the suspects only: data that did not choose them, so that the choice cannot flatter the test. */
function confirm(groups: readonly Group[], situation: Situation): readonly Launch[] {
  const { evidence, measure } = situation;
  const suspects = new Set(situation.suspects());
  const own = groups
    .map((g) => ({ ...g, rows: g.rows.filter((r) => suspects.has(r.key) && sidesOf(r).length === 2) }))
    .filter((g) => g.rows.length > 0);
  const fewest = situation.fewestRounds(suspects.size);
  const costs = own.map((g) => roundCost(groups.find((all) => all.rows.includes(g.rows[0] as Row)) ?? g, evidence));
  const n = affordable(costs, Math.max(fewest, measure.rounds.confirm), left(evidence));
  const spans = own.map((group, i) => ({ group, from: 0, to: (n[i] ?? 0) >= fewest ? (n[i] ?? 0) : 0 }));
  return rounds('confirm', spans, evidence, measure);
}
