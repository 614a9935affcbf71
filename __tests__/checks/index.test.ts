import { expect, test } from '@jest/globals';
import { CHECKS, evaluateChecks } from '../../src/checks/index.ts';
import { checked, comparison, context, limit, regressed, rule } from './make.ts';

test('every limit is answered by exactly one check', () => {
  const limits = CHECKS.flatMap((check) => check.limits);
  expect([...limits].sort()).toEqual(['drift', 'equals', 'max', 'maxRegression', 'maxRegressionBy', 'min']);
});

test('rows go to the checks that answer for their rules', () => {
  const slow = regressed('sec/op', 1, 2);
  const gone = comparison({ name: 'Old', head: null, status: 'missing' });
  const rows = [
    checked(slow, rule({ maxRegression: limit(0.02, true), max: limit(1.5) })),
    checked(gone, rule({}, { id: 'bench/missing' })),
    // a rule without limits, and a rule that is about something else
    checked(slow, rule({}, { id: 'mine/nothing' })),
    checked(gone, rule({}, { id: 'bench/failed' })),
  ];
  expect(evaluateChecks(rows, context([slow, gone])).map((f) => f.rule)).toEqual([
    'bench/time',
    'bench/time',
    'bench/missing',
  ]);
});

test('a rule that is off finds nothing', () => {
  const row = regressed('sec/op', 1, 2);
  const off = rule({ maxRegression: limit(0.02, true) }, { severity: 'off' });
  expect(evaluateChecks([checked(row, off)], context([row]))).toEqual([]);
});
