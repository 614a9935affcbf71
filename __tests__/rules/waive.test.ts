import { describe, expect, test } from '@jest/globals';
import type { Comparison } from '../../src/model/comparison.ts';
import type { Finding } from '../../src/model/finding.ts';
import { applyWaivers, type WaiverContext } from '../../src/rules/waive.ts';
import { rulesOf } from './helpers.ts';

const NOW = '2027-01-15T12:00:00Z';
const subject = { pkg: 'example.com/m/codec', benchmark: 'Encode/large', gomaxprocs: 2 };

function row(change: Partial<Comparison> = {}): Comparison {
  return {
    metric: 'sec/op',
    unit: 'sec/op',
    subject,
    base: { center: 1e-6, lo: 0.9e-6, hi: 1.1e-6, n: 20 },
    head: { center: 1.1e-6, lo: 1e-6, hi: 1.2e-6, n: 20 },
    ratio: 1.1,
    difference: 1e-7,
    ratioLo: 1.08,
    ratioHi: 1.13,
    p: 1e-6,
    pAdjusted: 1e-5,
    limit: 0.02,
    detectable: 0.03,
    rounds: 20,
    status: 'regressed',
    warnings: [],
    ...change,
  };
}

const ALLOCS = row({ metric: 'allocs/op', unit: 'allocs/op', ratio: 1.5, difference: 6, ratioLo: null, ratioHi: null });

function finding(change: Partial<Finding> = {}): Finding {
  return {
    rule: 'bench/time',
    severity: 'error',
    confidence: 'high',
    status: 'fail',
    subject,
    metric: 'sec/op',
    message: 'slower',
    causes: [],
    ...change,
  };
}

function waive(waivers: string, findings = [finding()], comparisons = [row()], now = NOW) {
  const rules = rulesOf(`waivers:\n${waivers.replace(/^/gm, '  ')}\n`);
  const context: WaiverContext = {
    comparisons,
    modules: ['example.com/m'],
    betterOf: (m) => (m === 'B/s' ? 'higher' : 'lower'),
  };
  const { diagnostics, ...rest } = applyWaivers(findings, rules.waivers, now, context);
  return {
    ...rest,
    said: diagnostics.map((d) => `${d.level} ${d.at?.line}: ${d.text}`),
    statuses: rest.findings.map((f) => f.status),
  };
}

const REST = 'until: 2027-01-31, owner: "@team", reason: checksums';

describe('a waiver', () => {
  test('covers the finding that it names, and the row', () => {
    const { findings, said } = waive(`- { check: bench/time, benchmark: "Encode/*", pkg: ./codec, ${REST} }`);
    expect(findings).toEqual([
      finding({ status: 'waived', waivedBy: { owner: '@team', until: '2027-01-31', reason: 'checksums' } }),
    ]);
    expect(said).toEqual([]);
  });

  test.each([
    'check: bench/allocs',
    'check: bench/time, benchmark: Decode',
    'check: bench/time, pkg: ./index',
    'check: bench/time, gomaxprocs: 8',
    'check: bench/time, unit: B/op',
    'check: bench/time, keys: { size: large }',
  ])('of %s does not', (what) => {
    const { statuses, said } = waive(`- { ${what}, ${REST} }`);
    expect(statuses).toEqual(['fail']);
    expect(said).toEqual([
      `notice 3: the waiver of ${what.includes('allocs') ? 'bench/allocs' : 'bench/time'} covers no finding: remove it`,
    ]);
  });

  test('may name many checks', () => {
    const both = [finding(), finding({ rule: 'bench/allocs', metric: 'allocs/op' })];
    expect(waive(`- { check: "bench/*", ${REST} }`, both, [row(), ALLOCS]).statuses).toEqual(['waived', 'waived']);
  });

  test('covers what should have been judged and could not be', () => {
    const result = waive(
      `- { check: bench/time, ${REST} }`,
      [finding({ status: 'inconclusive' })],
      [row({ status: 'inconclusive' })],
    );
    expect(result.statuses).toEqual(['waived']);
  });
});

describe('until', () => {
  const at = (now: string) => waive(`- { check: bench/time, ${REST} }`, [finding()], [row()], now);

  test('its last day counts, to the end', () => {
    expect(at('2027-01-31T23:59:59Z').statuses).toEqual(['waived']);
  });

  test('the day after, the finding is back and its waiver is named', () => {
    const { statuses, said } = at('2027-02-01T00:00:00Z');
    expect(statuses).toEqual(['fail']);
    expect(said).toEqual([
      'warning 3: bench/time of Encode/large is not waived: the waiver of @team expired after 2027-01-31',
    ]);
  });

  test('another waiver may still hold', () => {
    const two = `- { check: bench/time, until: 2026-12-31, owner: a, reason: r }\n- { check: bench/time, until: 2027-12-31, owner: b, reason: s }`;
    const { statuses, findings } = waive(two);
    expect(statuses).toEqual(['waived']);
    expect(findings[0]?.waivedBy?.owner).toBe('b');
  });
});

describe('ceiling', () => {
  test.each([
    ['8%', 'waived'],
    ['12%', 'waived'],
    ['7%', 'fail'],
  ])('%s against a lower bound of 8 %%: %s', (ceiling, status) => {
    expect(waive(`- { check: bench/time, ceiling: ${ceiling}, ${REST} }`).statuses).toEqual([status]);
  });

  test('says what lies beyond it', () => {
    expect(waive(`- { check: bench/time, ceiling: 5%, ${REST} }`).said).toEqual([
      'warning 3: bench/time of Encode/large is not waived: +10.0 % is beyond the ceiling of 5%',
    ]);
  });

  test('counted metrics: the ratio itself, or a number', () => {
    const allocs = [finding({ rule: 'bench/allocs', metric: 'allocs/op' })];
    const under = (ceiling: string) =>
      waive(`- { check: bench/allocs, ceiling: ${ceiling}, ${REST} }`, allocs, [ALLOCS]);
    expect(under('50%').statuses).toEqual(['waived']);
    expect(under('49%').statuses).toEqual(['fail']);
    expect(under('6').statuses).toEqual(['waived']);
    expect(under('6 allocs/op').statuses).toEqual(['waived']);
    expect(under('5').said).toEqual([
      'warning 3: bench/allocs of Encode/large is not waived: +6 is beyond the ceiling of 5',
    ]);
    expect(under('1ms').statuses).toEqual(['fail']);
  });

  test('an amount of time', () => {
    expect(waive(`- { check: bench/time, ceiling: 100ns, ${REST} }`).statuses).toEqual(['waived']);
    expect(waive(`- { check: bench/time, ceiling: 99ns, ${REST} }`).statuses).toEqual(['fail']);
    expect(waive(`- { check: bench/time, ceiling: 1000, ${REST} }`).statuses).toEqual(['fail']);
  });

  test('the direction of the metric counts', () => {
    const slower = row({ metric: 'B/s', unit: 'B/s', ratio: 0.8, ratioLo: 0.75, ratioHi: 0.85, difference: -2e6 });
    const throughput = [finding({ rule: 'my/rate', metric: 'B/s' })];
    const under = (ceiling: string) =>
      waive(`- { check: my/rate, ceiling: ${ceiling}, ${REST} }`, throughput, [slower]).statuses;
    expect(under('18%')).toEqual(['waived']);
    expect(under('17%')).toEqual(['fail']);
    expect(under('2MB/s')).toEqual(['waived']);
  });

  test('a rise from 0 is beyond every percentage', () => {
    const fromZero = row({
      metric: 'allocs/op',
      unit: 'allocs/op',
      ratio: null,
      ratioLo: null,
      ratioHi: null,
      difference: 2,
    });
    const result = waive(
      `- { check: bench/time, ceiling: 900%, ${REST} }`,
      [finding({ metric: 'allocs/op' })],
      [fromZero],
    );
    expect(result.said).toEqual([
      'warning 3: bench/time of Encode/large is not waived: a rise from 0 is beyond the ceiling of 900%',
    ]);
  });

  test('a benchmark that is gone has no number: only a waiver without a ceiling covers it', () => {
    const gone = finding({ rule: 'bench/missing' });
    const { metric: _, ...missing } = gone;
    const rows = [row({ status: 'missing' })];
    expect(waive(`- { check: bench/missing, ceiling: 5%, ${REST} }`, [missing], rows).said[0]).toContain(
      'needs a number to hold against it',
    );
    const covered = waive(`- { check: bench/missing, ${REST} }`, [missing], rows);
    expect(covered.statuses).toEqual(['waived']);
  });
});

describe('findings', () => {
  test('each has its own waiver: another check of the same row stays', () => {
    const two = [finding(), finding({ rule: 'my/time' })];
    expect(waive(`- { check: bench/time, ${REST} }`, two).statuses).toEqual(['waived', 'fail']);
  });

  test('those of other subjects stay', () => {
    const two = [finding({ subject: { ...subject, gomaxprocs: 8 } }), finding()];
    expect(waive(`- { check: bench/time, gomaxprocs: 2, ${REST} }`, two).statuses).toEqual(['fail', 'waived']);
  });

  test('one that is waived already is left alone', () => {
    const waived = finding({ status: 'waived', waivedBy: { owner: 'x', until: '2027-01-31', reason: 'y' } });
    expect(waive(`- { check: bench/time, ${REST} }`, [waived]).findings).toEqual([waived]);
  });

  test('without waivers nothing changes', () => {
    const context = { comparisons: [row()], modules: [], betterOf: () => 'lower' as const };
    expect(applyWaivers([finding()], [], NOW, context)).toEqual({ findings: [finding()], diagnostics: [] });
  });
});
