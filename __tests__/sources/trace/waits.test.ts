import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MAX_GROUPS, MAX_PLACES, MAX_STACKS, OTHER } from '../../../src/model/trace.ts';
import type { Texts } from '../../../src/sources/trace/sink.ts';
import { Triples } from '../../../src/sources/trace/tally/triples.ts';
import { Waits } from '../../../src/sources/trace/tally/waits.ts';

const texts: Texts = {
  text: (id) => `t${id}`,
  stack: (id) => (id === 0 ? [] : [{ function: `f${id}`, file: '', line: id }]),
  root: () => 0,
};

test('triples are numbered as they are first seen', () => {
  const triple = fc.tuple(fc.nat(20), fc.nat(20), fc.nat(200));
  fc.assert(
    fc.property(fc.array(triple, { maxLength: 600 }), (all) => {
      const [triples, numbers] = [new Triples(), new Map<string, number>()];
      for (const [a, b, c] of all) {
        const expected = numbers.get(`${a},${b},${c}`) ?? numbers.size;
        numbers.set(`${a},${b},${c}`, expected);
        expect(triples.number(a, b, c, Number.POSITIVE_INFINITY)).toBe(expected);
        expect(triples.parts(expected)).toEqual([a, b, c]);
      }
      expect(triples.size).toBe(numbers.size);
    }),
  );
});

test('the first wait of all is counted, whatever its group, reason and stack', () => {
  const waits = new Waits(true);
  waits.add(0, 0, 0, 0, 5);
  expect(waits.byGroup(1, texts)).toMatchObject([[{ reason: 't0', count: 1, total: 5, stacks: [{ stack: [] }] }]]);
});

test('the stacks with the longest time are kept, ties by count, then by name', () => {
  const waits = new Waits(true);
  for (let stack = 1; stack <= MAX_STACKS + 2; stack++) waits.add(1, 0, 1, stack, stack === 1 ? 50 : 100);
  for (let i = 0; i < 4; i++) waits.add(2, 0, 1, 99, 25);
  const [[wait] = []] = waits.byGroup(1, texts);
  const names = wait?.stacks.map(({ stack }) => stack[0]?.function);
  expect(names).toEqual(['f99', 'f10', 'f11', 'f12', 'f2', 'f3', 'f4', 'f5', 'f6', 'f7']);
});

test('beyond the bounds waits lose their place and their reason, and none is lost', () => {
  const waits = new Waits(false);
  for (let i = 0; i < MAX_PLACES + 7; i++) waits.add(0, 0, 1, i, 10);
  for (let reason = 2; reason < MAX_GROUPS + 20; reason++) waits.add(0, 1, reason, 0, 10);
  const [first, second] = waits.byGroup(2, texts);
  expect(first).toMatchObject([{ reason: 't1', count: MAX_PLACES + 7, total: (MAX_PLACES + 7) * 10 }]);
  expect(second).toHaveLength(MAX_GROUPS);
  expect(second?.find(({ reason }) => reason === OTHER)).toMatchObject({ count: 19, total: 190 });
});
