import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { detectDesign } from '../../src/compare/design.ts';
import { reading, readingsInOrder } from './make.ts';

test.each([
  ['ABBA', 'interleaved'],
  ['ABABABAB', 'interleaved'],
  ['ABBAABBAABBAABBA', 'interleaved'],
  ['BABAABBA', 'interleaved'],
  ['AAABBBAAABBB', 'interleaved'],
  ['AABB', 'interleaved'],
  ['AAAABBBB', 'sequential'],
  ['AAAAAAAABBBBBBBB', 'sequential'],
  ['AAAAABBBBBAAAAABBBBB', 'sequential'],
  ['AAAA', 'sequential'],
  ['', 'sequential'],
])('processes in the order %p are %s', (order, design) => {
  expect(detectDesign(readingsInOrder(order), false)).toBe(design);
});

test('-count=10 in one process a side is sequential', () => {
  const counted = (['base', 'head'] as const).flatMap((side, order) =>
    Array.from({ length: 10 }, (_, round) => reading({ side, round, order })),
  );
  expect(detectDesign(counted, false)).toBe('sequential');
});

describe('files people bring, whose order is unknown', () => {
  const files = readingsInOrder('ABBA').map((r) => ({ ...r, order: -1 }));

  test('are sequential', () => {
    expect(detectDesign(files, false)).toBe('sequential');
  });

  test('unless the user says that their rounds alternated', () => {
    expect(detectDesign(files, true)).toBe('interleaved');
  });

  test('one file without an order is enough', () => {
    expect(detectDesign([...readingsInOrder('ABBA'), ...files.slice(0, 1)], false)).toBe('sequential');
  });
});

test('one benchmark that was measured one side after the other spoils the job', () => {
  const fine = readingsInOrder('ABBAABBA', 'Fine');
  expect(detectDesign([...fine, ...readingsInOrder('AAAABBBB', 'Bad', 8)], false)).toBe('sequential');
  expect(detectDesign([...fine, ...readingsInOrder('ABABABAB', 'Good', 8)], false)).toBe('interleaved');
});

test('a benchmark on one side only says nothing', () => {
  expect(detectDesign([...readingsInOrder('ABBA'), ...readingsInOrder('AAAAAA', 'Gone', 4)], false)).toBe(
    'interleaved',
  );
});

test('rounds that lost a process say nothing', () => {
  const complete = readingsInOrder('ABBAABBA');
  const lost = complete.filter((r) => r.side === 'base' || r.round < 2);
  expect(detectDesign(lost, false)).toBe('interleaved');
});

test('the order in which readings are listed does not matter', () => {
  const order = fc.array(fc.constantFrom('A', 'B'), { maxLength: 16 }).map((letters) => letters.join(''));
  fc.assert(
    fc.property(order, fc.nat(), (letters, by) => {
      const readings = readingsInOrder(letters);
      const turned = readings.map((_, i) => readings[(i + by) % readings.length]).filter((r) => r !== undefined);
      expect(detectDesign(turned, false)).toBe(detectDesign(readings, false));
    }),
  );
});
