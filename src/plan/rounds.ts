import type { Evidence, Launch, Phase } from '../model/evidence.ts';
import type { Measure } from '../model/rules.ts';
import { coin } from './draw.ts';
import type { Group } from './group.ts';
import { launch } from './launch.ts';
import { benchPatterns } from './pattern.ts';
import { sidesOf } from './row.ts';

/** No round is given less than this before the watchdog acts, seconds. */
const SHORTEST_TIMEOUT = 10;
/** A process may take this many times what its benchmarks took when calibrated. */
const PATIENCE = 20;

/** A group and the rounds it still gets: `from` inclusive, `to` exclusive. */
export interface Span {
  readonly group: Group;
  readonly from: number;
  readonly to: number;
  /** Rounds below this one run base a second time: the A/A arm. 0 for none. */
  readonly twice: number;
}

/**
 * Rounds of base and head, one right after the other, in blocks of two rounds that are drawn to be A B B A or B A A B: a
 * drift of the machine cancels within a block, and no load that beats with the rounds favours a side.
 */
export function rounds(phase: Phase, spans: readonly Span[], evidence: Evidence, measure: Measure): readonly Launch[] {
  const last = Math.max(0, ...spans.map((s) => s.to));
  return Array.from({ length: last }, (_, round) =>
    spans.flatMap((span) => (round < span.from || round >= span.to ? [] : pair(phase, span, round, evidence, measure))),
  ).flat();
}

function pair(phase: Phase, span: Span, round: number, evidence: Evidence, measure: Measure): Launch[] {
  const both = inTurn(span.group, { phase, round }, evidence, measure);
  if (round >= span.twice || !both.some(({ side }) => side === 'base')) return both;
  const again = both.filter(({ side }) => side === 'base').map((base) => ({ ...base, phase: 'aa' as const }));
  return coin(evidence.seed ?? 0, keyOf(span.group), round, 'again') ? [...again, ...both] : [...both, ...again];
}

function keyOf({ rows }: Group): string {
  return rows[0]?.key ?? '';
}

/** What tells one pair of launches from another. */
interface Turn {
  readonly phase: Phase;
  readonly round: number;
  readonly layout?: number;
}

/** A round of a group: a process a side, in the order drawn for the block of two rounds that it belongs to. */
export function inTurn(group: Group, turn: Turn, evidence: Evidence, measure: Measure): Launch[] {
  const { phase, round } = turn;
  const sides = group.rows[0] ? [...sidesOf(group.rows[0])] : [];
  const drawn = coin(evidence.seed ?? 0, keyOf(group), phase === 'layout' ? phase : '', round >> 1);
  if (drawn !== (round % 2 === 1)) sides.reverse();
  const cpu = measure.cpu.length > 0 ? [...new Set(group.rows.map((r) => r.gomaxprocs))] : [];
  const how = { pkg: group.pkg, cpu, benchtime: `${group.iterations}x`, timeout: patience(group, evidence) };
  const rows = group.rows.map((r) => r.key);
  return sides.map((side) => launch({ ...how, ...turn, side, rows, pattern: benchPatterns(group.rows) }));
}

/** When the watchdog acts: generously beyond the group's own work and what starting its package's process took. */
function patience(group: Group, evidence: Evidence): number {
  const work = group.rows.reduce((sum, r) => sum + Math.max(0, ...Object.values(r.secPerOp)) * group.iterations, 0);
  const before = evidence.processes.find((p) => p.phase === 'calibrate' && p.pkg === group.pkg && p.ending === 'ok');
  return Math.max(SHORTEST_TIMEOUT, PATIENCE * work + 2 * (before?.wall ?? 0));
}
