import { HEADER_SIZE, isTrace } from '../../wire/trace/header.ts';
import type { Source } from '../source.ts';
import { metricsOf } from './metrics.ts';
import { readTrace } from './read.ts';

export { type ReadTrace, readTrace } from './read.ts';
export { traceLines } from './text.ts';

/** Execution traces. */
export const traceSource: Source = {
  kind: 'trace',
  about: 'execution traces of Go 1.22 and newer (go test -trace, /debug/pprof/trace)',
  detect: ({ bytes }) => isTrace(bytes.subarray(0, HEADER_SIZE)),
  inspect({ source, path }) {
    const { summary, diagnostics } = readTrace(source, path);
    const trace = summary ? { trace: summary } : {};
    return { path, kind: 'trace', metrics: summary ? metricsOf(summary) : [], diagnostics, ...trace };
  },
};
