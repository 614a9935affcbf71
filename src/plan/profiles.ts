import type { Evidence, Launch, ProcessRecord, ProfileKind } from '../model/evidence.ts';
import { formatDuration } from '../model/format.ts';
import type { Measure } from '../model/rules.ts';
import { left } from './budget.ts';
import { coin } from './draw.ts';
import { launch } from './launch.ts';
import { type Pace, paceOf } from './pace.ts';
import { benchPatterns } from './pattern.ts';
import { type Row, sidesOf } from './row.ts';

/**
 * A process under profilers: those that disturb each other little run together, the one that counts every allocation alone.
 * `trace` is the agreement run: execution trace, CPU and block profile and gctrace of the same process, so that what several
 * tools measure can be compared.
 */
export type ProfilerRun = 'cpu' | 'memory' | 'trace';

/** A row that deserves to be run under the profilers. */
export interface Wanted {
  /** {@link Row.key} */
  readonly key: string;
  /** By how much it got slower, 0.3 for 30 %; null where time did not, or nobody knows. */
  readonly growth: number | null;
  /** Seconds per operation of the slower side, from the rounds; null where they say nothing: as the row was found. */
  readonly secPerOp: number | null;
  readonly runs: readonly ProfilerRun[];
  /** How many runs `trace` is a side; absent: one, as long as no rule limits a change of what traces show. */
  readonly traces?: number;
}

/**
 * A block of 10 µs or more is sampled for certain, a shorter one as often as its share of 10 µs (runtime.SetBlockProfileRate),
 * and one in ten of the mutex contentions: at 1, which records all, taking the stacks is what a contended benchmark does.
 * At these rates no overhead was to be seen in one.
 */
const RATES: Readonly<Record<ProfilerRun, readonly string[]>> = {
  cpu: ['-test.blockprofilerate=10000', '-test.mutexprofilefraction=10'],
  // Every allocation, so that what an operation allocates is counted and not estimated.
  memory: ['-test.memprofilerate=1'],
  trace: ['-test.blockprofilerate=10000'],
};

const PROFILERS: Readonly<Record<ProfilerRun, readonly ProfileKind[]>> = {
  cpu: ['cpu', 'block', 'mutex'],
  memory: ['memory'],
  trace: ['cpu', 'block'],
};

/** The round that tells one run from the other; further traces follow the first. */
const ROUND: Readonly<Record<ProfilerRun, number>> = { cpu: 0, memory: 1, trace: 2 };

/** Samples that the CPU profiler takes in a second of CPU time (runtime/pprof, StartCPUProfile). */
const HERTZ = 100;
/** Standard errors by which the growth of the whole must stand out, so that its parts can be seen at all. */
const ERRORS = 4;
/** Seconds of a CPU run: at least, at most, and where the growth is not known. */
const SECONDS = { least: 1, most: 4, unknown: 2 };
/** Seconds of a memory run, were no profiler on: allocations are counted, not sampled, so a few operations are enough. */
const MEMORY_SECONDS = 0.1;
/**
 * Seconds of an agreement run: fifty samples of the CPU profile, and a trace that stays small (two processors that do nothing
 * but hand over to each other write some 50 MB a second).
 */
const TRACE_SECONDS = 0.5;
/** How much slower a memory run may be. */
const MEMORY_SLOWDOWN = 16;
const GCTRACE = 'gctrace=1';
/** No run is planned to take longer than this, seconds: set-up that the timer does not see counts too. */
const LONGEST = 30;
/** Of the budget that is left, the share that profiles may take. */
const SHARE = 0.5;
/** A process may take this many times what it should, and never less than the second number of seconds. */
const PATIENCE = { times: 10, least: 30 };

/**
 * The rows once more under the profilers, apart from all that is timed: a process a side for time, blocking and mutexes,
 * one for memory and one or more that are traced where they are asked for, with as many iterations on one side as on the
 * other. What the budget has no time for is not run: of several traces all but one are given up first, then that one.
 *
 * @param wanted the most important first
 */
export function profiles(
  wanted: readonly Wanted[],
  rows: readonly Row[],
  evidence: Evidence,
  measure: Measure,
): readonly Launch[] {
  const known = new Map(rows.map((row) => [row.key, row]));
  const pace = paceOf(rows, evidence);
  let seconds = left(evidence) * SHARE;
  return wanted.flatMap((one) => {
    const row = known.get(one.key);
    const runs = row ? affordable(runsOf(one, row, pace), seconds) : [];
    seconds -= costOf(runs);
    return row ? runs.flatMap((run) => repeated(run, row, evidence, measure)) : [];
  });
}

function costOf(runs: readonly Run[]): number {
  return runs.reduce((sum, { seconds, times }) => sum + seconds * times, 0);
}

/** As much of the runs as there is time for. */
function affordable(runs: readonly Run[], seconds: number): readonly Run[] {
  const ways = [runs, runs.map((run) => ({ ...run, times: 1 })), runs.filter(({ run }) => run !== 'trace')];
  return ways.find((way) => costOf(way) <= seconds) ?? [];
}

/** One kind of run of a row. */
interface Run {
  readonly run: ProfilerRun;
  readonly iterations: number;
  /** What both sides together should take at most, once. */
  readonly seconds: number;
  readonly times: number;
}

function runsOf({ growth, secPerOp, runs, traces = 1 }: Wanted, row: Row, pace: Pace): readonly Run[] {
  const timed = secPerOp ?? Math.max(...Object.values(row.secPerOp));
  const paces = sidesOf(row).map((side) => pace(row, side));
  const within = (seconds: number) => iterationsWithin(seconds, timed, Math.max(timed, ...paces));
  const cpu = within(cpuSeconds(growth));
  const memory = Math.min(cpu, within(MEMORY_SECONDS));
  const each = paces.reduce((sum, seconds) => sum + seconds, 0);
  const trace = within(TRACE_SECONDS);
  const all: readonly Run[] = [
    { run: 'cpu', iterations: cpu, seconds: cpu * each, times: 1 },
    { run: 'memory', iterations: memory, seconds: memory * each * MEMORY_SLOWDOWN, times: 1 },
    { run: 'trace', iterations: trace, seconds: trace * each, times: traces },
  ];
  return all.filter(({ run }) => runs.includes(run));
}

/**
 * Seconds of the slower side in which a growth g of its time stands {@link ERRORS} standard errors out: samples are
 * counts, so n of base and (1 + g) n of head differ by g n ± √((2 + g) n).
 */
function cpuSeconds(growth: number | null): number {
  if (growth === null || !(growth > 0)) return SECONDS.unknown;
  const samples = (ERRORS ** 2 * (2 + growth) * (1 + growth)) / growth ** 2;
  return Math.min(SECONDS.most, Math.max(SECONDS.least, samples / HERTZ));
}

/**
 * Iterations that the slower side does in this time, and with all that its timer does not see in {@link LONGEST}.
 *
 * @param timed and `whole`: seconds of an iteration by the timer, and by the clock on the wall
 */
function iterationsWithin(seconds: number, timed: number, whole: number): number {
  return Math.max(1, Math.floor(Math.min(1e9, seconds / timed, LONGEST / whole)));
}

/** Both sides, one right after the other, in a drawn order, as often as asked for. */
function repeated(run: Run, row: Row, evidence: Evidence, measure: Measure): Launch[] {
  return Array.from({ length: run.times }, (_, nth) => onEachSide(run, nth, row, evidence, measure)).flat();
}

function onEachSide({ run, iterations, seconds }: Run, nth: number, row: Row, evidence: Evidence, measure: Measure) {
  const sides = [...sidesOf(row)];
  if (coin(evidence.seed ?? 0, row.key, 'profile', nth === 0 ? run : `${run} ${nth}`)) sides.reverse();
  const spec = {
    pkg: row.pkg,
    phase: 'profile' as const,
    round: ROUND[run] + nth,
    pattern: benchPatterns([row]),
    benchtime: `${iterations}x`,
    cpu: measure.cpu.length > 0 ? [row.gomaxprocs] : [],
    rows: [row.key],
    timeout: Math.max(PATIENCE.least, PATIENCE.times * seconds),
    profilers: PROFILERS[run],
    rates: RATES[run],
    ...(run === 'trace' ? { traced: true, godebug: GCTRACE } : {}),
  };
  return sides.map((side) => launch({ ...spec, side }));
}

/**
 * Why a row has no profiles, or no trace, where it deserves some; null where it has them, and where nothing was ever run.
 *
 * @param of the run that would have given them: of all processes under profilers, those that are traced or those that are not
 */
export function whyNoProfiles(
  evidence: Evidence,
  { profile }: Measure,
  key: string,
  of: 'profile' | 'trace' = 'profile',
): string | null {
  if (profile === 'never') return 'profiles are switched off (profile: never)';
  const own = evidence.processes.filter(
    (p) => p.phase === 'profile' && p.rows.includes(key) && (p.traced === true) === (of === 'trace'),
  );
  if (own.length === 0) return notRun(evidence);
  const [bad] = own.flatMap((p) => whyIncomplete(p) ?? []);
  return bad ?? null;
}

/** Of the budget, the share that is left where it was not the budget. */
const PLENTY = 0.25;

function notRun(evidence: Evidence): string | null {
  const { budget } = evidence.cost;
  if (!(budget > 0)) return null;
  return left(evidence) > PLENTY * budget
    ? 'nothing asked for it when this was measured'
    : 'the budget had no time left for it';
}

function whyIncomplete(process: ProcessRecord): string | null {
  const { side, ending, exit, signal, timeout, profilers = [], profiles: has = [], traced, trace } = process;
  const who = `the process under the profilers on ${side}`;
  if (ending === 'timeout') return `${who} did not end within ${formatDuration(timeout)}`;
  if (ending === 'signal') return `${who} was killed by ${signal ?? 'a signal'}`;
  if (ending === 'exit') return `${who} ended with status ${exit}`;
  if (ending === 'not-started') return `${who} could not be started`;
  if (traced) return trace ? null : `${who} left no trace that can be read`;
  const missing = profilers.filter((kind) => !has.some((file) => file.kind === kind));
  return missing.length === 0 ? null : `${who} left no ${missing.join(' and no ')} profile that can be read`;
}
