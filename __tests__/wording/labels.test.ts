import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { labelsOf } from '../../src/wording/labels.ts';

const pkg = (...paths: string[]) => {
  const labels = labelsOf(paths.map((path) => ({ pkg: path })));
  return paths.map((path) => labels.pkg({ pkg: path }));
};

describe('labelsOf', () => {
  test('packages lose what all of them share', () => {
    expect(pkg('example.com/m/codec', 'example.com/m/index')).toEqual(['codec', 'index']);
    expect(pkg('example.com/m/a/codec', 'example.com/m/b/codec')).toEqual(['a/codec', 'b/codec']);
    expect(pkg('example.com/m', 'example.com/m/codec')).toEqual(['m', 'codec']);
  });

  test('a single package keeps its last element', () => {
    expect(pkg('example.com/m/codec')).toEqual(['codec']);
    expect(pkg('fmt')).toEqual(['fmt']);
  });

  test('paths stay whole where short ones would collide', () => {
    expect(pkg('a/b', 'a/b/b')).toEqual(['a/b', 'a/b/b']);
  });

  test('GOMAXPROCS is shown only where a benchmark ran with several', () => {
    const subjects = [
      { pkg: 'm', benchmark: 'Encode', gomaxprocs: 1 },
      { pkg: 'm', benchmark: 'Encode', gomaxprocs: 4 },
      { pkg: 'm', benchmark: 'Decode', gomaxprocs: 4 },
    ];
    const labels = labelsOf([...subjects, { pkg: 'm', benchmark: 'Decode' }]);
    expect(subjects.map((s) => labels.benchmark(s))).toEqual(['Encode-1', 'Encode-4', 'Decode']);
    expect(labels.full(subjects[1] ?? {})).toBe('m Encode-4');
  });

  test('what is not named is empty', () => {
    const labels = labelsOf([{}, { pkg: 'a/b' }]);
    expect([labels.full({}), labels.full({ pkg: 'a/b' }), labels.benchmark({ function: 'grow' })]).toEqual([
      '',
      'b',
      'grow',
    ]);
  });

  test('different packages never share a label', () => {
    const path = fc
      .array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 4 })
      .map((parts) => parts.join('/'));
    fc.assert(
      fc.property(fc.uniqueArray(path, { minLength: 1, maxLength: 8 }), (paths) => {
        expect(new Set(pkg(...paths)).size).toBe(paths.length);
      }),
    );
  });
});
