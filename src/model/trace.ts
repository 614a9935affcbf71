/**
 * What an execution trace says, counted exactly: all times in nanoseconds (integers, relative to the trace's first sync
 * event where they are points in time), all sizes in bytes. The words are those of golang.org/x/exp/trace, whose events
 * these numbers can be computed from: goroutine states, transition reasons, range names.
 *
 * A goroutine's interval belongs to the group and has the state, reason and stack known when it ends, and so do its parts
 * (blocked, in an assist); an interval that is open at the end of the trace ends with its last event. What was going on when
 * the trace began is `undetermined` until the goroutine's first event.
 *
 * Only a change of state begins and ends an interval. A status that a generation repeats (`waiting → waiting`) does not, and
 * leaves reason and stack as they are; but its stack names a goroutine that has no name yet. An id that is created again
 * (cgo callbacks) is another goroutine. Lists whose order leaves ties open are ordered by name, by id or as first seen.
 */
export interface TraceSummary {
  /** Go release that the header names: `1.22`, `1.23` (1.24 writes it too), `1.25`, `1.26`. */
  readonly version: string;
  /** Events as golang.org/x/exp/trace emits them, sync events included. */
  readonly events: number;
  /** Generations of which events were read: those that a sync event begins. */
  readonly generations: number;
  /** From the first sync event to the last event. */
  readonly duration: number;
  /** What a truncated or broken trace has lost; null for a whole one. */
  readonly lost: { readonly bytes: number; readonly of: number; readonly why: string } | null;
  readonly clock: TraceClock;
  readonly goroutines: GoroutineSummary;
  /** By entry into the runnable state; only intervals whose beginning and end were seen. */
  readonly latency: Readonly<Record<RunnableEntry, Distribution>> & { readonly all: Distribution };
  readonly processors: ProcessorSummary;
  readonly threads: {
    /** Different threads of events (Event.Thread), CPU samples included. */
    readonly seen: number;
    /** Most goroutines that were running or in a system call at once: each holds a thread. */
    readonly peak: number;
  };
  /** Ranges `stop-the-world (KIND)` of which both ends were seen, by the kind they began with; longest total first. */
  readonly stw: readonly (Distribution & { readonly kind: string })[];
  readonly gc: GcSummary;
  readonly heap: HeapSummary;
  /**
   * User tasks and regions by type, in the order of their names. Only those whose both ends were seen have a duration. A task
   * of which only the end was seen has the type ''.
   */
  readonly tasks: readonly Annotated[];
  readonly regions: readonly Annotated[];
  readonly cpuSamples: {
    readonly total: number;
    /**
     * Samples by the group and state of the goroutine at that moment, most first. No goroutine, one not seen yet, or one that
     * has ended: group '', `undetermined`.
     */
    readonly by: readonly { readonly group: string; readonly state: GoroutineState; readonly count: number }[];
  };
  readonly timeline: Timeline;
}

/** How the trace's time relates to other clocks. */
export interface TraceClock {
  /** Absolute time of the first sync event, ns on the trace's own clock (on Linux: nanotime), as a decimal integer. */
  readonly start: string;
  /** Clock snapshots (Go 1.25 on), one a generation: relative trace time, monotonic ns (decimal), wall as Unix ns (decimal). */
  readonly snapshots: readonly { readonly time: number; readonly mono: string; readonly wall: string }[];
}

/** As in golang.org/x/exp/trace. */
export const GOROUTINE_STATES = ['undetermined', 'notexist', 'runnable', 'running', 'waiting', 'syscall'] as const;
export type GoroutineState = (typeof GOROUTINE_STATES)[number];

/**
 * How a goroutine became runnable: it was created (from notexist), unblocked (from waiting), preempted or yielded (from
 * running, reason `preempted` or any other), came out of a system call without a processor (from syscall).
 */
export const RUNNABLE_ENTRIES = ['created', 'unblocked', 'preempted', 'yielded', 'syscall'] as const;
export type RunnableEntry = (typeof RUNNABLE_ENTRIES)[number];

/**
 * Durations: exact count, sum and maximum; percentiles by nearest rank (the ⌈p·count/100⌉-th smallest), within 1 % (exact
 * where the reader was asked to be). All 0 where there are none.
 */
export interface Distribution {
  readonly count: number;
  readonly total: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
}

export interface GoroutineSummary {
  /** Created and ended in the trace. */
  readonly created: number;
  readonly ended: number;
  /** Alive before the first event that creates them: first seen undetermined. */
  readonly before: number;
  /** Alive at the end, system goroutines included; and the most at once: those of `before` are alive from the beginning. */
  readonly alive: number;
  readonly peak: number;
  /** Longest total time first, then by name. */
  readonly groups: readonly GoroutineGroup[];
  /**
   * Created in the trace and alive at its end, system goroutines left out, by group, where they were created and stand; most
   * first, then longest, then by group, reason and frames; at most {@link MAX_REMAINING}.
   */
  readonly remaining: readonly Remaining[];
}

/**
 * Goroutines by the function they were started with: the root frame of the stack given when they were created, else of
 * the first transition that has one; `''` where there was none. System: the name begins with `runtime.` and is not
 * `runtime.main`, or is empty (internal/trace, IsSystemGoroutine); or it begins with `runtime/trace.`: the tracer's own.
 */
export interface GoroutineGroup {
  readonly name: string;
  readonly system: boolean;
  /** Different goroutines, by the name they ended with; how many of these were created and ended in the trace. */
  readonly count: number;
  readonly created: number;
  readonly ended: number;
  readonly time: {
    readonly undetermined: number;
    readonly running: number;
    readonly runnable: number;
    readonly waiting: number;
    readonly syscall: number;
    /** Part of `syscall` after its processor was taken away or given up; the whole of one that had none when first seen. */
    readonly syscallBlocked: number;
    /** Part of `running` inside `GC mark assist`, from the first event that says so. */
    readonly assist: number;
  };
  /**
   * Waits (waiting → runnable, or open at the end) by reason, longest total first, then by reason. Going on when first seen:
   * reason ''. Their totals are `time.waiting`.
   */
  readonly waits: readonly Wait[];
  /** Runnable → running whose beginning was seen. */
  readonly latency: Distribution;
  /** System calls of which beginning and end were seen. */
  readonly syscalls: Distribution;
}

export interface Wait extends Distribution {
  /** As the runtime says: `chan receive`, `sync`, `network`, `select`, `sleep`, `forever` … */
  readonly reason: string;
  /**
   * Where they wait, longest total first, then most waits, then by their frames from the leaf (function, file, line), at most
   * {@link MAX_STACKS}; `count` and `total` of the waits there. Equal frames are one stack, whatever their addresses.
   */
  readonly stacks: readonly { readonly stack: TraceStack; readonly count: number; readonly total: number }[];
}

/** Stacks kept of each reason. */
export const MAX_STACKS = 10;
/** Entries kept of what remains. */
export const MAX_REMAINING = 100;
/** So that no trace, however odd, makes a summary without bounds: goroutines of further groups, and waits of further reasons. */
export const OTHER = '(other)';
/** Groups, and pairs of group and reason, after which there is only {@link OTHER}. */
export const MAX_GROUPS = 4000;
/** Places (group, reason, stack) after which waits are counted without theirs. */
export const MAX_PLACES = 100_000;

/** Leaf first. */
export type TraceStack = readonly TraceFrame[];
export interface TraceFrame {
  readonly function: string;
  readonly file: string;
  readonly line: number;
}

export interface Remaining {
  readonly group: string;
  /** Stack of the `go` statement, of the creating goroutine; empty where unknown. */
  readonly createdAt: TraceStack;
  readonly state: GoroutineState;
  /** Why and where it waits at the end. */
  readonly reason: string;
  readonly at: TraceStack;
  readonly count: number;
  /** Longest time in this state, ns. */
  readonly longest: number;
}

export interface ProcessorSummary {
  /** GOMAXPROCS at the end, and the most. */
  readonly gomaxprocs: number;
  readonly most: number;
  /** ∫ GOMAXPROCS dt, from when it is first known. */
  readonly capacity: number;
  /** Σ time that processors were running (in a system call that keeps its processor included), by golang.org/x/exp/trace. */
  readonly running: number;
  /** ∫ [a goroutine is known to be runnable] dt: those first seen runnable from then on. */
  readonly queued: number;
  /**
   * ∫ [a goroutine is runnable and running processors < GOMAXPROCS] dt, once that is known: inferred, for queues are not in
   * the trace.
   */
  readonly idleWhileQueued: number;
  /** Most goroutines that were runnable at once. */
  readonly peakRunnable: number;
  /** Every processor that was seen, by id: time running. */
  readonly each: readonly { readonly id: number; readonly running: number }[];
}

export interface GcSummary {
  /** Ranges `GC concurrent mark phase` of which both ends were seen: beginning and end, in order. */
  readonly cycles: readonly { readonly begin: number; readonly end: number }[];
  /** Ranges `GC mark assist` of which both ends were seen, as they are, parked time included. */
  readonly assists: Distribution;
  /** Σ `time.assist` of all groups: running time inside assists, those seen in part included from when they are known. */
  readonly assistRunning: number;
  /** Σ running time of all goroutines: what the share of assists is a share of. */
  readonly running: number;
  /** Running time of goroutines while they are labelled `GC (dedicated)`, `GC (fractional)`, `GC (idle)`. */
  readonly workers: { readonly dedicated: number; readonly fractional: number; readonly idle: number };
  /** Ranges `GC incremental sweep` of which both ends were seen, and what they swept and reclaimed. */
  readonly sweeps: Distribution & { readonly swept: number; readonly reclaimed: number };
  /**
   * Minimum mutator utilisation by window: 0 … 1, the lowest mean of all windows of this length, or of the whole trace where
   * it is shorter; null where GOMAXPROCS is never known. Stopped worlds, sweeps, assists and marking workers (not idle ones)
   * take it away.
   */
  readonly mmu: readonly {
    readonly window: number;
    readonly utilisation: number | null;
    /**
     * As internal/trace computes it (MutatorUtilizationV2 with UtilSTW | UtilBackground | UtilAssist | UtilSweep,
     * MMUCurve.MMU), for comparison: it counts a worker twice that starts with its label known, and never gives that
     * processor back to the mutator.
     */
    readonly internalTrace: number | null;
  }[];
}

/** Windows of {@link GcSummary.mmu}: 1, 10, 100 ms and 1 s. */
export const MMU_WINDOWS = [1e6, 1e7, 1e8, 1e9] as const;

export interface HeapSummary {
  /** Metric `/memory/classes/heap/objects:bytes`: first, last, least and most; null where never seen. */
  readonly live: { readonly first: number; readonly last: number; readonly min: number; readonly max: number } | null;
  /** Metric `/gc/heap/goal:bytes`; {@link NO_GOAL} and more while the collector is switched off. */
  readonly goal: { readonly first: number; readonly last: number; readonly min: number; readonly max: number } | null;
}

/**
 * From here on a heap goal is none: without a percentage (GOGC=off) the runtime aims at the memory limit, which is 2^63 − 1
 * bytes where nobody sets one (runtime/mgcpacer.go, heapGoalInternal).
 */
export const NO_GOAL = 2 ** 60;

export interface Annotated extends Distribution {
  readonly name: string;
  /** All that were begun or ended, those with one end seen included. */
  readonly seen: number;
}

/** Everything on one axis of equal steps, few enough to be drawn; memory does not grow with the trace. */
export interface Timeline {
  /** Steps are `step` ns long, the first begins at 0. At most {@link MAX_STEPS}. */
  readonly step: number;
  readonly steps: number;
  /** Per step: mean processors that ran, mean goroutines runnable, most goroutines alive. */
  readonly running: readonly number[];
  readonly runnable: readonly number[];
  readonly goroutines: readonly number[];
  /** Per step: time of GC marking and of stopped worlds, ns. */
  readonly marking: readonly number[];
  readonly stopped: readonly number[];
  /** Per step: the last live heap and goal, bytes; null before the first. */
  readonly heap: readonly (number | null)[];
  readonly goal: readonly (number | null)[];
  /** Per processor and step: ns that it ran. Processors beyond {@link MAX_LANES} are left out. */
  readonly processors: readonly { readonly id: number; readonly running: readonly number[] }[];
  /** The groups that ran or waited to run the longest, at most {@link MAX_LANES}: ns running and runnable, per step. */
  readonly groups: readonly {
    readonly name: string;
    readonly running: readonly number[];
    readonly runnable: readonly number[];
  }[];
}

export const MAX_STEPS = 2048;
export const MAX_LANES = 24;
