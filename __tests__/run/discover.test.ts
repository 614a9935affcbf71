import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { discover } from '../../src/run/go/discover.ts';
import { importPath, patternsFor } from '../../src/run/go/modules.ts';
import { openToolchain } from '../../src/run/go/toolchain.ts';
import { benchFile, type Files, GO_MOD, repository } from './sandbox.ts';

async function found(files: Files, dir = '.', patterns: readonly string[] = ['./...'], flags: readonly string[] = []) {
  const root = repository(files);
  const go = await openToolchain(join(root, dir), {});
  const side = await discover(go, root, { dir, patterns, flags });
  const packages = Object.fromEntries([...side.packages].map(([pkg, p]) => [pkg, p.benchmarks]));
  return { side, packages };
}

const NESTED: Files = {
  'go.mod': GO_MOD,
  'a_test.go': benchFile('m', 'Root'),
  'sub/go.mod': 'module example.com/sub\n\ngo 1.18\n',
  'sub/deep/d_test.go': benchFile('deep', 'Deep'),
  'testdata/go.mod': 'module example.com/testdata\n',
  'testdata/t_test.go': benchFile('t', 'Data'),
};

describe('discover', () => {
  test('finds benchmarks of internal and external tests, by the build tags in force', async () => {
    const files: Files = {
      'go.mod': GO_MOD,
      'p/p.go': 'package p\n',
      'p/in_test.go': benchFile('p', 'Inside', 'Both'),
      'p/ex_test.go': benchFile('p_test', 'Outside'),
      'p/slow_test.go': `//go:build slow\n\n${benchFile('p', 'Slow')}`,
      'p/x_plan9_test.go': benchFile('p', 'Plan9'),
      'none/n.go': 'package none\n',
      'none/n_test.go': 'package none\n\nimport "testing"\n\nfunc TestX(t *testing.T) {}\n',
    };
    expect((await found(files)).packages).toEqual({ 'example.com/m/p': ['Both', 'Inside', 'Outside'] });
    expect((await found(files, '.', ['./...'], ['-tags=slow'])).packages).toEqual({
      'example.com/m/p': ['Both', 'Inside', 'Outside', 'Slow'],
    });
  });

  test('knows what a test binary is compiled from, tests and nested imports included, and what it embeds', async () => {
    const { side } = await found({
      'go.mod': GO_MOD,
      'p/p.go': 'package p\n\nimport _ "example.com/m/q"\n',
      'q/q.go': 'package q\n\nimport _ "embed"\n\n//go:embed words.txt\nvar Words string\n',
      'q/words.txt': 'a',
      'p/p_test.go': benchFile('p', 'P'),
      'p/e_test.go':
        'package p_test\n\nimport (\n\t_ "embed"\n\t_ "example.com/m/helper"\n)\n\n//go:embed testdata/in.txt\nvar In string\n',
      'p/testdata/in.txt': 'x',
      'helper/h.go': 'package helper\n',
      'unrelated/u.go': 'package unrelated\n',
    });
    const p = side.packages.get('example.com/m/p');
    expect([...(p?.deps ?? [])].sort()).toEqual(['helper', 'p', 'q']);
    expect(p?.embedded).toEqual(['p/testdata/in.txt', 'q/words.txt']);
    expect(p?.near).toEqual(['helper', 'p']);
  });

  test('nested modules, but none in testdata', async () => {
    const { side, packages } = await found(NESTED);
    expect(side.modules).toEqual([
      { path: 'example.com/m', dir: '.' },
      { path: 'example.com/sub', dir: 'sub' },
    ]);
    expect(packages).toEqual({ 'example.com/m': ['Root'], 'example.com/sub/deep': ['Deep'] });
  });

  test('a folder inside a module', async () => {
    const { packages } = await found(
      { 'go.mod': GO_MOD, 'a_test.go': benchFile('m', 'Root'), 'x/y/y_test.go': benchFile('y', 'Y') },
      'x',
    );
    expect(packages).toEqual({ 'example.com/m/x/y': ['Y'] });
  });

  test('the modules of go.work and no others; they see each other', async () => {
    const { side, packages } = await found({
      'go.work': 'go 1.18\n\nuse (\n\t./one\n\t./two\n)\n',
      'one/go.mod': 'module example.com/one\n\ngo 1.18\n',
      'one/one.go': 'package one\n',
      'one/o_test.go': benchFile('one', 'One'),
      'two/go.mod': 'module example.com/two\n\ngo 1.18\n\nrequire example.com/one v0.0.0\n',
      'two/two.go': 'package two\n\nimport _ "example.com/one"\n',
      'two/t_test.go': benchFile('two', 'Two'),
      'three/go.mod': 'module example.com/three\n',
      'three/t_test.go': benchFile('three', 'Three'),
    });
    expect(packages).toEqual({ 'example.com/one': ['One'], 'example.com/two': ['Two'] });
    expect([...(side.packages.get('example.com/two')?.deps ?? [])].sort()).toEqual(['one', 'two']);
  });

  test('one broken module or package costs no other', async () => {
    const { side, packages } = await found({
      ...NESTED,
      'sub/go.mod': 'module example.com/sub\n\nnonsense\n',
      'syntax/s_test.go': `${benchFile('syntax', 'Syntax')}\nfunc {`,
      'type/t_test.go': `${benchFile('type_', 'Type')}\nvar x int = "y"\n`,
      'gone/g_test.go': `${benchFile('gone', 'Gone')}\nimport _ "example.com/m/nowhere"\n`,
    });
    expect(packages).toMatchObject({
      'example.com/m': ['Root'],
      'example.com/m/syntax': ['Syntax'],
      'example.com/m/type': ['Type'],
    });
    expect(packages).toHaveProperty(['example.com/m/gone'], ['Gone']);
    expect([...side.problems]).toEqual([['sub', expect.stringMatching(/nonsense/)]]);
    expect(side.matched).toBe(true);
  });

  test('patterns: one package, an import path, a nested module', async () => {
    const files = { ...NESTED, 'x/x_test.go': benchFile('x', 'X'), 'y/y_test.go': benchFile('y', 'Y') };
    expect((await found(files, '.', ['./x'])).packages).toEqual({ 'example.com/m/x': ['X'] });
    expect((await found(files, '.', ['example.com/m/y'])).packages).toEqual({ 'example.com/m/y': ['Y'] });
    expect((await found(files, '.', ['./sub/...', './x'])).packages).toEqual({
      'example.com/m/x': ['X'],
      'example.com/sub/deep': ['Deep'],
    });
    const nothing = await found(files, '.', ['./nothing/...']);
    expect([nothing.packages, nothing.side.matched]).toEqual([{}, false]);
  });
});

describe('patternsFor', () => {
  test.each([
    ['.', '.', './...', ['./...']],
    ['.', '.', '.', ['.']],
    ['sub', '.', './...', ['./...']],
    ['sub', '.', './sub/...', ['./...']],
    ['sub', '.', './sub/a', ['./a']],
    ['sub', '.', './sub', ['.']],
    ['sub', '.', './su...', ['./...']],
    ['sub', '.', './other/...', []],
    ['sub', '.', './suburb', []],
    ['.', 'a/b', './...', ['./a/b/...']],
    ['.', 'a', './x', ['./a/x']],
    ['a/m', 'a', './...', ['./...']],
    ['b', 'a', './...', []],
    ['sub', '.', 'example.com/x/...', ['example.com/x/...']],
  ])('of the module in %s, given for %s: %s', (module, dir, pattern, expected) => {
    expect(patternsFor({ path: 'm', dir: module }, dir, [pattern])).toEqual(expected);
  });
});

describe('importPath', () => {
  const modules = [
    { path: 'example.com/m', dir: '.' },
    { path: 'gopkg.in/sub.v2', dir: 'a/sub' },
    { path: 'example.com/shown', dir: '_examples/shown' },
  ];
  test.each([
    ['.', 'example.com/m'],
    ['a', 'example.com/m/a'],
    ['a/subway', 'example.com/m/a/subway'],
    ['a/sub', 'gopkg.in/sub.v2'],
    ['a/sub/x/y', 'gopkg.in/sub.v2/x/y'],
    ['_examples/shown/x', 'example.com/shown/x'],
    ['_examples/other', null],
    ['vendor/example.com/v', null],
    ['a/sub/testdata', null],
  ])('of %s', (folder, expected) => expect(importPath(modules, folder)).toBe(expected));

  test('of what is outside of all modules', () => {
    expect(importPath(modules.slice(1), 'a')).toBeNull();
    expect(importPath(modules.slice(1), '.')).toBeNull();
  });
});
