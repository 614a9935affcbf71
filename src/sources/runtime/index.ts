import type { Source } from '../source.ts';
import { metricsOf } from './metrics.ts';
import { readRuntime } from './read.ts';
import { SCHEMA } from './records.ts';

export { histogramDifference, quantileBucket, quantilesOf, upperOf } from './histogram.ts';
export { type ReadRuntime, readRuntime } from './read.ts';
export { deltaOf, scalarOf, summarize, wholeOf, windowsOf } from './summary.ts';

const OPENS = `{"schema":"${SCHEMA}"`;

/** What a test binary with our sampler in it writes. */
export const runtimeSource: Source = {
  kind: 'runtime',
  about: "samples of runtime/metrics, written from inside a test binary by go-perf-gate's sampler",
  detect: ({ text }) => text.replace(/^\uFEFF/, '').startsWith(OPENS),
  inspect(file) {
    const { processes, diagnostics } = readRuntime(file.text(), file.path);
    return { path: file.path, kind: 'runtime', metrics: metricsOf(processes), diagnostics };
  },
};
