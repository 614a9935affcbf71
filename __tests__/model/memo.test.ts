import { expect, test } from '@jest/globals';
import { memo } from '../../src/model/memo.ts';

test('computes once for each object, undefined included', () => {
  let calls = 0;
  const length = memo((list: readonly number[]) => {
    calls++;
    return list.length > 0 ? list.length : undefined;
  });
  const [some, none] = [[1, 2], []];
  expect([length(some), length(some), length(none), length(none)]).toEqual([2, 2, undefined, undefined]);
  expect(calls).toBe(2);
  expect(length([1, 2])).toBe(2);
  expect(calls).toBe(3);
});
