import { describe, expect, test } from '@jest/globals';
import { affordableFirst } from '../../src/plan/priority.ts';
import { evidenceOf, packageOf } from '../gate/evidence.ts';
import { groupOf } from './make.ts';

const STORE = 'example.com/m/store';
const packages = [
  packageOf({ base: ['A'], head: ['A'] }, { pkg: STORE, dir: 'store', reachedBy: ['codec/codec.go'] }),
  packageOf({ base: ['A'], head: ['A'] }, { dir: 'codec', reachedBy: ['codec/codec.go'] }),
];
const groups = [groupOf('Append', STORE), groupOf('Encode')];

function given(seconds: number, of = packages): readonly number[] {
  return affordableFirst(groups, [1, 1], () => 8, seconds, evidenceOf({ packages: of }));
}

describe('where the budget is short', () => {
  test('packages whose own files changed get their rounds first, the others what is left', () => {
    expect(given(16)).toEqual([8, 8]);
    expect(given(10)).toEqual([2, 8]);
    expect(given(6)).toEqual([0, 6]);
  });

  test('a file in a folder below is not the package’s own, at the root neither', () => {
    const below = packages.map((p) => ({ ...p, reachedBy: ['codec/json/fast.go', 'store/wal/log.go'] }));
    expect(given(10, below)).toEqual([5, 5]);
    const root = packages.map((p) => (p.pkg === STORE ? { ...p, dir: '.', reachedBy: ['store.go'] } : p));
    expect(
      given(
        10,
        root.map((p) => (p.pkg === STORE ? p : { ...p, reachedBy: ['store.go'] })),
      ),
    ).toEqual([8, 2]);
  });
});
