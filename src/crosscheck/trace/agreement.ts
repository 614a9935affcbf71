import { alignGcTrace } from '../../align/gctrace.ts';
import { formatPercent, formatValue, plural } from '../../model/format.ts';
import { type GcCycle, pauseOf } from '../../model/gctrace.ts';
import type { Agreement } from '../../model/report.ts';
import { subjectKey } from '../../model/subject.ts';
import { WAIT_FAMILIES } from '../../model/trace-metric.ts';
import { collectorStops, type TracedRow, type TraceRun } from '../../model/trace-run.ts';

/** What several tools say of one process; null where one of them says nothing. */
type Values = Readonly<Record<string, number>> | null;

/** A quantity that several tools measured of the same process. */
interface Quantity {
  readonly name: string;
  /** Of the values' unit: '' for counts. */
  readonly unit: string;
  /** In which window, in which direction, and how far apart they may be. */
  readonly tolerance: string;
  values(run: TraceRun): Values;
  holds(values: Readonly<Record<string, number>>, run: TraceRun): boolean;
}

const NS = 1e9;
/** Collections behind the trace's first whole one that it may lack: an end cuts one, and one comes behind its end. */
const OUTSIDE = 3;
/** By how much the two may differ in a stop of the world, and how many stops have a median. */
const STOP = { share: 0.2, seconds: 1e-4, fewest: 10 };
/** Samples of the CPU profiler a second (runtime/pprof), and how many may fall outside of the trace. */
const HERTZ = 100;
const SAMPLES = { share: 0.1, count: 5 };
/** CPU time that is no goroutine's: the process starting and ending, threads looking for work, the trace being written. */
const ASIDE = { share: 0.25, seconds: 0.15 };
/** Of the block profile, which samples short waits and scales them up. */
const BLOCKED = { share: 0.1, seconds: 0.01 };
/** Reasons that the block profile knows. */
const BLOCKING: readonly string[] = [...WAIT_FAMILIES.chan, ...WAIT_FAMILIES.select, ...WAIT_FAMILIES.sync];

const QUANTITIES: readonly Quantity[] = [
  {
    name: 'collections',
    unit: '',
    tolerance: `trace ≤ gctrace. Where the two clocks can be aligned, counted from the trace's first collection on: gctrace ≤ trace + ${OUTSIDE}; else the process may have had any number before, but those that the testing package forces are in the trace, but for one`,
    values: ({ summary, gctrace }) =>
      gctrace && { gctrace: (within(summary, gctrace) ?? gctrace).length, trace: summary.gc.cycles.length },
    holds: cyclesHold,
  },
  {
    name: 'seconds that collections stopped the world',
    unit: 'sec',
    tolerance: `stops of the collector alone. gctrace ≤ trace, which also has the stopping and the starting again; medians of either kind ± ${formatPercent(STOP.share)} and ${formatValue(STOP.seconds, 'sec')}, from ${STOP.fewest} on`,
    values: ({ summary, gctrace }) =>
      gctrace && {
        gctrace: (within(summary, gctrace) ?? gctrace).reduce((sum, cycle) => sum + pauseOf(cycle), 0) / NS,
        trace: collectorStops(summary).reduce((sum, { total }) => sum + total, 0) / NS,
      },
    holds: stopsHold,
  },
  {
    name: 'seconds of CPU time',
    unit: 'sec',
    tolerance: `samples in the trace ≤ samples of the profile, ± 10 % and ${SAMPLES.count} samples: the trace ends first`,
    values: ({ summary, profiled }) =>
      profiled.cpu === null
        ? null
        : { 'CPU profile': profiled.cpu, 'trace (samples)': summary.cpuSamples.total / HERTZ },
    holds: ({ 'CPU profile': profile = 0, 'trace (samples)': trace = 0 }) =>
      Math.abs(profile - trace) <= SAMPLES.share * profile + SAMPLES.count / HERTZ,
  },
  {
    name: 'seconds that goroutines ran',
    unit: 'sec',
    tolerance: `CPU time ≤ running time (preempted by others, a goroutine still runs) + 25 % and ${formatValue(ASIDE.seconds, 'sec')} that is no goroutine's`,
    values: ({ summary, cpu }) => ({ 'rusage (CPU)': cpu, 'trace (running)': summary.processors.running / NS }),
    holds: ({ 'rusage (CPU)': cpu = 0, 'trace (running)': running = 0 }) =>
      cpu <= running * (1 + ASIDE.share) + ASIDE.seconds,
  },
  {
    name: 'seconds blocked',
    unit: 'sec',
    tolerance: `block profile ⊂ waits of the trace on channels, selects and locks, which has those that never ended; + 10 % and ${formatValue(BLOCKED.seconds, 'sec')}`,
    values: ({ summary, profiled }) =>
      profiled.blocked === null ? null : { 'block profile': profiled.blocked, trace: blockedIn(summary) / NS },
    holds: ({ 'block profile': profile = 0, trace = 0 }) => profile <= trace * (1 + BLOCKED.share) + BLOCKED.seconds,
  },
];

/** The log's collections from the first that is whole in the trace; null where it cannot be told which one that is. */
function within({ gc }: TraceRun['summary'], cycles: readonly GcCycle[]): readonly GcCycle[] | null {
  const aligned = alignGcTrace(gc.cycles, cycles);
  return 'problem' in aligned ? null : cycles.filter(({ number }) => number >= aligned.firstNumber);
}

function cyclesHold({ gctrace = 0, trace = 0 }: Readonly<Record<string, number>>, run: TraceRun): boolean {
  const cycles = run.gctrace ?? [];
  const forced = cycles.filter((cycle) => cycle.forced).length;
  if (trace > gctrace) return false;
  return within(run.summary, cycles) === null ? forced <= trace + 1 : gctrace <= trace + OUTSIDE;
}

/** What both call a stop of either kind. */
const STOPS = [
  ['GC sweep termination', 'sweepTermination'],
  ['GC mark termination', 'markTermination'],
] as const;

function stopsHold({ gctrace = 0, trace = 0 }: Readonly<Record<string, number>>, run: TraceRun): boolean {
  const all = run.gctrace ?? [];
  const cycles = within(run.summary, all) ?? all;
  const outside = Math.max(0, cycles.length - run.summary.gc.cycles.length);
  const longest = Math.max(0, ...cycles.map(pauseOf)) / NS;
  const slack = STOP.share * trace + (STOP.seconds * cycles.length) / 10 + (outside + 1) * longest;
  return gctrace <= trace + slack && STOPS.every(([kind, phase]) => mediansHold(run, kind, phase));
}

/** The middle one is nobody's accident: on a busy machine a stop of either may last until the kernel gives the thread back. */
function mediansHold({ summary, gctrace }: TraceRun, kind: string, phase: (typeof STOPS)[number][1]): boolean {
  const stops = summary.stw.find((one) => one.kind === kind);
  const phases = (gctrace ?? []).map(({ clock }) => clock[phase]).sort((a, b) => a - b);
  if (!stops || Math.min(stops.count, phases.length) < STOP.fewest) return true;
  const middle = phases[Math.ceil(phases.length / 2) - 1] ?? 0;
  return Math.abs(stops.p50 - middle) / NS <= STOP.share * (Math.max(stops.p50, middle) / NS) + STOP.seconds;
}

function blockedIn({ goroutines }: TraceRun['summary']): number {
  const waits = goroutines.groups.flatMap((group) => group.waits);
  return waits.filter(({ reason }) => BLOCKING.includes(reason)).reduce((sum, { total }) => sum + total, 0);
}

/** The processes of which a quantity is known by more than one tool. */
function knownOf({ values }: Quantity, rows: readonly TracedRow[]) {
  return rows
    .flatMap(({ base, head }) => [...base, ...head])
    .filter(({ summary }) => summary.lost === null)
    .flatMap((run) => {
      const said = values(run);
      return said ? [{ run, said }] : [];
    });
}

/** Every quantity over all traced processes; they disagree where they do so of one process. */
export function agreementOf(rows: readonly TracedRow[]): readonly Agreement[] {
  return QUANTITIES.flatMap((quantity) => {
    const known = knownOf(quantity, rows);
    const [first] = known;
    if (!first) return [];
    const total = (tool: string) => known.reduce((sum, { said }) => sum + (said[tool] ?? 0), 0);
    const agree = known.every(({ run, said }) => quantity.holds(said, run));
    return [
      {
        quantity: `${quantity.name} in ${plural(known.length, 'traced process', 'traced processes')}`,
        values: Object.fromEntries(Object.keys(first.said).map((tool) => [tool, total(tool)])),
        tolerance: `${quantity.tolerance}; each process`,
        status: agree ? ('agree' as const) : ('disagree' as const),
      },
    ];
  });
}

/** Of each benchmark that tools contradict each other about: what they say, in a sentence; by its key. */
export function contradictionsIn(rows: readonly TracedRow[]): ReadonlyMap<string, string> {
  return new Map(
    rows.flatMap((row) => {
      const [first] = QUANTITIES.flatMap((quantity) => contradiction(quantity, row));
      return first === undefined ? [] : [[subjectKey(row.subject), first] as const];
    }),
  );
}

function contradiction(quantity: Quantity, row: TracedRow): string[] {
  const apart = knownOf(quantity, [row]).filter(({ run, said }) => !quantity.holds(said, run));
  return apart.slice(0, 1).map(({ said }) => {
    const values = Object.entries(said).map(([tool, value]) => `${tool} ${formatValue(value, quantity.unit)}`);
    const who = row.subject.benchmark ?? 'a benchmark';
    return `the tools that watched the traced process of ${who} contradict each other in the ${quantity.name}: ${values.join(', ')}`;
  });
}
