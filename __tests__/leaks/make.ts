import type { GoroutineSeries, LeakRun, LeakStep, SiteSeries } from '../../src/leaks/run.ts';

/** A site of the program that holds so many bytes at each step, in objects of `size`. */
export function site(name: string, bytes: readonly number[], size = 64): SiteSeries {
  return {
    site: { function: `example.com/m.${name}`, file: 'm.go', line: name.length },
    through: null,
    foreign: false,
    bytes,
    objects: bytes.map((b) => Math.round(b / size)),
  };
}

export function goroutines(name: string, counts: readonly number[], state = 'chan send'): GoroutineSeries {
  const at = (line: number) => ({ function: `example.com/m.${name}`, file: 'm.go', line });
  return { stands: at(7), state, created: at(6), foreign: false, counts };
}

interface Beside {
  readonly goroutines?: readonly GoroutineSeries[];
  readonly iterations?: number;
  /** What the collector and MemStats say beside what the sites hold, by step. */
  readonly live?: (i: number) => number;
  readonly objects?: (i: number) => number;
  readonly traced?: boolean;
  /** Seconds of a step. */
  readonly seconds?: number;
}

/** A process whose collector and MemStats agree with its sites, unless told otherwise. */
export function run(sites: readonly SiteSeries[], beside: Beside = {}): LeakRun {
  const { iterations = 1000, live = () => 0, objects = () => 0, traced = false, seconds = 0.2 } = beside;
  const standing = beside.goroutines ?? [];
  const count = (sites[0]?.bytes ?? standing[0]?.counts ?? []).length;
  const sum = (series: readonly (readonly number[])[], i: number) =>
    series.reduce((total, values) => total + (values[i] ?? 0), 0);
  const steps = Array.from({ length: count }, (_, i): LeakStep => {
    const heap =
      100_000 +
      sum(
        sites.map((s) => s.bytes),
        i,
      );
    return {
      worked: i * seconds + seconds / 2,
      at: (i + 1) * seconds,
      iterations,
      live: heap + live(i),
      heapAlloc: heap + live(i) + 900,
      heapObjects:
        500 +
        objects(i) +
        sum(
          sites.map((s) => s.objects),
          i,
        ),
      goroutines:
        2 +
        sum(
          standing.map((g) => g.counts),
          i,
        ),
      traced: traced ? Math.floor((heap + live(i)) / 2 ** 20) * 2 ** 20 : null,
    };
  });
  return { steps, sites, goroutines: standing, leaked: null };
}

export const series = (n: number, value: (i: number) => number) => Array.from({ length: n }, (_, i) => value(i));
