import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'yaml';
import { yamlList, yamlScalar } from '../../src/wire/yaml-text.ts';

describe('yamlScalar', () => {
  test.each([
    ['sec/op', 'sec/op'],
    ['bench/time', 'bench/time'],
    ['', '""'],
    ['true', '"true"'],
    ['Null', '"Null"'],
    ['12', '"12"'],
    ['-x', '"-x"'],
    ['a b', '"a b"'],
    ['say "hi" \\o/', '"say \\"hi\\" \\\\o/"'],
    ['a\nb', '"a\\u000ab"'],
    ['a: b # c', '"a: b # c"'],
    ['µs', '"µs"'],
  ])('%j is written %s', (text, written) => {
    expect(yamlScalar(text)).toBe(written);
  });

  test('any text comes back, from one line, as a value and as a key', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (text) => {
        const scalar = yamlScalar(text);
        expect(scalar).not.toMatch(/[\n\r\x85\u2028]/);
        expect(parse(scalar)).toBe(text);
        expect(Object.keys(parse(`${scalar}: 1`))).toEqual([text]);
      }),
      { numRuns: 500 },
    );
  });

  test('text that only looks like text comes back too', () => {
    const words = [
      'null',
      'TRUE',
      'False',
      '~',
      '.inf',
      '.nan',
      '0x1f',
      '1e3',
      '<<',
      '&a',
      '*a',
      '!t',
      '%x',
      '---',
      '? a',
      '\ud800',
      '\ufeffa',
    ];
    expect(words.map((word) => parse(yamlScalar(word)))).toEqual(words);
  });
});

describe('yamlList', () => {
  test('one text stands alone, others in brackets', () => {
    expect(yamlList(['Encode'])).toBe('Encode');
    expect(yamlList(['Encode', '!x', 'a,b'])).toBe('[Encode, "!x", "a,b"]');
    expect(yamlList([])).toBe('[]');
  });

  test('lists come back', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 2, maxLength: 5 }), (texts) => {
        expect(parse(yamlList(texts))).toEqual(texts);
      }),
    );
  });
});
