import type {
  RuntimeGc,
  RuntimeLevel,
  RuntimeSamples,
  RuntimeScalar,
  RuntimeSummary,
  RuntimeWindow,
} from '../../model/runtime.ts';
import { quantilesOf } from './histogram.ts';

/** All samples. */
export function wholeOf({ at }: RuntimeSamples): RuntimeWindow {
  return { from: 0, to: Math.max(0, at.length - 1) };
}

/** What a window of the samples comes to; without one, all of them. */
export function summarize(samples: RuntimeSamples, window: RuntimeWindow = wholeOf(samples)): RuntimeSummary {
  const { at } = samples;
  const seconds = ((at[window.to] ?? 0) - (at[window.from] ?? 0)) / 1e9;
  const grown = (name: string) => deltaOf(samples, name, window);
  const level = (name: string) => levelOf(scalarOf(samples, name)?.values, window);
  const perSecond = (n: number | null) => (n === null || seconds <= 0 ? null : n / seconds);
  const allocated = { bytes: grown('/gc/heap/allocs:bytes'), objects: grown('/gc/heap/allocs:objects') };
  return {
    seconds,
    samples: at.length === 0 ? 0 : window.to - window.from + 1,
    allocated,
    allocationRate: { bytes: perSecond(allocated.bytes), objects: perSecond(allocated.objects) },
    heap: level('/memory/classes/heap/objects:bytes'),
    goal: level('/gc/heap/goal:bytes'),
    objects: level('/gc/heap/objects:objects'),
    gc: gcOf(samples, window),
    goroutines: level('/sched/goroutines:goroutines'),
    stacks: level('/memory/classes/heap/stacks:bytes'),
    mutexWait: grown('/sync/mutex/wait/total:seconds'),
    ...histogramsOf(samples, window),
  };
}

export function scalarOf({ scalars }: RuntimeSamples, name: string): RuntimeScalar | undefined {
  return scalars.find((scalar) => scalar.name === name);
}

/** By how much a metric grew within a window; null where it is not there, or has no value at both ends. */
export function deltaOf(samples: RuntimeSamples, name: string, { from, to }: RuntimeWindow): number | null {
  const values = scalarOf(samples, name)?.values;
  const [first, last] = [values?.[from], values?.[to]];
  return first === undefined || last === undefined ? null : last - first;
}

/**
 * Windows that follow one another, each the shortest that lasts as long as asked; what is left over at the end belongs to
 * the last. None where there are fewer than two samples.
 *
 * @param length ns
 */
export function windowsOf({ at }: RuntimeSamples, length: number): RuntimeWindow[] {
  const windows: RuntimeWindow[] = [];
  for (let from = 0, to = 1; to < at.length; to++) {
    if ((at[to] as number) - (at[from] as number) < length) continue;
    windows.push({ from, to });
    from = to;
  }
  const last = windows.pop() ?? { from: 0, to: 0 };
  return at.length < 2 ? [] : [...windows, { from: last.from, to: at.length - 1 }];
}

function levelOf(values: readonly number[] | undefined, { from, to }: RuntimeWindow): RuntimeLevel | null {
  const [first, last] = [values?.[from], values?.[to]];
  if (!values || first === undefined || last === undefined) return null;
  let [min, max] = [first, first];
  for (let i = from; i <= to; i++) {
    min = Math.min(min, values[i] as number);
    max = Math.max(max, values[i] as number);
  }
  return { first, last, min, max };
}

function gcOf(samples: RuntimeSamples, window: RuntimeWindow): RuntimeGc {
  const { pauseTotal } = samples;
  const grown = (name: string) => deltaOf(samples, name, window);
  const cpu = (name: string) => grown(`/cpu/classes/${name}:cpu-seconds`);
  const [total, gc, idle, idleMark] = [cpu('total'), cpu('gc/total'), cpu('idle'), cpu('gc/mark/idle')];
  const busy = total === null || idle === null || idleMark === null ? null : total - idle - idleMark;
  return {
    cycles: grown('/gc/cycles/total:gc-cycles'),
    forced: grown('/gc/cycles/forced:gc-cycles'),
    paused: ((pauseTotal[window.to] ?? 0) - (pauseTotal[window.from] ?? 0)) / 1e9,
    cpuShare: share(gc, total),
    busyShare: share(gc === null || idleMark === null ? null : gc - idleMark, busy),
    assistShare: share(cpu('gc/mark/assist'), total),
  };
}

function share(part: number | null, whole: number | null): number | null {
  return part === null || whole === null || whole <= 0 ? null : Math.min(1, Math.max(0, part / whole));
}

/** `/sched/pauses/total/gc:seconds`; before Go 1.22 `/gc/pauses:seconds` alone. */
const PAUSES = /^\/sched\/pauses\/([a-z/-]+):seconds$/;
const OLD_PAUSES = '/gc/pauses:seconds';

function histogramsOf(samples: RuntimeSamples, window: RuntimeWindow): Pick<RuntimeSummary, 'latency' | 'pauses'> {
  const latencies = samples.histograms.find(({ name }) => name === '/sched/latencies:seconds');
  const pauses = samples.histograms.flatMap((histogram) => {
    const kind = histogram.name === OLD_PAUSES ? 'total/gc' : PAUSES.exec(histogram.name)?.[1];
    const quantiles = kind === undefined ? null : quantilesOf(histogram, window);
    return kind === undefined || !quantiles ? [] : [{ kind, ...quantiles }];
  });
  return { latency: latencies ? quantilesOf(latencies, window) : null, pauses };
}
