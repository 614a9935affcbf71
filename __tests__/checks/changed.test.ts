import { describe, expect, test } from '@jest/globals';
import { changed } from '../../src/checks/changed.ts';
import type { Comparison } from '../../src/model/comparison.ts';
import type { Rule } from '../../src/model/rules.ts';
import { type Change, checked, comparison, context, evidence, PKG, pkgEvidence, rule } from './make.ts';

const NOTICE = rule({}, { id: 'bench/changed', metric: [], severity: 'notice' });
const ERROR: Rule = { ...NOTICE, severity: 'error' };
const EVIDENCE = evidence({ packages: [pkgEvidence({ changed: { Encode: 'its body changed' } })] });

const edited = (name: string, change: Change = {}) => comparison({ name, status: 'not-comparable', ...change });

function findings(rows: readonly (readonly [Comparison, Rule])[]) {
  return changed.evaluate(
    rows.map(([row, by]) => checked(row, by)),
    context(
      rows.map(([row]) => row),
      EVIDENCE,
    ),
  );
}

describe('an edited benchmark', () => {
  test('is one finding that names what changed, whatever its metrics', () => {
    const found = findings([
      [edited('Encode'), NOTICE],
      [edited('Encode', { metric: 'allocs/op' }), NOTICE],
    ]);
    expect(found).toMatchObject([
      {
        rule: 'bench/changed',
        severity: 'notice',
        status: 'fail',
        subject: { pkg: PKG, benchmark: 'Encode', gomaxprocs: 2 },
      },
    ]);
    expect(found[0]?.message).toContain('Encode itself changed (its body changed)');
  });

  test('with sub-benchmarks too, by the most severe rule of any of them', () => {
    const found = findings([
      [edited('Encode/large'), NOTICE],
      [edited('Encode/small'), ERROR],
    ]);
    expect(found).toMatchObject([{ severity: 'error', subject: { pkg: PKG, benchmark: 'Encode' } }]);
  });
});

test.each([
  ['rows that were judged', comparison({ name: 'Encode' })],
  ['benchmarks that are as they were', edited('Lookup')],
  ['names that objects have by nature', edited('constructor')],
  ['other packages', edited('Encode', { subject: { pkg: 'example.com/m/index', benchmark: 'Encode' } })],
])('says nothing of %s', (_, row) => {
  expect(findings([[row, NOTICE]])).toEqual([]);
});
