import type { TraceStack } from '../../model/trace.ts';

/**
 * The numbers of goroutine states, as in golang.org/x/exp/trace and {@link GOROUTINE_STATES}: a transition from
 * `notexist` creates, one to it ends. Processor states: {@link PROCESSOR}.
 */
export const STATE = { undetermined: 0, notexist: 1, runnable: 2, running: 3, waiting: 4, syscall: 5 } as const;
export const PROCESSOR = { undetermined: 0, notexist: 1, running: 2, idle: 3 } as const;

/** Ranges that the runtime emits, by number. `scope` of the callbacks is a goroutine slot, a processor slot, or −1. */
export const RANGE = { stw: 0, gc: 1, sweep: 2, assist: 3 } as const;
/** Metrics by number. */
export const METRIC = { gomaxprocs: 0, heap: 1, goal: 2 } as const;

/**
 * What the ordering knows at this moment, as columns indexed by slot. A slot is reused once its goroutine has ended, so
 * memory is bounded by the goroutines alive. Columns are replaced when they grow: read them through this object at each
 * call, never keep one. When a callback is called, the columns still say what held *before* its event, but for `group`
 * and `name`, which are settled first.
 */
export interface TraceState {
  /** [0]: time of the event at hand, ns since the first sync event. An array, so that no number is boxed on the way. */
  readonly now: Float64Array;
  /** [0]: slot of the processor that the thread of the event at hand had before it, or −1. */
  readonly processor: Int32Array;
  readonly goroutines: GoroutineColumns;
  readonly processors: ProcessorColumns;
  readonly texts: Texts;
}

export interface GoroutineColumns {
  /** Slots in use or used once: valid slots are 0 … size − 1. */
  readonly size: number;
  /** {@link STATE}; `notexist` for a slot that is free. */
  readonly state: Uint8Array;
  /** When it entered its state, ns. Undetermined: when the trace began. */
  readonly since: Float64Array;
  /** Text of the reason it entered its state with; 0 is ''. */
  readonly reason: Int32Array;
  /** Stack that the transition into its state gave for this goroutine; 0 is none. */
  readonly stack: Int32Array;
  /** State it came from. */
  readonly from: Uint8Array;
  /** Text of the start function's name; 0 ('') until it is known. Equal names are one group. */
  readonly group: Int32Array;
  /** When it was created, ns; −1 for one that was there before. */
  readonly created: Float64Array;
  /** Stack of the `go` statement in the goroutine that created it; 0 is none. */
  readonly creation: Int32Array;
  /** Text of its label (`GC (dedicated)` …); 0 is none. */
  readonly label: Int32Array;
  /** 1 while it is inside `GC mark assist`. */
  readonly assist: Uint8Array;
  /** Goroutine id. */
  readonly id: Float64Array;
}

export interface ProcessorColumns {
  readonly size: number;
  readonly id: Float64Array;
  /** {@link PROCESSOR}. */
  readonly state: Uint8Array;
  readonly since: Float64Array;
  /** Slot of the goroutine that runs on it or is in a system call with it, or −1. */
  readonly goroutine: Int32Array;
}

/** Texts and stacks of all generations, by number: equal content has one number. 0 is '' and the empty stack. */
export interface Texts {
  text(id: number): string;
  stack(id: number): TraceStack;
  /** Text of the function of its root (last) frame; 0 for the empty stack. */
  root(stack: number): number;
}

/**
 * A fold over the ordered events, one file each: counts, and never keeps the events' order or states itself. Each callback
 * is one kind of event; what a sink leaves out it is never called for. All arguments are small integers; the time is
 * `state.now[0]`. A slot that is freed by a transition to `notexist` is still valid in that call.
 */
export interface TraceSink {
  /** `state` is the same object for the whole trace; called before anything else, at the first sync event (time 0). */
  begin?(state: TraceState): void;
  /** A goroutine changes its state; first appearances come from `undetermined`. `reason`, `stack`: text and stack of the event. */
  goroutine?(slot: number, from: number, to: number, reason: number, stack: number): void;
  /** As `goroutine`, but only where it is created, ends, or is seen for the first time. */
  lifetime?(slot: number, from: number, to: number): void;
  /** A processor changes its state. */
  processor?(slot: number, from: number, to: number): void;
  /**
   * The processor of a goroutine in a system call was taken away, or given up: the call blocks from now on. Called also right
   * after the event that first shows a goroutine in a system call (its status, or its creation there) without a processor.
   */
  syscallBlocked?(slot: number): void;
  /**
   * A range begins. `scope`: STW and assist: the goroutine's slot; sweep: the processor's; GC: −1. `name`: text
   * `stop-the-world (KIND)`, `GC mark assist` …. `seen`: false where the trace only says that it was going on already.
   */
  rangeBegin?(range: number, scope: number, name: number, stack: number, seen: boolean): void;
  /** Sweeps: bytes swept and reclaimed; else 0. */
  rangeEnd?(range: number, scope: number, name: number, swept: number, reclaimed: number): void;
  /** {@link METRIC}. */
  metric?(metric: number, value: number): void;
  /** A goroutine is labelled; `goroutines.label` says what it was before. */
  label?(slot: number, label: number): void;
  taskBegin?(task: number, parent: number, name: number, slot: number): void;
  taskEnd?(task: number, name: number, slot: number): void;
  regionBegin?(slot: number, task: number, name: number): void;
  regionEnd?(slot: number, task: number, name: number): void;
  /** `slot`: the goroutine's, or −1. */
  cpuSample?(slot: number, stack: number): void;
  /** A generation begins (or the trace ends: the last). `thread` events: see `threads`. */
  sync?(): void;
  /** A thread emits an event for the first time. */
  thread?(): void;
  /** The trace is over; `state.now[0]` is the time of its last event. Open intervals are closed here by whoever counts them. */
  end?(): void;
}

export interface SinkOptions {
  /** Keep all durations, so that percentiles are exact: for tests, memory grows with the trace. */
  readonly exact: boolean;
}

/** A sink and the part of the summary that it makes, asked for once the trace is over. */
export interface Fold<Part> extends TraceSink {
  summary(): Part;
}
