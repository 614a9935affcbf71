import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { IdTable } from '../../../src/sources/trace/order/id-table.ts';
import { NumberMap } from '../../../src/sources/trace/order/number-map.ts';
import { TextTable } from '../../../src/sources/trace/order/texts.ts';

/** Ids close to each other, far apart, and such that hash alike in their lower half. */
const ids = fc.oneof(
  fc.integer({ min: 0, max: 40 }),
  fc.integer({ min: 0, max: 20 }).map((n) => n * 2 ** 32 + 7),
  fc.integer({ min: 0, max: 20 }).map((n) => 2 ** 53 + n * 2),
);

describe('the table of ids', () => {
  test('does what a Map does, whatever is added and removed', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(ids, fc.boolean()), { maxLength: 300 }), (steps) => {
        const table = new IdTable();
        const column = new Float64Array(400);
        const map = new Map<number, number>();
        let slots = 0;
        for (const [id, isAdded] of steps) {
          const slot = map.get(id);
          expect(table.get(id, column)).toBe(slot ?? -1);
          if (isAdded && slot === undefined) {
            column[slots] = id;
            table.add(id, slots, column);
            map.set(id, slots++);
          } else if (!isAdded && slot !== undefined) {
            table.remove(id, column);
            column[slot] = Number.NaN;
            map.delete(id);
          }
        }
        for (const [id, slot] of map) expect(table.get(id, column)).toBe(slot);
      }),
    );
  });
});

test('numbers of a generation: dense ids, and any others', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.oneof(ids, fc.integer({ min: 0, max: 10_000 })), { maxLength: 200 }), (list) => {
      const map = new NumberMap();
      for (const [i, id] of list.entries()) map.set(id, i);
      map.mapValues((value) => value + 1, 0);
      for (const [i, id] of list.entries()) expect(map.get(id)).toBe(i + 1);
      expect(map.get(20_000)).toBe(-1);
      expect(map.size).toBe(list.length);
    }),
  );
});

test('texts and stacks have one number for equal content', () => {
  const texts = new TextTable();
  const frame = (name: string, line: number) => texts.internFrame(texts.intern(name), texts.intern('f.go'), line);
  const row = Int32Array.of(frame('main.leaf', 3), frame('main.main', 9));
  const stack = texts.internStack(row, 2);
  expect([texts.intern(''), texts.internStack(row, 0), texts.root(0)]).toEqual([0, 0, 0]);
  expect(texts.internStack(Int32Array.of(frame('main.leaf', 3), frame('main.main', 9)), 2)).toBe(stack);
  expect(texts.internStack(row, 1)).not.toBe(stack);
  expect(texts.text(texts.root(stack))).toBe('main.main');
  expect(texts.stack(stack)).toEqual([
    { function: 'main.leaf', file: 'f.go', line: 3 },
    { function: 'main.main', file: 'f.go', line: 9 },
  ]);
  for (let i = 0; i < 3000; i++) texts.internStack(Int32Array.of(frame('main.many', i)), 1);
  expect(texts.internStack(row, 2)).toBe(stack);
});
