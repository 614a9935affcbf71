import { expect, test } from '@jest/globals';
import type { FunctionChange, ProfileChange } from '../../src/model/profile-change.ts';
import { grownFunctions } from '../../src/wording/profile-text.ts';

const cost = (flat: number, cum: number) => ({ flat, cum });
const fn = (name: string, base: number, head: number): FunctionChange => ({
  function: name,
  own: true,
  base: cost(base, base),
  head: cost(head, head),
});

test('functions that grew by less than a hundredth of the largest growth, or not at all, get no line', () => {
  const total = { perOp: 1, iterations: 1, events: 1 };
  const change: ProfileChange = {
    subject: {},
    kind: 'memory',
    sampleType: 'alloc_objects',
    unit: 'objects/op',
    base: total,
    head: total,
    detectable: null,
    culprit: null,
    functions: [fn('keep', 0, 25), fn('flush', 2, 2.3), fn('padding', 0, 0.00001), fn('same', 3, 3), fn('less', 5, 4)],
  };
  expect(grownFunctions(change, 9).map((f) => f.function)).toEqual(['keep', 'flush']);
  expect(grownFunctions(change, 1).map((f) => f.function)).toEqual(['keep']);
});
