import type { SchedSample, SchedTrace } from '../../model/schedtrace.ts';
import { plainLine, textLines } from '../../wire/lines.ts';
import type { InspectedMetric, Source } from '../source.ts';
import { parseSched } from './line.ts';
import { readSchedTrace } from './read.ts';

export { type ReadSchedTrace, readSchedTrace } from './read.ts';

/** Logs of `GODEBUG=schedtrace=N`. */
export const schedtraceSource: Source = {
  kind: 'schedtrace',
  about: 'lines of GODEBUG=schedtrace=N, also mixed with other output',
  among: 'SCHED ',
  detect: ({ text }) => {
    for (const { text: line } of textLines(text)) {
      const sample = parseSched(plainLine(line), 0);
      if (sample && sample !== 'broken') return true;
    }
    return false;
  },
  inspect(file) {
    const { trace, diagnostics } = readSchedTrace(file.text(), file.path);
    return { path: file.path, kind: 'schedtrace', metrics: metricsOf(trace), diagnostics, schedtrace: trace };
  },
};

/** Every sample of every process, in their order. */
function metricsOf({ processes }: SchedTrace): InspectedMetric[] {
  const samples = processes.flatMap((process) => process.samples);
  const each = (metric: string, unit: string, value: (sample: SchedSample) => number | null): InspectedMetric => ({
    metric,
    unit,
    subject: {},
    values: samples.flatMap((sample) => value(sample) ?? []),
  });
  return [
    { metric: 'sched.samples', unit: 'samples', subject: {}, values: processes.map((p) => p.samples.length) },
    each('sched.procs', 'processors', ({ gomaxprocs }) => gomaxprocs),
    each('sched.idleprocs', 'processors', ({ idleProcs }) => idleProcs),
    each('sched.threads', 'threads', ({ threads }) => threads),
    each('sched.spinning', 'threads', ({ spinningThreads }) => spinningThreads),
    each('sched.idlethreads', 'threads', ({ idleThreads }) => idleThreads),
    each('sched.queue.global', 'goroutines', ({ globalQueue }) => globalQueue),
    each('sched.queue.local', 'goroutines', ({ localQueues }) => localQueues?.reduce((sum, n) => sum + n, 0) ?? null),
  ].filter(({ values }) => values.length > 0);
}
