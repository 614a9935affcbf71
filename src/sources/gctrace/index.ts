import { type GcCycle, type GcTrace, pauseOf } from '../../model/gctrace.ts';
import { plainLine, textLines } from '../../wire/lines.ts';
import type { InspectedMetric, Source } from '../source.ts';
import { isGcTraceLine, readGcTrace } from './read.ts';

export { type ReadGcTrace, readGcTrace } from './read.ts';

/** Logs of `GODEBUG=gctrace=1`. */
export const gctraceSource: Source = {
  kind: 'gctrace',
  about: 'lines of GODEBUG=gctrace=1, also mixed with other output',
  among: ' ms clock, ',
  detect: ({ text }) => {
    for (const { text: line } of textLines(text)) if (isGcTraceLine(plainLine(line))) return true;
    return false;
  },
  inspect(file) {
    const { trace, diagnostics } = readGcTrace(file.text(), file.path);
    return { path: file.path, kind: 'gctrace', metrics: metricsOf(trace), diagnostics, gctrace: trace };
  },
};

/** Per process the number of cycles, and of every cycle, in the order of the processes, what was measured. */
function metricsOf({ processes }: GcTrace): InspectedMetric[] {
  const cycles = processes.flatMap((process) => process.cycles);
  const each = (metric: string, unit: string, value: (cycle: GcCycle) => number): InspectedMetric => ({
    metric,
    unit,
    subject: {},
    values: cycles.map(value),
  });
  return [
    counted(
      'gc.cycles',
      processes.map((process) => process.cycles.length),
    ),
    counted(
      'gc.cycles.forced',
      processes.map((process) => process.cycles.filter(({ forced }) => forced).length),
    ),
    each('gc.stw', 'sec', (cycle) => pauseOf(cycle) / 1e9),
    each('gc.mark', 'sec', ({ clock }) => clock.mark / 1e9),
    each('gc.live', 'B', ({ heap }) => heap.live),
    each('gc.goal', 'B', ({ heap }) => heap.goal),
  ];
}

function counted(metric: string, values: readonly number[]): InspectedMetric {
  return { metric, unit: 'cycles', subject: {}, values };
}
