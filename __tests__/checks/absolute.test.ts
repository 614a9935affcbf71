import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { absolute } from '../../src/checks/absolute.ts';
import type { Comparison } from '../../src/model/comparison.ts';
import type { Limits } from '../../src/model/rules.ts';
import { checked, comparison, context, limit, rule, summary } from './make.ts';

const findings = (row: Comparison, limits: Limits) => absolute.evaluate([checked(row, rule(limits))], context([row]));

const statuses = (row: Comparison, limits: Limits) => findings(row, limits).map((f) => f.status);

const head = (center: number, lo: number, hi: number, id = 'sec/op') =>
  comparison({ metric: id, head: { center, lo, hi, n: 20 } });

describe('a noisy metric', () => {
  const row = head(2e-3, 1.9e-3, 2.1e-3);

  test.each([
    [{ max: limit(1.8e-3) }, ['fail']],
    [{ max: limit(1.95e-3) }, ['inconclusive']],
    [{ max: limit(2.05e-3) }, ['inconclusive']],
    [{ max: limit(2.1e-3) }, []],
    [{ min: limit(2.2e-3) }, ['fail']],
    [{ min: limit(2e-3) }, ['inconclusive']],
    [{ min: limit(1.9e-3) }, []],
    [{ equals: limit(2.05e-3) }, []],
    [{ equals: limit(2.2e-3) }, ['fail']],
    [{ equals: limit(1.8e-3) }, ['fail']],
    [{ max: limit(1e-3), min: limit(3e-3) }, ['fail', 'fail']],
  ])('1.9 … 2.1 ms against %j', (limits, expected) => {
    expect(statuses(row, limits)).toEqual(expected);
  });

  test('the message gives the value, its interval and the limit', () => {
    expect(findings(row, { max: limit(1.8e-3) })[0]?.message).toBe(
      'Encode/large: sec/op of head is 2.00 ms (1.90 ms … 2.10 ms), above max 1.80 ms',
    );
    expect(findings(row, { min: limit(2e-3) })[0]?.message).toBe(
      'Encode/large: sec/op of head is 2.00 ms (1.90 ms … 2.10 ms): too wide to tell whether it is below min 2.00 ms',
    );
  });
});

describe('an exact metric', () => {
  // its samples vary, but a count is judged by its median alone
  const row = head(12, 10, 14, 'allocs/op');

  test.each([
    [{ max: limit(11) }, ['fail']],
    [{ max: limit(12) }, []],
    [{ min: limit(13) }, ['fail']],
    [{ equals: limit(12) }, []],
    [{ equals: limit(11) }, ['fail']],
    [{ equals: limit(0) }, ['fail']],
  ])('12 against %j', (limits, expected) => {
    expect(statuses(row, limits)).toEqual(expected);
  });

  test('has no interval in its message', () => {
    expect(findings(row, { equals: limit(0) })[0]?.message).toBe(
      'Encode/large: allocs/op of head is 12, not equal to 0',
    );
  });
});

test('a new benchmark is judged, whatever its base', () => {
  const row = comparison({ base: null, head: summary(2e-3), status: 'new' });
  expect(statuses(row, { max: limit(1e-3) })).toEqual(['fail']);
});

test('a row without a head is not: other checks say why', () => {
  expect(statuses(comparison({ head: null, status: 'missing' }), { max: limit(0) })).toEqual([]);
});

test('an improvement does not excuse a value above max', () => {
  expect(statuses(comparison({ head: summary(1e-3), status: 'improved' }), { max: limit(5e-4) })).toEqual(['fail']);
});

test('max and min mirror each other', () => {
  const value = fc.double({ min: 0.1, max: 100, noNaN: true });
  fc.assert(
    fc.property(value, value, value, (a, b, bound) => {
      const [lo, hi] = [Math.min(a, b), Math.max(a, b)];
      const max = statuses(head((lo + hi) / 2, lo, hi), { max: limit(bound) });
      const min = statuses(head(-(lo + hi) / 2, -hi, -lo), { min: limit(-bound) });
      expect(min).toEqual(max);
    }),
  );
});

describe('a percentage is a function’s share of its profile', () => {
  const summary = (center: number, by: number) => ({ center, lo: center - by, hi: center + by, n: 100 });
  const found = (share: number, by: number, head: number | null = 1e-3) => {
    const row = comparison({
      metric: 'cpu.flat',
      subject: { pkg: 'example.com/m/codec', benchmark: 'Encode', gomaxprocs: 2, function: 'm/codec.grow' },
      ...(head === null ? {} : { share: { base: null, head: summary(share, by) } }),
    });
    return absolute.evaluate([checked(row, rule({ max: limit(0.3, true) }))], context([row]));
  };

  test('above it for sure, perhaps, and below', () => {
    expect(found(0.42, 0.04)).toMatchObject([
      { status: 'fail', message: 'Encode: m/codec.grow has 42 % (38 % … 46 %) of cpu.flat at head, above max 30 %' },
    ]);
    const [perhaps] = found(0.32, 0.04);
    expect(perhaps).toMatchObject({ status: 'inconclusive' });
    expect(perhaps?.message).toContain('too few samples to tell whether that is above max 30 %');
    expect(found(0.2, 0.04)).toEqual([]);
  });

  test('a row without a share is not judged by one', () => expect(found(0.9, 0, null)).toEqual([]));
});
