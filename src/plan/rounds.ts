import type { Evidence, Launch, Phase } from '../model/evidence.ts';
import type { Measure } from '../model/rules.ts';
import type { Group } from './group.ts';
import { launch } from './launch.ts';
import { benchPatterns } from './pattern.ts';
import { sidesOf } from './row.ts';

/** No round is given less than this before the watchdog acts, seconds. */
const SHORTEST_TIMEOUT = 10;
/** A process may take this many times what its benchmarks took when calibrated. */
const PATIENCE = 20;

/** A group and the rounds it still gets in a phase: `from` inclusive, `to` exclusive. */
export interface Span {
  readonly group: Group;
  readonly from: number;
  readonly to: number;
}

/**
 * Rounds of base and head in A B B A order: the side that goes first alternates from round to round and from row to
 * row, so that a drift of the machine cancels and no load that beats with the rounds favours a side.
 */
export function rounds(phase: Phase, spans: readonly Span[], evidence: Evidence, measure: Measure): readonly Launch[] {
  const last = Math.max(0, ...spans.map((s) => s.to));
  return Array.from({ length: last }, (_, round) =>
    spans.flatMap((span, i) =>
      round < span.from || round >= span.to ? [] : pair(phase, span, round, i, evidence, measure),
    ),
  ).flat();
}

function pair(phase: Phase, { group }: Span, round: number, i: number, evidence: Evidence, measure: Measure): Launch[] {
  const sides = group.rows[0] ? [...sidesOf(group.rows[0])] : [];
  if ((round + i) % 2 === 1) sides.reverse();
  const cpu = measure.cpu.length > 0 ? [...new Set(group.rows.map((r) => r.gomaxprocs))] : [];
  const spec = { pkg: group.pkg, phase, round, cpu, benchtime: `${group.iterations}x` };
  const rows = group.rows.map((r) => r.key);
  const timeout = patience(group, evidence);
  return sides.map((side) => launch({ ...spec, side, rows, timeout, pattern: benchPatterns(group.rows) }));
}

/** When the watchdog acts: generously beyond the group's own work and what starting its package's process took. */
function patience(group: Group, evidence: Evidence): number {
  const work = group.rows.reduce((sum, r) => sum + Math.max(0, ...Object.values(r.secPerOp)) * group.iterations, 0);
  const before = evidence.processes.find((p) => p.phase === 'calibrate' && p.pkg === group.pkg && p.ending === 'ok');
  return Math.max(SHORTEST_TIMEOUT, PATIENCE * work + 2 * (before?.wall ?? 0));
}
