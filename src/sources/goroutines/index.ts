import { plainLine, textLines } from '../../wire/lines.ts';
import type { InspectedMetric, Source } from '../source.ts';
import { type Goroutine, isSystem } from './dump.ts';
import { isDumpLine, readGoroutines } from './read.ts';

export type { Goroutine, GoroutineDump, GoroutineFrame } from './dump.ts';
export { type GoroutineGroup, groupGoroutines } from './group.ts';
export { readGoroutines } from './read.ts';
export { stuckLines } from './stuck.ts';
export { groupLines } from './text.ts';

/** Goroutine dumps. */
export const goroutinesSource: Source = {
  kind: 'goroutines',
  about: 'goroutine dumps: debug=2, debug=1, and what a panic or SIGQUIT writes',
  among: 'goroutine',
  detect: ({ text }) => {
    for (const { text: line } of textLines(text)) if (isDumpLine(plainLine(line))) return true;
    return false;
  },
  inspect(file) {
    const { goroutines, diagnostics } = readGoroutines(file.text(), file.path);
    return { path: file.path, kind: 'goroutines', metrics: metricsOf(goroutines), diagnostics };
  },
};

/**
 * `goroutines`: the program's own, as runtime.NumGoroutine counts them. Then those of each state, the largest number
 * first, and `goroutines.system`: the runtime's own, where the dump shows them.
 */
function metricsOf(goroutines: readonly Goroutine[]): InspectedMetric[] {
  const states = new Map<string, number>();
  let [own, system] = [0, 0];
  for (const goroutine of goroutines) {
    const { state, count } = goroutine;
    if (isSystem(goroutine)) system += count;
    else {
      own += count;
      if (state) states.set(state, (states.get(state) ?? 0) + count);
    }
  }
  const byState = [...states].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  return [
    counted('goroutines', own),
    ...byState.map(([state, count]) =>
      counted(`goroutines.${state.replace(/[^\w.*]+/g, '-').replace(/-$/, '')}`, count),
    ),
    ...(system > 0 ? [counted('goroutines.system', system)] : []),
  ];
}

function counted(metric: string, value: number): InspectedMetric {
  return { metric, unit: 'goroutines', subject: {}, values: [value] };
}
