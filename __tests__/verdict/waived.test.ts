import { expect, test } from '@jest/globals';
import { aboutSubject, findingOf } from '../../src/model/finding-of.ts';
import { markWaived } from '../../src/verdict/waived.ts';
import { checked, comparison, PKG, regressed, rule } from '../checks/make.ts';

const slower = regressed('sec/op', 1, 2);
const finding = (status: 'fail' | 'waived') => findingOf(checked(slower, rule({})), status, 'slower, but known');

test('a row whose findings are all waived is waived, and says why', () => {
  const [row] = markWaived([slower], [finding('waived')]);
  expect(row).toEqual({
    ...slower,
    status: 'waived',
    reason: 'regressed, and accepted in the rules: slower, but known',
  });
});

test.each([
  ['one finding of several still stands', [finding('waived'), finding('fail')]],
  ['nothing was found of it', []],
  ['what was waived is another metric', [{ ...finding('waived'), metric: 'B/op' }]],
])('it stays as it is when %s', (_, findings) => {
  expect(markWaived([slower], findings)).toEqual([slower]);
});

test('only rows that break something can be waived', () => {
  const row = comparison({ status: 'unchanged' });
  expect(markWaived([row], [finding('waived')])).toEqual([row]);
});

test('a finding about a benchmark or a package covers its rows', () => {
  const gone = comparison({ status: 'missing', head: null });
  const broken = comparison({ status: 'not-measured', cause: 'build-failed', failedOn: 'head' });
  const ofBenchmark = aboutSubject(rule({}), gone.subject, 'waived', 'retired');
  const ofPackage = aboutSubject(rule({}), { pkg: PKG }, 'waived', 'being rewritten');
  expect(markWaived([gone], [ofBenchmark])[0]?.status).toBe('waived');
  expect(markWaived([broken], [ofPackage])[0]?.status).toBe('waived');
  expect(markWaived([gone], [ofPackage])[0]?.status).toBe('missing');
});
