import { expect, test } from '@jest/globals';
import { bytesSource } from '../../../src/model/byte-source.ts';
import { MAX_GROUPS, OTHER, type TraceSummary } from '../../../src/model/trace.ts';
import { readTrace } from '../../../src/sources/trace/read.ts';
import { GO_STATUS, PROC_STATUS } from '../../../src/wire/trace/events.ts';
import { NO_THREAD, SyntheticTrace } from '../../wire/trace/writer.ts';

function read(trace: SyntheticTrace): TraceSummary {
  const { summary, diagnostics } = readTrace(bytesSource(trace.bytes()), 'trace', { exact: true });
  expect(diagnostics).toEqual([]);
  if (summary === null) throw new Error('no summary');
  return summary;
}

/**
 * Two threads and one processor of two; times are since the trace began. `main` (goroutine 1) creates a worker (2), waits,
 * and ends; the worker assists, is preempted, loses its processor in a system call, and sleeps. Goroutine 3 was there.
 */
function scenario(): TraceSummary {
  const trace = new SyntheticTrace();
  const g = trace.generation();
  const main = g.stack('main.wait', 'main.main');
  g.thread(1, 1000)
    .event('ProcStatus', 10, 0, PROC_STATUS.Running) // 10
    .event('GoStatusStack', 10, 1, 1, GO_STATUS.Running, main) // 20
    .event('ProcsChange', 10, 2, 0) // 30
    .event('GoCreate', 10, 2, g.stack('main.worker'), g.stack('main.spawn', 'main.main')) // 40
    .event('GoBlock', 60, g.text('chan receive'), main) // 100
    .event('GoStart', 10, 2, 1) // 110
    .event('GCMarkAssistBegin', 10, 0) // 120
    .event('GoStop', 30, g.text('preempted'), 0) // 150
    .event('GoStart', 10, 2, 2) // 160
    .event('GCMarkAssistEnd', 10) // 170
    .event('GoUnblock', 10, 1, 1, 0) // 180
    .event('GoSyscallBegin', 20, 1, g.stack('main.read', 'main.worker')) // 200
    .event('GoSyscallEndBlocked', 120) // 320
    .event('ProcStart', 10, 0, 4) // 330
    .event('GoStart', 10, 2, 3) // 340
    .event('GoBlock', 10, g.text('sleep'), g.stack('main.nap', 'main.worker')) // 350
    .event('GoStatus', 10, 3, NO_THREAD, GO_STATUS.Waiting) // 360
    .event('ProcStop', 40); // 400
  g.thread(2, 1230)
    .event('ProcSteal', 0, 0, 2, 1) // 230
    .event('ProcStart', 10, 0, 3) // 240
    .event('GoStart', 10, 1, 2) // 250
    .event('GoStop', 10, g.text('runtime.Gosched'), main) // 260
    .event('GoStart', 5, 1, 3) // 265
    .event('GoDestroy', 35) // 300
    .event('ProcStop', 10); // 310
  return read(trace);
}

const one = (ns: number) => ({ count: 1, total: ns, p50: ns, p90: ns, p99: ns, max: ns });
const none = { count: 0, total: 0, p50: 0, p90: 0, p99: 0, max: 0 };
const frames = (...names: string[]) => names.map((name) => ({ function: name, file: '', line: 0 }));

test('time by group and state, waits, system calls', () => {
  const { goroutines, duration } = scenario();
  expect(duration).toBe(401);
  const [nameless, worker, main] = goroutines.groups;
  expect(main).toEqual({
    name: 'main.main',
    system: false,
    count: 1,
    created: 0,
    ended: 1,
    time: { undetermined: 20, running: 125, runnable: 75, waiting: 80, syscall: 0, syscallBlocked: 0, assist: 0 },
    waits: [
      {
        reason: 'chan receive',
        ...one(80),
        stacks: [{ stack: frames('main.wait', 'main.main'), count: 1, total: 80 }],
      },
    ],
    latency: { count: 2, total: 75, p50: 5, p90: 70, p99: 70, max: 70 },
    syscalls: none,
  });
  expect(worker).toMatchObject({
    name: 'main.worker',
    count: 1,
    created: 1,
    ended: 0,
    time: { undetermined: 0, running: 90, runnable: 100, waiting: 51, syscall: 120, syscallBlocked: 90, assist: 40 },
    latency: { count: 3, total: 100, p50: 20, max: 70 },
    syscalls: one(120),
  });
  expect(nameless).toMatchObject({ name: '', system: true, count: 1, time: { undetermined: 360, waiting: 41 } });
  expect(nameless?.waits).toMatchObject([{ reason: '', count: 1, total: 41, stacks: [{ stack: [] }] }]);
});

test('latency by how a goroutine became runnable', () => {
  expect(scenario().latency).toEqual({
    created: one(70),
    unblocked: one(70),
    preempted: one(10),
    yielded: one(5),
    syscall: one(20),
    all: { count: 5, total: 175, p50: 20, p90: 70, p99: 70, max: 70 },
  });
});

test('lifetimes, and what remains', () => {
  const { created, ended, before, alive, peak, remaining } = scenario().goroutines;
  expect({ created, ended, before, alive, peak }).toEqual({ created: 1, ended: 1, before: 2, alive: 2, peak: 3 });
  expect(remaining).toEqual([
    {
      group: 'main.worker',
      createdAt: frames('main.spawn', 'main.main'),
      state: 'waiting',
      reason: 'sleep',
      at: frames('main.nap', 'main.worker'),
      count: 1,
      longest: 51,
    },
  ]);
});

test('processors and threads', () => {
  const { processors, threads } = scenario();
  expect(processors).toEqual({
    gomaxprocs: 2,
    most: 2,
    capacity: 742,
    running: 360,
    queued: 175,
    idleWhileQueued: 175,
    peakRunnable: 1,
    each: [{ id: 0, running: 360 }],
  });
  expect(threads).toEqual({ seen: 2, peak: 2 });
});

test('an assist, a wait and a name go over the border of generations', () => {
  const trace = new SyntheticTrace();
  const first = trace.generation();
  first
    .thread(1, 1000)
    .event('ProcStatus', 10, 0, PROC_STATUS.Running)
    .event('GoStatus', 10, 1, 1, GO_STATUS.Running)
    .event('GCMarkAssistActive', 10, 1) // 30
    .event('GoStatus', 10, 2, NO_THREAD, GO_STATUS.Waiting); // 40
  const second = trace.generation();
  second
    .thread(1, 1100)
    .event('ProcStatus', 0, 0, PROC_STATUS.Running)
    .event('GoStatusStack', 10, 1, 1, GO_STATUS.Running, second.stack('main.main')) // 110
    .event('GCMarkAssistActive', 10, 1)
    .event('GoStatus', 10, 2, NO_THREAD, GO_STATUS.Waiting)
    .event('GCMarkAssistEnd', 70) // 200
    .event('GoUnblock', 10, 2, 1, 0) // 210
    .event('GoBlock', 10, second.text('select'), second.stack('main.main')); // 220
  const { groups } = read(trace).goroutines;
  const [nameless, main] = [groups.find(({ name }) => name === ''), groups.find(({ name }) => name === 'main.main')];
  // Its first interval ended before it had a name.
  expect(nameless).toMatchObject({ count: 1, time: { undetermined: 60, waiting: 170, runnable: 11 } });
  expect(nameless?.waits).toMatchObject([{ reason: '', count: 1, total: 170 }]);
  expect(main).toMatchObject({ count: 1, time: { undetermined: 0, running: 200, assist: 170, waiting: 1 } });
});

test('groups have a bound, and a bucket for the rest', () => {
  const trace = new SyntheticTrace();
  const g = trace.generation();
  const extra = 3;
  let batch = g.thread(1, 1000).event('ProcStatus', 10, 0, PROC_STATUS.Running);
  for (let id = 1; id <= MAX_GROUPS + extra; id++) {
    if (id % 1000 === 0) batch = g.thread(1, 1010 + id);
    batch.event('GoCreate', id % 1000 === 0 ? 0 : 1, id, g.stack(`main.f${id}`), 0);
  }
  const { groups, created } = read(trace).goroutines;
  expect(created).toBe(MAX_GROUPS + extra);
  expect(groups).toHaveLength(MAX_GROUPS + 1);
  expect(groups.find(({ name }) => name === OTHER)).toMatchObject({ count: extra, created: extra });
});
