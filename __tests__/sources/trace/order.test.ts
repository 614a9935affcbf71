import { describe, expect, test } from '@jest/globals';
import { GO_STATUS, PROC_STATUS } from '../../../src/wire/trace/events.ts';
import { type Batch, type Generation, NO_THREAD, SyntheticTrace } from '../../wire/trace/writer.ts';
import { ordered } from './record.ts';

const { Running, Idle, SyscallAbandoned } = PROC_STATUS;

/** A generation in which thread 1 runs goroutine 7 on processor 0 since time 100. */
function begun(version = 26): { trace: SyntheticTrace; g: Generation; m: Batch } {
  const trace = new SyntheticTrace(version);
  const g = trace.generation();
  const m = g.thread(1, 100).event('ProcStatus', 0, 0, Running).event('GoStatus', 1, 7, 1, GO_STATUS.Running);
  return { trace, g, m };
}

/** What the sinks were told behind the beginning, without the last sync. */
function told(trace: SyntheticTrace): readonly string[] {
  const { lines, broken } = ordered(trace.bytes());
  expect(broken).toBeNull();
  return lines.slice(3, -1);
}

function failure(trace: SyntheticTrace): string {
  return ordered(trace.bytes()).broken?.error.message ?? 'none';
}

test('the beginning: a sync at time 0, then what is there; at the end another sync', () => {
  const { trace } = begun();
  const { lines, clock, events, duration } = ordered(trace.bytes());
  expect(lines).toEqual(['0: sync', '1: p0 undetermined → running', '2: g7 undetermined → running', '3: sync']);
  expect([clock.start, events, duration]).toEqual(['100', 4, 3]);
});

describe('time', () => {
  test('goes on by at least a nanosecond an event, and comes from units one difference at a time', () => {
    const trace = new SyntheticTrace();
    const g = trace.generation({ frequency: 15_625_000 });
    g.thread(1, 1000).event('ProcStatus', 0, 0, Running).event('GoStatus', 0, 7, 1, 2).event('GoDestroy', 3);
    expect(ordered(trace.bytes()).lines.map((line) => line.split(':')[0])).toEqual(['0', '1', '2', '192', '193']);
  });

  test('beyond 2^53 the differences stay exact', () => {
    const trace = new SyntheticTrace();
    const start = 2n ** 53n + 2n ** 20n;
    trace.generation().thread(1, start).event('ProcStatus', 5, 0, Running).event('GoStatus', 4, 7, 1, 2);
    const { lines, clock } = ordered(trace.bytes());
    expect(clock.start).toBe(start.toString());
    expect(lines.slice(1, 3)).toEqual(['5: p0 undetermined → running', '9: g7 undetermined → running']);
  });

  test('the same where frequency and uptime are those of Linux', () => {
    const trace = new SyntheticTrace(25);
    const units = (2n ** 54n + 640n) / 64n;
    const g = trace.generation({ frequency: 15_625_000, snapshot: [units + 2n, 2n ** 63n - 1n, 1700000000, 5] });
    g.thread(1, units).event('ProcStatus', 1, 0, Idle);
    const { clock, duration } = ordered(trace.bytes());
    expect(clock.start).toBe((units * 64n).toString());
    expect(clock.snapshots).toEqual([{ time: 128, mono: (2n ** 63n - 1n).toString(), wall: '1700000000000000005' }]);
    expect(duration).toBe(65);
  });
});

describe('goroutines', () => {
  test('are created, block, are unblocked, start, stop and end', () => {
    const { trace, g, m } = begun();
    const stack = g.stack('main.work', 'main.main');
    m.event('GoCreate', 10, 8, g.stack('main.child'), stack).event('GoBlock', 5, g.text('chan receive'), stack);
    m.event('GoStart', 5, 8, 1).event('GoUnblock', 5, 7, 1, stack).event('GoStop', 5, g.text('preempted'), stack);
    m.event('GoStart', 1, 7, 2).event('GoDestroy', 1);
    expect(told(trace)).toEqual([
      '11: g8 notexist → runnable at main.child',
      '16: g7 running → waiting (chan receive) at main.work < main.main',
      '21: g8 runnable → running',
      '26: g7 waiting → runnable',
      '31: g8 running → runnable (preempted) at main.work < main.main',
      '32: g7 runnable → running',
      '33: g7 running → notexist',
    ]);
  });

  test('are switched to: three events', () => {
    const { trace, g, m } = begun();
    m.event('GoCreateBlocked', 1, 8, 0, 0).event('GoSwitch', 5, 8, 1).event('GoSwitchDestroy', 5, 7, 1);
    expect(g.stack()).toBe(0);
    expect(told(trace)).toEqual([
      '3: g8 notexist → waiting',
      '7: g8 waiting → runnable',
      '8: g7 running → waiting',
      '9: g8 runnable → running',
      '12: g7 waiting → runnable',
      '13: g8 running → notexist',
      '14: g7 runnable → running',
    ]);
  });

  test('wait for the event that must come before: the slow path', () => {
    const { trace, g, m } = begun();
    m.event('GoBlock', 50, g.text('sleep'), 0);
    // Thread 2 unblocks it at time 10 already by its own clock, thread 3 starts it even earlier.
    g.thread(2, 110).event('GoUnblock', 0, 7, 1, 0);
    g.thread(3, 105).event('ProcStatus', 0, 1, Running).event('GoStart', 1, 7, 2);
    expect(told(trace)).toEqual([
      '5: p1 undetermined → running',
      '51: g7 running → waiting (sleep)',
      '52: g7 waiting → runnable',
      '53: g7 runnable → running',
    ]);
  });

  test('the numbers of events decide where times are wrong', () => {
    const { trace, g, m } = begun();
    m.event('GoBlock', 1, 0, 0).event('GoStart', 100, 7, 2).event('GoBlock', 1, 0, 0);
    // The later of two wakings has the earlier time.
    g.thread(2, 110).event('GoUnblock', 0, 7, 3, 0);
    g.thread(3, 150).event('GoUnblock', 0, 7, 1, 0);
    expect(told(trace).map((line) => line.replace(/^\d+: /, ''))).toEqual([
      'g7 running → waiting',
      'g7 waiting → runnable',
      'g7 runnable → running',
      'g7 running → waiting',
      'g7 waiting → runnable',
    ]);
  });

  test('nothing may come: the trace is broken at the earliest event', () => {
    const { trace, m } = begun();
    m.event('GoUnblock', 5, 99, 1, 0);
    const { broken, lines } = ordered(trace.bytes());
    expect(broken?.error.message).toContain('failed to advance');
    // Header, batch header, two events.
    expect(broken?.error.offset).toBe(16 + 5 + 4 + 5);
    expect(lines).toHaveLength(3);
  });

  test('a slot is used again, and an old thread does not take the new one for its own', () => {
    const { trace, m } = begun();
    m.event('GoDestroy', 1).event('GoCreate', 1, 9, 0, 0).event('GoStart', 1, 9, 1).event('GoDestroy', 1);
    const { lines, state } = ordered(trace.bytes());
    expect(lines.at(-2)).toBe('6: g9 running → notexist');
    expect(state.goroutines.size).toBe(1);
  });
});

describe('system calls', () => {
  test('that do not block keep the processor', () => {
    const { trace, g, m } = begun();
    m.event('GoSyscallBegin', 5, 1, g.stack('syscall.read')).event('GoSyscallEnd', 5);
    expect(told(trace)).toEqual(['6: g7 running → syscall at syscall.read', '11: g7 syscall → running']);
  });

  test('that block lose it to another thread, whenever that says so', () => {
    const { trace, g, m } = begun();
    m.event('GoSyscallBegin', 5, 1, 0).event('GoSyscallEndBlocked', 5);
    // By its clock the theft comes after the end of the call; it must come before.
    g.thread(2, 150).event('ProcSteal', 0, 0, 2, 1).event('ProcStart', 1, 0, 3);
    expect(told(trace)).toEqual([
      '6: g7 running → syscall',
      '50: p0 running → idle',
      '50: g7 blocked in its call',
      '51: g7 syscall → runnable',
      '52: p0 idle → running',
    ]);
  });

  test('a thread steals from itself, or stops its processor', () => {
    const { trace, m } = begun();
    m.event('GoSyscallBegin', 5, 1, 0).event('ProcSteal', 1, 0, 2, 1).event('GoSyscallEndBlocked', 1);
    m.event('ProcStart', 1, 0, 3).event('GoStart', 1, 7, 1).event('GoSyscallBegin', 1, 4, 0).event('ProcStop', 1);
    expect(told(trace)).toEqual([
      '6: g7 running → syscall',
      '7: p0 running → idle',
      '7: g7 blocked in its call',
      '8: g7 syscall → runnable',
      '9: p0 idle → running',
      '10: g7 runnable → running',
      '11: g7 running → syscall',
      '12: p0 running → idle',
      '12: g7 blocked in its call',
    ]);
  });

  test('stealing from a thread that has another processor is an error', () => {
    const { trace, g, m } = begun();
    m.event('GoSyscallBegin', 5, 1, 0);
    g.thread(2, 150).event('ProcStatus', 0, 1, Running).event('ProcSteal', 0, 0, 2, 2);
    expect(failure(trace)).toContain('tried to self-steal another proc');
    const other = begun();
    other.m.event('GoSyscallBegin', 5, 1, 0);
    other.g.thread(2, 150).event('ProcSteal', 0, 0, 2, 3);
    expect(failure(other.trace)).toContain('non-existent thread 3');
  });

  test('an abandoned processor is stolen without regard to the thread', () => {
    const { trace, g } = begun();
    g.thread(2, 150).event('ProcStatus', 0, 1, SyscallAbandoned).event('ProcSteal', 1, 1, 1, 99);
    g.thread(2, 160).event('ProcStart', 0, 1, 2);
    expect(told(trace)).toEqual(['50: p1 undetermined → idle', '60: p1 idle → running']);
  });

  test('in a later generation a call that goes on is known, and its processor is stolen', () => {
    const { trace, m } = begun();
    m.event('GoSyscallBegin', 5, 1, 0);
    const next = trace.generation();
    next.thread(2, 200).event('ProcStatus', 0, 0, SyscallAbandoned).event('ProcSteal', 1, 0, 1, 1);
    next.thread(1, 210).event('GoStatus', 0, 7, 1, GO_STATUS.Syscall).event('GoSyscallEndBlocked', 1);
    expect(told(trace)).toEqual([
      '6: g7 running → syscall',
      '100: sync',
      '102: p0 running → idle',
      '102: g7 blocked in its call',
      '111: g7 syscall → runnable',
    ]);
  });

  test('a goroutine that sits in a call on a silent thread blocks from the beginning', () => {
    const { trace, m } = begun();
    m.event('GoStatus', 4, 8, 55, GO_STATUS.Syscall);
    expect(told(trace)).toEqual(['5: g8 undetermined → syscall', '5: g8 blocked in its call']);
    const none = begun();
    none.m.event('GoStatus', 4, 8, NO_THREAD, GO_STATUS.Syscall);
    expect(failure(none.trace)).toContain('in syscall without a thread');
  });

  test('a C thread calls into Go and goes: its processor is given up before its goroutine ends', () => {
    const { trace, g } = begun();
    g.thread(2, 150).event('ProcStatus', 0, 1, Idle);
    const c = g.thread(3, 160).event('GoCreateSyscall', 0, 9).event('ProcStart', 1, 1, 1);
    c.event('GoSyscallEndBlocked', 1).event('GoStart', 1, 9, 1).event('GoSyscallBegin', 1, 2, 0);
    c.event('GoDestroySyscall', 5);
    expect(told(trace)).toEqual([
      '50: p1 undetermined → idle',
      '60: g9 notexist → syscall',
      '60: g9 blocked in its call',
      '61: p1 idle → running',
      '62: g9 syscall → runnable',
      '63: g9 runnable → running',
      '64: g9 running → syscall',
      '69: p1 running → idle',
      '69: g9 blocked in its call',
      '70: g9 syscall → notexist',
    ]);
  });
});

describe('what must be there', () => {
  test.each<[string, string, (m: Batch, g: Generation) => void]>([
    ['a processor', "ProcStop: proc (-1) that doesn't exist", (_, g) => g.thread(2, 150).event('ProcStop', 0)],
    ['a processor for memory', "expected a proc but didn't", (_, g) => g.thread(2, 150).event('HeapAlloc', 0, 5)],
    ['a thread', "expected a thread but didn't", (_, g) => g.thread(NO_THREAD, 150).event('GoDestroy', 0)],
    ['a goroutine', "expected a goroutine but didn't", (m) => m.event('GoDestroy', 1).event('GoBlock', 1, 0, 0)],
    ['no goroutine', 'expected no goroutine', (m) => m.event('GoCreate', 1, 8, 0, 0).event('GoStart', 1, 8, 1)],
    ['a new id', 'goroutine 7 exists already', (m) => m.event('GoCreate', 1, 7, 0, 0)],
    ['the same state', 'inconsistent status for goroutine 7', (m) => m.event('GoStatus', 1, 7, 1, GO_STATUS.Waiting)],
    ['the same status', 'inconsistent status for proc 0', (m) => m.event('ProcStatus', 1, 0, Idle)],
    ['a status', 'invalid status for proc 5: 9', (m) => m.event('ProcStatus', 1, 5, 9)],
    ['the number of the processor', "can't make sequence: 0 -> 5", (m) => m.event('GoSyscallBegin', 1, 5, 0)],
    ['a system call', "goroutine that's not in a system call", (m) => m.event('GoSyscallEnd', 1)],
    ['a stack', 'there is no stack 99', (m) => m.event('GoBlock', 1, 0, 99)],
    ['a string', 'there is no string 99', (m) => m.event('GoBlock', 1, 99, 0)],
    ['a beginning', 'tried to end event, but not in-flight', (m) => m.event('STWEnd', 1)],
    ['one beginning', 'already in-flight', (m) => m.event('GCSweepBegin', 1, 0).event('GCSweepBegin', 1, 0)],
    [
      'one task of an id',
      'task ID conflict: 4',
      (m) => m.event('UserTaskBegin', 1, 4, 0, 0, 0).event('UserTaskBegin', 1, 4, 0, 0, 0),
    ],
    ['an event that threads emit', 'no event that a thread may emit', (m) => m.raw(7, 1)],
    ['a known event', 'event 99 is no event', (m) => m.raw(99, 1)],
    ['its arguments', 'cut off at the end of its batch', (m) => m.raw(16, 1, 0x88)],
    ['numbers of 64 bits', 'more than 64 bits', (m) => m.raw(16, 1, ...Array(10).fill(0xff), 1, 1)],
  ])('%s', (_, text, write) => {
    const { trace, g, m } = begun();
    write(m, g);
    expect(failure(trace)).toContain(text);
  });

  test('an event that is broken keeps the one before it on its thread from counting, as in Go', () => {
    const { trace, m } = begun();
    m.event('HeapAlloc', 1, 5).raw(16, 1, 0x88);
    expect(ordered(trace.bytes()).lines).toHaveLength(3);
  });
});

test('ranges: stopped worlds, cycles, sweeps and assists', () => {
  const { trace, g, m } = begun();
  m.event('STWBegin', 9, g.text('GC sweep termination'), 0).event('GCBegin', 1, 1, 0).event('STWEnd', 1);
  m.event('GCMarkAssistBegin', 1, 0).event('GCMarkAssistEnd', 2).event('GCEnd', 1, 2);
  m.event('GCSweepBegin', 1, 0).event('GCSweepEnd', 1, 8192, 4096);
  expect(told(trace)).toEqual([
    '10: stw 0 begins: stop-the-world (GC sweep termination)',
    '11: gc -1 begins: GC concurrent mark phase',
    '12: stw 0 ends: stop-the-world (GC sweep termination)',
    '13: assist 0 begins: GC mark assist',
    '15: assist 0 ends: GC mark assist',
    '16: gc -1 ends: GC concurrent mark phase',
    '17: sweep 0 begins: GC incremental sweep',
    '18: sweep 0 ends: GC incremental sweep 8192 4096',
  ]);
});

test('ranges that went on before the trace are told once; later generations only confirm them', () => {
  const { trace, m } = begun();
  m.event('GCActive', 4, 3).event('GCMarkAssistActive', 1, 7).event('GCSweepActive', 1, 0);
  const next = trace.generation();
  const again = next.thread(1, 200).event('ProcStatus', 0, 0, Running).event('GoStatus', 1, 7, 1, GO_STATUS.Running);
  again.event('GCActive', 1, 4).event('GCMarkAssistActive', 1, 7).event('GCMarkAssistEnd', 1).event('GCEnd', 1, 5);
  expect(told(trace)).toEqual([
    '5: gc -1 begins: GC concurrent mark phase (unseen)',
    '6: assist 0 begins: GC mark assist (unseen)',
    '7: sweep 0 begins: GC incremental sweep (unseen)',
    '100: sync',
    '105: assist 0 ends: GC mark assist',
    '106: gc -1 ends: GC concurrent mark phase',
  ]);
});

test('tasks and regions across generations are the same by their names', () => {
  const { trace, g, m } = begun();
  m.event('UserTaskBegin', 1, 4, 0, g.text('request'), 0).event('UserRegionBegin', 1, 4, g.text('parse'), 0);
  m.event('UserLog', 1, 4, g.text('key'), g.text('value'), 0).event('GoLabel', 1, g.text('GC (idle)'));
  const next = trace.generation();
  next.text('other');
  const again = next.thread(1, 200).event('ProcStatus', 0, 0, Running).event('GoStatus', 1, 7, 1, GO_STATUS.Running);
  again.event('UserRegionEnd', 1, 4, next.text('parse'), 0).event('UserTaskEnd', 1, 4, 0).event('UserTaskEnd', 1, 4, 0);
  again.event('UserRegionEnd', 1, 4, next.text('never begun'), 0);
  expect(told(trace)).toEqual([
    '3: task 4 of 0 begins in g7: request',
    '4: region of 4 begins in g7: parse',
    '6: g7 is GC (idle)',
    '100: sync',
    '103: region of 4 ends in g7: parse',
    '104: task 4 ends in g7: request',
    '105: task 4 ends in g7: ',
    '106: region of 4 ends in g7: never begun',
  ]);
  const { trace: broken, g: h, m: n } = begun();
  n.event('UserRegionBegin', 1, 4, h.text('outer'), 0).event('UserRegionEnd', 1, 4, h.text('inner'), 0);
  expect(failure(broken)).toContain('misuse of region in goroutine 7');
});

test('CPU samples come in between, by their times', () => {
  const { trace, g, m } = begun();
  m.event('GoDestroy', 20);
  g.sample(130, 1, 0, 7, g.stack('main.hot')).sample(110, 1, 0, 7, g.stack('main.hot')).sample(111, 4, 0, 0, 99);
  const { lines } = ordered(trace.bytes());
  expect(lines.slice(3, -1)).toEqual([
    '10: sample of g7 at main.hot',
    '11: sample of nobody at nowhere',
    '21: g7 running → notexist',
    '30: sample of nobody at main.hot',
  ]);
});

test('metrics, and a change of GOMAXPROCS', () => {
  const { trace, m } = begun();
  m.event('ProcsChange', 1, 4, 0)
    .event('HeapAlloc', 1, 2 ** 40)
    .event('HeapGoal', 1, 2n ** 53n);
  expect(told(trace)).toEqual(['3: gomaxprocs 4', '4: heap 1099511627776', '5: goal 9007199254740992']);
});

test('experimental events and batches are passed over', () => {
  const { trace, m } = begun();
  m.event('HeapObjectAlloc', 1, 5, 6)
    .event('SpanFree', 1, 2n ** 64n - 1n)
    .event('HeapAlloc', 1, 5);
  const { lines, events } = ordered(trace.bytes());
  expect(lines.slice(3, -1)).toEqual(['5: heap 5']);
  expect(events).toBe(7);
});

test('thousands of threads, and a batch that is larger than its window', () => {
  const trace = new SyntheticTrace();
  const g = trace.generation();
  for (let m = 5000; m > 0; m--) g.thread(m, 6000 - m).event('ProcStatus', 0, m, Running);
  const long = g.thread(1, 7000);
  for (let i = 0; i < 4000; i++) long.event('HeapAlloc', 300, 1e6 + i);
  const { lines, broken, events } = ordered(trace.bytes());
  expect(broken).toBeNull();
  expect(events).toBe(2 + 5000 + 4000);
  expect(lines.slice(-4001, -1)).toEqual(
    Array.from({ length: 4000 }, (_, i) => `${6000 + 300 * (i + 1)}: heap ${1e6 + i}`),
  );
});
