import type { Launch } from '../model/evidence.ts';
import { type Subject, subjectKey } from '../model/subject.ts';
import { launch } from '../plan/launch.ts';
import { benchPattern } from '../plan/pattern.ts';
import { environmentOf, type GcSetting } from './setting.ts';

/** A benchmark as calibrated under the default setting. */
export interface MatrixRow {
  readonly subject: Subject;
  /** Seconds. */
  readonly secPerOp: number;
  /** B/op; 0 where it is not known. */
  readonly bytesPerOp: number;
  /** b.N of every measured process. */
  readonly iterations: number;
}

/** What all processes of an experiment are told besides their cell. */
export interface Told {
  /** The user's own GODEBUG; '' for none. */
  readonly godebug: string;
  /** GOMAXPROCS where a cell leaves it to the machine. */
  readonly procs: number;
}

/** Collections are told of on standard error, in all cells alike. */
function variables(setting: GcSetting, { godebug }: Told): Readonly<Record<string, string>> {
  return { ...environmentOf(setting), GODEBUG: [godebug, 'gctrace=1'].filter(Boolean).join(',') };
}

/** Seconds that finding the speed of a benchmark takes, about. */
const CALIBRATION = 0.1;

/** One process that shows the package's benchmarks and how long they take. */
export function calibrationOf(pkg: string, bench: string, setting: GcSetting, told: Told, timeout: number): Launch {
  const spec = {
    side: 'head',
    pkg,
    phase: 'calibrate',
    round: 0,
    pattern: bench,
    cpu: [],
    rows: [],
    verbose: true,
  } as const;
  return { ...launch({ ...spec, benchtime: `${CALIBRATION * 1e3}ms`, timeout }), env: variables(setting, told) };
}

/** b.N for `seconds` of work under the default setting; the same in every cell, so that each does the same work. */
export function iterationsFor(secPerOp: number, seconds: number): number {
  return secPerOp > 0 ? Math.min(1e9, Math.max(1, Math.round(seconds / secPerOp))) : 1e6;
}

/** The watchdog acts when a process takes this many times what the default setting would; and never before some seconds. */
const PATIENCE = 12;
const SHORTEST_TIMEOUT = 10;

export function timeoutOf({ secPerOp, iterations }: MatrixRow): number {
  return Math.max(SHORTEST_TIMEOUT, PATIENCE * secPerOp * iterations);
}

/** A process of one benchmark under one setting. */
export function launchOf(row: MatrixRow, setting: GcSetting, round: number, told: Told): Launch {
  const { pkg = '', benchmark = '' } = row.subject;
  const spec = {
    side: 'head',
    pkg,
    phase: 'screen',
    round,
    pattern: benchPattern(benchmark, setting.gomaxprocs ?? told.procs),
    benchtime: `${row.iterations}x`,
    cpu: [],
    rows: [subjectKey(row.subject)],
    timeout: timeoutOf(row),
  } as const;
  return { ...launch(spec), env: variables(setting, told) };
}

/**
 * Why a cell must not be run: without collector and limit the heap only grows, and what it will come to is known before.
 *
 * @param available bytes that there are to be used
 */
export function refusal(row: MatrixRow, { gogc, gomemlimit }: GcSetting, available: number): string | null {
  const grown = row.bytesPerOp * row.iterations;
  if (gogc !== null || gomemlimit !== null || grown <= available / 2) return null;
  const gib = (bytes: number) => `${(bytes / 2 ** 30).toFixed(1)} GiB`;
  return `with GOGC=off and no limit nothing is ever collected: it would allocate ${gib(grown)}, and ${gib(available)} are there`;
}
