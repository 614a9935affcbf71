/**
 * Event types of execution traces of Go 1.22 and newer (internal/trace/tracev2, events.go), by the names that Go gives
 * them. A batch whose first byte is `Stacks`, `Strings`, `CPUSamples`, `Frequency` or `Sync` is structural; the others
 * hold timed events of one thread.
 */
export const EV = {
  EventBatch: 1,
  Stacks: 2,
  Stack: 3,
  Strings: 4,
  String: 5,
  CPUSamples: 6,
  CPUSample: 7,
  Frequency: 8,
  ProcsChange: 9,
  ProcStart: 10,
  ProcStop: 11,
  ProcSteal: 12,
  ProcStatus: 13,
  GoCreate: 14,
  GoCreateSyscall: 15,
  GoStart: 16,
  GoDestroy: 17,
  GoDestroySyscall: 18,
  GoStop: 19,
  GoBlock: 20,
  GoUnblock: 21,
  GoSyscallBegin: 22,
  GoSyscallEnd: 23,
  GoSyscallEndBlocked: 24,
  GoStatus: 25,
  STWBegin: 26,
  STWEnd: 27,
  GCActive: 28,
  GCBegin: 29,
  GCEnd: 30,
  GCSweepActive: 31,
  GCSweepBegin: 32,
  GCSweepEnd: 33,
  GCMarkAssistActive: 34,
  GCMarkAssistBegin: 35,
  GCMarkAssistEnd: 36,
  HeapAlloc: 37,
  HeapGoal: 38,
  GoLabel: 39,
  UserTaskBegin: 40,
  UserTaskEnd: 41,
  UserRegionBegin: 42,
  UserRegionEnd: 43,
  UserLog: 44,
  GoSwitch: 45,
  GoSwitchDestroy: 46,
  GoCreateBlocked: 47,
  GoStatusStack: 48,
  ExperimentalBatch: 49,
  Sync: 50,
  ClockSnapshot: 51,
  EndOfGeneration: 52,
  // GODEBUG=traceallocfree=1.
  Span: 128,
  SpanAlloc: 129,
  SpanFree: 130,
  HeapObject: 131,
  HeapObjectAlloc: 132,
  HeapObjectFree: 133,
  GoroutineStack: 134,
  GoroutineStackAlloc: 135,
  GoroutineStackFree: 136,
} as const;

export type EventName = keyof typeof EV;

/**
 * Arguments of the timed events, after the time passed since the event before (`dt`), by the names of the text form of
 * internal/trace/raw. A name that ends with `stack` or `string` refers to the table of its generation.
 */
export const ARGUMENTS: Readonly<Partial<Record<EventName, readonly string[]>>> = {
  ProcsChange: ['procs_value', 'stack'],
  ProcStart: ['p', 'p_seq'],
  ProcStop: [],
  ProcSteal: ['p', 'p_seq', 'm'],
  ProcStatus: ['p', 'pstatus'],
  GoCreate: ['new_g', 'new_stack', 'stack'],
  GoCreateSyscall: ['new_g'],
  GoStart: ['g', 'g_seq'],
  GoDestroy: [],
  GoDestroySyscall: [],
  GoStop: ['reason_string', 'stack'],
  GoBlock: ['reason_string', 'stack'],
  GoUnblock: ['g', 'g_seq', 'stack'],
  GoSyscallBegin: ['p_seq', 'stack'],
  GoSyscallEnd: [],
  GoSyscallEndBlocked: [],
  GoStatus: ['g', 'm', 'gstatus'],
  STWBegin: ['kind_string', 'stack'],
  STWEnd: [],
  GCActive: ['gc_seq'],
  GCBegin: ['gc_seq', 'stack'],
  GCEnd: ['gc_seq'],
  GCSweepActive: ['p'],
  GCSweepBegin: ['stack'],
  GCSweepEnd: ['swept_value', 'reclaimed_value'],
  GCMarkAssistActive: ['g'],
  GCMarkAssistBegin: ['stack'],
  GCMarkAssistEnd: [],
  HeapAlloc: ['heapalloc_value'],
  HeapGoal: ['heapgoal_value'],
  GoLabel: ['label_string'],
  UserTaskBegin: ['task', 'parent_task', 'name_string', 'stack'],
  UserTaskEnd: ['task', 'stack'],
  UserRegionBegin: ['task', 'name_string', 'stack'],
  UserRegionEnd: ['task', 'name_string', 'stack'],
  UserLog: ['task', 'key_string', 'value_string', 'stack'],
  GoSwitch: ['g', 'g_seq'],
  GoSwitchDestroy: ['g', 'g_seq'],
  GoCreateBlocked: ['new_g', 'new_stack', 'stack'],
  GoStatusStack: ['g', 'm', 'gstatus', 'stack'],
  ClockSnapshot: ['mono', 'sec', 'nsec'],
  Span: ['id', 'npages_value', 'kindclass'],
  SpanAlloc: ['id', 'npages_value', 'kindclass'],
  SpanFree: ['id'],
  HeapObject: ['id', 'type'],
  HeapObjectAlloc: ['id', 'type'],
  HeapObjectFree: ['id'],
  GoroutineStack: ['id', 'order'],
  GoroutineStackAlloc: ['id', 'order'],
  GoroutineStackFree: ['id'],
};

/** By event type: how many arguments follow `dt`; −1 for a type that is no timed event. */
export const ARGUMENT_COUNT: Int8Array = argumentCounts();

function argumentCounts(): Int8Array {
  const counts = new Int8Array(256).fill(-1);
  for (const [name, args] of Object.entries(ARGUMENTS)) counts[EV[name as EventName]] = args.length;
  return counts;
}

/** The name of an event type, for messages. */
export function eventName(type: number): string {
  return Object.entries(EV).find(([, number]) => number === type)?.[0] ?? `event ${type}`;
}

/** Goroutine and processor states on the wire. */
export const GO_STATUS = { Runnable: 1, Running: 2, Syscall: 3, Waiting: 4 } as const;
export const PROC_STATUS = { Running: 1, Idle: 2, Syscall: 3, SyscallAbandoned: 4 } as const;

/** Limits of the format: bytes of a batch, bytes of a string, frames of a stack. */
export const MAX_BATCH = 64 * 1024;
export const MAX_STRING = 1024;
export const MAX_FRAMES = 128;
