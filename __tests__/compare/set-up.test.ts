import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type PerOperation, setUpIsCounted } from '../../src/compare/set-up.ts';

const of = (side: string, iterations: number, ...values: number[]): PerOperation[] =>
  values.map((value) => ({ side, iterations, value }));

test('what is done once a run, spread over few and over many operations', () => {
  const perOperation = (n: number) => 10 + 5000 / n;
  const side = (name: string) => [
    ...of(name, 100, perOperation(100)),
    ...of(name, 1000, ...Array(8).fill(perOperation(1000))),
  ];
  expect(setUpIsCounted([...side('base'), ...side('head')])).toBe(true);
});

describe('nothing is said where', () => {
  test.each([
    ['there is one iteration count', [...of('base', 100, 10, 30), ...of('head', 100, 10, 30)]],
    ['the counts are near each other', [...of('base', 100, 30, 30), ...of('base', 299, 10, 10)]],
    ['time rises', [...of('base', 100, 10, 10), ...of('base', 1000, 30, 30)]],
    ['it falls by less', [...of('base', 100, 14, 14), ...of('base', 1000, 10, 10)]],
    ['one sample is as cheap', [...of('base', 100, 30, 10), ...of('base', 1000, 10, 10)]],
    [
      'it falls on one of two sides',
      [
        ...of('base', 100, 30, 30),
        ...of('base', 1000, 10, 10),
        ...of('head', 100, 10, 10),
        ...of('head', 1000, 10, 10),
      ],
    ],
    ['one sample alone has the small count', [...of('base', 100, 30), ...of('base', 1000, 10, 10)]],
    ['counts are unknown', [...of('base', -1, 30, 30), ...of('base', -1, 10, 10)]],
    ['there is nothing', []],
  ])('%s', (_, samples) => {
    expect(setUpIsCounted(samples)).toBe(false);
  });
});

test('a fixed time in a noisy place: slow samples have few iterations, and that is no set-up', () => {
  const time = fc.double({ min: 1, max: 100, noNaN: true });
  fc.assert(
    fc.property(fc.uniqueArray(time, { minLength: 2, maxLength: 20 }), (times) => {
      const samples = times.map((value, i) => ({ side: i % 2 ? 'base' : 'head', iterations: 1e9 / value, value }));
      expect(setUpIsCounted(samples)).toBe(false);
    }),
  );
});
