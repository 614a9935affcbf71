import { collections } from '../../matrix/collector.ts';
import type { Quantity, Sample } from '../../matrix/experiment.ts';
import { iterationsFor, type MatrixRow } from '../../matrix/launches.ts';
import type { BenchResult } from '../../model/bench.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { formatDuration } from '../../model/format.ts';
import { readBench } from '../../sources/bench/read.ts';
import { readGcTrace } from '../../sources/gctrace/read.ts';
import { lastWords } from '../process/last-words.ts';
import type { Finished } from './store.ts';

/** The p99 of a benchmark's own, as `b.ReportMetric(…, "p99-ns/op")` gives it, tidied. */
const P99 = /(?:^|[-_])p99-sec(?:\/\w+)?$/;
/** A rate of a benchmark's own (`req/s`); what SetBytes gives says no more than op/s does. */
const RATE = /\/s$/;

/** The benchmarks that a calibrating process found, and what it could not run. */
export function calibrated(process: Finished, pkg: string, benchtime: number): readonly MatrixRow[] {
  return resultsOf(process, pkg).map((result) => {
    const secPerOp = unitValue(result, 'sec/op') ?? 0;
    const { benchmark = '', pkg = '' } = result.subject;
    return {
      subject: { pkg, benchmark },
      secPerOp,
      bytesPerOp: unitValue(result, 'B/op') ?? 0,
      iterations: iterationsFor(secPerOp, benchtime),
    };
  });
}

function resultsOf({ stdout }: Finished, pkg: string): readonly BenchResult[] {
  const results = [...readBench(stdout, pkg)].filter((record) => record.kind === 'result');
  return results.map((result) => ({ ...result, subject: { ...result.subject, pkg } }));
}

function unitValue({ values }: BenchResult, unit: string): number | undefined {
  return values.find((v) => v.unit === unit)?.value;
}

/** What a process of one benchmark showed. */
export type Read =
  | { readonly sample: Sample; readonly units: { readonly p99?: string; readonly rate?: string } }
  | { readonly failure: string };

export function readProcess(process: Finished, row: MatrixRow, round: number): Read {
  const why = failureOf(process, row);
  const results = resultsOf(process, row.subject.pkg ?? '');
  const result = results.length === 1 ? results[0] : undefined;
  if (why !== null || !result) return { failure: why ?? `printed ${results.length} results instead of one` };
  const secPerOp = unitValue(result, 'sec/op') ?? 0;
  if (!(secPerOp > 0)) return { failure: 'reported no time' };
  const [p99, rate] = [
    result.values.find((v) => P99.test(v.unit)),
    result.values.find((v) => RATE.test(v.unit) && v.unit !== 'B/s'),
  ];
  const { trace } = readGcTrace(process.stderr, '');
  const values: Partial<Record<Quantity, number>> = {
    'op/s': 1 / secPerOp,
    ...(p99 ? { p99: p99.value } : {}),
    ...(rate ? { rate: rate.value } : {}),
    ...(process.user + process.system > 0 ? { 'cpu-sec/op': (process.user + process.system) / result.iterations } : {}),
    ...collections(trace, row.subject.benchmark ?? '', result.iterations, process.wall),
    ...(process.maxRss > 0 ? { 'max-rss': process.maxRss } : {}),
  };
  const units = { ...(p99 ? { p99: p99.unit } : {}), ...(rate ? { rate: rate.unit } : {}) };
  return { sample: { round, order: process.order, values }, units };
}

/** Why a process gave no sample; null where it ended well. */
export function failureOf(
  process: Finished,
  { secPerOp, iterations }: Pick<MatrixRow, 'secPerOp' | 'iterations'>,
): string | null {
  switch (process.ending) {
    case 'ok':
      return null;
    case 'timeout': {
      const times = process.timeout / Math.max(secPerOp * iterations, Number.MIN_VALUE);
      const slow = times >= 2 ? `, ${Math.round(times)} times what the default setting needs` : '';
      return `did not end within ${formatDuration(process.timeout)}${slow}`;
    }
    case 'not-started':
      return `could not be started: ${process.stderr.trim().split('\n')[0] ?? ''}`;
    case 'signal':
      return `was killed by ${process.signal ?? 'a signal'}${process.signal === 'SIGKILL' ? ', as the kernel does when memory runs out' : ''}`;
    case 'exit':
      return `ended with status ${process.exit}: ${lastWords(process.stdout, process.stderr)}`;
  }
}

/** What a person should know of a calibrating process. */
export function calibrationTrouble(process: Finished, pkg: string, found: number): readonly Diagnostic[] {
  const why = failureOf(process, { secPerOp: 0, iterations: 0 });
  if (why !== null) return [{ level: found > 0 ? 'warning' : 'error', text: `${pkg}: finding its benchmarks ${why}` }];
  return found > 0 ? [] : [{ level: 'warning', text: `${pkg}: no benchmark printed a result` }];
}
