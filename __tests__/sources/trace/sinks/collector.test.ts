import { describe, expect, test } from '@jest/globals';
import { bytesSource } from '../../../../src/model/byte-source.ts';
import type { TraceSummary } from '../../../../src/model/trace.ts';
import { readTrace } from '../../../../src/sources/trace/read.ts';
import { type Batch, type Generation, SyntheticTrace } from '../../../wire/trace/writer.ts';

const RUNNING = 2;
const MS = 1_000_000;

/** A trace of one processor on which goroutine 7 runs; time 0 is the first event's. GOMAXPROCS is told at once. */
function read(play: (thread: Batch, generation: Generation) => void, processors = 1): TraceSummary {
  const trace = new SyntheticTrace();
  const generation = trace.generation();
  const thread = generation
    .thread(1, 1000)
    .event('ProcStatus', 0, 0, 1)
    .event('GoStatus', 1, 7, 1, RUNNING)
    .event('ProcsChange', 1, processors, 0);
  play(thread, generation);
  const { summary, diagnostics } = readTrace(bytesSource(trace.bytes()), 'trace', { exact: true });
  expect(diagnostics).toEqual([]);
  return summary as TraceSummary;
}

describe('stopped worlds', () => {
  test('are told by kind, the longest total first', () => {
    const { stw } = read((thread, g) => {
      const [read_, mark] = [g.text('read mem stats'), g.text('GC mark termination')];
      thread.event('STWBegin', 8, read_, 0).event('STWEnd', 10);
      thread.event('STWBegin', 8, mark, 0).event('STWEnd', 70).event('STWBegin', 5, read_, 0).event('STWEnd', 20);
      thread.event('STWBegin', 8, mark, 0);
    });
    expect(stw.map(({ kind, count, total, max }) => ({ kind, count, total, max }))).toEqual([
      { kind: 'GC mark termination', count: 1, total: 70, max: 70 },
      { kind: 'read mem stats', count: 2, total: 30, max: 20 },
    ]);
  });
});

describe('the collector', () => {
  test('a cycle has both its ends; what was going on before is none', () => {
    const { gc, timeline } = read((thread) => {
      thread.event('GCActive', 8, 1).event('GCEnd', 90, 2);
      thread.event('GCBegin', 100, 3, 0).event('GCEnd', 50, 4).event('GCBegin', 50, 5, 0);
    });
    expect(gc.cycles).toHaveLength(1);
    expect((gc.cycles[0]?.end ?? 0) - (gc.cycles[0]?.begin ?? 0)).toBe(50);
    // Drawn is all of it: from the beginning, and to the sync event that ends the trace 1 ns after the last.
    expect(timeline.marking.reduce((a, b) => a + b)).toBe((gc.cycles[0]?.begin ?? 0) - 100 + 50 + 1);
  });

  test('an assist is as long as it is, and only what ran in it is running time', () => {
    const { gc } = read((thread, g) => {
      thread.event('GCMarkAssistBegin', 10, 0).event('GoBlock', 30, g.text('GC mark assist wait for work'), 0);
      thread.event('GoUnblock', 100, 7, 1, 0).event('GoStart', 5, 7, 2).event('GCMarkAssistEnd', 20);
      thread.event('GoStop', 7, g.text('preempted'), 0);
    });
    expect(gc.assists).toMatchObject({ count: 1, total: 155, max: 155 });
    expect(gc.assistRunning).toBe(50);
    // Its status is at 2 ns: no two events have one time.
    expect(gc.running).toBe(42 - 2 + 20 + 7);
  });

  test('workers by what they are labelled as when they run', () => {
    const { gc } = read((thread, g) => {
      const [dedicated, idle] = [g.text('GC (dedicated)'), g.text('GC (idle)')];
      thread.event('GoLabel', 10, dedicated).event('GoStop', 40, g.text('preempted'), 0);
      thread.event('GoStart', 5, 7, 1).event('GoLabel', 3, idle).event('GoStop', 20, 0, 0);
    });
    expect(gc.workers).toEqual({ dedicated: 43, fractional: 0, idle: 20 });
  });

  test('sweeps, and what they came to', () => {
    const { gc } = read((thread) => {
      thread.event('GCSweepBegin', 10, 0).event('GCSweepEnd', 30, 8192, 4096);
      thread.event('GCSweepBegin', 10, 0).event('GCSweepEnd', 50, 16384, 0).event('GCSweepBegin', 10, 0);
    });
    expect(gc.sweeps).toMatchObject({ count: 2, total: 80, max: 50, swept: 24576, reclaimed: 4096 });
  });
});

describe('the utilisation of mutators', () => {
  const at = (summary: TraceSummary, window: number) => summary.gc.mmu.find((mmu) => mmu.window === window);

  test('a worker that starts again counts once; as internal/trace has it, it keeps its processor for ever', () => {
    const summary = read((thread, g) => {
      const dedicated = g.text('GC (dedicated)');
      thread.event('GoLabel', 10 * MS, dedicated).event('GoBlock', MS, 0, 0);
      thread.event('GoUnblock', MS, 7, 1, 0).event('GoStart', 0, 7, 2).event('GoLabel', 0, dedicated);
      thread.event('GoBlock', MS, 0, 0).event('HeapAlloc', 20 * MS, 1);
    }, 2);
    expect(at(summary, MS)).toMatchObject({ utilisation: 0.5, internalTrace: 0.5 });
    expect(at(summary, 10 * MS)?.utilisation).toBeCloseTo(0.9, 6);
    expect(at(summary, 10 * MS)?.internalTrace).toBe(0.5);
  });

  test('stops that are not the collector’s leave it alone', () => {
    const summary = read((thread, g) => {
      thread
        .event('STWBegin', 5 * MS, g.text('read mem stats'), 0)
        .event('STWEnd', MS)
        .event('HeapAlloc', 5 * MS, 1);
    });
    expect(at(summary, MS)?.utilisation).toBe(1);
  });

  test('an idle worker takes nothing away, a sweep and an assist do', () => {
    const idle = read((thread, g) => thread.event('GoLabel', 5, g.text('GC (idle)')).event('HeapAlloc', 5 * MS, 1));
    expect(at(idle, MS)?.utilisation).toBe(1);
    const sweep = read((thread) => {
      thread
        .event('GCSweepBegin', 5 * MS, 0)
        .event('GCSweepEnd', MS / 2, 0, 0)
        .event('HeapAlloc', 5 * MS, 1);
    });
    expect(at(sweep, MS)?.utilisation).toBeCloseTo(0.5, 9);
    const assist = read((thread) => {
      thread
        .event('GCMarkAssistBegin', 5 * MS, 0)
        .event('GCMarkAssistEnd', MS / 4)
        .event('HeapAlloc', 5 * MS, 1);
    }, 4);
    expect(at(assist, MS)?.utilisation).toBeCloseTo(1 - 0.25 / 4, 9);
  });

  test('GOMAXPROCS was never told: nothing is known', () => {
    const trace = new SyntheticTrace();
    trace.generation().thread(1, 1000).event('ProcStatus', 0, 0, 1).event('GoStatus', 1, 7, 1, RUNNING);
    const { summary } = readTrace(bytesSource(trace.bytes()), 'trace');
    expect(summary?.gc.mmu.map(({ utilisation, internalTrace }) => [utilisation, internalTrace])).toEqual(
      new Array(4).fill([null, null]),
    );
  });
});

describe('heap, tasks, regions, samples', () => {
  test('heap and goal: first, last, least, most', () => {
    const { heap } = read((thread) => {
      thread.event('HeapGoal', 1, 4096).event('HeapAlloc', 1, 50).event('HeapAlloc', 1, 20).event('HeapAlloc', 1, 30);
    });
    expect(heap.live).toEqual({ first: 50, last: 30, min: 20, max: 50 });
    expect(heap.goal).toEqual({ first: 4096, last: 4096, min: 4096, max: 4096 });
    expect(read(() => {}).heap).toEqual({ live: null, goal: null });
  });

  test('tasks by type and regions by name; half-seen ones are counted without a duration', () => {
    const { tasks, regions } = read((thread, g) => {
      const [order, pick, pack] = [g.text('order'), g.text('pick'), g.text('pack')];
      thread.event('UserRegionEnd', 5, 0, pack, 0).event('UserTaskBegin', 1, 5, 0, order, 0);
      thread.event('UserRegionBegin', 2, 5, pick, 0).event('UserRegionBegin', 2, 5, pack, 0);
      thread.event('UserRegionEnd', 3, 5, pack, 0).event('UserRegionEnd', 4, 5, pick, 0).event('UserTaskEnd', 10, 5, 0);
      thread.event('UserTaskBegin', 1, 6, 0, order, 0).event('UserTaskEnd', 1, 99, 0);
    });
    const brief = (all: readonly { name: string; seen: number; count: number; total: number }[]) =>
      all.map(({ name, seen, count, total }) => [name, seen, count, total]);
    expect(brief(tasks)).toEqual([
      ['', 1, 0, 0],
      ['order', 2, 1, 21],
    ]);
    expect(brief(regions)).toEqual([
      ['pack', 2, 1, 3],
      ['pick', 1, 1, 9],
    ]);
  });

  test('samples by group and state; no goroutine is no group', () => {
    const { cpuSamples } = read((thread, g) => {
      thread.event('GoCreate', 10, 8, g.stack('main.worker'), 0).event('GoStop', 10, 0, g.stack('a', 'main.main'));
      thread.event('GoStart', 10, 8, 1).event('HeapAlloc', 100, 1);
      for (const time of [1050, 1060]) g.sample(time, 1, 0, 8, 0);
      g.sample(1070, 1, 0, 7, 0).sample(1080, 1, 0, 0, 0).sample(1090, 1, 0, 0, 0).sample(1095, 1, 0, 0, 0);
    });
    expect(cpuSamples).toEqual({
      total: 6,
      by: [
        { group: '', state: 'undetermined', count: 3 },
        { group: 'main.worker', state: 'running', count: 2 },
        { group: 'main.main', state: 'runnable', count: 1 },
      ],
    });
  });
});

test('the timeline adds up to what the other sinks say', () => {
  const { timeline, goroutines, processors, duration } = read((thread, g) => {
    thread.event('GoCreate', 1000, 8, g.stack('main.worker'), 0).event('GoStop', 5000, 0, g.stack('main.main'));
    thread.event('GoStart', 10, 8, 1).event('GoDestroy', 7000).event('GoStart', 500, 7, 1).event('HeapAlloc', 9000, 5);
  });
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  expect(timeline.steps * timeline.step).toBeGreaterThanOrEqual(duration);
  for (const group of goroutines.groups) {
    const lane = timeline.groups.find(({ name }) => name === group.name);
    expect([sum(lane?.running ?? []), sum(lane?.runnable ?? [])]).toEqual([group.time.running, group.time.runnable]);
  }
  expect(timeline.processors.map(({ id, running }) => ({ id, running: sum(running) }))).toEqual(processors.each);
  expect(Math.max(...timeline.goroutines)).toBe(goroutines.peak);
  expect(timeline.heap.at(-1)).toBe(5);
});
