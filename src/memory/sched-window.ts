import type { SchedSample } from '../model/schedtrace.ts';

/** What the samples of one process come to. Spells are as long as the samples can tell: give or take one period. */
export interface SchedWindow {
  readonly samples: number;
  /** Seconds from the first to the last sample; the median from one to the next. */
  readonly span: number;
  readonly period: number;
  readonly threads: MeanAndMost;
  readonly spinning: MeanAndMost;
  readonly idleProcs: MeanAndMost;
  readonly globalQueue: MeanAndMost;
  /** All processors' own queues together; zeros with scheddetail=1. */
  readonly localQueues: MeanAndMost;
  /** Longest time over which every sample had spinning threads, seconds. */
  readonly longestSpinning: number;
  /** Longest time over which every sample had idle processors while goroutines stood in the global queue, or in any queue. */
  readonly longestIdleWithGlobalQueue: number;
  readonly longestIdleWithQueue: number;
}

export interface MeanAndMost {
  readonly mean: number;
  readonly max: number;
}

/** Work in some queue, the global one included. */
function queued({ globalQueue, localQueues }: SchedSample): number {
  return globalQueue + localOf({ localQueues });
}

function localOf({ localQueues }: Pick<SchedSample, 'localQueues'>): number {
  return localQueues?.reduce((sum, n) => sum + n, 0) ?? 0;
}

/**
 * @param samples of one process, in order; at least one
 * @returns a spell reaches from its first sample to its last: one sample alone is 0, for it may have lasted no time
 */
export function schedWindow(samples: readonly SchedSample[]): SchedWindow {
  const steps = samples.slice(1).map(({ at }, i) => (at - (samples[i]?.at ?? at)) / 1e9);
  return {
    samples: samples.length,
    span: ((samples.at(-1)?.at ?? 0) - (samples[0]?.at ?? 0)) / 1e9,
    period: steps.sort((a, b) => a - b)[steps.length >> 1] ?? 0,
    threads: meanAndMost(samples.map(({ threads }) => threads)),
    spinning: meanAndMost(samples.map(({ spinningThreads }) => spinningThreads)),
    idleProcs: meanAndMost(samples.map(({ idleProcs }) => idleProcs)),
    globalQueue: meanAndMost(samples.map(({ globalQueue }) => globalQueue)),
    localQueues: meanAndMost(samples.map(localOf)),
    longestSpinning: longest(samples, ({ spinningThreads }) => spinningThreads > 0),
    longestIdleWithGlobalQueue: longest(samples, ({ idleProcs, globalQueue }) => idleProcs > 0 && globalQueue > 0),
    longestIdleWithQueue: longest(samples, (sample) => sample.idleProcs > 0 && queued(sample) > 0),
  };
}

/** Seconds from the first to the last sample of the longest run for which the predicate holds. */
function longest(samples: readonly SchedSample[], holds: (sample: SchedSample) => boolean): number {
  let begun: number | null = null;
  let most = 0;
  for (const sample of samples) {
    begun = holds(sample) ? (begun ?? sample.at) : null;
    if (begun !== null) most = Math.max(most, sample.at - begun);
  }
  return most / 1e9;
}

function meanAndMost(values: readonly number[]): MeanAndMost {
  const total = values.reduce((sum, n) => sum + n, 0);
  return { mean: total / Math.max(1, values.length), max: values.reduce((a, b) => Math.max(a, b), 0) };
}
