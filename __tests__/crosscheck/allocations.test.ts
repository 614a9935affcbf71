import { describe, expect, test } from '@jest/globals';
import { allocations } from '../../src/crosscheck/allocations.ts';
import type { Comparison } from '../../src/model/comparison.ts';
import { findingOf } from '../../src/model/finding-of.ts';
import { checked, comparison, evidence, PKG, regressed, rule, summary, UNTRACED } from '../checks/make.ts';

const row = (metric: string, from: number, to: number, change: Partial<Comparison> = {}) =>
  comparison({ metric, base: summary(from), head: summary(to), ...change });

const testify = (about: Comparison, ...others: Comparison[]) =>
  allocations.testify(findingOf(checked(about, rule({})), 'fail', ''), {
    comparisons: [about, ...others],
    evidence: evidence(),
    profiles: [],
    ...UNTRACED,
  });

describe('a finding about time', () => {
  const slower = regressed('sec/op', 1e-3, 2e-3);

  test('more allocations and bytes agree, and are a cause', () => {
    const testimony = testify(slower, regressed('allocs/op', 12, 1012), row('B/op', 4096, 65536));
    const text = '12 → 1,012 allocations per op, 4.00 KiB → 64.0 KiB allocated per op';
    const cause = { function: `${PKG}.BenchmarkEncode`, kind: 'allocation', witnesses: ['allocations'], text };
    expect(testimony).toEqual({ says: 'agrees', text, causes: [cause] });
  });

  test('bytes alone do, too', () => {
    const testimony = testify(slower, row('allocs/op', 12, 12), row('B/op', 4096, 65536));
    expect(testimony).toMatchObject({ says: 'agrees', text: '4.00 KiB → 64.0 KiB allocated per op' });
  });

  test.each([
    ['nothing moved', row('allocs/op', 12, 12), row('B/op', 4096, 4096)],
    ['they fell', row('allocs/op', 12, 2), row('B/op', 4096, 64)],
    ['one step of rounding', row('allocs/op', 9, 10), row('B/op', 4096, 4096)],
    ['bytes wobbled by 1 %', row('allocs/op', 12, 12), row('B/op', 100_000, 100_900)],
    ['bytes wobbled by 32', row('allocs/op', 12, 12), row('B/op', 64, 96)],
  ])('%s: has nothing to say', (_, count, bytes) => {
    expect(testify(slower, count, bytes)).toEqual({ says: 'silent', text: 'allocations did not rise' });
  });

  test('a rise of one that the judge calls regressed is a rise', () => {
    expect(testify(slower, regressed('allocs/op', 9, 10)).says).toBe('agrees');
  });

  test('without -benchmem: has nothing to say', () => {
    expect(testify(slower)).toEqual({ says: 'silent', text: 'allocations were not counted' });
  });

  test("another benchmark's allocations are no witness", () => {
    expect(testify(slower, regressed('allocs/op', 1, 100, { name: 'Other' })).says).toBe('silent');
  });
});

describe.each(['allocs/op', 'B/op'])('a finding about %s', (metric) => {
  const more = regressed(metric, 100, 1000);

  test('is corroborated by time', () => {
    expect(testify(more, regressed('sec/op', 1e-3, 2e-3))).toEqual({
      says: 'agrees',
      text: 'time rose too: 1.00 ms → 2.00 ms, +100 % slower',
    });
  });

  test('is not by its sister, which comes from the same counters, and needs no time', () => {
    const sister = regressed(metric === 'B/op' ? 'allocs/op' : 'B/op', 10, 100);
    expect(testify(more, sister, row('sec/op', 1e-3, 1e-3)).says).toBe('silent');
    expect(testify(more).says).toBe('silent');
  });
});

test('of other metrics it knows nothing', () => {
  expect(testify(regressed('req/s', 1, 2)).says).toBe('silent');
});
