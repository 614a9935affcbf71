import { describe, expect, test } from '@jest/globals';
import type { Comparison } from '../../src/model/comparison.ts';
import type { Report } from '../../src/model/report.ts';
import { headlineOf } from '../../src/wording/headline.ts';
import {
  countRow,
  emptyRow,
  failing,
  finding,
  missing,
  noisy,
  onlyNew,
  quiet,
  report,
  rulesChanged,
  subject,
  timeRow,
  unmeasured,
} from '../reporters/reports.ts';

const A = subject('codec', 'A');
const said = (r: Report) => {
  const { mood, what, action } = headlineOf(r);
  return `${mood} | ${what}: ${action}`;
};
const broken = (...rows: Comparison[]) =>
  report({ verdict: 'fail', comparisons: rows, findings: rows.map((row) => finding('x/x', row, 'a message')) });

describe('fail', () => {
  test('counts benchmarks by what happened to them', () => {
    expect(said(failing())).toBe('fail | 3 benchmarks got slower: fix them, or accept them in the rules');
    expect(said(missing())).toBe('fail | 1 benchmark vanished: bring it back, or accept that in the rules');
    const mixed = broken(
      timeRow(A, 1, 1.5, 'regressed'),
      countRow(A, 'allocs/op', 1, 2),
      countRow(subject('codec', 'B'), 'B/op', 100, 300),
      timeRow(subject('codec', 'C'), 1, 0.5, 'regressed', { metric: 'B/s', unit: 'B/s' }),
      timeRow(subject('codec', 'D'), 1, 1, 'unchanged'),
      emptyRow(subject('codec', 'E'), 'missing'),
    );
    expect(said(mixed)).toBe(
      'fail | 1 benchmark got slower, 1 allocates more, 1 got worse, 1 breaks a limit and 1 vanished: fix them, or accept them in the rules',
    );
  });

  test('a package that no longer builds', () => {
    const [about] = unmeasured().findings;
    const r = report({ verdict: 'fail', findings: [{ ...about, status: 'fail' } as Report['findings'][number]] });
    expect(said(r)).toBe('fail | 1 package does not run: make it run again on head');
  });

  test('looser rules alone, and a finding about nothing known', () => {
    const row = { subject: {}, metric: '' };
    expect(said(report({ verdict: 'fail', findings: [finding('rules/changed', row, 'm')] }))).toBe(
      'fail | The rules get looser: restore them, or change them in a pull request of their own',
    );
    expect(said(report({ verdict: 'fail', findings: [finding('x/x', row, 'the moon is full.')] }))).toBe(
      'fail | The moon is full: see below, then fix it or change the rules',
    );
  });

  test('without a finding the reason stands in', () => {
    expect(said(report({ verdict: 'fail', reason: 'Fails: x/x.' }))).toBe(
      'fail | Fails: x/x: see below, then fix it or change the rules',
    );
  });
});

describe('pass', () => {
  test.each([
    [quiet(), 'pass | No benchmark regressed: nothing to do'],
    [onlyNew(), 'pass | 2 new benchmarks and nothing yet to compare with: nothing to do'],
    [report({ reason: 'Nothing has a benchmark.' }), 'pass | Nothing has a benchmark: nothing to do'],
    [
      report({ comparisons: [emptyRow(A, 'identical')] }),
      'pass | The code under every benchmark is unchanged: nothing to do',
    ],
    [
      report({ comparisons: [timeRow(A, 1, 0.5, 'improved')] }),
      'pass | No benchmark regressed and 1 improved: nothing to do',
    ],
    [
      report({ comparisons: [timeRow(A, 1, 2, 'waived')] }),
      'pass | No new regression, 1 benchmark accepted in the rules: nothing to do',
    ],
    [
      { ...noisy(), verdict: 'pass' as const },
      'pass | No benchmark regressed and 3 could not be judged: nothing to do',
    ],
    [
      rulesChanged(),
      'warn | No benchmark regressed and 1 could not be judged, but this change loosens 2 rules: look at the rules',
    ],
    [
      report({ comparisons: [emptyRow(A, 'not-measured', { failedOn: 'both' })] }),
      'warn | No benchmark regressed: see why 1 benchmark could not be measured',
    ],
    [
      { ...broken(timeRow(A, 1, 2, 'regressed')), verdict: 'pass' as const },
      'warn | Nothing fails, but 1 benchmark got slower: have a look at it',
    ],
  ])('%#', (r, expected) => {
    expect(said(r)).toBe(expected);
  });
});

describe('inconclusive', () => {
  const open = (rows: Comparison[], more: Partial<Report> = {}) =>
    said(report({ verdict: 'inconclusive', reason: 'Why.', comparisons: rows, ...more }));
  const unmeasuredRow = (cause: NonNullable<Comparison['cause']>, failedOn: Comparison['failedOn'] = 'base') =>
    emptyRow(A, 'not-measured', { cause, ...(failedOn ? { failedOn } : {}) });

  test.each([
    [
      open([unmeasuredRow('build-failed')]),
      '1 benchmark could not be compared, base did not build: make base build, or choose another base',
    ],
    [
      open([unmeasuredRow('budget', 'both')]),
      'The budget ended before 1 benchmark could be measured: raise `budget`, or select fewer benchmarks',
    ],
    [open([unmeasuredRow('panicked')]), '1 benchmark could not be measured: see why below, then run the job again'],
    [open([]), 'Why: correct `bench` or `packages`'],
    [
      open([emptyRow(A, 'not-comparable')]),
      'The numbers of 1 benchmark mean different things on both sides: see why below',
    ],
    [
      open([timeRow(A, 1, 1, 'inconclusive', { detectable: 0.24 })]),
      '1 benchmark could not be judged, this runner is too noisy (it hides slowdowns below 24 %): run the job again',
    ],
    [
      open([timeRow(A, 1, 1, 'inconclusive', { detectable: null })]),
      '1 benchmark could not be judged, this runner is too noisy: run the job again',
    ],
    [
      open([timeRow(A, 1, 1, 'inconclusive', { base: { center: 1, lo: 1, hi: 1, n: 3 } })]),
      '1 benchmark could not be judged from 3 samples a side: measure more rounds',
    ],
    [
      open([timeRow(A, 1, 1, 'inconclusive')], { design: 'sequential' }),
      '1 benchmark could not be judged, the two sides were not measured side by side: measure both in one job with `go-perf-gate check`',
    ],
  ])('%#', (got, expected) => {
    expect(got).toBe(`inconclusive | ${expected}`);
  });

  test('of several causes the one that struck most is told', () => {
    const rows = [
      unmeasuredRow('panicked'),
      emptyRow(subject('p', 'B'), 'not-measured', { cause: 'budget' }),
      emptyRow(subject('p', 'C'), 'not-measured', { cause: 'budget' }),
    ];
    expect(open(rows)).toContain('The budget ended before 2 benchmarks');
  });

  test('what fails on both sides alike is not the reason', () => {
    expect(
      open([
        timeRow(A, 1, 1, 'inconclusive'),
        emptyRow(subject('p', 'B'), 'not-measured', { cause: 'skipped', failedOn: 'both' }),
      ]),
    ).toContain('too noisy');
  });
});
