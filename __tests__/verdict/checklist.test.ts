import { describe, expect, test } from '@jest/globals';
import type { CheckedRow } from '../../src/model/checked-row.ts';
import type { Finding } from '../../src/model/finding.ts';
import { aboutSubject, findingOf } from '../../src/model/finding-of.ts';
import type { Rule } from '../../src/model/rules.ts';
import { checklist } from '../../src/verdict/checklist.ts';
import { checked, comparison, limit, regressed, rule, summary } from '../checks/make.ts';

const TIME = rule({ maxRegression: limit(0.05, true) }, { why: 'time is what users wait for' });
const steady = (name: string, to = 1.21e-3) => comparison({ name, head: summary(to) });

function only(by: Rule, rows: readonly CheckedRow[], findings: readonly Finding[] = []) {
  const items = checklist([by], rows, findings);
  expect(items).toHaveLength(1);
  return items[0];
}

describe('a rule that limits a change', () => {
  test('says what, how, the limit as written, and the worst that was measured', () => {
    const rows = [steady('A', 1.2e-3), steady('B', 1.217e-3), steady('C')].map((row) => checked(row, TIME));
    expect(only(TIME, rows)).toEqual({
      id: 'bench/time',
      item: 'sec/op: time is what users wait for',
      tool: 'go test -bench',
      method: 'rank test with Holm over the job; lower bound of the ratio against the limit',
      threshold: 'max-regression: 5%',
      measured: '3 rows, worst +0.6 %',
      status: 'pass',
    });
  });

  test('worst is turned where higher is better, and a rise from 0 is worse than any ratio', () => {
    const throughput = regressed('B/s', 100, 80);
    expect(only(TIME, [checked(throughput, TIME)])?.measured).toBe('1 row, worst +25.0 %');
    const rows = [regressed('allocs/op', 0, 3, { name: 'A' }), regressed('allocs/op', 10, 90)];
    const item = only(
      TIME,
      rows.map((row) => checked(row, TIME)),
    );
    expect(item?.measured).toBe('2 rows, worst +3');
    expect(item?.method).toBe('counts compared exactly');
  });

  test('counts what could not be judged', () => {
    const rows = [
      steady('A'),
      comparison({ status: 'inconclusive' }),
      comparison({ status: 'not-measured', difference: null, ratio: null }),
    ];
    expect(
      only(
        TIME,
        rows.map((row) => checked(row, TIME)),
      )?.measured,
    ).toBe('3 rows, worst 0.0 %, 1 inconclusive, 1 not-measured');
  });

  test('names its selection', () => {
    const where = { benchmark: ['Encode/**'], pkg: ['./codec/**'], keys: { size: 'large' }, gomaxprocs: [1, 2] };
    const { why: _, ...bare } = TIME;
    expect(only({ ...bare, where }, [])?.item).toBe('sec/op of Encode/** in ./codec/** size=large GOMAXPROCS 1, 2');
  });
});

test('a rule that limits a value gives the range at head', () => {
  const slo = rule({ max: limit(2e-3), min: limit(1e-6) }, { id: 'slo' });
  const rows = [steady('A', 1e-3), steady('B', 1.5e-3)].map((row) => checked(row, slo));
  expect(only(slo, rows)).toMatchObject({
    threshold: 'max: 0.002, min: 0.000001',
    measured: '2 rows, head 1.00 ms … 1.50 ms',
    method: '95 % interval of the median at head',
    status: 'pass',
  });
  expect(only(slo, rows.slice(0, 1))?.measured).toBe('1 row, head 1.00 ms');
  const mixed = [...rows, checked(comparison({ metric: 'B/op' }), slo)];
  expect(only(slo, mixed)?.measured).toBe('3 rows');
});

describe('status', () => {
  const row = checked(regressed('sec/op', 1, 2), TIME);
  const finding = (status: Finding['status'], by = TIME) => findingOf({ ...row, rule: by }, status, '');

  test.each([
    ['fail', [finding('fail')]],
    ['warn', [finding('fail', { ...TIME, severity: 'warning' })]],
    ['fail', [finding('waived'), finding('inconclusive'), finding('fail')]],
    ['inconclusive', [finding('waived'), finding('inconclusive')]],
    ['waived', [finding('waived')]],
    ['pass', []],
    ['pass', [finding('fail', { ...TIME, id: 'other' })]],
    ['pass', [{ ...finding('fail'), metric: 'B/op' }]],
  ] as const)('%s', (status, findings) => {
    expect(only(TIME, [row], findings)?.status).toBe(status);
  });

  test('without findings depends on whether anything was judged', () => {
    const of = (status: 'inconclusive' | 'not-measured') => only(TIME, [checked(comparison({ status }), TIME)])?.status;
    expect(of('inconclusive')).toBe('inconclusive');
    expect(of('not-measured')).toBe('skipped');
    expect(only(TIME, [])).toMatchObject({ status: 'skipped', method: 'no row to judge', measured: '0 rows' });
  });
});

describe('rules without limits', () => {
  const missing = rule({}, { id: 'bench/missing', why: 'a benchmark that is gone guards nothing' });

  test('count what they found', () => {
    expect(only(missing, [checked(steady('A'), missing)])).toMatchObject({
      item: 'a benchmark that is gone guards nothing',
      method: "base's benchmarks looked up at head",
      threshold: 'none',
      measured: '0 findings',
      status: 'pass',
    });
    const found = aboutSubject(missing, { benchmark: 'Old' }, 'fail', '');
    expect(only(missing, [], [found])).toMatchObject({ measured: '1 finding', status: 'fail' });
  });

  test('of other ids are named by their id', () => {
    expect(only(rule({}, { id: 'mine/own' }), [])).toMatchObject({ item: 'mine/own', method: 'looked up' });
  });
});

describe('entries that share an id', () => {
  const refined = rule({ maxRegression: limit(0.1, true) }, { where: { benchmark: ['Encode/**'] } });
  const rows = [checked(steady('A'), TIME), checked(steady('Encode/x'), refined)];

  test('are a line each, with their own rows and findings', () => {
    const found = findingOf(checked(steady('Encode/x'), refined), 'fail', '');
    const items = checklist([TIME, refined], rows, [found]);
    expect(items.map((i) => [i.threshold, i.measured, i.status])).toEqual([
      ['max-regression: 5%', '1 row, worst 0.0 %', 'pass'],
      ['max-regression: 10%', '1 row, worst 0.0 %', 'fail'],
    ]);
  });

  test('one that later entries replace everywhere is left out; one whose selection matches nothing is not', () => {
    expect(checklist([TIME, refined], rows.slice(1), []).map((i) => i.threshold)).toEqual(['max-regression: 10%']);
    expect(checklist([TIME, refined], rows.slice(0, 1), []).map((i) => i.status)).toEqual(['pass', 'skipped']);
  });

  test('one that is off is left out', () => {
    expect(checklist([{ ...TIME, severity: 'off' }], [], [])).toEqual([]);
  });
});
