import { expect, test } from '@jest/globals';
import type { Level } from '../../src/model/diagnostic.ts';
import type { FindingStatus, Testimony } from '../../src/model/finding.ts';
import { findingOf } from '../../src/model/finding-of.ts';
import { withTestimony } from '../../src/verdict/confidence.ts';
import { escalation } from '../../src/verdict/escalation.ts';
import { type Change, checked, comparison, regressed, rule, summary } from '../checks/make.ts';

function finding(says: readonly Testimony['says'][], severity: Level = 'error', status: FindingStatus = 'fail') {
  const row = checked(regressed('sec/op', 1, 2), rule({}, { severity }));
  return withTestimony(
    findingOf(row, status, ''),
    says.map((s, i) => ({ witness: `w${i}`, testimony: { says: s, text: '' } })),
  );
}

const row = (change: Change) => checked(comparison({ status: 'inconclusive', ...change }), rule({}));
const leaning = { head: summary(1.3e-3), p: 0.04 };

test.each([
  [0, 'nothing was found', []],
  [0, 'what was found is waived', [finding(['agrees', 'agrees'], 'error', 'waived')]],
  [0, 'something could not be judged', [finding([], 'error', 'inconclusive')]],
  [1, 'what was found is below error', [finding(['agrees', 'agrees'], 'warning')]],
  [2, 'a finding fails alone', [finding([])]],
  [2, 'one further tool agrees', [finding(['agrees', 'silent'])]],
  [2, 'two tools agree, with one finding each', [finding(['agrees']), finding(['agrees'])]],
  [3, 'two further tools agree with one finding', [finding([]), finding(['agrees', 'agrees', 'disagrees'])]],
] as const)('level %i: %s', (level, _, findings) => {
  expect(escalation(findings, [])).toBe(level);
});

test.each([
  [1, 'leans to the bad side and is not settled', leaning],
  [0, 'leans to the good side', { head: summary(1e-3), p: 0.04 }],
  [0, 'is noise', { ...leaning, p: 0.5 }],
  [0, 'was settled', { ...leaning, status: 'unchanged' }],
  [0, 'has no direction', { ...leaning, metric: 'x-things' }],
  [1, 'lost throughput', { metric: 'B/s', base: summary(100), head: summary(90), p: 0.1 }],
  [0, 'won throughput', { metric: 'B/s', base: summary(90), head: summary(100), p: 0.1 }],
] as const)('level %i: a row that %s', (level, _, change) => {
  expect(escalation([], [row(change)])).toBe(level);
});
