import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Comparison, Status } from '../../src/model/comparison.ts';
import type { Level } from '../../src/model/diagnostic.ts';
import type { Finding, FindingStatus } from '../../src/model/finding.ts';
import { type Judgement, worse } from '../../src/verdict/worse.ts';
import { comparison } from '../checks/make.ts';

const STATUSES = [
  'regressed',
  'missing',
  'not-measured',
  'inconclusive',
  'not-comparable',
  'waived',
  'new',
  'unchanged',
  'improved',
  'identical',
] as const;

const rows = (...comparisons: Comparison[]): Judgement => ({ comparisons, findings: [] });

function finding(change: Partial<Finding> = {}): Finding {
  const subject = { benchmark: 'Encode' };
  return {
    rule: 'r',
    severity: 'error',
    confidence: 'low',
    status: 'fail',
    subject,
    metric: 'm',
    message: '',
    causes: [],
    ...change,
  };
}

const found = (...findings: Finding[]): Judgement => ({ comparisons: [], findings });

describe('rows', () => {
  test.each(STATUSES.slice(1).map((status, i) => [STATUSES[i] ?? 'regressed', status] as const))(
    '%s is worse than %s, whichever rules say so',
    (bad, good) => {
      const [a, b] = [rows(comparison({ status: bad })), rows(comparison({ status: good }))];
      expect(worse(a, b).comparisons.map((row) => row.status)).toEqual([bad]);
      expect(worse(b, a).comparisons.map((row) => row.status)).toEqual([bad]);
    },
  );

  test('of equal status the stricter limit is shown; none is the loosest', () => {
    const limits = (a: number | null, b: number | null) =>
      worse(rows(comparison({ limit: a })), rows(comparison({ limit: b }))).comparisons[0]?.limit;
    expect(limits(0.05, 0.02)).toBe(0.02);
    expect(limits(0.02, 0.05)).toBe(0.02);
    expect(limits(null, 0.05)).toBe(0.05);
    expect(limits(0.05, null)).toBe(0.05);
  });

  test("keep a's order, then what only b has; metrics of a benchmark stay apart", () => {
    const a = rows(comparison({ name: 'A' }), comparison({ name: 'B' }));
    const b = rows(
      comparison({ name: 'C' }),
      comparison({ name: 'A', metric: 'B/op', unit: 'B/op' }),
      comparison({ name: 'A' }),
    );
    const names = worse(a, b).comparisons.map((row) => `${row.subject.benchmark} ${row.metric}`);
    expect(names).toEqual(['A sec/op', 'B sec/op', 'C sec/op', 'A B/op']);
  });
});

describe('findings', () => {
  test('are united', () => {
    const [a, b] = [finding({ rule: 'a' }), finding({ rule: 'b' })];
    expect(worse(found(a), found(b)).findings).toEqual([a, b]);
    const others = [finding({ subject: { benchmark: 'X' } }), finding({ metric: 'n' })];
    expect(worse(found(finding()), found(...others)).findings).toHaveLength(3);
  });

  const ranked: readonly (readonly [FindingStatus, Level])[] = [
    ['fail', 'error'],
    ['inconclusive', 'error'],
    ['fail', 'warning'],
    ['inconclusive', 'warning'],
    ['fail', 'notice'],
    ['inconclusive', 'notice'],
    ['waived', 'error'],
    ['waived', 'warning'],
    ['waived', 'notice'],
  ];

  test.each(ranked.flatMap((bad, i) => ranked.slice(i + 1).map((good) => [bad, good] as const)))(
    'of the same thing, %j outweighs %j',
    ([badStatus, badLevel], [goodStatus, goodLevel]) => {
      const bad = finding({ status: badStatus, severity: badLevel });
      const good = finding({ status: goodStatus, severity: goodLevel });
      expect(worse(found(bad), found(good)).findings).toEqual([bad]);
      expect(worse(found(good), found(bad)).findings).toEqual([bad]);
    },
  );

  test('two of one row under one rule stay together', () => {
    const two = [finding({ message: 'regressed' }), finding({ message: 'above max' })];
    expect(worse(found(...two), found(finding({ message: 'regressed' }))).findings).toEqual(two);
    expect(worse(found(finding({ message: 'regressed' })), found(...two)).findings).toEqual(two);
  });
});

describe('in general', () => {
  const row = fc
    .tuple(fc.constantFrom<Status[]>(...STATUSES), fc.constantFrom('A', 'B', 'C'), fc.constantFrom(null, 0.01, 0.05))
    .map(([status, name, limit]) => comparison({ status, name, limit }));
  const judgement = fc
    .uniqueArray(row, { selector: (r) => r.subject.benchmark, maxLength: 3 })
    .map((comparisons): Judgement => ({ comparisons, findings: [] }));
  const table = (j: Judgement) => new Map(j.comparisons.map((r) => [r.subject.benchmark, [r.status, r.limit]]));

  test('the order of the two does not matter, and nothing is worse than itself', () => {
    fc.assert(
      fc.property(judgement, judgement, (a, b) => {
        expect(table(worse(a, b))).toEqual(table(worse(b, a)));
        expect(worse(a, a)).toEqual(a);
      }),
    );
  });
});
