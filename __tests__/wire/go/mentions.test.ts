import { describe, expect, test } from '@jest/globals';
import { goDeclarations } from '../../../src/wire/go/declarations.ts';

/** Whether a function of this text may mean the package's `x`. */
const means = (text: string) => goDeclarations(`package p\n${text}\n`)[0]?.mentions.has('x');
const inBody = (body: string) => means(`func f(b *testing.B) {\n${body}\n}`);

describe('a name is local', () => {
  test.each([
    ['behind its declaration', 'x := 1\nuse(x)'],
    ['declared with others', 'a, x := g()\nuse(a, x)'],
    ['declared by var', 'var a, x = 1, 2\nuse(x)'],
    ['in the blocks within', 'x := 1\nfor {\n\tgo func() { use(x) }()\n}'],
    ['on one line', 'if a { x := 1; use(x) }'],
    ['in the block of its loop', 'for _, x := range xs { use(x) }'],
    ['in the block of its condition', 'if x := g(); a { use(x) }'],
    ['where it is set again', 'x := 1\nx = 2\nuse(x)'],
  ])('%s', (_, body) => {
    expect(inBody(body)).toBe(false);
  });

  test.each([
    ['a parameter', 'func f(a int, x []byte) { use(x) }'],
    ['one of several of a type', 'func f(x, y int) { use(x) }'],
    ['variadic', 'func f(x ...int) { use(x) }'],
    ['the receiver', 'func (x *T) f() { use(x) }'],
    ['of a generic function', 'func f[T any](x T) { use(x) }'],
    ['of a generic type', 'func f(x List[int]) { use(x) }'],
  ])('as a parameter: %s', (_, text) => {
    expect(means(text)).toBe(false);
  });
});

describe('a name may be the package’s', () => {
  test.each([
    ['where nothing declares it', 'use(x)'],
    ['before its declaration', 'use(x)\nx := 1'],
    ['in its own declaration', 'x := g(x)\nuse(x)'],
    ['in its own declaration, within a function', 'x := func() int {\n\ty := 1\n\treturn x + y\n}'],
    ['in its own declaration by var', 'var x = x'],
    ['where it is only set', 'x = 1'],
    ['behind the block that declares it', '{ x := 1 }\nuse(x)'],
    ['behind the loop that declares it', 'for _, x := range xs {}\nuse(x)'],
    ['behind the condition that declares it', 'if x := 1; x > 0 {}\nuse(x)'],
    ['behind the type switch that declares it', 'switch a := g(); x := a.(type) {\ncase int:\n}\nuse(1)\nuse(x)'],
    ['in the range of its own loop', 'for _, x := range x {}'],
    ['in the next clause', 'switch {\ncase a:\n\tb()\n\tx := 1\n\tuse(x)\ncase c:\n\tuse(x)\n}'],
    ['in the next clause of a select', 'select {\ncase <-a:\n\tb()\n\tx := 1\n\tuse(x)\ndefault:\n\tuse(x)\n}'],
    ['as a key that may be a constant', 'use(map[int]int{x: 1})'],
  ])('%s', (_, body) => {
    expect(inBody(body)).toBe(true);
  });

  test.each([
    ['as a type of the signature', 'func f(x x) { use(x) }'],
    ['as an unnamed parameter', 'func f(x, int)'],
    ['as an unnamed generic parameter', 'func f(x[int])'],
    ['as a result', 'func f(a int) x { return nil }'],
    ['outside of functions', 'var a = x'],
  ])('%s', (_, text) => {
    expect(means(text)).toBe(true);
  });
});
