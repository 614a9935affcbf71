import type { TraceSummary } from '../../../model/trace.ts';
import type { TraceSink } from '../sink.ts';

export interface SinkOptions {
  /** Keep all durations, so that percentiles are exact: for tests, memory grows with the trace. */
  readonly exact: boolean;
}

/** A sink and the part of the summary that it makes, asked for once the trace is over. */
export interface Fold<Part> extends TraceSink {
  summary(): Part;
}

/** What the sinks make together; the reader adds the rest. */
export type FoldedParts = Omit<TraceSummary, 'version' | 'events' | 'generations' | 'duration' | 'lost' | 'clock'>;

/** All sinks of one reading, and what they make together. One line each. */
export function sinksOf(_options: SinkOptions) {
  const sinks = [] as const;
  return { sinks: sinks as readonly TraceSink[], summary: () => together(sinks) };
}

/** The parts of all folds in one object. */
function together<Folds extends readonly Fold<object>[]>(folds: Folds): All<ReturnType<Folds[number]['summary']>> {
  return Object.assign({}, ...folds.map((fold) => fold.summary()));
}

/** A | B | C to A & B & C. */
type All<Parts> = (Parts extends unknown ? (part: Parts) => void : never) extends (part: infer Whole) => void
  ? Whole
  : never;
