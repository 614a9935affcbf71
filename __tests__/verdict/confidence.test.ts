import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Cause, Finding, Testimony } from '../../src/model/finding.ts';
import { findingOf } from '../../src/model/finding-of.ts';
import { agreeing, type Heard, withTestimony } from '../../src/verdict/confidence.ts';
import { checked, regressed, rule } from '../checks/make.ts';

const timed: Finding = findingOf(checked(regressed('sec/op', 1, 2), rule({})), 'fail', 'slower');
const counted: Finding = findingOf(checked(regressed('allocs/op', 1, 2), rule({})), 'fail', 'more');

const heard = (...says: readonly Testimony['says'][]): Heard[] =>
  says.map((s, i) => ({ witness: `w${i}`, testimony: { says: s, text: `${s} ${i}` } }));

test.each([
  [[], 'low'],
  [['silent', 'silent'], 'low'],
  [['agrees'], 'medium'],
  [['agrees', 'silent'], 'medium'],
  [['agrees', 'agrees'], 'high'],
  [['agrees', 'disagrees'], 'low'],
  [['agrees', 'agrees', 'disagrees'], 'medium'],
  [['disagrees'], 'low'],
] as const)('a timed finding with witnesses %j has confidence %s', (says, expected) => {
  expect(withTestimony(timed, heard(...says)).confidence).toBe(expected);
});

test('what is counted is certain by itself, whoever disagrees', () => {
  expect(withTestimony(counted, heard('disagrees')).confidence).toBe('high');
});

test('witnesses change neither status nor severity nor words', () => {
  const says = fc.array(fc.constantFrom<Testimony['says'][]>('agrees', 'disagrees', 'silent'));
  fc.assert(
    fc.property(says, (list) => {
      const { confidence: _c, causes: _k, testimony, ...rest } = withTestimony(timed, heard(...list));
      const { confidence: _d, causes: _l, ...before } = timed;
      expect(rest).toEqual(before);
      expect(testimony?.map((s) => s.says)).toEqual(list);
    }),
  );
});

test('their words are kept, and the agreeing ones counted', () => {
  const finding = withTestimony(timed, heard('agrees', 'silent', 'agrees'));
  expect(finding.testimony?.[1]).toEqual({ witness: 'w1', says: 'silent', text: 'silent 1' });
  expect(agreeing(finding)).toBe(2);
  expect(agreeing(timed)).toBe(0);
});

describe('causes', () => {
  const cause = (witness: string, change: Partial<Cause> = {}): Cause => ({
    function: 'm.F',
    kind: 'allocation',
    witnesses: [witness],
    text: `by ${witness}`,
    ...change,
  });
  const from = (...causes: Cause[]): Heard[] =>
    causes.map((c) => ({ witness: c.witnesses[0] ?? '', testimony: { says: 'agrees', text: '', causes: [c] } }));

  test('that two witnesses name are one, with both', () => {
    const { causes } = withTestimony(timed, from(cause('heap'), cause('cpu')));
    expect(causes).toEqual([cause('heap', { witnesses: ['heap', 'cpu'] })]);
  });

  test('of another kind, function or line stay apart', () => {
    const different = [
      cause('a'),
      cause('b', { kind: 'waiting' }),
      cause('c', { function: 'm.G' }),
      cause('d', { line: 3 }),
    ];
    expect(withTestimony(timed, from(...different)).causes).toHaveLength(4);
  });

  test('in one function are one: where it is counted comes first, what each found is told, and the largest share', () => {
    const at = { function: 'm.G', file: 'g.go' };
    const cpu = cause('cpu', { ...at, line: 9, kind: 'cpu', share: 0.5 });
    const heap = cause('heap', { ...at, line: 7, share: 0.9 });
    const vague = cause('allocations');
    expect(withTestimony(timed, from(vague, cpu, heap))).toMatchObject({
      at: { file: 'g.go', line: 7 },
      causes: [{ ...heap, share: 0.9, witnesses: ['heap', 'cpu', 'allocations'], text: 'by heap; by cpu' }],
    });
  });

  test('with a place come first, those that explain most before the others', () => {
    const placed = (fn: string, share: number) => cause('cpu', { function: fn, file: 'f.go', kind: 'cpu', share });
    const { causes } = withTestimony(
      timed,
      from(cause('x', { kind: 'waiting' }), placed('m.A', 0.1), placed('m.B', 0.8)),
    );
    expect(causes.map((c) => c.function)).toEqual(['m.B', 'm.A', 'm.F']);
  });

  test('that the finding already had come first', () => {
    const own = cause('own', { function: 'm.Own' });
    expect(withTestimony({ ...timed, causes: [own] }, from(cause('heap'))).causes[0]).toEqual(own);
  });
});
