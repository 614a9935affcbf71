import type { Distribution, Timeline, TraceSummary } from '../../model/trace.ts';

/** Groups and waits of a trace that are shown as text. */
export const TRACE_ROWS = { rows: 12 } as const;

/** Nanoseconds to seconds, with no more digits than nanoseconds have. */
function sec(ns: number): number {
  return Number((ns / 1e9).toFixed(9));
}

function durations({ count, total, p50, p90, p99, max }: Distribution) {
  return { count, total: sec(total), p50: sec(p50), p90: sec(p90), p99: sec(p99), max: sec(max) };
}

/** As in `inspect --json`, beside the metrics: times in seconds. */
export function traceJson(trace: TraceSummary): object {
  const { version, generations, lost, clock, goroutines, latency, stw, tasks, regions, cpuSamples, timeline } = trace;
  return {
    version,
    generations,
    lost,
    clock,
    groups: goroutines.groups.map((group) => ({
      ...group,
      time: Object.fromEntries(Object.entries(group.time).map(([state, ns]) => [state, sec(ns)])),
      waits: group.waits.map(({ reason, stacks, ...wait }) => ({
        reason,
        ...durations(wait),
        stacks: stacks.map((place) => ({ ...place, total: sec(place.total) })),
      })),
      latency: durations(group.latency),
      syscalls: durations(group.syscalls),
    })),
    remaining: goroutines.remaining.map((left) => ({ ...left, longest: sec(left.longest) })),
    latency: Object.fromEntries(Object.entries(latency).map(([entry, waits]) => [entry, durations(waits)])),
    stw: stw.map(({ kind, ...pauses }) => ({ kind, ...durations(pauses) })),
    tasks: tasks.map(({ name, seen, ...spans }) => ({ name, seen, ...durations(spans) })),
    regions: regions.map(({ name, seen, ...spans }) => ({ name, seen, ...durations(spans) })),
    cpuSamples,
    timeline: timelineJson(timeline),
  };
}

/** Times in seconds, means to four decimals. */
function timelineJson({ step, running, runnable, marking, stopped, processors, groups, ...rest }: Timeline): object {
  const seconds = (times: readonly number[]) => times.map(sec);
  const means = (values: readonly number[]) => values.map((value) => Number(value.toFixed(4)));
  return {
    step: sec(step),
    ...rest,
    running: means(running),
    runnable: means(runnable),
    marking: seconds(marking),
    stopped: seconds(stopped),
    processors: processors.map(({ id, running }) => ({ id, running: seconds(running) })),
    groups: groups.map((group) => ({
      name: group.name,
      running: seconds(group.running),
      runnable: seconds(group.runnable),
    })),
  };
}
