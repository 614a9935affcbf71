import type { Reading } from '../compare/align.ts';
import { iterationsOf } from '../model/arguments.ts';
import type { BenchValue } from '../model/bench.ts';
import type { ProcessRecord } from '../model/evidence.ts';
import { groupBy } from '../model/group-by.ts';
import { CPU_TIME } from '../model/metric.ts';

/** A process that ran one row alone, a known number of times, to its end. */
interface Alone {
  readonly order: number;
  readonly pkg: string;
  readonly iterations: number;
  /** User and system seconds of the whole process (rusage). */
  readonly cpu: number;
}

/**
 * Gives the readings of processes that ran their row alone the CPU time of an operation: user and system time of the
 * process less what starting it takes, over its iterations. It is steadier than the clock where a machine is shared, and
 * it counts what no timer sees: set-up between operations, and the garbage collector beside them.
 */
export function withCpuTime(readings: readonly Reading[], processes: readonly ProcessRecord[]): readonly Reading[] {
  const alone = new Map(processes.flatMap(aloneOf).map((process) => [process.order, process]));
  const start = startTimes(readings, alone);
  return readings.map((reading) => {
    const process = alone.get(reading.order);
    const spent = process ? (process.cpu - (start.get(process.pkg) ?? 0)) / process.iterations : 0;
    if (!process || !(spent > 0) || reading.phase === 'calibrate') return reading;
    return { ...reading, result: { ...reading.result, values: [...reading.result.values, cpuValue(spent)] } };
  });
}

function aloneOf(process: ProcessRecord): Alone[] {
  const iterations = iterationsOf(process);
  if (process.ending !== 'ok' || process.rows.length !== 1 || iterations === null) return [];
  return [{ order: process.order, pkg: process.pkg, iterations, cpu: process.user + process.system }];
}

/**
 * CPU seconds that starting a package's process takes: the least that any of its processes has beyond its own timed work,
 * so that something is left of every sample. The same for both sides, so that it can hide no difference between them.
 */
function startTimes(readings: readonly Reading[], alone: ReadonlyMap<number, Alone>): ReadonlyMap<string, number> {
  const beyond = readings.flatMap((reading) => {
    const process = alone.get(reading.order);
    const time = reading.result.values.find(({ unit }) => unit === 'sec/op');
    return process && time ? [{ pkg: process.pkg, rest: process.cpu - time.value * process.iterations }] : [];
  });
  const least = (own: typeof beyond) => own.reduce((sum, { rest }) => Math.min(sum, rest), Number.POSITIVE_INFINITY);
  return new Map([...groupBy(beyond, ({ pkg }) => pkg)].map(([pkg, own]) => [pkg, Math.max(0, least(own))]));
}

function cpuValue(seconds: number): BenchValue {
  return { value: seconds, unit: CPU_TIME, original: { value: seconds, unit: CPU_TIME } };
}
