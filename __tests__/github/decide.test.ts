import { describe, expect, test } from '@jest/globals';
import { decideJob, isQuiet, wantsComment } from '../../src/github/decide.ts';
import type { FailOn, OnInconclusive } from '../../src/github/inputs.ts';
import { outputsOf } from '../../src/github/outputs.ts';
import type { Status } from '../../src/model/comparison.ts';
import type { Report } from '../../src/model/report.ts';
import { findingOf, reportWith, rowOf } from './reports.ts';

const FAILED = reportWith({ verdict: 'fail', reason: '2 benchmarks got slower', findings: [findingOf({})] });
const WARNED = reportWith({ findings: [findingOf({ severity: 'warning' })] });
const NOTICED = reportWith({ findings: [findingOf({ severity: 'notice' })] });
const UNSURE = reportWith({ verdict: 'inconclusive', reason: 'the runner is too noisy' });
const UNSURE_AND_WARNED = reportWith({ ...UNSURE, findings: [findingOf({ severity: 'warning' })] });
const PASSED = reportWith();

describe('decideJob', () => {
  test.each<[string, Report, FailOn, OnInconclusive, 'success' | 'failure', string]>([
    ['pass', PASSED, 'error', 'warn', 'success', ''],
    ['pass', PASSED, 'warning', 'fail', 'success', ''],
    ['fail', FAILED, 'error', 'warn', 'failure', ''],
    ['fail', FAILED, 'warning', 'warn', 'failure', ''],
    ['fail', FAILED, 'never', 'warn', 'success', 'fail-on: never'],
    ['a warning', WARNED, 'error', 'warn', 'success', ''],
    ['a warning', WARNED, 'warning', 'warn', 'failure', 'fail-on: warning'],
    ['a notice', NOTICED, 'warning', 'warn', 'success', ''],
    ['inconclusive with a warning', UNSURE_AND_WARNED, 'warning', 'warn', 'failure', 'fail-on: warning'],
    ['inconclusive with a warning', UNSURE_AND_WARNED, 'warning', 'pass', 'failure', 'fail-on: warning'],
    ['inconclusive with a warning', UNSURE_AND_WARNED, 'error', 'warn', 'success', ''],
    ['inconclusive', UNSURE, 'warning', 'warn', 'success', ''],
    ['inconclusive', UNSURE, 'error', 'warn', 'success', ''],
    ['inconclusive', UNSURE, 'error', 'fail', 'failure', 'on-inconclusive: fail'],
    ['inconclusive', UNSURE, 'error', 'pass', 'success', ''],
    ['inconclusive', UNSURE, 'never', 'fail', 'failure', 'on-inconclusive: fail'],
  ])('%s with fail-on %3$s and on-inconclusive %4$s', (_, report, failOn, onInconclusive, result, because) => {
    const job = decideJob(report, { failOn, onInconclusive });
    expect(job.result).toBe(result);
    expect(job.because ?? '').toContain(because);
    expect(job.because === undefined).toBe(because === '');
  });
});

describe('isQuiet', () => {
  test.each<[Status, boolean]>([
    ['unchanged', true],
    ['identical', true],
    ['new', true],
    ['inconclusive', true],
    ['improved', false],
    ['regressed', false],
    ['missing', false],
    ['waived', false],
  ])('a pass with a row that is %s: %s', (status, quiet) => {
    expect(isQuiet(reportWith({ comparisons: [rowOf('unchanged'), rowOf(status)] }))).toBe(quiet);
  });

  test('findings, changed rules and other verdicts are news', () => {
    const change = { check: 'bench/time', base: '2%', head: '50%', looser: true };
    expect([WARNED, UNSURE, FAILED, reportWith({ rulesChanges: [change] })].map(isQuiet)).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });
});

test.each([
  ['always', [true, true, true, true]],
  ['on-change', [false, true, true, true]],
  ['on-failure', [false, false, true, true]],
  ['never', [false, false, false, false]],
] as const)('wantsComment: %s', (mode, expected) => {
  expect([PASSED, WARNED, UNSURE, FAILED].map((report) => wantsComment(mode, report))).toEqual(expected);
});

test('outputsOf counts regressed rows', () => {
  const report = reportWith({
    verdict: 'fail',
    escalation: 2,
    comparisons: [rowOf('regressed'), rowOf('improved'), rowOf('regressed')],
  });
  expect(outputsOf(report)).toEqual({ verdict: 'fail', regressions: '2', escalation: '2', 'base-sha': 'b'.repeat(40) });
});
