import type { UnitMetadata } from './bench.ts';
import { tidyUnit, type Unit } from './unit.ts';

/** Which way is better. `neither`: shown, never judged. */
export type Direction = 'lower' | 'higher' | 'neither';

/** What may be assumed of the samples: `exact` metrics are counted, `nothing` means noisy (golang.org/x/perf/benchmath). */
export type Assumption = 'exact' | 'nothing';

/** Direction and statistics belong to the metric, never to the rule that limits it. */
export interface Metric {
  /** The id used in rules and JSON; for benchmark metrics it is the tidied unit (`sec/op`). */
  readonly id: string;
  readonly unit: Unit;
  readonly better: Direction;
  readonly assume: Assumption;
  /** One step of what the tool can print, in `unit`: a change of no more than this is rounding (`allocs/op` prints integers). */
  readonly quantum?: number;
  /** A change smaller than this, relative or absolute (in `unit`), whichever is larger, is nothing. */
  readonly floor?: { readonly relative: number; readonly absolute: number };
  readonly about: string;
}

/** The unit of what the processes' rusage says, put beside what the testing package prints. */
export const CPU_TIME = tidyUnit('cpu-sec/op').unit;

/** The metrics that every benchmark may have. */
export const METRICS: readonly Metric[] = [
  benchmarkMetric('sec/op', 'lower', 'nothing', 'Elapsed time per operation (`ns/op`).'),
  {
    ...benchmarkMetric('B/op', 'lower', 'nothing', 'Bytes allocated per operation; it wobbles by a few bytes.'),
    floor: { relative: 0.01, absolute: 32 },
  },
  {
    ...benchmarkMetric('allocs/op', 'lower', 'exact', 'Heap allocations per operation, counted and rounded down.'),
    quantum: 1,
  },
  benchmarkMetric(
    CPU_TIME,
    'lower',
    'nothing',
    'CPU time per operation: user and system, of the whole process (rusage).',
  ),
  benchmarkMetric('B/s', 'higher', 'nothing', 'Throughput of a benchmark that calls SetBytes (`MB/s`).'),
];

function benchmarkMetric(unit: string, better: Direction, assume: Assumption, about: string): Metric {
  return { id: unit, unit: tidyUnit(unit).unit, better, assume, about };
}

/** What users say of units: `units:` of the rules, and the `Unit` lines of benchmark text. */
export interface UnitOverrides {
  /** By unit as written in the rules (`req/s`, `p99-ns/op`); these win. */
  readonly rules?: Readonly<Record<string, { readonly better?: Direction; readonly assume?: Assumption }>>;
  /** In the order read; of several values for one key the first counts, as in golang.org/x/perf/benchfmt. */
  readonly metadata?: readonly UnitMetadata[];
}

/**
 * The metric that a unit stands for. A unit nobody knows has no direction: it is reported and not judged until the
 * rules or a `Unit … better=` line say which way is better. Such a line is printed by the code under test, so it cannot
 * turn the direction of the metrics that are known; the rules can.
 */
export function metricFor(unit: Unit, overrides: UnitOverrides = {}): Metric {
  const known = METRICS.find((m) => m.unit === unit);
  const line = metadataFor(unit, overrides.metadata ?? []);
  const rules = rulesFor(unit, overrides.rules ?? {});
  const better = rules.better ?? known?.better ?? line.better ?? 'neither';
  const assume = rules.assume ?? line.assume ?? known?.assume ?? 'nothing';
  if (known) return assume === known.assume ? { ...known, better } : assumingOtherwise({ ...known, better }, assume);
  return { id: unit, unit, better, assume, about: 'A unit that the benchmark reports itself.' };
}

/** Floors are for noisy metrics and quanta for counted ones: neither survives a change of assumption. */
function assumingOtherwise({ id, unit, better, about }: Metric, assume: Assumption): Metric {
  return { id, unit, better, assume, about };
}

function rulesFor(unit: Unit, rules: NonNullable<UnitOverrides['rules']>) {
  const written = Object.keys(rules).find((key) => tidyUnit(key).unit === unit);
  return (written === undefined ? undefined : rules[written]) ?? {};
}

function metadataFor(unit: Unit, lines: readonly UnitMetadata[]): { better?: Direction; assume?: Assumption } {
  const first = (key: string) => lines.find((line) => line.unit === unit && line.key === key)?.value;
  const [better, assume] = [first('better'), first('assume')];
  return {
    ...(better === 'higher' || better === 'lower' ? { better } : {}),
    ...(assume === 'exact' || assume === 'nothing' ? { assume } : {}),
  };
}
