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
  const { group } = span;
  const key = group.rows[0]?.key ?? '';
  const sides = group.rows[0] ? [...sidesOf(group.rows[0])] : [];
  const seed = evidence.seed ?? 0;
  if (coin(seed, key, round >> 1) !== (round % 2 === 1)) sides.reverse();
  const cpu = measure.cpu.length > 0 ? [...new Set(group.rows.map((r) => r.gomaxprocs))] : [];
  const rows = group.rows.map((r) => r.key);
  const spec = { pkg: group.pkg, round, cpu, benchtime: `${group.iterations}x`, rows };
  const how = { ...spec, timeout: patience(group, evidence), pattern: benchPatterns(group.rows) };
  const both = sides.map((side) => launch({ ...how, phase, side }));
  if (round >= span.twice || !sides.includes('base')) return both;
  const again = launch({ ...how, phase: 'aa', side: 'base' });
  return coin(seed, key, round, 'again') ? [again, ...both] : [...both, again];
}

/** When the watchdog acts: generously beyond the group's own work and what starting its package's process took. */
export function patience(group: Group, evidence: Evidence): number {
  const work = group.rows.reduce((sum, r) => sum + Math.max(0, ...Object.values(r.secPerOp)) * group.iterations, 0);
  const before = evidence.processes.find((p) => p.phase === 'calibrate' && p.pkg === group.pkg && p.ending === 'ok');
  return Math.max(SHORTEST_TIMEOUT, PATIENCE * work + 2 * (before?.wall ?? 0));
}
