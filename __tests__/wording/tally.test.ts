import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Status } from '../../src/model/comparison.ts';
import { statusWords, tally } from '../../src/wording/tally.ts';
import { countRow, emptyRow, failing, subject, timeRow } from '../reporters/reports.ts';

const A = subject('codec', 'A');
const STATUSES: readonly Status[] = [
  'regressed',
  'improved',
  'unchanged',
  'inconclusive',
  'identical',
  'new',
  'missing',
  'not-measured',
  'not-comparable',
  'waived',
];

describe('tally', () => {
  test('counts benchmarks, not rows', () => {
    expect(tally(failing().comparisons)).toEqual({
      total: 12,
      counts: [
        { status: 'regressed', n: 3 },
        { status: 'improved', n: 1 },
        { status: 'unchanged', n: 8 },
      ],
    });
  });

  test('the most important of the judged rows decides; rows without a limit do not', () => {
    const rows = [timeRow(A, 1, 1, 'inconclusive', { limit: null }), countRow(A, 'allocs/op', 1, 1)];
    expect(tally(rows).counts).toEqual([{ status: 'unchanged', n: 1 }]);
    expect(tally(rows.slice(0, 1)).counts).toEqual([{ status: 'inconclusive', n: 1 }]);
    expect(tally([...rows, countRow(A, 'B/op', 1, 2)]).counts).toEqual([{ status: 'regressed', n: 1 }]);
  });

  test('CPU time that cannot tell takes nothing from the clock; one that regressed counts', () => {
    const cpu = (status: Status) => ({ ...timeRow(A, 1, 1, status), metric: 'cpu-sec/op', unit: 'cpu-sec/op' });
    const still = timeRow(A, 1, 1, 'unchanged');
    expect(tally([still, cpu('inconclusive')]).counts).toEqual([{ status: 'unchanged', n: 1 }]);
    expect(tally([still, cpu('regressed')]).counts).toEqual([{ status: 'regressed', n: 1 }]);
  });

  test('every benchmark is counted exactly once', () => {
    const row = fc.tuple(fc.constantFrom('A', 'B', 'C', 'D'), fc.constantFrom(...STATUSES));
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        const { total, counts } = tally(rows.map(([name, status]) => emptyRow(subject('p', name), status)));
        expect(total).toBe(new Set(rows.map(([name]) => name)).size);
        expect(counts.reduce((sum, { n }) => sum + n, 0)).toBe(total);
      }),
    );
  });

  test('every status has words', () => {
    expect(STATUSES.map(statusWords)).not.toContain('');
    expect(statusWords('missing')).toBe('vanished');
  });
});
