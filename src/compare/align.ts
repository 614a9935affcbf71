import type { BenchResult } from '../model/bench.ts';
import type { Pair, Phase, SideName } from '../model/evidence.ts';
import type { Metric } from '../model/metric.ts';
import type { Samples } from '../model/samples.ts';
import { type Subject, subjectKey } from '../model/subject.ts';
import type { Unit } from '../model/unit.ts';

/** A result line, and where in the run it was taken. */
export interface Reading {
  readonly side: SideName;
  readonly phase: Phase;
  /** Within the phase, from 0. */
  readonly round: number;
  /** Position of its process in the global order; -1 where unknown. */
  readonly order: number;
  readonly result: BenchResult;
}

/**
 * Base against head, one pair for each unit of each subject: those of base in the order they were first seen, then
 * those that only head has. What one side lacks has no samples there.
 *
 * @param readings of one phase
 */
export function alignResults(readings: readonly Reading[], metricOf: (unit: Unit) => Metric): Pair[] {
  const rows = new Map<string, Row>();
  for (const side of ['base', 'head'] as const)
    for (const reading of readings) if (reading.side === side) addReading(rows, reading);
  return [...rows.values()].map(({ subject, unit, base, head }) => ({ subject, metric: metricOf(unit), base, head }));
}

type Columns = { readonly [K in keyof Samples]: number[] };

interface Row {
  readonly subject: Subject;
  readonly unit: Unit;
  readonly base: Columns;
  readonly head: Columns;
}

/** Of a unit that one line gives twice the first value counts. What is not finite is no sample (its reader says so). */
function addReading(rows: Map<string, Row>, { side, round, order, result }: Reading): void {
  const { subject, iterations } = result;
  const seen = new Set<Unit>();
  for (const { value, unit } of result.values) {
    if (seen.has(unit) || !Number.isFinite(value)) continue;
    seen.add(unit);
    const samples = rowFor(rows, subject, unit)[side];
    samples.value.push(value);
    samples.round.push(round);
    samples.order.push(order);
    samples.iterations.push(iterations);
  }
}

function rowFor(rows: Map<string, Row>, subject: Subject, unit: Unit): Row {
  const key = JSON.stringify([subjectKey(subject), unit]);
  const row = rows.get(key) ?? { subject, unit, base: noColumns(), head: noColumns() };
  rows.set(key, row);
  return row;
}

function noColumns(): Columns {
  return { value: [], round: [], order: [], iterations: [] };
}
