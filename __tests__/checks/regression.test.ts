import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { regression } from '../../src/checks/regression.ts';
import type { Comparison } from '../../src/model/comparison.ts';
import type { Limits, Rule } from '../../src/model/rules.ts';
import { checked, comparison, context, limit, regressed, rule, summary } from './make.ts';

const FIVE_PERCENT = { maxRegression: limit(0.05, true) };

function findings(row: Comparison, limits: Limits, change: Partial<Rule> = {}) {
  return regression.evaluate([checked(row, rule(limits, change))], context([row]));
}

describe('max-regression on a noisy metric', () => {
  const slower = regressed('sec/op', 1.21e-3, 1.43e-3, { ratioLo: 1.169, ratioHi: 1.196 });

  test('says before, after, change, interval and limit', () => {
    const [finding, ...more] = findings(slower, FIVE_PERCENT, { why: 'on the request path' });
    expect(more).toEqual([]);
    expect(finding).toEqual({
      rule: 'bench/time',
      severity: 'error',
      confidence: 'low',
      status: 'fail',
      subject: slower.subject,
      metric: 'sec/op',
      message: 'Encode/large: sec/op 1.21 ms → 1.43 ms, +18.2 % slower (+16.9 … +19.6), limit 5 %',
      why: 'on the request path',
      causes: [],
    });
  });

  test("each rule judges by its own limit, with the interval's lower bound", () => {
    expect(findings(slower, { maxRegression: limit(0.168, true) })).toHaveLength(1);
    expect(findings(slower, { maxRegression: limit(0.17, true) })).toEqual([]);
  });

  test.each([
    'unchanged',
    'improved',
    'identical',
    'new',
    'missing',
    'not-measured',
    'not-comparable',
    'waived',
  ] as const)('a row that is %s breaks nothing, must-resolve or not', (status) => {
    expect(findings(comparison({ status }), FIVE_PERCENT)).toEqual([]);
    expect(findings(comparison({ status }), FIVE_PERCENT, { mustResolve: true })).toEqual([]);
  });

  test('a large change that is not significant breaks nothing', () => {
    const row = comparison({ head: summary(5e-3), status: 'inconclusive' });
    expect(findings(row, FIVE_PERCENT)).toEqual([]);
  });

  test('in a metric where more is better, less is worse', () => {
    const row = regressed('B/s', 2 ** 30, 0.85 * 2 ** 30, { ratioLo: 0.83, ratioHi: 0.87 });
    expect(findings(row, FIVE_PERCENT).map((f) => f.message)).toEqual([
      'Encode/large: B/s 1.00 GiB/s → 870 MiB/s, −15.0 % lower (−17.0 … −13.0), limit 5 %',
    ]);
    // 1 / 0.87 is 1.149: the bound nearest to no change, turned
    expect(findings(row, { maxRegression: limit(0.149, true) })).toHaveLength(1);
    expect(findings(row, { maxRegression: limit(0.15, true) })).toEqual([]);
  });

  test('a metric without a direction is never judged', () => {
    expect(findings(regressed('x-things', 1, 2), FIVE_PERCENT)).toEqual([]);
  });

  test('a row without an interval is judged by its ratio', () => {
    const row = regressed('sec/op', 1, 1.2, { ratioLo: null, ratioHi: null });
    expect(findings(row, FIVE_PERCENT)[0]?.message).toContain('+20.0 % slower, limit 5 %');
  });
});

describe('max-regression on an exact metric', () => {
  test('compares the counts, and is sure of itself', () => {
    const [finding] = findings(regressed('allocs/op', 12, 1012), { maxRegression: limit(0, true) });
    expect(finding?.confidence).toBe('high');
    expect(finding?.message).toBe('Encode/large: allocs/op 12 → 1,012, +1,000 (counted, exact), limit 0 %');
  });

  test('does not look at the interval', () => {
    const row = regressed('allocs/op', 100, 110, { ratioLo: 1, ratioHi: 1.2 });
    expect(findings(row, { maxRegression: limit(0.09, true) })).toHaveLength(1);
    expect(findings(row, { maxRegression: limit(0.1, true) })).toEqual([]);
  });

  test('any rise from 0 breaks a percent limit', () => {
    const row = regressed('allocs/op', 0, 1);
    expect(row.ratio).toBeNull();
    expect(findings(row, { maxRegression: limit(5, true) })[0]?.message).toBe(
      'Encode/large: allocs/op 0 → 1, +1 (counted, exact), limit 500 %',
    );
  });
});

describe('max-regression-by', () => {
  const slower = regressed('sec/op', 1e-3, 1.2e-3, { ratioLo: 1.15, ratioHi: 1.25 });

  test('is broken by what is beyond doubt: base times the lower bound', () => {
    expect(findings(slower, { maxRegressionBy: limit(1.49e-4) })[0]?.message).toBe(
      'Encode/large: sec/op 1.00 ms → 1.20 ms, +20.0 % slower (+15.0 … +25.0), limit +149 µs',
    );
    expect(findings(slower, { maxRegressionBy: limit(1.51e-4) })).toEqual([]);
  });

  test('with higher better, a fall counts', () => {
    const row = regressed('B/s', 1000, 800, { ratioLo: 0.75, ratioHi: 0.85 });
    expect(findings(row, { maxRegressionBy: limit(149) })).toHaveLength(1);
    expect(findings(row, { maxRegressionBy: limit(151) })).toEqual([]);
  });

  test('exact metrics by their difference', () => {
    const row = regressed('allocs/op', 12, 17);
    expect(findings(row, { maxRegressionBy: limit(4) })).toHaveLength(1);
    expect(findings(row, { maxRegressionBy: limit(5) })).toEqual([]);
  });

  test('a sampled function that base never met breaks an absolute limit by what is beyond doubt of it', () => {
    const base = { center: 0, lo: 0, hi: 1e-6, n: 0 };
    const head = { center: 9e-6, lo: 7e-6, hi: 11e-6, n: 80 };
    const row = regressed('sec/op', 1, 1, { base, head, ratio: null, ratioLo: 20, ratioHi: null, difference: 9e-6 });
    expect(findings(row, { maxRegressionBy: limit(5e-6) })).toHaveLength(1);
    expect(findings(row, { maxRegressionBy: limit(6.5e-6) })).toEqual([]);
  });

  test('a function of a profile is named', () => {
    const subject = { pkg: 'example.com/m/codec', benchmark: 'Encode/large', function: 'example.com/m/codec.grow' };
    const row = regressed('sec/op', 1, 2, { subject });
    expect(findings(row, FIVE_PERCENT)[0]?.message).toMatch(
      /^Encode\/large: example\.com\/m\/codec\.grow's sec\/op 1\.00 s/,
    );
  });

  test('a row broken twice is one finding', () => {
    expect(findings(slower, { ...FIVE_PERCENT, maxRegressionBy: limit(1e-6) })).toHaveLength(1);
  });
});

describe('must-resolve', () => {
  const noisy = comparison({
    head: summary(1.3e-3),
    status: 'inconclusive',
    reason: 'nothing below 14 % could be seen',
  });

  test('turns an inconclusive row into an inconclusive finding with its reason', () => {
    expect(findings(noisy, FIVE_PERCENT)).toEqual([]);
    const [finding] = findings(noisy, FIVE_PERCENT, { mustResolve: true });
    expect(finding?.status).toBe('inconclusive');
    expect(finding?.message).toBe(
      'Encode/large: sec/op could not be judged after 20 rounds, and its check must be resolved: nothing below 14 % could be seen',
    );
  });

  test('without a reason the interval is one', () => {
    const { reason: _, ...bare } = noisy;
    expect(findings(bare, FIVE_PERCENT, { mustResolve: true })[0]?.message).toMatch(
      /\+7\.4 % \(\+6\.4 … \+8\.5\) is too wide/,
    );
  });

  test('a row that is worse, and may or may not be beyond this limit, is not resolved', () => {
    const row = regressed('sec/op', 1, 1.05, { ratioLo: 1.03, ratioHi: 1.07 });
    expect(findings(row, FIVE_PERCENT, { mustResolve: true })[0]?.status).toBe('inconclusive');
    expect(findings(row, { maxRegression: limit(0.08, true) }, { mustResolve: true })).toEqual([]);
  });
});

test('a stricter limit never finds less', () => {
  const ratios = fc.double({ min: 1.0001, max: 5, noNaN: true });
  const limits = fc.double({ min: 0, max: 4, noNaN: true });
  const ids = fc.constantFrom('sec/op', 'B/op', 'allocs/op');
  fc.assert(
    fc.property(ratios, limits, limits, ids, (ratio, a, b, id) => {
      const row = regressed(id, 1000, 1000 * ratio);
      const found = (value: number) => findings(row, { maxRegression: limit(value, true) }).length;
      expect(found(Math.min(a, b))).toBeGreaterThanOrEqual(found(Math.max(a, b)));
    }),
  );
});
