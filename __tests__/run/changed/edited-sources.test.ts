import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { benchFile, commit, type Files, folder, GO_MOD, git, inWorkspace, put, repository } from '../sandbox.ts';

const EXAMPLES = join(import.meta.dirname ?? '.', '../../../examples');
/** Of these benchmarks there is none, so nothing is built. */
const NONE = { bench: '^None$' };

async function editedIn(dir: string, options: Parameters<typeof inWorkspace>[1] = {}) {
  return inWorkspace(dir, { ...NONE, base: { by: 'ref', ref: 'HEAD' }, ...options }, ({ evidence }) => ({
    edited: evidence.edited,
    notices: evidence.diagnostics.filter((d) => d.level === 'notice').map((d) => d.text),
  }));
}

/** What is edited where the working tree has these files instead. */
async function edited(base: Files, head: Files) {
  const dir = repository({ 'go.mod': GO_MOD, 'p/p_test.go': benchFile('p', 'P'), ...base });
  put(dir, head);
  return editedIn(dir);
}

const LARGE = `// ${'x'.repeat(5 << 20)}\n`;
const go = (text: string, pkg = 'p') => `package ${pkg}\n\n${text}\n`;

test('of the example: what the pull request edits, and what mentions the type that it adds a field to', async () => {
  const dir = folder();
  cpSync(join(EXAMPLES, 'eventlog'), dir, { recursive: true });
  git(dir, 'init', '-q', '-b', 'main');
  commit(dir);
  git(dir, 'apply', join(EXAMPLES, 'pull-request.patch'));
  const store = ['AppendLine', 'Between', 'Chain', 'Checksum', 'Line', 'NewWriter', 'Ship', 'line', 'reserve'];
  expect(await editedIn(dir)).toEqual({
    edited: [
      ...['AppendBatch', 'Key', 'appendPadded', 'sealHead'].map((name) => `example.com/eventlog/codec.${name}`),
      'example.com/eventlog/index.Index.Range',
      'example.com/eventlog/store.New',
      ...store.map((name) => `example.com/eventlog/store.Store.${name}`),
      'example.com/eventlog/store.Writer.Append',
    ],
    notices: [],
  });
});

test('files of each module, by its own path: committed, untracked, moved and deleted ones', async () => {
  const dir = repository({
    'go.mod': GO_MOD,
    'root.go': go('func Root() {}', 'm'),
    'p/p.go': go('func P() {}\nfunc Moved() {}\nfunc Gone() {}'),
    'p/same.go': go('func Same() int { return size }\nfunc Other() {}'),
    'p/size.go': go('const size = 1'),
    'p/p_test.go': benchFile('p', 'P'),
    'sub/go.mod': 'module gopkg.in/sub.v2\n\ngo 1.18\n',
    'sub/s.go': go('type S[T any] struct{}\n\nfunc (s *S[T]) Get() {}\nfunc (s *S[T]) Put() {}', 'sub'),
    'sub/q/q.go': go('func Q() {}', 'q'),
    'sub/q/q_test.go': benchFile('q', 'Q'),
  });
  commit(dir, {
    'root.go': go('func Root() { println() }', 'm'),
    'p/p.go': null,
    'p/size.go': go('const size = 2'),
    'p/p_test.go': benchFile('p', 'P', 'New'),
  });
  put(dir, {
    'p/new.go': go('func P() {}\nfunc New() {}\n\n// Moved was in p.go.\nfunc Moved() {}'),
    'sub/s.go': go('type S[T any] struct{}\n\nfunc (s *S[T]) Get() { println() }\nfunc (s *S[T]) Put() {}', 'sub'),
    'sub/q/q.go': go('// Q does nothing.\nfunc Q() {\n}', 'q'),
  });
  expect(await editedIn(dir, { base: { by: 'ref', ref: 'HEAD~1' } })).toEqual({
    edited: ['example.com/m.Root', 'example.com/m/p.New', 'example.com/m/p.Same', 'gopkg.in/sub.v2.S.Get'],
    notices: [],
  });
});

test('no files that the go command does not compile here', async () => {
  const files = (n: number): Files => ({
    'p/p.go': go('func P() int { return n }'),
    'p/p_plan9.go': go(`const n = ${n}\n\nfunc Plan9() { println(${n}) }`),
    'p/n_other.go': `//go:build !plan9\n\n${go('const n = 0')}`,
    'p/gen.go': `//go:build ignore\n\n${go(`func main() { println(${n}) }`, 'main')}`,
    'p/_draft.go': go(`func Draft() { println(${n}) }`),
    'p/testdata/t.go': go(`func Data() { println(${n}) }`, 'data'),
    'p/help_test.go': go(`func help() { println(${n}) }`),
    'vendor/example.com/v/v.go': go(`func V() { println(${n}) }`, 'v'),
    'p/k.go': go(`func K() { println(${n}) }`),
  });
  expect(await edited(files(1), files(2))).toEqual({ edited: ['example.com/m/p.K'], notices: [] });
});

test('nothing where nothing changed, and nothing is known without a base', async () => {
  const dir = repository({ 'go.mod': GO_MOD, 'p/p.go': go('func P() {}'), 'p/p_test.go': benchFile('p', 'P') });
  expect((await editedIn(dir)).edited).toEqual([]);
  await inWorkspace(dir, { ...NONE, base: { by: 'none' } }, ({ evidence }) => {
    expect(evidence).not.toHaveProperty('edited');
  });
});

describe('is not known, with a notice', () => {
  test('where a file is too large', async () => {
    const { edited: found, notices } = await edited({ 'p/p.go': go('') }, { 'p/p.go': go(`${LARGE}func P() {}`) });
    expect(found).toBeUndefined();
    expect(notices).toEqual(['p/p.go has more than 4 MiB, so it is not known which functions were edited']);
  });

  test('where too many files changed', async () => {
    const many = Object.fromEntries(Array.from({ length: 2001 }, (_, i) => [`p/f${i}.go`, go('')]));
    const { edited: found, notices } = await edited({ 'p/p.go': go('') }, many);
    expect(found).toBeUndefined();
    expect(notices).toEqual(['2001 Go files changed, more than 2000, so it is not known which functions were edited']);
  });

  test('where the packages are too large', async () => {
    const half = `// ${'x'.repeat(3 << 20)}\n`;
    const many = Object.fromEntries(Array.from({ length: 22 }, (_, i) => [`p/f${i}.go`, go(half)]));
    const { edited: found, notices } = await edited({ ...many, 'p/p.go': go('') }, { 'p/p.go': go('func P() {}') });
    expect(found).toBeUndefined();
    expect(notices).toEqual([
      'the packages that changed have more than 64 MiB of Go, so it is not known which functions were edited',
    ]);
  });
});
