import { MEM_STATS, type RuntimeMemStats, type RuntimeProcess } from '../../model/runtime.ts';

/** A line of the file, as far as its form goes. */
export type Record =
  | { readonly kind: 'process'; readonly header: Header }
  | { readonly kind: 'sample'; readonly sample: Sample }
  | { readonly kind: 'memstats'; readonly when: 'before' | 'after'; readonly memStats: RuntimeMemStats }
  | { readonly kind: 'end'; readonly end: { readonly at: number; readonly samples: number; readonly spent: number } };

export interface Header {
  readonly process: RuntimeProcess;
  readonly metrics: readonly { readonly name: string; readonly cumulative: boolean }[];
  readonly histograms: readonly { readonly name: string; readonly bounds: readonly number[] }[];
}

export interface Sample {
  readonly at: number;
  readonly cost: number;
  readonly pauseTotal: number;
  readonly lastGC: number | null;
  readonly values: readonly number[];
  /** By index of the histogram; those that have not changed since the sample before are not there. */
  readonly histograms: ReadonlyMap<number, readonly number[]>;
}

export const SCHEMA = 'go-perf-gate/runtime@1';
/** More metrics or buckets than any release of Go has. */
const MOST = 4096;
/** More histograms, likewise. Each takes a place in memory for every sample, whatever the sample's line says of it. */
const MOST_HISTOGRAMS = 64;

type Fields = { readonly [name: string]: unknown };

/**
 * @param now the process that the line belongs to; null before the first
 * @returns the record, or what is wrong with the line
 */
export function parseRecord(text: string, now: Header | null): Record | string {
  let fields: unknown;
  try {
    fields = JSON.parse(text);
  } catch {
    return 'a line that is no JSON';
  }
  if (!isObject(fields)) return 'a line that is no record';
  if ('schema' in fields) return parseHeader(fields);
  if (!now) return 'a record in front of any process';
  if ('values' in fields) return parseSample(fields, now);
  if ('memstats' in fields) return parseMemStats(fields);
  if ('end' in fields) return parseEnd(fields);
  return 'a record of no known kind';
}

function parseHeader(fields: Fields): Record | string {
  if (fields.schema !== SCHEMA) return `a process with another schema than ${SCHEMA}`;
  const process = processOf(fields);
  const metrics = listOf(fields.metrics, metricOf);
  const histograms = listOf(fields.histograms, histogramOf, MOST_HISTOGRAMS);
  if (!process || !metrics || !histograms) return 'a process whose header cannot be read';
  return { kind: 'process', header: { process, metrics, histograms } };
}

function processOf(fields: Fields): RuntimeProcess | null {
  const { go, goos, goarch, pid, cpus, gomaxprocs, start, mono = null, period } = fields;
  if (typeof go !== 'string' || typeof goos !== 'string' || typeof goarch !== 'string') return null;
  if (!isCount(pid) || !isCount(cpus) || !isCount(gomaxprocs) || !isCount(period)) return null;
  if (!isDecimal(start) || (mono !== null && !isDecimal(mono))) return null;
  return { go, goos, goarch, pid, cpus, gomaxprocs, start, mono, period };
}

function metricOf(one: unknown): Header['metrics'][number] | null {
  if (!isObject(one) || typeof one.name !== 'string' || typeof one.cumulative !== 'boolean') return null;
  return { name: one.name, cumulative: one.cumulative };
}

function histogramOf(one: unknown): Header['histograms'][number] | null {
  if (!isObject(one) || typeof one.name !== 'string') return null;
  const bounds = listOf(one.bounds, boundOf);
  const ascend = bounds?.every((bound, i) => i === 0 || bound > (bounds[i - 1] as number));
  return bounds && bounds.length >= 2 && ascend ? { name: one.name, bounds } : null;
}

function boundOf(bound: unknown): number | null {
  if (bound === '-Inf') return Number.NEGATIVE_INFINITY;
  if (bound === '+Inf') return Number.POSITIVE_INFINITY;
  return isNumber(bound) ? bound : null;
}

function parseSample(fields: Fields, now: Header): Record | string {
  const { at, cost, pauseTotal, lastGC = null, values } = fields;
  if (!isCount(at) || !isCount(cost) || !isCount(pauseTotal) || (lastGC !== null && !isNumber(lastGC)))
    return 'a sample whose times cannot be read';
  if (!Array.isArray(values) || values.length !== now.metrics.length || !values.every(isNumber))
    return 'a sample whose values are not one number for each metric';
  const histograms = changedHistograms(fields.histograms, now);
  if (!histograms) return 'a sample whose histograms cannot be read';
  return { kind: 'sample', sample: { at, cost, pauseTotal, lastGC, values, histograms } };
}

function changedHistograms(given: unknown, { histograms }: Header): Sample['histograms'] | null {
  if (!isObject(given)) return null;
  const changed = new Map<number, readonly number[]>();
  for (const [key, pairs] of Object.entries(given)) {
    const histogram = /^\d{1,4}$/.test(key) ? histograms[Number(key)] : undefined;
    if (!histogram || !isPairs(pairs, histogram.bounds.length - 1)) return null;
    changed.set(Number(key), pairs);
  }
  return changed;
}

/** Bucket, count, bucket, count … with ascending buckets. */
function isPairs(pairs: unknown, buckets: number): pairs is readonly number[] {
  if (!Array.isArray(pairs) || pairs.length % 2 !== 0 || !pairs.every(isCount)) return false;
  return pairs.every((n, i) => i % 2 === 1 || (n < buckets && (i === 0 || n > (pairs[i - 2] as number))));
}

function parseMemStats(fields: Fields): Record | string {
  const { at, memstats: when, lastGC = null } = fields;
  const complete = MEM_STATS.every((name) => isNumber(fields[name]) && (fields[name] as number) >= 0);
  if (!isCount(at) || (when !== 'before' && when !== 'after') || (lastGC !== null && !isNumber(lastGC)) || !complete)
    return 'memory statistics that cannot be read';
  const known = Object.fromEntries(MEM_STATS.map((name) => [name, fields[name]]));
  return { kind: 'memstats', when, memStats: { ...known, at, lastGC } as RuntimeMemStats };
}

function parseEnd({ at, end: samples, spent }: Fields): Record | string {
  if (!isCount(at) || !isCount(samples) || !isCount(spent)) return 'an end that cannot be read';
  return { kind: 'end', end: { at, samples, spent } };
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What every element is read as; null where one cannot be, or there are too many. */
function listOf<T>(value: unknown, read: (one: unknown) => T | null, most = MOST): T[] | null {
  if (!Array.isArray(value) || value.length > most) return null;
  const list = value.map(read);
  return list.every((one) => one !== null) ? (list as T[]) : null;
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isCount(value: unknown): value is number {
  return isNumber(value) && value >= 0 && Number.isInteger(value);
}

function isDecimal(value: unknown): value is string {
  return typeof value === 'string' && /^\d{1,20}$/.test(value);
}
