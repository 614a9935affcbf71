import type { BaselineRow, Evidence, Pair } from '../model/evidence.ts';
import { groupBy } from '../model/group-by.ts';
import type { Metric } from '../model/metric.ts';
import { NO_SAMPLES, type Samples } from '../model/samples.ts';
import { subjectKey } from '../model/subject.ts';
import { matchesTopLevel } from '../model/top-level.ts';
import type { Unit } from '../model/unit.ts';

/** A stored baseline's samples stand for base; its rows that were asked for and that head has not are missing. */
export function withBaseline(pairs: readonly Pair[], evidence: Evidence, metricOf: (unit: Unit) => Metric): Pair[] {
  const rows = sameProcessors(evidence, pairs).filter((row) => asked(row, evidence));
  const stored = groupBy(rows, (row) => keyOf(row.subject, row.metric));
  const met = pairs.map((pair) => ({ ...pair, base: samplesOf(stored.get(keyOf(pair.subject, pair.metric.id))?.[0]) }));
  const known = new Set(pairs.map((pair) => keyOf(pair.subject, pair.metric.id)));
  const gone = [...stored].filter(([key]) => !known.has(key)).flatMap(([, own]) => own.slice(0, 1));
  return [...met, ...gone.map((row) => missingPair(row, metricOf))];
}

function keyOf(subject: BaselineRow['subject'], metric: string): string {
  return `${subjectKey(subject)} ${metric}`;
}

/**
 * GOMAXPROCS is part of a row's name. Recorded on a machine with another one, every row would seem to have vanished:
 * where each side has a single value and none was asked for, the stored rows are taken as those of this machine, and
 * only their counted metrics are compared.
 */
function sameProcessors(evidence: Evidence, pairs: readonly Pair[]): readonly BaselineRow[] {
  const rows = evidence.baseline ?? [];
  const there = new Set(rows.map((row) => row.subject.gomaxprocs));
  const [here, ...more] = new Set(pairs.map((pair) => pair.subject.gomaxprocs));
  const chosen = (evidence.measure?.cpu.length ?? 0) > 0;
  if (chosen || here === undefined || more.length > 0 || there.size !== 1) return rows;
  return rows.map((row) => ({ ...row, subject: { ...row.subject, gomaxprocs: here } }));
}

/** Whether this run was to measure the row at all (`bench`, `packages`). */
function asked({ subject: { pkg, benchmark = '' } }: BaselineRow, { measure, packages }: Evidence): boolean {
  if (!measure) return true;
  const listed = measure.packages.join() === './...' || packages.some((p) => p.pkg === pkg);
  // A pattern that names sub-benchmarks says too little of the stored names to call one gone.
  return listed && !measure.bench.includes('/') && matchesTopLevel(measure.bench, benchmark.split('/')[0] ?? '');
}

function missingPair(row: BaselineRow, metricOf: (unit: Unit) => Metric): Pair {
  return { subject: row.subject, metric: metricOf(row.metric as Unit), base: samplesOf(row), head: NO_SAMPLES };
}

function samplesOf(row: BaselineRow | undefined): Samples {
  if (!row) return NO_SAMPLES;
  const unknown = row.values.map(() => -1);
  return { value: row.values, round: row.values.map((_, i) => i), order: unknown, iterations: unknown };
}
