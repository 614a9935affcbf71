/**
 * What `GODEBUG=gctrace=1` says. Times are whole nanoseconds and sizes bytes, as far as they are printed: the runtime cuts
 * digits off (see {@link printedStep}), so that what was measured lies in [value, value + step). The words are those of
 * runtime/mgc.go.
 */
export interface GcTrace {
  /** In the order of their first lines. Several where one log holds several: test binaries, the go command, compilers. */
  readonly processes: readonly GcProcess[];
  /** Lines that other GODEBUG settings print, by setting. */
  readonly ignored: Readonly<Partial<Record<GodebugKind, number>>>;
}

/** One run of a program. */
export interface GcProcess {
  /** By number, ascending. */
  readonly cycles: readonly GcCycle[];
  /** Numbers between the first and the last that have no line. */
  readonly missing: number;
}

/** One line: one collection that has marked to its end. */
export interface GcCycle {
  /** Line of the file where it begins, from 1. */
  readonly line: number;
  /** `gc 12`: MemStats.NumGC behind it. */
  readonly number: number;
  /** `@1.204s`: beginning of sweep termination, since the runtime was initialised; to the millisecond. */
  readonly at: number;
  /** `3%`: share of all CPU time since the program started, in whole percent. Of no use for a part of the run. */
  readonly percent: number;
  /** `0.016+1.2+0.004 ms clock`. The world stands still in the first and in the last. */
  readonly clock: { readonly sweepTermination: number; readonly mark: number; readonly markTermination: number };
  /** `0.032+0.5/1.1/0.2+0.008 ms cpu`: the stops times the processors stopped; the mark phase by who did it. */
  readonly cpu: {
    readonly sweepTermination: number;
    readonly assist: number;
    /** Dedicated and fractional workers. */
    readonly background: number;
    readonly idle: number;
    readonly markTermination: number;
  };
  /** `4->5->2 MB, 6 MB goal`: heap when the cycle began, when marking ended, what was marked live; the goal it had. In MiB steps. */
  readonly heap: { readonly start: number; readonly end: number; readonly live: number; readonly goal: number };
  /** `0 MB stacks, 1 MB globals`: what there was to scan. */
  readonly stacks: number;
  readonly globals: number;
  /** `8 P`: GOMAXPROCS. */
  readonly maxprocs: number;
  /** runtime.GC or debug.FreeOSMemory asked for it; the testing package does, before each run of a benchmark. */
  readonly forced: boolean;
  /** It looked for leaked goroutines as well (Go 1.26). */
  readonly leaks: boolean;
}

/** GODEBUG settings that print lines of their own, by name; `scanstats` is what gctrace=2 adds. */
export const GODEBUG_KINDS = [
  'scavtrace',
  'gcpacertrace',
  'inittrace',
  'schedtrace',
  'scheddetail',
  'scanstats',
  'checkfinalizers',
] as const;
export type GodebugKind = (typeof GODEBUG_KINDS)[number];

/** One step of a printed heap size, bytes. */
export const HEAP_STEP = 1 << 20;
/** One step of {@link GcCycle.at}, ns. */
export const AT_STEP = 1e6;

/**
 * One step of a printed duration, ns: two digits up to 10 ms, never less than a microsecond, then whole milliseconds
 * (runtime/mgc.go, fmtNSAsMS).
 *
 * @param ns as printed
 */
export function printedStep(ns: number): number {
  if (ns >= 1e7) return 1e6;
  if (ns >= 1e6) return 1e5;
  return ns >= 1e5 ? 1e4 : 1e3;
}

/** How long the world stood still, ns. */
export function pauseOf({ clock }: GcCycle): number {
  return clock.sweepTermination + clock.markTermination;
}
