import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { goDeclarations } from '../../../src/wire/go/declarations.ts';
import { goTokens } from '../../../src/wire/go/tokens.ts';

const texts = (body: string) => goDeclarations(`package p\n${body}\n`).map((d) => d.text);
const only = (body: string) => {
  const [declaration, ...more] = goDeclarations(`package p\n${body}\n`);
  expect(more).toEqual([]);
  if (!declaration) throw new Error('nothing is declared');
  return declaration;
};

describe('the text of a declaration stands still when', () => {
  test.each([
    ['comments come and go', 'func f() { g() }', '// f does.\nfunc f() { /* now */ g() // then\n}'],
    ['lines are broken elsewhere', 'func f() { g(1, 2) }', 'func f() {\n\tg(\n\t\t1,\n\t\t2,\n\t)\n}'],
    ['a group is made of it', 'var a = 1', 'var (\n\ta = 1\n)'],
    ['a group of constants is', 'const a = 1', 'const (\n\ta = 1\n)'],
    ['gofmt writes numbers its way', 'var a = 0XFF + 1E3', 'var a = 0xff + 1e3'],
    ['a generator is named', 'var a = 1', '//go:generate stringer\nvar a = 1'],
    ['an import is added', 'var a = 1', 'import "os"\nvar a = 1'],
  ])('%s', (_, one, other) => {
    expect(texts(other)).toEqual(texts(one));
  });
});

describe('the text of a declaration changes with', () => {
  test.each([
    ['a number', 'func f() { g(1) }', 'func f() { g(2) }'],
    ['a string', 'var s = "a b"', 'var s = "a  b"'],
    ['what only looks like a comment', 'var s = "x // a"', 'var s = "x // b"'],
    ['a directive', 'func f() {}', '//go:noinline\nfunc f() {}'],
    ['where a statement ends', 'func f() { return\n+1 }', 'func f() { return +1 }'],
    ['the number that iota is', 'const (\n\ta = iota\n\tb\n)', 'const (\n\ta = iota\n\t_\n\tb\n)'],
  ])('%s', (_, one, other) => {
    expect(texts(other)).not.toEqual(texts(one));
  });

  test('a constant that repeats another one has its values, and no others', () => {
    const [, b] = goDeclarations('package p\nconst (\n\ta int = 1 << iota\n\tb\n\tc\n)');
    expect(b).toMatchObject({ names: ['b'], text: 'const b int = 1 << iota(1)' });
    const [, same] = goDeclarations('package p\nconst (\n\ta int = 1 << iota\n\tb\n\tc\n\td\n)');
    expect(same?.text).toBe(b?.text);
  });
});

describe('what a declaration mentions', () => {
  test('names that stand alone, apart from those behind a point', () => {
    const { mentions, selectors } = only('func f(d *doc) { d.parse(size); x.y.z() }');
    expect([...mentions].sort()).toEqual(['doc', 'f', 'size', 'x']);
    expect([...selectors].sort()).toEqual(['parse', 'y', 'z']);
  });

  test('the values of its strings', () => {
    const { strings } = only('func f() { open("testdata/\\x61\\u00e4\\142\\"", `raw\\n`, \'"\', "\\U0001F600") }');
    expect([...strings]).toEqual(['testdata/aäb"', 'raw\\n', '😀']);
  });

  test('the patterns that it embeds, in a group too', () => {
    expect(only('//go:embed a.txt "b c.txt" all:d/*\nvar fs embed.FS').embeds).toEqual(['a.txt', 'b c.txt', 'd/*']);
    expect(only('var (\n\t//go:embed x.bin\n\tx []byte\n)').embeds).toEqual(['x.bin']);
  });
});

test('whatever the text, it ends, throws nothing and no token is empty', () => {
  const unit = fc.constantFrom(
    'func ',
    'var(',
    ')',
    '{',
    '}',
    '"',
    '`',
    "'",
    '\\',
    '/*',
    '*/',
    '//',
    '\n',
    ';',
    'x',
    '0x',
    '.',
    'ä',
    '\ud800',
  );
  fc.assert(
    fc.property(fc.string({ unit }), (text) => {
      expect(Array.isArray(goDeclarations(text))).toBe(true);
      expect(goTokens(text).every((token) => token.text.length > 0)).toBe(true);
    }),
  );
  for (const hostile of ['"'.repeat(1e5), '('.repeat(1e5), '/*'.repeat(1e5), 'var(\n'.repeat(1e4), '\\'.repeat(1e5)])
    expect(Array.isArray(goDeclarations(hostile))).toBe(true);
});
