import { expect, test } from '@jest/globals';
import { drift } from '../../src/checks/drift.ts';
import type { Drift } from '../../src/model/comparison.ts';
import { checked, comparison, context, limit, rule } from './make.ts';

const SHIFT: Drift = {
  ...{ psi: 0.31, expected: 0.02, p: 0.001, enough: true },
  chiSquare: { statistic: 61.2, degrees: 7, p: 1e-10 },
};
const found = (change: Partial<Drift>, mustResolve = false) => {
  const row = comparison({ metric: 'cpu.flat', drift: { ...SHIFT, ...change } });
  const by = rule({ drift: limit(0.1) }, { id: 'profile/drift', metric: ['cpu.flat'], mustResolve });
  return drift.evaluate([checked(row, by)], context([row]));
};

test('a shift beyond the limit and beyond chance is found, with what chance would give', () => {
  expect(found({})).toMatchObject([
    {
      rule: 'profile/drift',
      status: 'fail',
      message:
        "Encode/large: the functions' shares of cpu.flat shifted: PSI 0.310, above drift 0.1 (chance alone gives 0.0200; " +
        'permutation p 0.001; χ² 61.2 with 7 degrees of freedom)',
    },
  ]);
});

test('neither within the limit, nor within chance, nor with too few samples', () => {
  expect(found({ psi: 0.1 })).toEqual([]);
  expect(found({ p: 0.02 })).toEqual([]);
  expect(found({ enough: false })).toEqual([]);
});

test('with must-resolve too few samples are a finding that could not be judged', () => {
  const [finding] = found({ enough: false, expected: 0.4 }, true);
  expect(finding).toMatchObject({ status: 'inconclusive' });
  expect(finding?.message).toContain('too few samples to be judged: chance alone gives 0.400, the limit is 0.1');
});

test('of a benchmark that was itself edited the shares mean something else', () => {
  const row = comparison({ metric: 'cpu.flat', drift: SHIFT, status: 'not-comparable' });
  expect(drift.evaluate([checked(row, rule({ drift: limit(0.1) }))], context([row]))).toEqual([]);
});

test('a row without shares has no drift', () => {
  const row = comparison({ metric: 'cpu.flat' });
  expect(drift.evaluate([checked(row, rule({ drift: limit(0.1) }))], context([row]))).toEqual([]);
});
