import type { TraceSummary } from '../../../model/trace.ts';
import type { Fold, SinkOptions, TraceSink } from '../sink.ts';
import { cpuSamples } from './cpu-samples.ts';
import { gc } from './gc.ts';
import { goroutines } from './goroutines.ts';
import { heap } from './heap.ts';
import { processors } from './processors.ts';
import { regions } from './regions.ts';
import { stw } from './stw.ts';
import { tasks } from './tasks.ts';
import { threads } from './threads.ts';
import { timeline } from './timeline.ts';

/** What the sinks make together; the reader adds the rest. */
export type FoldedParts = Omit<TraceSummary, 'version' | 'events' | 'generations' | 'duration' | 'lost' | 'clock'>;

/** All sinks of one reading, and what they make together. One line each. */
export function sinksOf(options: SinkOptions) {
  const sinks = [
    goroutines(options),
    processors(),
    threads(),
    stw(options),
    gc(options),
    heap(),
    tasks(options),
    regions(options),
    cpuSamples(),
    timeline(),
  ] as const;
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
