import { describe, expect, test } from '@jest/globals';
import { closures } from '../../../src/run/changed/closure.ts';
import { codeDifference } from '../../../src/run/changed/difference.ts';
import { goDeclarations } from '../../../src/wire/go/declarations.ts';

interface Sources {
  readonly internal?: string;
  readonly external?: string;
}

const closureOf = ({ internal = '', external = '' }: Sources) =>
  closures({
    internal: goDeclarations(`package p\n${internal}`),
    external: goDeclarations(`package p_test\n${external}`),
  })('X');

const reached = (sources: Sources) =>
  closureOf(sources).map((d) => [d.receiver, d.names].flat().filter(Boolean).join('.'));
const difference = (base: Sources, head: Sources) => codeDifference(closureOf(base), closureOf(head));

const BENCH = 'func BenchmarkX(b *testing.B) { run(b) }\n';

describe('a benchmark reaches', () => {
  test('what it mentions and what that mentions, nearest first, and nothing else', () => {
    const code = `${BENCH}func run(b *testing.B) { use(size, doc{}) }
const size = unit * 2
const unit = 3
type doc struct { part }
type part struct{}
func (part) Len() int { return own() }
func own() int { return 0 }
func other() { run(nil) }
func BenchmarkY(b *testing.B) { other() }
var unused = size`;
    expect(reached({ internal: code })).toEqual([
      'BenchmarkX',
      'run',
      'size',
      'doc',
      'unit',
      'part',
      'part.Len',
      'own',
    ]);
  });

  test('TestMain, every init and what they use', () => {
    const code = `${BENCH}func TestMain(m *testing.M) { setUp() }\nfunc init() { a() }\nfunc init() {}\nfunc setUp() {}\nfunc a() {}`;
    expect(reached({ internal: code })).toEqual(['BenchmarkX', 'TestMain', 'init', 'init', 'setUp', 'a']);
  });

  test('itself once, however it recurs', () => {
    expect(
      reached({ internal: `${BENCH}func run(b *testing.B) { run(b); back() }\nfunc back() { BenchmarkX(nil) }` }),
    ).toEqual(['BenchmarkX', 'run', 'back']);
  });

  test('methods that the tests add to types of the code under test', () => {
    const code = `${BENCH}func run(b *testing.B) { NewDoc().fill(); var l List }\nfunc (d *Doc) fill() {}\nfunc (d *Doc) drain() {}\nfunc (l List) Less() bool { return true }`;
    expect(reached({ internal: code })).toEqual(['BenchmarkX', 'run', 'List.Less', 'Doc.fill', 'Doc.drain']);
  });

  test('no field, method or function of another package for its name alone', () => {
    expect(
      reached({ internal: `${BENCH}func run(b *testing.B) { x.size = other.load() }\nvar size = 1\nfunc load() {}` }),
    ).toEqual(['BenchmarkX', 'run']);
  });

  test('from the external test package what the internal one exports', () => {
    const internal = 'func Exported() { hidden() }\nfunc hidden() {}\nfunc (d *Doc) Peek() {}\nvar run = 1';
    const external = `${BENCH}func run(b *testing.B) { p.Exported(); d.Peek(); hidden() }`;
    expect(reached({ internal, external })).toEqual(['BenchmarkX', 'run', 'Doc.Peek', 'Exported', 'hidden']);
    expect(reached({ internal, external: `${BENCH}func run(b *testing.B) { Exported() }` })).toEqual([
      'BenchmarkX',
      'run',
      'Exported',
      'hidden',
    ]);
  });
});

describe('the difference is named', () => {
  const code = (helper: string, more = '') => ({
    internal: `${BENCH}func run(b *testing.B) { ${helper} }\nconst size = 1\n${more}`,
  });

  test.each([
    [
      'the body',
      { internal: 'func BenchmarkX(b *testing.B) { run(b); run(b) }' },
      { internal: BENCH },
      'its body changed',
    ],
    ['a helper', code('use(1)'), code('use(2)'), 'its helper run changed'],
    [
      'a method',
      code('d{}', 'type d int\nfunc (d) M() { a() }'),
      code('d{}', 'type d int\nfunc (d) M() {}'),
      'its helper d.M changed',
    ],
    ['a constant', code('use(n)', 'const n = 1'), code('use(n)', 'const n = 2'), 'its constant n changed'],
    ['a variable', code('use(a)', 'var a, b = 1, 2'), code('use(a)', 'var a, b = 1, 3'), 'its variable a, b changed'],
    [
      'a type',
      code('use(t{})', 'type t struct{ a int }'),
      code('use(t{})', 'type t struct{ a, b int }'),
      'its type t changed',
    ],
    ['an added init', code('use()'), code('use()', 'func init() {}'), 'its helper init changed'],
    [
      'several',
      code('a()', 'var p = 1\nvar q = 1'),
      code('p + q', 'var p = 2\nvar q = 2'),
      'its helper run, variable p and 1 more changed',
    ],
  ])('%s', (_, base, head, clause) => {
    expect(difference(base, head)).toBe(clause);
  });

  test.each([
    ['comments and lines', code('use(1) /* one */'), code('\n\tuse(\n\t\t1,\n\t)\n')],
    ['what it does not use', code('use(1)', 'var a = 1'), code('use(1)', 'var a = 2')],
    [
      'the order of declarations',
      code('a()', 'func a() { b() }\nfunc b() {}'),
      code('a()', 'func b() {}\nfunc a() { b() }'),
    ],
    [
      'the order of inits',
      code('', 'func init() { a() }\nfunc init() {}'),
      code('', 'func init() {}\nfunc init() { a() }'),
    ],
    ['the test package, all else equal', { internal: code('use()').internal }, { external: code('use()').internal }],
  ])('%s make none', (_, base, head) => {
    expect(difference(base, head)).toBeNull();
  });
});
