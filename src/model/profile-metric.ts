import type { Comparison } from './comparison.ts';
import type { ProfileKind } from './evidence.ts';
import type { Metric } from './metric.ts';
import { tidyUnit } from './unit.ts';

/** A metric that profiles give: of a benchmark as a whole, of single functions, or of both. */
export interface ProfileMetric extends Metric {
  readonly kind: ProfileKind;
  /** The sample type it is computed from: `cpu`, `alloc_space`, `delay` … */
  readonly sampleType: string;
  /**
   * What of it: the function's own part (`flat`), with all it calls (`cum`), the mean of one event (`mean`), or the share of
   * what was allocated that is still in use (`lifetime`).
   */
  readonly view: 'flat' | 'cum' | 'mean' | 'lifetime';
  /** Divided by the number of operations; else it is the state at the end, or a mean. */
  readonly perOp: boolean;
  /** What a rule without `where.function` is about: every hot function, or the benchmark as a whole. */
  readonly without: 'functions' | 'benchmark';
}

const OBJECTS = 'objects';

/** What allocations wobble by: pools that a collection has emptied, maps that grow, what the testing package itself allocates. */
const FLOORS: Readonly<Record<string, NonNullable<Metric['floor']>>> = {
  'B/op': { relative: 0.01, absolute: 32 },
  'objects/op': { relative: 0.01, absolute: 0.5 },
  B: { relative: 0.02, absolute: 4096 },
  objects: { relative: 0.02, absolute: 16 },
  ratio: { relative: 0.05, absolute: 0.01 },
};
const NO_FLOOR = { relative: 0, absolute: 0 };

/** Everything that profiles give. Ids begin with a word that no unit begins with, so a rule has to name them. */
export const PROFILE_METRICS: readonly ProfileMetric[] = [
  cpu('flat', 'CPU time per operation that a function spends itself (CPU profile).'),
  cpu('cum', 'CPU time per operation of a function and all that it calls (CPU profile).'),
  memory(
    'alloc_space',
    'flat',
    'B/op',
    'Bytes per operation that a function allocates itself (every allocation counted).',
  ),
  memory('alloc_space', 'cum', 'B/op', 'Bytes per operation that a function and all it calls allocate.'),
  memory('alloc_objects', 'flat', `${OBJECTS}/op`, 'Allocations per operation of a function itself.'),
  memory('alloc_objects', 'cum', `${OBJECTS}/op`, 'Allocations per operation of a function and all that it calls.'),
  memory(
    'inuse_space',
    'flat',
    'B',
    'Bytes still in use when the benchmark has ended, by the function that allocated them.',
  ),
  memory('inuse_objects', 'flat', OBJECTS, 'Objects still in use when the benchmark has ended.'),
  {
    ...memory(
      'inuse_space',
      'flat',
      'ratio',
      'Share of the allocated bytes that is still in use at the end: 0 is short-lived.',
    ),
    id: 'lifetime',
    view: 'lifetime',
  },
  ...(['block', 'mutex'] as const).flatMap((kind) => [
    delay(
      kind,
      'cum',
      'sec/op',
      kind === 'block'
        ? 'Time per operation blocked on channels and locks.'
        : 'Time per operation that others waited for a lock, where it is unlocked.',
    ),
    delay(kind, 'mean', 'sec', kind === 'block' ? 'Mean of one wait.' : 'Mean wait for a lock.'),
  ]),
];

function metricOf(id: string, unit: string): Metric {
  return { id, unit: tidyUnit(unit).unit, better: 'lower', assume: 'nothing', about: '' };
}

function cpu(view: 'flat' | 'cum', about: string): ProfileMetric {
  const what = { kind: 'cpu', sampleType: 'cpu', view, perOp: true, without: 'functions', about } as const;
  return { ...metricOf(`cpu.${view}`, 'sec/op'), ...what };
}

function memory(sampleType: string, view: 'flat' | 'cum', unit: string, about: string): ProfileMetric {
  const perOp = unit.endsWith('/op');
  const what = { kind: 'memory', sampleType, view, perOp, without: 'benchmark', assume: 'exact', about } as const;
  return {
    ...metricOf(view === 'cum' ? `${sampleType}.cum` : sampleType, unit),
    ...what,
    floor: FLOORS[unit] ?? NO_FLOOR,
  };
}

function delay(kind: 'block' | 'mutex', view: 'cum' | 'mean', unit: string, about: string): ProfileMetric {
  const what = { kind, sampleType: 'delay', view, perOp: view === 'cum', without: 'benchmark', about } as const;
  return { ...metricOf(view === 'mean' ? `${kind}.delay.mean` : `${kind}.delay`, unit), ...what };
}

/** The metric with this id, if profiles give it. */
export function profileMetric(id: string): ProfileMetric | undefined {
  return PROFILE_METRICS.find((metric) => metric.id === id);
}

/** A row's metric, if profiles give it; a benchmark may report a unit that is called like one. */
export function profileMetricOf({ metric, unit }: Pick<Comparison, 'metric' | 'unit'>): ProfileMetric | undefined {
  const named = profileMetric(metric);
  return named?.unit === unit ? named : undefined;
}

/** Whether a row is about all functions of a profile together: their drift, which limits of single functions do not mean. */
export function isOfAllFunctions(row: Pick<Comparison, 'metric' | 'unit' | 'drift'>): boolean {
  return row.drift !== undefined && profileMetricOf(row)?.without === 'functions';
}
