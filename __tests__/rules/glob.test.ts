import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  MAX_BRACES,
  MAX_PATTERN,
  matchesFunction,
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

describe('matchesFunction', () => {
  const modules = ['example.com/m', 'gopkg.in/yaml.v2'];

  test.each([
    ['example.com/m/codec.Encode', 'example.com/m/codec.Encode', true],
    ['example.com/m/codec.Encode', 'example.com/m/codec.EncodeAll', false],
    ['example.com/m/codec.(*Encoder).grow', 'example.com/m/codec.(*Encoder).grow', true],
    ['example.com/m/codec.(*Encoder).grow', 'example.com/m/codec.(*Decoder).grow', false],
    ['example.com/m/codec.(*Encoder).*', 'example.com/m/codec.(*Encoder).grow', true],
    ['example.com/m/codec.(*Encoder).*', 'example.com/m/codec.Encoder.grow', false],
    ['./codec.(*Encoder).grow', 'example.com/m/codec.(*Encoder).grow', true],
    ['./codec.*', 'example.com/m/codec.(*Encoder).grow', true],
    ['./codec.*', 'example.com/m/codec/json.Encode', false],
    ['./codec.*', 'example.com/other/codec.Encode', false],
    ['./codec/*', 'example.com/m/codec/json.Encode', true],
    ['./codec/**', 'example.com/m/codec/json/fast.Encode', true],
    ['./codec/**', 'example.com/m/codec.Encode', true],
    ['./codec/...', 'example.com/m/codec.Encode', true],
    ['./codec/**', 'example.com/m/codecs.Encode', false],
    ['./**', 'example.com/m.Parse', true],
    ['./...', 'example.com/m/a/b.Parse', true],
    ['./**', 'example.com/more.Parse', false],
    ['example.com/m/**', 'example.com/m.Parse', true],
    ['.Parse', 'example.com/m.Parse', true],
    ['.(*T).M', 'example.com/m.(*T).M', true],
    ['.*', 'example.com/m.(*T).M', true],
    ['.*', 'example.com/m/codec.Encode', false],
    ['*.grow', 'example.com/m/codec.(*Encoder).grow', true],
    ['*(*Encoder).grow', 'example.com/m/codec.(*Encoder).grow', true],
    ['*.(*Encoder).{grow,write}', 'example.com/m/codec.(*Encoder).write', true],
    ['**', 'runtime.mallocgc', true],
    ['*', 'example.com/m/codec.Encode', true],
    ['runtime.*', 'runtime.mallocgc', true],
    ['runtime.*', 'runtime/pprof.Do', false],
    ['pkg.Map[...]', 'pkg.Map[...]', true],
    ['pkg.Map[...]', 'pkg.Map.', false],
    ['*.Map[...]', 'example.com/m/pkg.Map[...]', true],
    ['./pkg.(*Set[...]).*', 'example.com/m/pkg.(*Set[...]).Add', true],
    ['pkg.[A-M]*', 'pkg.Map[...]', true],
    ['pkg.Map[a b', 'pkg.Map[a b', true],
    ['gopkg.in/yaml%2ev2.(*parser).parse', 'gopkg.in/yaml%2ev2.(*parser).parse', true],
    ['gopkg.in/yaml.v2.(*parser).parse', 'gopkg.in/yaml%2ev2.(*parser).parse', true],
    ['.(*parser).*', 'gopkg.in/yaml%2ev2.(*parser).parse', true],
    ['./**', 'gopkg.in/yaml%2ev2.Marshal', true],
    ['main.main', 'main.main', true],
  ])('%s on %s: %s', (pattern, fn, expected) => {
    expect(matchesFunction([pattern], fn, modules)).toBe(expected);
  });

  test('! takes away, also with ./', () => {
    const patterns = ['./**', '!./internal/**', '!*.String'];
    expect(matchesFunction(patterns, 'example.com/m/codec.Encode', modules)).toBe(true);
    expect(matchesFunction(patterns, 'example.com/m/internal/x.F', modules)).toBe(false);
    expect(matchesFunction(patterns, 'example.com/m/codec.(*T).String', modules)).toBe(false);
  });

  test('a name written out matches itself, whatever is in it, in a module too', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z][\w,.;[\]{}()*?!+@#/%-]{0,20}$/), (name) => {
        expect(matchesFunction([name], name, [])).toBe(true);
        expect(matchesFunction([`./${name}`], `x.org/[m]/${name}`, ['x.org/[m]'])).toBe(true);
      }),
    );
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
    expect(matchesFunction([pattern], name, ['m'])).toBe(false);
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
        expect(typeof matchesFunction([pattern], path, ['m'])).toBe('boolean');
      }),
      { numRuns: 2000 },
    );
  });
});
