import { expect, test } from '@jest/globals';
import { looserRules, RULES_CHANGED } from '../../src/verdict/rules-changed.ts';
import { rule } from '../checks/make.ts';

const RULE = rule({}, { id: RULES_CHANGED, severity: 'warning' });
const looser = { check: 'bench/time', base: 'max-regression: 2%', head: 'max-regression: 50%', looser: true };
const tighter = { check: 'bench/time', base: 'max-regression: 2%', head: 'max-regression: 1%', looser: false };

test('a finding for each change that loosens, none for one that tightens', () => {
  const [finding, ...more] = looserRules([looser, tighter], RULE);
  expect(more).toEqual([]);
  expect(finding).toMatchObject({ rule: 'rules/changed', severity: 'warning', status: 'fail', subject: {} });
  expect(finding?.message).toBe(
    "bench/time is looser in this change: max-regression: 2% → max-regression: 50%; the base's rules judge too",
  );
});

test('nothing is found where the check is off', () => {
  expect(looserRules([looser], { ...RULE, severity: 'off' })).toEqual([]);
});
