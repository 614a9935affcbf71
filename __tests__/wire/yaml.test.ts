import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { UserError } from '../../src/model/diagnostic.ts';
import { formatPosition } from '../../src/model/position.ts';
import { UserErrors } from '../../src/model/user-errors.ts';
import { parseYaml } from '../../src/wire/yaml.ts';

const KIB = 1024;
const BOUNDS = { bytes: 256 * KIB, tokens: 30_000 };

function read(text: string) {
  return parseYaml(text, 'rules.yml', BOUNDS);
}

function errorOf(text: string): UserError {
  try {
    read(text);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('nothing was wrong');
}

describe('positions', () => {
  const text = [
    'version: 1',
    'checks:',
    '  - id: a',
    '    where: { pkg: [x, y] }',
    '  - *later',
    'units: &later',
    '  "req/s":',
    '    better: higher',
    '',
  ].join('\n');

  test('every value and every key has its place', () => {
    const yaml = parseYaml(text.replace('  - *later\n', ''), 'f.yml', BOUNDS);
    const at = (path: (string | number)[]) => formatPosition(yaml.positionOf(path));
    expect(at([])).toBe('f.yml:1:1');
    expect(at(['checks', 0])).toBe('f.yml:3:5');
    expect(at(['checks', 0, 'id'])).toBe('f.yml:3:9');
    expect(at(['checks', 0, 'where', 'pkg', 1])).toBe('f.yml:4:23');
    expect(at(['units', 'req/s', 'better'])).toBe('f.yml:7:13');
    expect(formatPosition(yaml.keyPosition(['units', 'req/s', 'better']))).toBe('f.yml:7:5');
    expect(formatPosition(yaml.keyPosition(['checks']))).toBe('f.yml:2:1');
  });

  test('what is missing stands where it should have been', () => {
    const yaml = read('checks:\n  - id: a\n');
    expect(yaml.positionOf(['checks', 0, 'metric'])).toEqual({ file: 'rules.yml', line: 2, column: 5 });
    expect(yaml.positionOf(['waivers', 3])).toEqual({ file: 'rules.yml', line: 1, column: 1 });
  });

  test('an alias stands for what it names', () => {
    const yaml = read('a: &x { k: 1 }\nb: *x\n');
    expect(yaml.value).toEqual({ a: { k: 1 }, b: { k: 1 } });
    expect(yaml.positionOf(['b', 'k'])).toEqual({ file: 'rules.yml', line: 1, column: 12 });
  });

  test('CRLF and a byte order mark change no line', () => {
    const yaml = read('\ufeffa: 1\r\nb:\r\n  - c\r\n');
    expect(yaml.value).toEqual({ a: 1, b: ['c'] });
    expect(yaml.positionOf(['b', 0])).toMatchObject({ line: 3, column: 5 });
  });

  test('an empty text is null', () => {
    expect(read('').value).toBeNull();
    expect(read('# nothing\n').positionOf(['a'])).toMatchObject({ line: 1 });
  });
});

describe('mistakes', () => {
  test('every syntax error is told', () => {
    const error = errorOf('a: [1, 2\nb: "x\nc: }\n');
    expect(error).toBeInstanceOf(UserError);
    expect(error.shown).toMatch(/^rules\.yml:\d+:\d+: /);
  });

  test('a key that stands twice', () => {
    expect(errorOf('a: 1\nb: { c: 1, c: 2 }\na: 3\n').shown).toBe(
      ['rules.yml:3:1: the key "a" stands here twice', 'rules.yml:2:12: the key "c" stands here twice'].join('\n'),
    );
  });

  test('keys that are no text', () => {
    expect(errorOf('? [a]\n: 1\n').message).toBe('a key must be plain text');
    expect(errorOf('null: 1\n').message).toBe('a key must be plain text');
  });

  test('two documents', () => {
    expect(errorOf('a: 1\n---\nb: 2\n').shown).toMatch(/^rules\.yml:2:1: .*multiple documents/);
  });

  test('an alias of nothing', () => {
    expect(errorOf('a: *b\n').shown).toMatch(/^rules\.yml:1:4: /);
  });

  test('__proto__ is refused and reaches no prototype', () => {
    expect(errorOf('a:\n  __proto__: { polluted: true }\n').shown).toBe('rules.yml:2:3: "__proto__" cannot be a key');
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
    expect(read('constructor: { prototype: { polluted: 1 } }\n').value).toEqual({
      constructor: { prototype: { polluted: 1 } },
    });
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });
});

describe('bounds (TRUST T14)', () => {
  const laughs = [
    'a0: &a0 [x, x, x, x, x, x, x, x, x]',
    ...Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(', ')}]`),
  ].join('\n');

  test.each([
    ['a billion laughs', laughs, /too many aliases/],
    [
      '50,000 nested lines',
      Array.from({ length: 50_000 }, (_, i) => `${' '.repeat(i % 700)}a:\n`)
        .join('')
        .slice(0, 256 * KIB),
      /nested more than 32/,
    ],
    [
      'a staircase of lines',
      Array.from({ length: 700 }, (_, i) => `${' '.repeat(i)}a:\n`).join(''),
      /nested more than 32/,
    ],
    ['brackets that never close', '['.repeat(256 * KIB), /nested more than 32/],
    ['brackets that never open', '}'.repeat(200_000), /closes nothing/],
    ['lists in lists on one line', '- '.repeat(128 * KIB), /nested more than 32/],
    ['keys in keys on one line', '? '.repeat(128 * KIB), /nested more than 32/],
    ['maps in maps on one line', 'a: '.repeat(80_000), /nested more than 32/],
    ['a hundred thousand items', '- a\n'.repeat(60_000), /more than 30000 YAML tokens/],
    [
      'a hundred thousand keys',
      Array.from({ length: 25_000 }, (_, i) => `k${i}: 1\n`).join(''),
      /more than 30000 YAML tokens/,
    ],
    ['nothing but quotes', '"'.repeat(200_000), /more than 30000 YAML tokens/],
    ['nothing but tags', '!a '.repeat(80_000), /more than 30000 YAML tokens/],
    ['too large', `# ${'x'.repeat(256 * KIB)}\n`, /larger than 256 KiB/],
    ['too large in UTF-8 only', `# ${'é'.repeat(140 * KIB)}\n`, /larger than 256 KiB/],
  ])('%s: an error with file, line and column', (_, text, message) => {
    const error = errorOf(text);
    expect(error.message).toMatch(message);
    expect(error.shown).toMatch(/^rules\.yml:\d+:\d+: /);
  });

  test('the position is where the bound breaks', () => {
    expect(errorOf(`a: ${'['.repeat(40)}`).at).toEqual({ file: 'rules.yml', line: 1, column: 34 });
    expect(errorOf(`version: 1\n${'- '.repeat(40)}x\n`).at).toMatchObject({ line: 2, column: 63 });
  });

  test('brackets in text, comments and block scalars are no nesting', () => {
    const brackets = '['.repeat(100);
    const yaml = read(`a: "${brackets}" # ${brackets}\nb: |\n  ${brackets}\n  }}}\nc: x${brackets}\nd: |-\n  ]`);
    expect(yaml.value).toEqual({ a: brackets, b: `${brackets}\n}}}\n`, c: `x${brackets}`, d: ']' });
  });

  test('a list of many items is not deep', () => {
    expect(read(Array.from({ length: 500 }, (_, i) => `- { id: ${i}, at: [1, 2] }\n`).join('')).value).toHaveLength(
      500,
    );
  });
});

describe('any data', () => {
  const leaf = fc.oneof(fc.string({ maxLength: 8 }), fc.integer(), fc.boolean(), fc.constant(null));
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.array(tie('tree'), { maxLength: 4 }),
      fc.dictionary(fc.stringMatching(/^[a-z/]{1,6}$/), tie('tree'), { maxKeys: 4, noNullPrototype: true }),
    ),
  }));

  test('comes back as it was written', () => {
    fc.assert(
      fc.property(tree, (data) => {
        expect(read(stringify(data)).value).toEqual(data);
      }),
      { numRuns: 200 },
    );
  });

  test('and any text gives data or user errors, nothing else', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab:-?[]{}&*!|>\'"%@`#, \n\t'), maxLength: 60 }), (text) => {
        try {
          read(text);
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
          for (const each of error instanceof UserErrors ? error.errors : [error as UserError])
            expect(each.at?.line).toBeGreaterThan(0);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
