import { describe, expect, test } from '@jest/globals';
import { traceChange } from '../../src/compare/traces/change.ts';
import { agreementOf, contradictionsIn } from '../../src/crosscheck/trace/agreement.ts';
import { trace } from '../../src/crosscheck/trace/index.ts';
import { findingOf } from '../../src/model/finding-of.ts';
import type { GcCycle } from '../../src/model/gctrace.ts';
import { subjectKey } from '../../src/model/subject.ts';
import type { TraceSummary } from '../../src/model/trace.ts';
import type { TracedRow, TraceRun } from '../../src/model/trace-run.ts';
import { checked, evidence, regressed, rule, UNTRACED } from '../checks/make.ts';
import { owner } from '../compare/profiles/make.ts';
import { durations, group, groups, MS, run, stackOf, summary, wait } from '../compare/traces/make.ts';

/** 100 µs slower an operation. */
const ROW = regressed('sec/op', 1e-3, 1.1e-3);
const { subject } = ROW;
const LOCK = 'testing.(*B).runN;~/pool.(*Pool).Submit@~/pool/pool.go:54;sync.(*Mutex).Lock';
const waiting = (each: number) =>
  groups(
    group('testing.(*B).launch', { time: { running: 900 * MS }, waits: [wait('sync', { [LOCK]: [1000, each] })] }),
  );
const row = (base: readonly TraceRun[], head: readonly TraceRun[]): TracedRow => ({
  subject,
  isNew: false,
  base,
  head,
});

function testify(rows: readonly TracedRow[], metric = 'sec/op', contradictions = new Map<string, string>()) {
  const traces = rows.flatMap((one) => traceChange(one, owner()) ?? []);
  const context = { comparisons: [ROW], evidence: evidence(), profiles: [], traced: rows, traces, contradictions };
  return trace.testify(findingOf(checked({ ...ROW, metric }, rule({})), 'fail', ''), context);
}

describe('the trace as a witness', () => {
  const slower = [row([run(waiting(1000))], [run(waiting(81_000))])];

  test('agrees where an operation waits more, and says for what and where', () => {
    const text = 'it waits +80.0 µs per op for a lock';
    expect(testify(slower)).toEqual({
      says: 'agrees',
      text: `pool.(*Pool).Submit: ${text}`,
      causes: [
        {
          ...{ function: 'example.com/m/pool.(*Pool).Submit', file: 'pool/pool.go', line: 54, kind: 'wait' },
          ...{ share: expect.closeTo(0.8, 2), witnesses: ['trace'], text },
        },
      ],
    });
  });

  test('agrees where goroutines wait more for a processor, with the latency of both sides', () => {
    const scheduled = (each: number): Partial<TraceSummary> => {
      const all = durations(2000, each);
      const workers = group('~/pool.worker', { time: { runnable: 2000 * each }, latency: all });
      return { ...groups(workers), latency: { ...summary().latency, preempted: all, all } };
    };
    const said = testify([row([run(scheduled(1000))], [run(scheduled(41_000))])]);
    expect(said.causes).toMatchObject([
      {
        kind: 'scheduling',
        text: 'goroutines wait +80.0 µs per op for a processor (sched latency p99 1.00 µs → 41.0 µs)',
      },
    ]);
    expect(said.causes?.[0]?.file).toBeUndefined();
  });

  test('is silent where nothing grew, or by far less than the time', () => {
    const text = 'waits, scheduling and collections did not grow, or by far less than the time';
    expect(testify([row([run(waiting(1000))], [run(waiting(1000))])])).toEqual({ says: 'silent', text });
    expect(testify([row([run(waiting(1000))], [run(waiting(9000))])])).toEqual({ says: 'silent', text });
  });

  test('says which goroutines are left over, and where they stand', () => {
    const left = (...counts: readonly (readonly [string, string, number])[]): Partial<TraceSummary> => ({
      goroutines: {
        ...summary().goroutines,
        remaining: counts.map(([name, at, count]) => ({
          ...{ group: `example.com/m/pool.${name}`, createdAt: stackOf('~/pool.Start@~/pool/pool.go:3') },
          ...{ state: 'waiting', reason: 'chan send', at: stackOf(at), count, longest: MS },
        })),
      },
    });
    const ask = '~/pool.ask@~/pool/pool.go:9;runtime.chansend1';
    const rows = [
      row(
        [run(left(['ask', ask, 2]))],
        // One place by two stacks; one that stands in the standard library.
        [run(left(['ask', ask, 900], ['ask', `~/pool.more;${ask}`, 2], ['Start.func1', 'net/http.serve', 100]))],
      ),
    ];
    expect(testify(rows, 'goroutines.leaked').causes).toEqual([
      {
        ...{ function: 'example.com/m/pool.ask', file: 'pool/pool.go', line: 9, kind: 'leak', share: 0.9 },
        ...{
          witnesses: ['trace'],
          text: '900 more goroutines of pool.ask left at the end, waiting to send on a channel',
        },
      },
      {
        ...{ function: 'example.com/m/pool.Start', file: 'pool/pool.go', line: 3, kind: 'leak', share: 0.1 },
        witnesses: ['trace'],
        text: '100 more goroutines of pool.Start left at the end, waiting to send on a channel',
      },
    ]);
    const same = row(rows[0]?.head ?? [], rows[0]?.head ?? []);
    expect(testify([same], 'goroutines.leaked')).toMatchObject({ says: 'silent' });
  });

  test('is silent about other metrics, about what was not traced, and where tools contradict each other', () => {
    expect(testify(slower, 'B/op').says).toBe('silent');
    expect(testify([])).toEqual({ says: 'silent', text: 'it was not traced' });
    const why = new Map([[subjectKey(subject), 'the tools contradict each other']]);
    expect(testify(slower, 'sec/op', why)).toEqual({ says: 'silent', text: 'the tools contradict each other' });
  });
});

/** When collections begin: the 20th ms or so, never twice in the same distance. */
const begins = (number: number) => number * 20 * MS + (number ** 3 % 101) * 0.1 * MS;

/** One as gctrace prints it. */
const cycle = (number: number, more: Partial<GcCycle> = {}): GcCycle => ({
  ...{ line: number, number, at: begins(number), percent: 3, stacks: 0, globals: 0, maxprocs: 2 },
  ...{ forced: false, leaks: false, heap: { start: 0, end: 0, live: 0, goal: 0 } },
  clock: { sweepTermination: 30_000, mark: MS, markTermination: 10_000 },
  cpu: { sweepTermination: 0, assist: 0, background: 0, idle: 0, markTermination: 0 },
  ...more,
});
const log = (n: number) => Array.from({ length: n }, (_, i) => cycle(i + 1));
const collected = (n: number, from = 1): Partial<TraceSummary> => ({
  stw: [
    { kind: 'GC sweep termination', ...durations(n, 31_000) },
    { kind: 'GC mark termination', ...durations(n, 22_000) },
    { kind: 'read mem stats', ...durations(8, 3 * MS) },
  ],
  gc: {
    ...summary().gc,
    cycles: Array.from({ length: n }, (_, i) => ({ begin: begins(i + from), end: begins(i + from) + MS })),
  },
});

/** Values and status of a quantity. */
function told(quantity: string, ...runs: readonly TraceRun[]) {
  const found = agreementOf([row(runs, [])]).find((one) => one.quantity.startsWith(quantity));
  return found && [found.values, found.status];
}

describe('agreement of the tools that watched one process', () => {
  test('collections: gctrace has those before the trace and behind it', () => {
    expect(told('collections', run(collected(12, 2), { gctrace: log(14) }))).toEqual([
      { gctrace: 13, trace: 12 },
      'agree',
    ]);
    expect(told('collections', run(collected(20), { gctrace: log(14) }))?.[1]).toBe('disagree');
    const forced = log(14).map((one) => ({ ...one, forced: one.number > 11 }));
    expect(told('collections', run(collected(0), { gctrace: forced }))?.[1]).toBe('disagree');
    expect(told('collections', run(collected(3)))).toBeUndefined();
  });

  test('where the clocks can be aligned, many collections before the trace are no contradiction', () => {
    const started = run({ ...collected(8, 30) }, { gctrace: log(38) });
    expect(told('collections', started)).toEqual([{ gctrace: 9, trace: 8 }, 'agree']);
  });

  test('stops of the world: medians of either kind, and no more in gctrace than in the trace', () => {
    const seconds = 'seconds that collections stopped';
    expect(told(seconds, run(collected(12), { gctrace: log(12) }))?.[1]).toBe('agree');
    const long = log(12).map((one) => ({ ...one, clock: { ...one.clock, markTermination: 5 * MS } }));
    expect(told(seconds, run(collected(12), { gctrace: long }))?.[1]).toBe('disagree');
    // One stop lasts until the kernel gives the thread back.
    const accident = collected(12);
    const stw = (accident.stw ?? []).map((one) => ({ ...one, total: one.total + 9 * MS, max: 9 * MS }));
    expect(told(seconds, run({ ...accident, stw }, { gctrace: log(12) }))?.[1]).toBe('agree');
  });

  test('CPU time: samples in the profile and in the trace', () => {
    const sampled = (total: number, cpu: number) =>
      told('seconds of CPU', run({ cpuSamples: { total, by: [] } }, { profiled: { cpu, blocked: null } }));
    expect(sampled(47, 0.47)).toEqual([{ 'CPU profile': 0.47, 'trace (samples)': 0.47 }, 'agree']);
    expect(sampled(30, 0.47)?.[1]).toBe('disagree');
  });

  test('running time may be longer than CPU time, not shorter', () => {
    expect(told('seconds that goroutines ran', run({}, { cpu: 0.2 }))?.[1]).toBe('agree');
    expect(told('seconds that goroutines ran', run({}, { cpu: 0.9 }))?.[1]).toBe('disagree');
  });

  test('the block profile is a part of what the trace says', () => {
    const blocked = (seconds: number) =>
      told('seconds blocked', run(waiting(MS), { profiled: { cpu: null, blocked: seconds } }));
    expect(blocked(0.6)).toEqual([{ 'block profile': 0.6, trace: 1 }, 'agree']);
    expect(blocked(1.3)?.[1]).toBe('disagree');
  });

  test('states its window, its direction and how far apart', () => {
    const all = agreementOf([row([run(collected(12), { gctrace: log(12), profiled: { cpu: 0, blocked: 0 } })], [])]);
    expect(all).toHaveLength(5);
    for (const { tolerance } of all) expect(tolerance).toMatch(/≤|⊂|±/);
  });

  test('what is not whole is not compared', () => {
    const cut = run({ ...collected(0), lost: { bytes: 1, of: 2, why: 'cut' } }, { gctrace: log(14), cpu: 9 });
    expect(agreementOf([row([cut], [])])).toEqual([]);
  });
});

test('a contradiction is said of its benchmark alone', () => {
  const good = run(collected(12), { gctrace: log(12) });
  const other = { ...subject, benchmark: 'Other' };
  const found = contradictionsIn([row([good], [run({}, { cpu: 9 })]), { ...row([good], [good]), subject: other }]);
  expect([...found]).toEqual([
    [
      subjectKey(subject),
      `the tools that watched the traced process of ${subject.benchmark} contradict each other in the seconds that goroutines ran: rusage (CPU) 9.00 s, trace (running) 500 ms`,
    ],
  ]);
  expect(UNTRACED.contradictions.size).toBe(0);
});
