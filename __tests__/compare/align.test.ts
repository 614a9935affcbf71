import { expect, test } from '@jest/globals';
import { alignResults } from '../../src/compare/align.ts';
import { metricFor } from '../../src/model/metric.ts';
import { NO_SAMPLES } from '../../src/model/samples.ts';
import { reading } from './make.ts';

const align = (...readings: ReturnType<typeof reading>[]) => alignResults(readings, (unit) => metricFor(unit));
const named = (pairs: ReturnType<typeof align>) => pairs.map((p) => `${p.subject.benchmark} ${p.metric.id}`);

test('one pair for each unit of each subject, its samples as columns', () => {
  const pairs = align(
    reading({ side: 'base', round: 0, order: 0, values: { 'sec/op': 10, 'B/op': 64 } }),
    reading({ side: 'head', round: 0, order: 1, values: { 'sec/op': 11, 'B/op': 64 } }),
    reading({ side: 'head', round: 1, order: 2, values: { 'sec/op': 12 }, iterations: 200 }),
    reading({ side: 'base', round: 1, order: 3, values: { 'sec/op': 9 } }),
  );
  expect(named(pairs)).toEqual(['Encode sec/op', 'Encode B/op']);
  expect(pairs[0]?.base).toEqual({ value: [10, 9], round: [0, 1], order: [0, 3], iterations: [100, 100] });
  expect(pairs[0]?.head).toEqual({ value: [11, 12], round: [0, 1], order: [1, 2], iterations: [100, 200] });
  expect(pairs[1]?.head.value).toEqual([64]);
});

test('base gives the order, whichever side ran first; what only head has comes after', () => {
  const pairs = align(
    reading({ side: 'head', benchmark: 'New' }),
    reading({ side: 'head', benchmark: 'B' }),
    reading({ side: 'base', benchmark: 'A' }),
    reading({ side: 'base', benchmark: 'B' }),
  );
  expect(named(pairs)).toEqual(['A sec/op', 'B sec/op', 'New sec/op']);
});

test('a side that lacks the row has no samples', () => {
  const pairs = align(reading({ side: 'head', benchmark: 'New' }), reading({ side: 'base', benchmark: 'Gone' }));
  expect(pairs[0]).toMatchObject({ subject: { benchmark: 'Gone' }, head: NO_SAMPLES });
  expect(pairs[1]).toMatchObject({ subject: { benchmark: 'New' }, base: NO_SAMPLES });
});

test('subjects that differ in GOMAXPROCS are not compared', () => {
  const pairs = align(reading({ side: 'base', gomaxprocs: 1 }), reading({ side: 'head', gomaxprocs: 4 }));
  expect(pairs.map((p) => [p.base.value.length, p.head.value.length])).toEqual([
    [1, 0],
    [0, 1],
  ]);
});

test('subjects named alike in different packages are not compared', () => {
  const other = reading({ side: 'head' });
  const moved = { ...other, result: { ...other.result, subject: { ...other.result.subject, pkg: 'example.com/n' } } };
  expect(align(reading({ side: 'base' }), moved)).toHaveLength(2);
});

test('a unit twice on one line is one sample, and so are its aliases', () => {
  const line = reading({ side: 'base', values: { 'ns/op': 5, 'sec/op': 7 } });
  expect(align(line)[0]?.base.value).toEqual([5]);
});

test('what is not finite is no sample', () => {
  const pairs = align(
    reading({ side: 'base', values: { 'sec/op': Number.POSITIVE_INFINITY, 'B/op': 3 } }),
    reading({ side: 'base', values: { 'sec/op': 2, 'B/op': Number.NaN } }),
  );
  expect(pairs.map((p) => p.base.value)).toEqual([[3], [2]]);
});

test('units and names that could be taken for one another stay apart', () => {
  const pairs = align(
    reading({ side: 'base', benchmark: 'A', values: { 'b"/op': 1 } }),
    reading({ side: 'base', benchmark: 'A","b"', values: { '/op': 1 } }),
    reading({ side: 'base', benchmark: '__proto__', values: { constructor: 1 } }),
  );
  expect(pairs).toHaveLength(3);
});

test('the metric is asked for by the tidied unit', () => {
  const line = reading({ side: 'base', values: { 'MB/s': 2, 'ns/op': 3 } });
  expect(align(line).map((p) => [p.metric.id, p.metric.better])).toEqual([
    ['B/s', 'higher'],
    ['sec/op', 'lower'],
  ]);
});
