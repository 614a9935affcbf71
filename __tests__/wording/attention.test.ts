import { describe, expect, test } from '@jest/globals';
import type { Report } from '../../src/model/report.ts';
import { attentionOf, isOpen, whysOf } from '../../src/wording/attention.ts';
import {
  countRow,
  emptyRow,
  failing,
  finding,
  noisy,
  onlyNew,
  quiet,
  report,
  subject,
  timeRow,
  unmeasured,
} from '../reporters/reports.ts';

const A = subject('codec', 'A');
const B = subject('codec', 'B');
const shown = (r: Report) =>
  attentionOf(r).map((item) => [item.urgency, item.subject.benchmark ?? item.subject.pkg, item.comparison?.metric]);

describe('attentionOf', () => {
  test('nothing to act on', () => {
    expect(attentionOf(quiet())).toEqual([]);
    expect(attentionOf(onlyNew())).toEqual([]);
  });

  test('each broken row once, its benchmark together, the worst benchmark first', () => {
    expect(shown(failing())).toEqual([
      ['error', 'Encode/size=large', 'sec/op'],
      ['error', 'Encode/size=large', 'B/op'],
      ['error', 'Encode/size=large', 'allocs/op'],
      ['error', 'Submit', 'sec/op'],
      ['error', 'Lookup', 'sec/op'],
    ]);
  });

  test('errors before warnings before what is unclear; notices and waived findings need nothing', () => {
    const rows = [timeRow(A, 1, 1.1, 'regressed'), timeRow(B, 1, 9, 'regressed')];
    const [a, b] = rows;
    if (!a || !b) throw new Error('no rows');
    const findings = [
      finding('x/unclear', b, 'm', { status: 'inconclusive' }),
      finding('x/notice', b, 'm', { severity: 'notice' }),
      finding('x/waived', b, 'm', { status: 'waived' }),
      finding('x/error', a, 'm'),
    ];
    expect(shown(report({ comparisons: rows, findings }))).toEqual([
      ['error', 'A', 'sec/op'],
      ['unclear', 'B', 'sec/op'],
    ]);
    const both = [...findings, finding('x/warning', b, 'm', { severity: 'warning' })];
    expect(shown(report({ comparisons: rows, findings: both }))).toEqual([
      ['error', 'A', 'sec/op'],
      ['warning', 'B', 'sec/op'],
    ]);
  });

  test('findings of one row are one item', () => {
    const row = timeRow(A, 1, 1.1, 'regressed');
    const [item] = attentionOf(
      report({
        comparisons: [row],
        findings: [finding('x/a', row, 'one'), finding('x/b', row, 'two'), finding('x/b', row, 'two')],
      }),
    );
    expect(item?.findings.map((f) => f.rule)).toEqual(['x/a', 'x/b']);
  });

  test('a vanished benchmark is one item, whatever its metrics', () => {
    const rows = ['sec/op', 'B/op'].map((metric) => emptyRow(A, 'missing', { metric }));
    const findings = rows.map((row) => finding('bench/missing', row, 'gone'));
    expect(shown(report({ verdict: 'fail', comparisons: rows, findings }))).toEqual([['error', 'A', 'sec/op']]);
  });

  test('a rise from 0 is worse than any factor', () => {
    const rows = [timeRow(B, 1, 50, 'regressed'), countRow(A, 'allocs/op', 0, 1)];
    const findings = rows.map((row) => finding('x/x', row, 'm'));
    expect(shown(report({ comparisons: rows, findings })).map(([, name]) => name)).toEqual(['A', 'B']);
  });

  test('an inconclusive verdict names the rows behind it, and those of a package only once', () => {
    expect(shown(noisy()).map(([, name]) => name)).toEqual(['Decode/small', 'Decode/large', 'Checksum']);
    expect(shown(unmeasured())).toEqual([['unclear', 'example.com/eventlog/store', undefined]]);
  });

  test('a pass with the same rows names none', () => {
    expect(attentionOf({ ...noisy(), verdict: 'pass' })).toEqual([]);
  });
});

test('isOpen: what should have been judged and was not', () => {
  const row = (more: Parameters<typeof emptyRow>[2]) => isOpen(emptyRow(A, 'not-measured', more));
  expect(row({ cause: 'panicked', failedOn: 'head' })).toBe(true);
  expect(row({ cause: 'panicked', failedOn: 'both' })).toBe(false);
  expect(row({ cause: 'budget', failedOn: 'both' })).toBe(true);
  expect(isOpen(timeRow(A, 1, 1, 'inconclusive'))).toBe(true);
  expect(isOpen(timeRow(A, 1, 1, 'inconclusive', { limit: null }))).toBe(false);
  expect(isOpen(timeRow(A, 1, 1, 'unchanged'))).toBe(false);
});

test('whysOf: the rules’ own words are said once, where they first apply', () => {
  const rows = ['A', 'B', 'C'].map((name) => timeRow(subject('codec', name), 1, 1.1, 'regressed'));
  const why = ['all wait for it', 'all wait for it', 'on the request path'];
  const findings = rows.map((row, i) => finding('bench/time', row, 'm', { why: why[i] ?? '' }));
  const items = attentionOf(report({ comparisons: rows, findings }));
  expect(items.map((item) => whysOf(items).get(item))).toEqual([['all wait for it'], [], ['on the request path']]);
});
