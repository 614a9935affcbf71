import { describe, expect, test } from '@jest/globals';
import { judge } from '../../src/gate.ts';
import type { Evidence, Launch } from '../../src/model/evidence.ts';
import type { TraceSummary } from '../../src/model/trace.ts';
import { durations, group, groups, MS, summary, wait } from '../compare/traces/make.ts';
import { gaussian, seeded } from '../stats/random.ts';
import { evidenceOf, MEASURE, packageOf } from './evidence.ts';
import { type Job, runJob } from './job.ts';

const NAMES = ['Encode', 'Decode'];
const LOCK = 'testing.(*B).runN;~/codec.(*Pool).Get@~/codec/pool.go:31;sync.(*Mutex).Lock';

/** Encode of head waits for a lock, and leaves goroutines behind; each run is a little different. */
function traceOf(name: string, { side, round }: Launch): TraceSummary {
  const slow = name === 'Encode' && side === 'head';
  const waits = [wait('sync', { [LOCK]: [1000, (slow ? 90_000 : 9000) * (1 + 0.01 * round)] })];
  const worker = group('~/codec.(*Pool).worker', { latency: durations(500, slow ? 3 * MS : 0.2 * MS) });
  const launch = group('testing.(*B).launch', { time: { running: 400 * MS }, waits });
  const left = {
    ...{ group: 'example.com/m/codec.(*Pool).worker', createdAt: [], at: [], state: 'waiting' as const },
    ...{ reason: 'chan receive', count: slow ? 40 : 0, longest: MS },
  };
  const made = summary(groups(launch, worker));
  return { ...made, goroutines: { ...made.goroutines, remaining: left.count > 0 ? [left] : [] } };
}

function job(checks: readonly string[] = [], more: Partial<Evidence> = {}, slower = 1.5): Job {
  const random = seeded(3);
  const rules = { head: { file: 'perf.yml', text: `version: 1\nchecks:\n${checks.join('\n')}\n` } };
  const pkg = packageOf({ base: NAMES, head: NAMES }, { module: 'example.com/m', dir: 'codec' });
  const start = evidenceOf({
    ...{ packages: [pkg], seed: 5, measure: { ...MEASURE, profile: 'auto' as const } },
    ...(checks.length > 0 ? { rules } : {}),
    ...more,
  });
  return runJob(start, NAMES, (name, launch) => ({
    ns: 1e5 * (name === 'Encode' && launch.side === 'head' ? slower : 1) * Math.exp(0.01 * gaussian(random)),
    ...(launch.traced ? { trace: traceOf(name, launch) } : {}),
  }));
}

const traced = ({ steps }: Job) => steps.flat().filter((l) => l.traced);
const namesOf = (launches: readonly Launch[]) => [...new Set(launches.map((l) => JSON.parse(l.rows[0] ?? '')[1]))];
const rowsOf = ({ report }: Pick<Job, 'report'>, metric: string) =>
  report.comparisons.filter((c) => c.metric === metric);
const findingsOf = ({ report }: Pick<Job, 'report'>, rule: string) => report.findings.filter((f) => f.rule === rule);

describe('a benchmark that got slower', () => {
  const plain = job();

  test('is traced once a side, and nothing else is', () => {
    expect(traced(plain).map(({ round }) => round)).toEqual([2, 2]);
    expect(namesOf(traced(plain))).toEqual(['Encode']);
    expect(traced(job([], {}, 1))).toEqual([]);
  });

  test('has the lock that it waits for as its cause', () => {
    expect(findingsOf(plain, 'bench/time')).toMatchObject([
      {
        at: { file: 'codec/pool.go', line: 31 },
        causes: [{ function: 'example.com/m/codec.(*Pool).Get', kind: 'wait', witnesses: ['trace'] }],
      },
    ]);
    expect(findingsOf(plain, 'bench/time')[0]?.testimony).toContainEqual(
      expect.objectContaining({ witness: 'trace', says: 'agrees' }),
    );
  });

  test('is judged by the built-in rules of traces, which fail nothing by themselves', () => {
    expect(rowsOf(plain, 'sched.latency.p99')).toMatchObject([
      { subject: { benchmark: 'Encode' }, status: 'unchanged', head: { center: 3e-3, n: 1 } },
    ]);
    expect(findingsOf(plain, 'trace/leak').map((f) => [f.severity, f.message])).toEqual([
      ['warning', 'Encode: goroutines.leaked 0 → 40, +40 (counted, exact), limit +1'],
    ]);
    const [item] = plain.report.checklist.filter(({ id }) => id === 'trace/latency');
    expect(item).toMatchObject({
      ...{ tool: 'trace', method: 'median of the traced runs of head', threshold: 'max: 10ms', status: 'pass' },
      measured: '1 row, head 3.00 ms',
    });
    expect(plain.report.checklist.find(({ id }) => id === 'trace/mmu')?.status).toBe('pass');
  });

  test('is judged alike when the evidence is judged again', () => {
    expect(JSON.stringify(judge(plain.evidence))).toBe(JSON.stringify(plain.report));
  });

  test('that is judged without profiles is not traced', () => {
    expect(traced(job([], { measure: { ...MEASURE, profile: 'never' } }))).toEqual([]);
  });
});

describe('rules of traces', () => {
  const max = '  - { id: own/latency, metric: sched.latency.p99, max: 1ms, severity: error }';

  test('of one’s own have their benchmarks traced, changed or not, once a side', () => {
    const asked = job([max], {}, 1);
    expect(namesOf(traced(asked)).sort()).toEqual(['Decode', 'Encode']);
    expect(traced(asked)).toHaveLength(4);
    expect(findingsOf(asked, 'own/latency').map((f) => f.message)).toEqual([
      'Encode: sched.latency.p99 of head is 3.00 ms, above max 1.00 ms',
    ]);
    expect(asked.report.verdict).toBe('fail');
  });

  test('with collect: false have nothing run', () => {
    expect(traced(job([max.replace('max:', 'collect: false, max:')], {}, 1))).toEqual([]);
    const where =
      '  - { id: own/latency, metric: sched.latency.p99, where: { benchmark: Decode }, max: 1ms, severity: error }';
    expect(namesOf(traced(job([where], {}, 1)))).toEqual(['Decode']);
  });

  test('on a change have them traced often enough for an exact test, and then call it', () => {
    const change = '  - { id: own/waits, metric: wait.sync, max-regression: 20%, severity: error }';
    const asked = job([change], {}, 1);
    expect(traced(asked)).toHaveLength(2 * 2 * 5);
    expect(rowsOf(asked, 'wait.sync')).toMatchObject([
      { subject: { benchmark: 'Encode' }, status: 'regressed', base: { n: 5 }, head: { n: 5 } },
      { subject: { benchmark: 'Decode' }, status: 'unchanged' },
    ]);
    expect(findingsOf(asked, 'own/waits')).toMatchObject([{ status: 'fail', subject: { benchmark: 'Encode' } }]);
  });

  test('on a change that the budget had no time for say so, and call nothing', () => {
    const change = '  - { id: own/waits, metric: wait.sync, max-regression: 20%, severity: error, must-resolve: true }';
    const asked = job([change], { cost: { build: 592, measure: 0, budget: 600 } }, 1);
    expect(traced(asked).length).toBeLessThan(20);
    for (const row of rowsOf(asked, 'wait.sync')) {
      expect(row.status).toMatch(/inconclusive|not-measured/);
      expect(row.reason).toMatch(/traced run|budget/);
    }
    expect(asked.report.verdict).toBe('inconclusive');
  });

  test('choose goroutines by the function that they were started with', () => {
    const group = (fn: string) =>
      `  - { id: own/workers, metric: goroutines.leaked, where: { function: "${fn}" }, equals: 0, severity: warning }`;
    const found = (fn: string) => findingsOf(job([group(fn)], {}, 1), 'own/workers').map((f) => f.subject.function);
    expect(found('./codec.(*Pool).*')).toEqual(['example.com/m/codec.(*Pool).worker']);
    expect(found('./other.*')).toEqual([]);
  });

  test('that fail a job never pass in silence where there is no trace', () => {
    const never = job([max], { measure: { ...MEASURE, profile: 'never' } }, 1);
    expect(never.report.verdict).toBe('inconclusive');
    expect(never.report.reason).toContain('Rules limit the traces of Encode, Decode, and there are none');
    expect(rowsOf(never, 'sched.latency.p99')).toMatchObject(
      NAMES.map(() => ({
        status: 'not-measured',
        cause: 'not-profiled',
        reason: expect.stringContaining('profile: never'),
      })),
    );
  });
});

describe('tools that contradict each other about one process', () => {
  const max = '  - { id: own/latency, metric: sched.latency.p99, max: 1ms, severity: error }';
  const { evidence } = job([max], {}, 1);
  // The kernel counted more CPU time than goroutines ran.
  const processes = evidence.processes.map((p) => (p.traced && p.rows[0]?.includes('Encode') ? { ...p, user: 9 } : p));
  const report = judge({ ...evidence, processes });

  test('make what rests on them inconclusive, never passed or failed, and the others are judged', () => {
    expect(report.verdict).toBe('inconclusive');
    const rows = report.comparisons.filter((c) => c.metric === 'sched.latency.p99');
    expect(rows.map((c) => [c.subject.benchmark, c.status])).toEqual([
      ['Encode', 'inconclusive'],
      ['Decode', 'unchanged'],
    ]);
    expect(report.findings.filter((f) => f.rule === 'own/latency')).toMatchObject([
      { status: 'inconclusive', subject: { benchmark: 'Encode' } },
    ]);
    expect(report.findings.filter((f) => f.status === 'fail')).toEqual([]);
    expect(report.agreement.filter((a) => a.status === 'disagree')).toMatchObject([
      { quantity: 'seconds that goroutines ran in 4 traced processes' },
    ]);
    expect(report.diagnostics).toContainEqual(
      expect.objectContaining({ level: 'warning', text: expect.stringMatching(/traced process of Encode contradict/) }),
    );
  });
});
