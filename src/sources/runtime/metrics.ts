import type { RuntimeBucket, RuntimeLevel, RuntimeSamples, RuntimeSummary } from '../../model/runtime.ts';
import type { InspectedMetric } from '../source.ts';
import { upperOf } from './histogram.ts';
import { summarize } from './summary.ts';

type Row = readonly [metric: string, unit: string, value: number | null | undefined];

/** What `inspect` shows: one value for each process; a metric that this release of Go does not have is left out. */
export function metricsOf(processes: readonly RuntimeSamples[]): InspectedMetric[] {
  const found = new Map<string, { unit: string; values: number[] }>();
  for (const [metric, unit, value] of processes.flatMap(rows)) {
    if (value === null || value === undefined) continue;
    const known = found.get(metric) ?? { unit, values: [] };
    known.values.push(value);
    found.set(metric, known);
  }
  return [...found].map(([metric, { unit, values }]) => ({ metric, unit, subject: {}, values }));
}

function rows(samples: RuntimeSamples): Row[] {
  const summary = summarize(samples);
  const { allocated, allocationRate, heap, goal, objects, goroutines, stacks, mutexWait } = summary;
  return [
    ['time', 'sec', summary.seconds],
    ['samples', 'samples', summary.samples],
    ['allocated', 'B', allocated.bytes],
    ['allocated.objects', 'objects', allocated.objects],
    ['allocation-rate', 'B/sec', allocationRate.bytes],
    ...levels('heap', 'B', heap),
    ...levels('heap.goal', 'B', goal),
    ...levels('heap.objects', 'objects', objects),
    ...gcRows(summary),
    ...levels('goroutines', 'goroutines', goroutines),
    ...levels('stacks', 'B', stacks),
    ['stacks.growth', 'B', stacks && stacks.last - stacks.first],
    ['mutex.wait', 'sec', mutexWait],
    ...distributions(summary),
    ['sampling.share', 'share', costShare(samples)],
  ];
}

function gcRows({ gc }: RuntimeSummary): Row[] {
  return [
    ['gc.cycles', 'cycles', gc.cycles],
    ['gc.cycles.forced', 'cycles', gc.forced],
    ['gc.paused', 'sec', gc.paused],
    ['gc.cpu-share', 'share', gc.cpuShare],
    ['gc.cpu-share.busy', 'share', gc.busyShare],
    ['gc.assist-share', 'share', gc.assistShare],
  ];
}

function levels(name: string, unit: string, level: RuntimeLevel | null): Row[] {
  return [
    [`${name}.last`, unit, level?.last],
    [`${name}.max`, unit, level?.max],
  ];
}

function distributions({ latency, pauses }: RuntimeSummary): Row[] {
  const all = [
    ...(latency ? [{ name: 'latency', quantiles: latency }] : []),
    ...pauses.map((quantiles) => ({ name: `pause.${quantiles.kind.replaceAll('/', '.')}`, quantiles })),
  ];
  return all.flatMap(({ name, quantiles }) => {
    const row = (part: string, bucket: RuntimeBucket): Row => [`${name}.${part}`, 'sec', upperOf(bucket)];
    return [row('p50', quantiles.p50), row('p99', quantiles.p99), row('max', quantiles.max)];
  });
}

/** What the samples cost, of the time in which they were taken. */
function costShare({ at, cost }: RuntimeSamples): number | null {
  const time = (at.at(-1) ?? 0) - (at[0] ?? 0);
  return time > 0 ? cost.reduce((sum, one) => sum + one, 0) / time : null;
}
