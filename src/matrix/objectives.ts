import { MANN_WHITNEY } from '../compare/mann-whitney-method.ts';
import type { Method } from '../compare/method.ts';
import { TIMES } from '../compare/time-method.ts';
import type { Metric } from '../model/metric.ts';
import { tidyUnit } from '../model/unit.ts';
import type { CellRun, Quantity, RowRun } from './experiment.ts';

/** What cells are compared by. */
export interface Objective {
  readonly quantity: Extract<Quantity, 'op/s' | 'p99' | 'max-rss' | 'peak-heap'>;
  /** As people read it. */
  readonly name: string;
  readonly metric: Metric;
  readonly method: Method;
  /** A difference below this, relative, matters to nobody, however sure it is. */
  readonly matters: number;
  /** Two cells are equal where their difference surely is below this. */
  readonly resolution: number;
}

function metricOf(unit: string, better: Metric['better'], about: string): Metric {
  return { id: unit, unit: tidyUnit(unit).unit, better, assume: 'nothing', about };
}

/** Noise in time only adds, so the best samples carry the signal: the judge's test for times. Memory may err either way. */
const THROUGHPUT: Objective = {
  quantity: 'op/s',
  name: 'throughput',
  metric: metricOf('op/s', 'higher', 'Operations a second.'),
  method: TIMES,
  matters: 0.01,
  resolution: 0.05,
};
const P99: Objective = {
  quantity: 'p99',
  name: 'p99',
  metric: metricOf('p99-ns/op', 'lower', 'Latency that 99 of 100 operations stay below.'),
  method: TIMES,
  matters: 0.02,
  resolution: 0.25,
};
const RSS: Objective = {
  quantity: 'max-rss',
  name: 'peak RSS',
  metric: metricOf('B', 'lower', 'Peak resident set of the process.'),
  method: MANN_WHITNEY,
  matters: 0.03,
  resolution: 0.1,
};
const HEAP: Objective = { ...RSS, quantity: 'peak-heap', name: 'peak heap' };

/** The objectives of a benchmark: throughput, p99 where it is reported, and memory: the resident set where it is known. */
export function objectivesOf(row: RowRun): readonly Objective[] {
  const measured = row.cells.filter(hasSamples);
  const everywhere = (quantity: Quantity) => measured.every((cell) => valuesOf(cell, quantity).some((v) => v > 0));
  if (measured.length === 0) return [];
  const memory = [RSS, HEAP].find(({ quantity }) => everywhere(quantity));
  return [THROUGHPUT, ...(everywhere('p99') ? [P99] : []), ...(memory ? [memory] : [])];
}

/** Objectives that are not memory: what a setting is chosen for. */
export function isPerformance({ quantity }: Objective): boolean {
  return quantity === 'op/s' || quantity === 'p99';
}

export function hasSamples({ samples }: CellRun): boolean {
  return samples.length > 0;
}

export function valuesOf({ samples }: CellRun, quantity: Quantity): readonly number[] {
  return samples.flatMap(({ values }) => values[quantity] ?? []);
}
