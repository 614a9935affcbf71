import { expect, test } from '@jest/globals';
import { perOperation, tidied } from '../../src/profile/per-operation.ts';
import { topOf } from '../../src/profile/top.ts';
import { handMade } from './hand-made.ts';

const contentions = handMade({
  types: ['contentions/count', 'delay/nanoseconds'],
  samples: [
    { stack: 'main;lock', values: [4, 2_000_000] },
    { stack: 'main;wait', values: [1, 500_000] },
  ],
});

test('what one operation costs', () => {
  expect(perOperation(topOf(contentions, { nodeFraction: 0 }), 1000)).toEqual({
    unit: 'sec/op',
    total: 2.5e-6,
    rows: [
      { name: 'lock', flat: 2e-6, cum: 2e-6 },
      { name: 'wait', flat: 5e-7, cum: 5e-7 },
      { name: 'main', flat: 0, cum: 2.5e-6 },
    ],
  });
  expect(perOperation(topOf(contentions, { sampleType: 'contentions' }), 2)).toMatchObject({
    unit: 'count/op',
    total: 2.5,
  });
});

test('a mean is for one event, whatever the iterations', () => {
  expect(perOperation(topOf(contentions, { mean: true }), 1000)).toMatchObject({ unit: 'sec', total: 5e-4 });
});

test.each([
  ['nanoseconds', 1e-9, 'sec'],
  ['seconds', 1, 'sec'],
  ['s', 1, 'sec'],
  ['bytes', 1, 'B'],
  ['kilobytes', 1024, 'B'],
  ['count', 1, 'count'],
  ['widgets', 1, 'widgets'],
])('%s is %d %s', (unit, factor, name) => expect(tidied(unit)).toEqual({ factor, unit: name }));
