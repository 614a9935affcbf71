import { describe, expect, test } from '@jest/globals';
import { GoRegexp } from '../../../src/profile/regexp/index.ts';

// Expected answers and words are those of Go 1.26's regexp.MatchString and Compile.
describe('matches as Go does', () => {
  test.each([
    ['json', 'encoding/json.Marshal', true],
    ['', 'anything', true],
    ['^a$', 'a', true],
    ['^a$', 'a\n', false],
    ['a.b', 'a\nb', false],
    ['(?s)a.b', 'a\nb', true],
    ['(?m)^b$', 'a\nb\nc', true],
    ['a\\z', 'ba', true],
    ['\\Ab', 'ab', false],
    ['\\bb', 'a b', true],
    ['\\Bb', 'ab', true],
    ['(?i)MALLOC', 'runtime.mallocgc', true],
    ['(?i:A)b', 'AB', false],
    ['(?i)k', '\u212a', true],
    ['(?i)[^k]', '\u212a', false],
    ['[[:alpha:]]+$', 'a1', false],
    ['[^[:alpha:]]', 'abc', false],
    ['[[:^alpha:]]', 'abc1', true],
    ['\\d\\D\\w\\W\\s\\S', '1ab- x', true],
    ['\\W', 'é', true],
    ['\\pL', '日', true],
    ['\\p{Greek}', 'a', false],
    ['\\p{^Greek}', 'a', true],
    ['\\P{Greek}', 'α', false],
    ['[]a]', ']', true],
    ['[^]a]', ']', false],
    ['[a-]', '-', true],
    ['^a{2,3}$', 'aaaa', false],
    ['^a{2,}$', 'aaaa', true],
    ['a{,2}', 'a{,2}', true],
    ['\\x{1F600}\\x41\\101', '😀AA', true],
    ['^[😀]$', '😀', true],
    ['\\Q.*\\E', 'a.*', true],
    ['\\Qab\\E+$', 'abbb', true],
    ['(?P<name>a)(?<other>b)', 'ab', true],
    ['(|a)b', 'b', true],
    ['(a|b)*c', 'ababc', true],
    ['(a*)*', '', true],
    ['^(?:a?){3}$', 'aaaa', false],
    ['^.$', '😀', true],
    ['[^a]', '\n', true],
    ['a??b', 'b', true],
  ])('%j on %j', (pattern, text, matches) => expect(new GoRegexp(pattern).test(text)).toBe(matches));

  test.each([
    ['a**', 'invalid nested repetition operator: `**`'],
    ['a++', 'invalid nested repetition operator: `++`'],
    ['*a', 'missing argument to repetition operator: `*`'],
    ['(a', 'missing closing ): `(a`'],
    ['a)', 'unexpected ): `a)`'],
    ['[a', 'missing closing ]: `[a`'],
    ['[z-a]', 'invalid character class range: `z-a`'],
    ['[[:foo:]]', 'invalid character class range: `[:foo:]`'],
    ['\\p{Nonsense}', 'invalid character class range: `\\p{Nonsense}`'],
    ['a{1001}', 'invalid repeat count: `{1001}`'],
    ['a{3,2}', 'invalid repeat count: `{3,2}`'],
    ['\\1', 'invalid escape sequence: `\\1`'],
    ['\\Z', 'invalid escape sequence: `\\Z`'],
    ['\\x{110000}', 'invalid escape sequence: `\\x{110000}`'],
    ['a\\', 'trailing backslash at end of expression: ``'],
    ['(?=a)', 'invalid or unsupported Perl syntax: `(?=`'],
  ])('%j is refused', (pattern, words) => {
    expect(() => new GoRegexp(pattern)).toThrow(new Error(`error parsing regexp: ${words}`));
  });
});

describe('nothing hangs', () => {
  test.each([['(a*)*(a*)*(a*)*$b'], ['(a|aa)+$b'], ['(a?){500}a{500}b'], ['((a{0,5}){0,5}){0,5}b']])(
    '%j on many a',
    (pattern) => expect(new GoRegexp(pattern).test('a'.repeat(2000))).toBe(false),
  );

  test('an expression that repeats too much is refused', () => {
    expect(() => new GoRegexp('((a{100}){100}){100}')).toThrow('regexp too large: it takes more than 10000 steps');
    expect(() => new GoRegexp('(x|y|z){1000}(x|y|z){1000}(x|y|z){1000}')).toThrow('regexp too large');
    expect(new GoRegexp('(((){1000}){1000}){1000}').test('')).toBe(true);
    expect(() => new GoRegexp('('.repeat(2000))).toThrow('expression nests too deeply');
  });
});
