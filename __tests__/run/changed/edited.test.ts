import { describe, expect, test } from '@jest/globals';
import { functionKey } from '../../../src/model/go-function.ts';
import { editedFunctions, type PackageSources } from '../../../src/run/changed/edited.ts';

/** What is edited in m/p where these files, without their package clause, change, beside others that do not. */
function edited(base: readonly string[], head: readonly string[], same: readonly string[] = []): string[] {
  const texts = (files: readonly string[]) => files.map((text) => `package p\n\n${text}\n`);
  const sources: PackageSources = { pkg: 'm/p', base: texts(base), head: texts(head), same: texts(same) };
  return editedFunctions(sources);
}

describe('a function is edited', () => {
  test('when its body, its signature or a directive changes, and the others are not', () => {
    const base = `func A() int { return 1 }\nfunc B(x int) {}\nfunc C() {}\nfunc D() {}`;
    const head = `func A() int { return 2 }\nfunc B(x int64) {}\n//go:noinline\nfunc C() {}\nfunc D() {}`;
    expect(edited([base], [head])).toEqual(['m/p.A', 'm/p.B', 'm/p.C']);
  });

  test('when it is new, in a new file too', () => {
    expect(edited(['func A() {}'], ['func A() {}\nfunc B() {}', 'func C() {}'])).toEqual(['m/p.B', 'm/p.C']);
  });

  test('under the key of its symbol: methods of values and pointers, generics', () => {
    const base = `func (t T) M() {}\nfunc (t *T) P() {}\nfunc (l *LRU[K, V]) Get(k K) {}\nfunc Map[S any](s S) {}`;
    const keys = edited([base], [base.replaceAll('{}', '{ work() }')]);
    const symbols = ['m/p.T.M', 'm/p.(*T).P', 'm/p.(*LRU[...]).Get', 'm/p.Map[...]'];
    expect(keys).toEqual(symbols.map(functionKey).sort());
  });

  test('among those of the same name only by its own text: of several init one', () => {
    expect(edited(['func init() { a() }\nfunc init() { b() }'], ['func init() { b() }'])).toEqual([]);
    expect(edited(['func init() { a() }'], ['func init() { a() }\nfunc init() { b() }'])).toEqual(['m/p.init']);
    expect(edited(['func (T) M() {}\nfunc (U) M() {}'], ['func (T) M() {}\nfunc (U) M() { x() }'])).toEqual([
      'm/p.U.M',
    ]);
  });
});

describe('no function is edited', () => {
  test('by comments, white space, a regrouped declaration or the order', () => {
    const base = 'const a = 1\nconst b = 2\n\nfunc F() int { return a + b }\nfunc G() {}';
    const head =
      '// Numbers.\nconst (\n\ta = 1 // one\n\tb = 2\n)\n\nfunc G() {}\n\n// F adds.\nfunc F() int {\n\treturn a + b\n}';
    expect(edited([base], [head])).toEqual([]);
  });

  test('by moving to another file, changed or new', () => {
    expect(edited(['func A() { x() }\nfunc B() {}', ''], ['func B() {}', 'func A() { x() }'])).toEqual([]);
    expect(edited(['func A() { x() }'], ['', 'func A() { x() }'])).toEqual([]);
    // For other systems, say.
    expect(edited([''], ['func A() { x() }'], ['func A() { x() }'])).toEqual([]);
  });

  test('by what was deleted', () => {
    expect(edited(['func A() {}\nfunc B() {}\nvar x int', 'func C() {}'], ['func A() {}'])).toEqual([]);
  });

  test('when it has no name', () => {
    expect(edited([''], ['func _() { x() }\nfunc (T) _() {}'])).toEqual([]);
  });
});

describe('what a function mentions of its package', () => {
  const same = 'func Sum() int { return size + 1 }\nfunc (t *T) M() {}\nfunc Free(size int) int { return size }';

  test('edits it where it changed: constants and variables, in the files that stand still too', () => {
    expect(edited(['const size = 1'], ['const size = 2'], [same])).toEqual(['m/p.Sum']);
    expect(edited(['var size, other = 1, 2'], ['var size, other = 1, 3'], [same])).toEqual(['m/p.Sum']);
    expect(edited(['const size = 1'], ['var size = 1'], [same])).toEqual(['m/p.Sum']);
    expect(edited(['const (\n\tx = iota\n\tsize\n)'], ['const (\n\tsize = iota\n\tx\n)'], [same])).toEqual(['m/p.Sum']);
  });

  test('edits it where it changed: types, the receiver among them', () => {
    expect(edited(['type T struct{ a int }'], ['type T struct{ a, b int }'], [same])).toEqual(['m/p.T.M']);
  });

  test('does not where it moved, where only its name stands behind a point, or where it is a function', () => {
    expect(edited(['const size = 1', ''], ['', 'const size = 1'], [same])).toEqual([]);
    expect(edited(['const size = 1'], ['const size = 2'], ['func F(x T) int { return x.size }'])).toEqual([]);
    expect(edited(['func f() {}'], ['func f() { x() }'], ['func G() { f() }'])).toEqual(['m/p.f']);
  });

  test('does not where nobody can mention it', () => {
    const assigns = 'func F() { _ = g() }';
    expect(edited([''], ['var _ I = (*T)(nil)'], [assigns])).toEqual([]);
  });
});

test('what is no Go has no functions, and throws nothing', () => {
  expect(edited(['func A() {'], ['func (', 'func', '\0', 'func A() {\n<<<<<<< HEAD'])).toEqual(['m/p.A']);
});
