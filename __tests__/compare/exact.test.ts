import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { JUDGE } from '../../src/compare/judge.ts';
import { looksOf } from '../../src/compare/looks.ts';
import { judgeOne, row, SETTINGS } from './make.ts';

/** A row of allocs/op. */
function allocs(base: readonly number[], head: readonly number[], limit = 0) {
  return judgeOne(row([base, head], { unit: 'allocs/op', limit }));
}

const twice = (value: number) => [value, value];

test.each([
  [12, 1012, 0, 'regressed'],
  [10, 12, 0, 'regressed'],
  [12, 10, 0, 'improved'],
  [10, 10, 0, 'unchanged'],
  [0, 0, 0, 'unchanged'],
  [0, 1, 0, 'regressed'],
  [0, 2, 0.5, 'regressed'],
  [1, 0, 0.5, 'improved'],
  [100, 105, 0.05, 'unchanged'],
  [100, 106, 0.05, 'regressed'],
  [106, 100, 0.05, 'improved'],
  [105, 100, 0.05, 'unchanged'],
] as const)('from %p to %p with a limit of %p is %p', (base, head, limit, status) => {
  const judged = allocs(twice(base), twice(head), limit);
  expect(judged.status).toBe(status);
  expect(judged).toMatchObject({ p: null, pAdjusted: null, detectable: null, difference: head - base, limit });
});

test('a rise from 0 has no ratio but a difference', () => {
  expect(allocs([0, 0], [3, 3])).toMatchObject({ ratio: null, ratioLo: null, ratioHi: null, difference: 3 });
});

test('the ratio of counts has no interval: the bounds are the ratio', () => {
  expect(allocs([10, 10], [15, 15])).toMatchObject({ ratio: 1.5, ratioLo: 1.5, ratioHi: 1.5 });
});

describe('one quantum may be rounding: a true 9.985 prints 9 or 10', () => {
  test.each([
    [[9, 9], [10, 10], 'regressed'],
    [[10, 10, 10], [9, 9, 9], 'improved'],
    [[9, 9, 9], [10, 9, 10], 'unchanged'],
    [[9, 10, 9], [10, 10, 10], 'unchanged'],
    [[9, 10], [10, 10], 'unchanged'],
    [[9], [10], 'inconclusive'],
    [[9], [10, 10], 'inconclusive'],
    [[9], [11], 'regressed'],
  ] as const)('%p to %p is %p', (base, head, status) => {
    expect(allocs(base, head).status).toBe(status);
  });

  test('and says why', () => {
    expect(allocs([9, 10, 9], [10, 10, 10]).reason).toMatch(/\+1 is within what the metric rounds to/);
    expect(allocs([9], [10]).reason).toMatch(/-count=2/);
  });
});

describe('counts that vary by more than a quantum', () => {
  test('are told apart when their ranges are', () => {
    expect(allocs([10, 12, 14], [20, 25, 30]).status).toBe('regressed');
  });

  test('and overlap: that may be chance', () => {
    const judged = allocs([10, 12, 20], [14, 15, 25]);
    expect(judged.status).toBe('inconclusive');
    expect(judged.reason).toMatch(/overlap/);
  });

  test('one outlier among many does not hide a rise', () => {
    const constant = Array<number>(20).fill(10);
    expect(allocs([...constant, 40], Array<number>(21).fill(15)).status).toBe('regressed');
  });

  test('are warned about, with what to do', () => {
    expect(allocs([10, 12, 14], [20, 20, 20]).warnings).toEqual([
      expect.stringMatching(/^base varies from 10 to 14: .*-benchtime=1000x.*assume: nothing/),
    ]);
    expect(allocs([10, 11, 10], [10, 11, 11]).warnings).toEqual([]);
  });
});

test('within the limit it says by how much', () => {
  expect(allocs(twice(100), twice(105), 0.05).reason).toBe('+5 (+5.0 %) is within the limit of 5 %');
});

test('counted metrics are judged whatever the order in which the sides were measured', () => {
  for (const design of ['sequential', 'baseline'] as const)
    expect(judgeOne(row([twice(1), twice(5)], { unit: 'allocs/op', limit: 0 }), design).status).toBe('regressed');
});

test('all rounds count, whatever the looks: nothing selects a count', () => {
  const looks = looksOf({ screen: 2, confirm: 10 });
  const rows = row([[9, 9, 9, 10], twice(10).concat(10, 10)], { unit: 'allocs/op', limit: 0 });
  expect(JUDGE.goingOn([rows], SETTINGS, looks)).toEqual([]);
  expect(judgeOne(rows, 'interleaved', looks)).toMatchObject({
    status: 'unchanged',
    base: { n: 4 },
    head: { n: 4 },
    rounds: 4,
  });
});

test('a counted metric without a quantum has no rounding', () => {
  const custom = row([[1.5], [1.6]], { unit: 'ops', limit: 0, metric: { better: 'lower', assume: 'exact' } });
  expect(judgeOne(custom).status).toBe('regressed');
  const fewer = row([[1.5], [1.6]], { unit: 'ops', limit: 0, metric: { better: 'higher', assume: 'exact' } });
  expect(judgeOne(fewer).status).toBe('improved');
});

describe('reported and not judged', () => {
  test.each([
    [{ limit: null, unit: 'allocs/op' }, /no check limits its change/],
    [{ unit: 'pages', metric: { assume: 'exact' } }, /which way pages is better/],
  ] as const)('%p', (spec, reason) => {
    const moved = judgeOne(row([twice(1), twice(9)], spec));
    expect(moved.status).toBe('inconclusive');
    expect(moved.reason).toMatch(reason);
    expect(judgeOne(row([twice(1), twice(1)], spec)).status).toBe('unchanged');
  });
});

test('exchanging the sides mirrors the status', () => {
  const counts = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 5 });
  const mirror: Record<string, string> = { regressed: 'improved', improved: 'regressed' };
  fc.assert(
    fc.property(counts, counts, fc.constantFrom(0, 0.1, 0.5), (base, head, limit) => {
      const [there, back] = [allocs(base, head, limit), allocs(head, base, limit)];
      expect(back.status).toBe(mirror[there.status] ?? there.status);
    }),
  );
});
