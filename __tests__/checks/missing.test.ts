import { describe, expect, test } from '@jest/globals';
import { missing } from '../../src/checks/missing.ts';
import type { Comparison } from '../../src/model/comparison.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import { type Change, checked, comparison, context, evidence, pkgEvidence, rule } from './make.ts';

const RULE = rule({}, { id: 'bench/missing', metric: ['**'] });

const gone = (name: string, change: Change = {}) => comparison({ name, head: null, status: 'missing', ...change });
const added = (name: string, change: Change = {}) => comparison({ name, base: null, status: 'new', ...change });

function findings(rows: readonly Comparison[], of: Evidence = evidence({ packages: [] })) {
  const limited = rows.map((row) => checked(row, RULE));
  return missing.evaluate(limited, context(rows, of));
}

test('one finding per benchmark, not per metric, at high confidence', () => {
  const rows = [gone('Old'), gone('Old', { metric: 'allocs/op' }), gone('Other'), comparison({ name: 'Kept' })];
  const found = findings(rows);
  expect(found.map((f) => f.subject.benchmark)).toEqual(['Old', 'Other']);
  expect(found[0]).toMatchObject({ rule: 'bench/missing', severity: 'error', status: 'fail', confidence: 'high' });
  expect(found[0]?.metric).toBeUndefined();
  expect(found[0]?.message).toBe('Old is gone: base has it, head has not; removed, renamed, skipped or filtered');
});

test('the same name in another package, or with another GOMAXPROCS, is another benchmark', () => {
  const rows = [gone('Old'), gone('Old', { subject: { pkg: 'example.com/m/index', benchmark: 'Old', gomaxprocs: 2 } })];
  expect(findings(rows)).toHaveLength(2);
});

describe('a rename is suggested', () => {
  test.each([
    ['Encode', ['EncodeRecord']],
    ['Lookup', ['IndexLookup', 'Write']],
    ['Encode/size=large', ['Encode/size=big']],
    ['encodeJSON', ['EncodeJSON']],
  ])('%s to the one of %j that resembles it', (name, others) => {
    expect(findings([gone(name), ...others.map((other) => added(other))])[0]?.message).toContain(
      `renamed to ${others[0]}?`,
    );
  });

  test('once, when the new benchmark has several metrics', () => {
    const rows = [gone('Encode'), added('EncodeAll'), added('EncodeAll', { metric: 'B/op' })];
    expect(findings(rows)[0]?.message).toContain('renamed to EncodeAll?');
  });

  test('not when two resemble it, none does, or it is in another package', () => {
    const elsewhere = { subject: { pkg: 'example.com/m/index', benchmark: 'EncodeAll' } };
    for (const rows of [[added('EncodeAll'), added('EncodeOne')], [added('Sort')], [added('EncodeAll', elsewhere)]])
      expect(findings([gone('Encode'), ...rows])[0]?.message).not.toContain('renamed to');
  });

  test('not among hundreds of new ones', () => {
    const many = Array.from({ length: 200 }, (_, i) => added(`Zz${i}`));
    expect(findings([gone('Encode'), ...many, added('EncodeAll')])[0]?.message).not.toContain('renamed to');
  });
});

describe('the sources say why', () => {
  const head = (benchmarks: readonly string[]) =>
    evidence({ packages: [pkgEvidence({ benchmarks: { base: ['Encode'], head: benchmarks } })] });

  test('the function was removed', () => {
    expect(findings([gone('Encode/large')], head([]))[0]?.message).toContain(
      'func BenchmarkEncode was removed or renamed',
    );
  });

  test('the function is still there', () => {
    expect(findings([gone('Encode/large')], head(['Encode']))[0]?.message).toContain(
      'is still there: the benchmark is skipped',
    );
  });

  test('the package was removed', () => {
    const of = evidence({ packages: [pkgEvidence({ head: { state: 'absent' } })] });
    expect(findings([gone('Encode')], of)[0]?.message).toContain('its package was removed');
  });

  test("the gate's own reason is taken first", () => {
    expect(findings([gone('Encode', { reason: 'skipped by b.Skip' })], head([]))[0]?.message).toContain(
      'skipped by b.Skip',
    );
  });
});
