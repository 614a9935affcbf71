import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { forPeople, goFolders, isCompiled, type ReachInput, reach } from '../../src/run/reach/reach.ts';

const PACKAGES = [
  { pkg: 'm', dir: '.', module: '.', deps: new Set(['.', 'codec']), embedded: new Set<string>() },
  {
    pkg: 'm/codec',
    dir: 'codec',
    module: '.',
    deps: new Set(['codec', 'bytes']),
    embedded: new Set(['codec/schema/README.md']),
  },
  { pkg: 'm/index', dir: 'index', module: '.', deps: new Set(['index', 'vendor/dep']), embedded: new Set<string>() },
  { pkg: 'm/sub', dir: 'sub', module: 'sub', deps: new Set(['sub', 'codec']), embedded: new Set<string>() },
  { pkg: 'm/tool', dir: 'tool', module: 'tool', deps: new Set(['tool']), embedded: new Set<string>() },
];

const GO_FILES = [
  'a.go',
  'codec/a.go',
  'bytes/a.go',
  'index/a.go',
  'sub/a.go',
  'tool/a.go',
  'cmd/x/main.go',
  'codec/testdata/src/a.go',
];

const MENTIONS: Readonly<Record<string, string>> = {
  index: 'os.ReadFile("table.bin"); os.ReadFile("NOTES.md"); parse("../cmd/x/main.go")',
  tool: 'filepath.Join("..", name)',
  '.': 'read(root, "bytes", "words.txt")',
  bytes: 'import "C"; read("words.txt")',
};

function reached(changed: readonly string[], more: Partial<ReachInput> = {}): string[] {
  const input: ReachInput = {
    changed,
    packages: PACKAGES,
    goFolders: goFolders([...GO_FILES, ...changed]),
    modules: ['.', 'sub', 'tool'],
    mentions: (folder, text) => MENTIONS[folder]?.includes(text) ?? false,
    ...more,
  };
  return [...reach(input).keys()].sort();
}

const ALL = PACKAGES.map((p) => p.pkg);

describe('reach', () => {
  test.each<[string, string, string[]]>([
    ['a source reaches its importers', 'bytes/new.go', ['m/codec']],
    ['another module that imports it, too', 'codec/encode.go', ['m', 'm/codec', 'm/sub']],
    ['a test file its own package alone', 'codec/encode_test.go', ['m/codec']],
    ['an unimported command nobody', 'cmd/y/run.go', []],
    ['a source that is read as data', 'cmd/x/main.go', ['m/index']],
    [
      'test data its package and importers, and who climbs',
      'codec/testdata/in.json',
      ['m', 'm/codec', 'm/index', 'm/sub', 'm/tool'],
    ],
    ['Go files in testdata are data', 'codec/testdata/src/b.go', ['m', 'm/codec', 'm/index', 'm/sub', 'm/tool']],
    ['assembly counts as its package', 'bytes/add_amd64.s', ['m/codec']],
    ['C counts as its package', 'bytes/add.c', ['m/codec']],
    ['data in a folder below', 'index/data/deep/x.bin', ['m/index', 'm/tool']],
    ['data that another package names with its folder', 'bytes/words.txt', ['m', 'm/codec', 'm/index', 'm/tool']],
    ['data of the same name elsewhere', 'sub/words.txt', ['m/index', 'm/sub', 'm/tool']],
    ['go.mod its module and what is compiled from it', 'go.mod', ['m', 'm/codec', 'm/index', 'm/sub']],
    ['go.sum of a nested module', 'sub/go.sum', ['m/sub']],
    ['vendored code its module and what is compiled from it', 'vendor/dep/x.go', ['m', 'm/codec', 'm/index', 'm/sub']],
    ['go.work everything', 'go.work', ALL],
    ['go.work.sum everything', 'go.work.sum', ALL],
    ['a document nobody', 'docs/guide.md', []],
    ['a licence nobody', 'LICENSE', []],
    ['a workflow nobody', '.github/workflows/ci.yml', []],
    ['an embedded document its package', 'codec/schema/README.md', ['m/codec']],
    ['a named document', 'index/NOTES.md', ['m/index']],
    ['a document in testdata is data', 'codec/testdata/in.md', ['m', 'm/codec', 'm/index', 'm/sub', 'm/tool']],
    ['data in the root belongs to its package', 'config.yaml', ['m', 'm/index', 'm/tool']],
    ['a header beside no Go file whoever uses cgo', 'include/x.h', ['m', 'm/codec', 'm/index', 'm/tool']],
    ['a source that is called like a document', 'codec/license.go', ['m', 'm/codec', 'm/sub']],
  ])('%s', (_, file, expected) => {
    expect(reached([file])).toEqual(expected);
  });

  test('data that belongs to no package reaches its whole module', () => {
    const folders = goFolders(GO_FILES.filter((f) => f !== 'a.go'));
    expect(reached(['data/x.bin'], { goFolders: folders })).toEqual(['m', 'm/codec', 'm/index', 'm/sub']);
  });

  test('data that a helper package reads by climbing out of the folder reaches', () => {
    const helper = { bytes: 'os.ReadFile(filepath.Join("..", "data", name))' };
    const mentions = (folder: string, text: string) => helper[folder as 'bytes']?.includes(text) ?? false;
    expect(reached(['cmd/x/data/in.bin'], { mentions })).toEqual(['m/codec']);
  });

  test('names the files that reach, in order', () => {
    const input = {
      changed: ['bytes/a.go', 'codec/a.go', 'x.md'],
      packages: PACKAGES,
      goFolders: goFolders(GO_FILES),
      modules: ['.'],
    };
    const files = reach({ ...input, mentions: () => false });
    expect(files.get('m/codec')).toEqual(['bytes/a.go', 'codec/a.go']);
    expect(files.get('m')).toEqual(['codec/a.go']);
  });

  test('more changes never reach less', () => {
    const file = fc.constantFrom(
      'bytes/a.go',
      'go.mod',
      'x.md',
      'codec/testdata/x',
      'sub/go.mod',
      'index/a_test.go',
      'cmd/x/main.go',
      'LICENSE',
    );
    fc.assert(
      fc.property(fc.array(file), file, (files, one) => {
        expect(reached([...files, one])).toEqual(expect.arrayContaining(reached(files)));
      }),
    );
  });
});

describe('goFolders', () => {
  test('leaves out what the go command does not look into', () => {
    expect(
      [...goFolders(['a.go', 'x/b.go', 'x/testdata/c.go', '_old/d.go', '.gen/e.go', 'y/readme.md'])].sort(),
    ).toEqual(['.', 'x']);
  });
});

describe('forPeople and isCompiled', () => {
  test.each([
    'README.md',
    'docs/x.rst',
    'COPYING',
    'LICENSE-MIT',
    '.github/x',
    'Makefile',
    '.golangci.yml',
    'Dockerfile.dev',
    'a/CHANGELOG',
  ])('%s is for people', (f) => {
    expect(forPeople(f)).toBe(true);
  });
  test.each(['x.txt', 'license.go', 'readme/x.json', 'testdata/README.md', 'notices.db', 'config.yml'])(
    '%s is not',
    (f) => {
      expect(forPeople(f)).toBe(false);
    },
  );
  test('what the compiler reads', () => {
    expect(['a.go', 'x/a.s', 'a.c', 'a.h'].every(isCompiled)).toBe(true);
    expect(['testdata/a.go', 'a.json', 'go.mod', 'a.syso'].some(isCompiled)).toBe(false);
  });
});
