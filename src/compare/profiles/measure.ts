import type { ProfileMetric } from '../../model/profile-metric.ts';
import { type Costs, costsOf, NO_COST, type ProfileRun } from './costs.ts';

/** What one side's profile says of a row. */
export interface Measured {
  /** In the metric's unit. */
  readonly value: number;
  /** Events behind it, and behind the whole profile. */
  readonly events: number;
  readonly allEvents: number;
  /** Of the whole profile, in the metric's unit; null where a share means nothing. */
  readonly whole: number | null;
  /** What the events are counted over: operations. */
  readonly exposure: number;
}

/** A function's part of a profile, or the whole of it. */
interface Part {
  readonly value: number;
  readonly events: number;
}

/**
 * One side's value of a metric.
 *
 * @param fn null for the benchmark as a whole
 * @returns null when the profile does not have what the metric is computed from
 */
export function measured(run: ProfileRun, metric: ProfileMetric, fn: string | null): Measured | null {
  const costs = costsOf(run, metric.sampleType, metric.perOp);
  if (!costs) return null;
  const part = partOf(costs, metric, fn);
  const value = metricValue(run, metric, fn, part);
  if (value === null) return null;
  const whole = metric.view === 'flat' || metric.view === 'cum' ? costs.total : null;
  return {
    value,
    events: part.events,
    allEvents: costs.events,
    whole: fn === null ? null : whole,
    exposure: run.iterations,
  };
}

function partOf(costs: Costs, { view }: ProfileMetric, fn: string | null): Part {
  if (fn === null) return { value: costs.total, events: costs.events };
  const { flat, cum, flatEvents, cumEvents } = costs.functions.get(fn) ?? NO_COST;
  return view === 'cum' || view === 'mean' ? { value: cum, events: cumEvents } : { value: flat, events: flatEvents };
}

function metricValue(run: ProfileRun, metric: ProfileMetric, fn: string | null, { value }: Part): number | null {
  if (metric.view === 'mean') return meanOf(run, metric, fn, value);
  if (metric.view !== 'lifetime') return value;
  const allocated = costsOf(run, 'alloc_space', metric.perOp);
  if (!allocated) return null;
  const all = partOf(allocated, metric, fn).value;
  return all > 0 ? value / all : 0;
}

function meanOf(run: ProfileRun, metric: ProfileMetric, fn: string | null, delay: number): number | null {
  const waits = costsOf(run, 'contentions', metric.perOp);
  if (!waits) return null;
  const count = partOf(waits, metric, fn).value;
  return count > 0 ? delay / count : 0;
}

/** Functions that have at least this share of a side's profile, and so many events of it. */
export function hotFunctions(
  run: ProfileRun,
  metric: ProfileMetric,
  least: { readonly share: number; readonly events: number },
): readonly string[] {
  const costs = costsOf(run, metric.sampleType, metric.perOp);
  if (!costs || !(costs.total > 0)) return [];
  return [...costs.functions.keys()].filter((fn) => {
    const { value, events } = partOf(costs, metric, fn);
    return value >= least.share * costs.total && events >= least.events;
  });
}
