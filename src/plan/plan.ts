import { looksOf, nextLook } from '../compare/looks.ts';
import type { Evidence, Launch } from '../model/evidence.ts';
import type { Measure } from '../model/rules.ts';
import { left, roundCost, SCREEN_SHARE } from './budget.ts';
import { calibration } from './calibrate.ts';
import { type Group, groupRows } from './group.ts';
import { layouts } from './layouts.ts';
import { affordableFirst } from './priority.ts';
import { profiles, type Wanted } from './profiles.ts';
import { rounds, type Span } from './rounds.ts';
import { type Row, sidesOf } from './row.ts';

/** Rounds of screening that every row gets first: they show what a round of it costs. */
const PROBE = 2;
/** Pairs of base against base that tell how fit the machine is, and the fewest rounds that they are spread over. */
const ARM = { pairs: 16, rounds: 2 };

/** What is known when the next launches are planned. */
export interface Situation {
  readonly evidence: Evidence;
  readonly measure: Measure;
  /** Rows that the calibration found and that have not failed since. */
  readonly rows: readonly Row[];
  /** Keys of the rows that deserve further rounds; asked only when the screening is complete. */
  goingOn(): readonly string[];
  /** Keys of the rows that got slower in time and in nothing else, smallest change first; asked when none goes on. */
  slowerInTimeAlone(): readonly string[];
  /** The rows that deserve profiles, most important first; asked when all that is timed was run. */
  toProfile(): readonly Wanted[];
}

/**
 * The next processes to run; none when all is there to decide. Calibrate → probe → screen → further rounds, from look to
 * look, of the rows that are not settled → other layouts for those that are slower in time alone → profiles.
 */
export function plan(situation: Situation): readonly Launch[] {
  const { evidence, measure, rows } = situation;
  const found = calibration(evidence, measure);
  if (found.length > 0) return found;
  const groups = groupRows(rows, evidence, measure);
  if (!has(evidence, 'screen', 0)) return probe(groups, situation);
  if (!has(evidence, 'screen', PROBE) && !has(evidence, 'confirm', 0)) {
    const more = screen(groups, situation);
    if (more.length > 0) return more;
  }
  const further = goOn(groups, situation);
  if (further.length > 0 || has(evidence, 'profile', 0)) return further;
  const elsewhere = has(evidence, 'layout', 0) ? [] : otherLayouts(groups, situation);
  return elsewhere.length > 0 ? elsewhere : underProfilers(situation);
}

function underProfilers({ evidence, measure, rows, toProfile }: Situation): readonly Launch[] {
  return measure.profile === 'never' ? [] : profiles(toProfile(), rows, evidence, measure);
}

function has(evidence: Evidence, phase: Launch['phase'], round: number): boolean {
  return evidence.processes.some((p) => p.phase === phase && p.round >= round);
}

/** Seconds one round of a group should take, before any was run. */
function estimate(group: Group): number {
  const row = (r: Row) => sidesOf(r).reduce((sum, side) => sum + (r.secPerOp[side] ?? 0), 0);
  return group.iterations * group.rows.reduce((sum, r) => sum + row(r), 0);
}

function probe(groups: readonly Group[], { evidence, measure }: Situation): readonly Launch[] {
  const wanted = Math.min(PROBE, measure.rounds.screen);
  const n = affordableFirst(groups, groups.map(estimate), () => wanted, left(evidence) * SCREEN_SHARE, evidence);
  return rounds('screen', screening(groups, n, 0), evidence, measure);
}

function screen(groups: readonly Group[], { evidence, measure }: Situation): readonly Launch[] {
  const probed = groups.filter((g) => roundCost(g, evidence) > 0);
  const costs = probed.map((g) => roundCost(g, evidence));
  const wanted = Math.max(0, measure.rounds.screen - PROBE);
  const n = affordableFirst(probed, costs, () => wanted, left(evidence) * SCREEN_SHARE, evidence);
  return rounds('screen', screening(probed, n, PROBE), evidence, measure);
}

/** The A/A arm is spread over the rows: a round or two of many, more of few. */
function screening(groups: readonly Group[], n: readonly number[], from: number): Span[] {
  const paired = groups.flatMap((g) => g.rows.filter((r) => sidesOf(r).length === 2)).length;
  const twice = paired === 0 ? 0 : Math.max(ARM.rounds, Math.ceil(ARM.pairs / paired));
  return groups.map((group, i) => ({ group, from, to: from + (n[i] ?? 0), twice }));
}

/** Every row that goes on gets the rounds up to its next look. */
function goOn(groups: readonly Group[], situation: Situation): readonly Launch[] {
  const { evidence, measure } = situation;
  const looks = looksOf(measure.rounds);
  const going = new Set(situation.goingOn());
  const own = groups
    .map((g) => ({ ...g, rows: g.rows.filter((r) => going.has(r.key) && sidesOf(r).length === 2) }))
    .filter((g) => g.rows.length > 0);
  const had = own.map((g) => roundsRun(g, evidence));
  const wanted = (i: number) => (nextLook(looks, had[i] ?? 0) ?? 0) - (had[i] ?? 0);
  const costs = own.map((g) => roundCost(groups.find((all) => all.rows.includes(g.rows[0] as Row)) ?? g, evidence));
  const n = affordableFirst(own, costs, (i) => Math.max(0, wanted(i)), left(evidence), evidence);
  const spans = own.map((group, i) => ({ group, from: had[i] ?? 0, to: (had[i] ?? 0) + (n[i] ?? 0), twice: 0 }));
  return rounds('confirm', spans, evidence, measure);
}

function otherLayouts(
  groups: readonly Group[],
  { evidence, measure, slowerInTimeAlone }: Situation,
): readonly Launch[] {
  const alone = slowerInTimeAlone().flatMap((key) =>
    groups.flatMap((g) => g.rows.filter((r) => r.key === key).map((row) => ({ ...g, rows: [row] }))),
  );
  return layouts(alone, evidence, measure);
}

/** Rounds that the group's first row has been sent into. */
function roundsRun({ rows }: Group, { processes }: Evidence): number {
  const key = rows[0]?.key ?? '';
  const own = processes.filter((p) => (p.phase === 'screen' || p.phase === 'confirm') && p.rows.includes(key));
  return Math.max(0, ...own.map((p) => p.round + 1));
}
