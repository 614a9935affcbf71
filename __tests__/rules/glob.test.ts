import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  MAX_BRACES,
  MAX_PATTERN,
  matchesName,
  matchesPackage,
  matchesPath,
  patternProblem,
} from '../../src/rules/glob.ts';

describe('matchesPath', () => {
  test.each([
    ['Encode', 'Encode', true],
    ['Encode', 'EncodeAll', false],
    ['Encode*', 'EncodeAll', true],
    ['Encode*', 'Encode/large', false],
    ['Encode/*', 'Encode/large', true],
    ['Encode/*', 'Encode/large/zip', false],
    ['Encode/**', 'Encode/large/zip', true],
    ['Encode/**', 'Encode', true],
    ['Encode/**', 'EncodeAll', false],
    ['**', 'Encode/large', true],
    ['**/zip', 'Encode/large/zip', true],
    ['*/size=1?', 'Encode/size=16', true],
    ['Encode/{small,large}', 'Encode/large', true],
    ['[A-E]*', 'Decode', true],
    ['encode', 'Encode', false],
    ['#01', '#01', true],
    ['Encode/#0*', 'Encode/#01', true],
    ['.hidden', '.hidden', true],
    ['*', '.hidden', true],
    ['a\\*b', 'a*b', true],
    ['a\\*b', 'axb', false],
  ])('%s on %s: %s', (pattern, path, expected) => {
    expect(matchesPath([pattern], path)).toBe(expected);
  });

  test('a list: any of them, and none that begins with !', () => {
    expect(matchesPath(['Encode/**', 'Decode/**'], 'Decode/x')).toBe(true);
    expect(matchesPath(['**', '!Decode/**'], 'Decode/x')).toBe(false);
    expect(matchesPath(['!Decode/**', '**'], 'Decode/x')).toBe(false);
    expect(matchesPath(['!Decode/**'], 'Encode/x')).toBe(true);
  });

  test('a name matches itself, whatever is in it, once it is escaped', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[\w=,.:;[\]{}()*?!+@#-]{1,20}$/), (name) => {
        fc.pre(name !== '.' && name !== '..');
        expect(matchesPath([name.replace(/[[\]{}()*?!+@\\]/g, '\\$&')], name)).toBe(true);
      }),
    );
  });
});

describe('matchesName', () => {
  test('/ separates nothing in a unit', () => {
    expect(matchesName(['*'], 'req/s')).toBe(true);
    expect(matchesName(['**'], 'req/s')).toBe(true);
    expect(matchesName(['p99-*'], 'p99-sec/op')).toBe(true);
    expect(matchesName(['*/op'], 'cache-misses/op')).toBe(true);
    expect(matchesName(['*', '!sec/op'], 'sec/op')).toBe(false);
    expect(matchesName(['bench/*'], 'bench/time')).toBe(true);
    expect(matchesName(['bench/*'], 'gc/pause')).toBe(false);
    expect(matchesName(['{sec,B}/op'], 'B/op')).toBe(true);
  });
});

describe('matchesPackage', () => {
  const modules = ['example.com/m', 'example.com/m/tools'];

  test.each([
    ['./codec', 'example.com/m/codec', true],
    ['./codec', 'example.com/m/codec/json', false],
    ['./codec/**', 'example.com/m/codec', true],
    ['./codec/**', 'example.com/m/codec/json', true],
    ['./codec/...', 'example.com/m/codec', true],
    ['./codec/...', 'example.com/m/codec/json', true],
    ['./...', 'example.com/m', true],
    ['./**', 'example.com/m/a/b', true],
    ['./**', 'example.com/other', false],
    ['.', 'example.com/m', true],
    ['./', 'example.com/m', true],
    ['.', 'example.com/m/codec', false],
    ['./lint', 'example.com/m/tools/lint', true],
    ['example.com/m/codec', 'example.com/m/codec', true],
    ['example.com/**', 'example.com/m/codec', true],
    ['**/codec', 'example.com/m/codec', true],
    ['codec', 'example.com/m/codec', false],
    ['...', 'anything/at/all', true],
  ])('%s on %s: %s', (pattern, pkg, expected) => {
    expect(matchesPackage([pattern], pkg, modules)).toBe(expected);
  });

  test('! takes away, also with ./', () => {
    expect(matchesPackage(['./**', '!./internal/**'], 'example.com/m/internal/x', modules)).toBe(false);
    expect(matchesPackage(['./**', '!./internal/**'], 'example.com/m/x', modules)).toBe(true);
  });

  test('a module path is no pattern', () => {
    expect(matchesPackage(['./a'], 'x.org/v+1/a', ['x.org/v+1'])).toBe(true);
    expect(matchesPackage(['./a'], 'x.org/b/a', ['x.org/[b]'])).toBe(false);
  });

  test('without modules ./ means nothing', () => {
    expect(matchesPackage(['./**'], 'example.com/m', [])).toBe(false);
  });
});

describe('hostile patterns (TRUST T13)', () => {
  const name = `${'a'.repeat(200)}/${'a/'.repeat(50)}c`;

  test.each([
    '*a'.repeat(100),
    `${'a*'.repeat(100)}b`,
    `${'**/a/'.repeat(40)}b`,
    `${'*?'.repeat(100)}!`,
    `${'[a-z]*'.repeat(30)}[!a-z]`,
    `${'+(a|aa)'.repeat(20)}b`,
    `${'*(*(*(a)))'.repeat(20)}b`,
    `a${'!(a|b)'.repeat(20)}d`,
    `${'@(a|*)'.repeat(30)}b`,
    `${'{a,b}'.repeat(4)}*${'{'.repeat(100)}`,
  ])('%.40s… answers', (pattern) => {
    expect(patternProblem(pattern)).toBeUndefined();
    expect(matchesPath([pattern], name)).toBe(false);
  });

  test.each([
    ['', /empty/],
    ['!', /empty/],
    ['a'.repeat(MAX_PATTERN + 1), new RegExp(`${MAX_PATTERN} characters`)],
    ['{a,b}'.repeat(12), new RegExp(`${MAX_BRACES} patterns`)],
    ['{1..100000}', new RegExp(`${MAX_BRACES} patterns`)],
    ['{{1..9},{1..9}{1..9}}', new RegExp(`${MAX_BRACES} patterns`)],
  ])('%.20s cannot be used', (pattern, problem) => {
    expect(patternProblem(pattern)).toMatch(problem);
  });

  test('any pattern that is let through gives an answer', () => {
    const text = fc.string({ unit: fc.constantFrom(...'ab*?[]{}()!+@|,./\\-^'), maxLength: 40 });
    fc.assert(
      fc.property(text, text, (pattern, path) => {
        if (patternProblem(pattern) !== undefined) return;
        expect(typeof matchesPath([pattern], path)).toBe('boolean');
        expect(typeof matchesName([pattern], path)).toBe('boolean');
        expect(typeof matchesPackage([pattern], path, ['m'])).toBe('boolean');
      }),
      { numRuns: 2000 },
    );
  });
});
