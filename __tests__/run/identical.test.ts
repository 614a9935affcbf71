import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { allocatedSections } from '../../src/run/build/elf.ts';
import { sameProgram, sameProgramBytes, sameRuntimeInputs } from '../../src/run/build/identical.ts';
import { openToolchain } from '../../src/run/go/toolchain.ts';
import { commit, type Files, folder, GO_MOD, inWorkspace, put, repository } from './sandbox.ts';

const BENCH = `package p

import (
	"os"
	"testing"
)

func BenchmarkRead(b *testing.B) {
	for i := 0; i < b.N; i++ {
		if _, err := os.ReadFile("testdata/in.txt"); err != nil {
			b.Fatal(err)
		}
		Count += Step
	}
}
`;
const CODE = 'package p\n\n// Step is added.\nvar Step = 1\n\nvar Count int\n';

/** A package with benchmarks, test data, data and a document in the folder `name`. */
function pkg(name: string, changed: Files = {}): Files {
  const files: Files = {
    'p.go': CODE,
    'p_test.go': BENCH,
    'testdata/in.txt': 'one\n',
    'README.md': '# p\n',
    'table.csv': '1,2\n',
    ...changed,
  };
  return Object.fromEntries(Object.entries(files).map(([file, text]) => [`${name}/${file}`, text]));
}

/** What is changed in a package of that name, and whether it stays the same program with the same data. */
const CHANGES: Readonly<Record<string, { same: boolean; files: Files }>> = {
  comment: { same: true, files: { 'p.go': CODE.replace('is added', 'is what is added') } },
  testcomment: { same: true, files: { 'p_test.go': BENCH.replace('\tfor i', '\t// often\n\tfor i') } },
  nocode: { same: true, files: { 'doc.go': '// Package p counts.\npackage p\n' } },
  elsewhere: { same: true, files: { 'p_plan9.go': 'package p\n\nvar Plan9 = 1\n' } },
  value: { same: false, files: { 'p.go': CODE.replace('Step = 1', 'Step = 2') } },
  code: { same: false, files: { 'p_test.go': BENCH.replace('Count += Step', 'Count -= Step') } },
  fixture: { same: false, files: { 'testdata/in.txt': 'two\n' } },
  moredata: { same: false, files: { 'testdata/more.txt': '' } },
  beside: { same: false, files: { 'table.csv': '1,3\n' } },
  both: { same: false, files: { 'p.go': CODE.replace('is added', 'is what is added'), 'testdata/in.txt': '' } },
};

/** Which packages count as identical between the last two commits, on real builds. */
async function identical(dir: string, setup = ''): Promise<Record<string, boolean>> {
  return inWorkspace(dir, { base: { by: 'ref', ref: 'HEAD~1' }, setup }, ({ evidence }) => {
    const built = { base: { state: 'built' }, head: { state: 'built' } };
    for (const p of evidence.packages) expect(p).toMatchObject(built);
    return Object.fromEntries(evidence.packages.map((p) => [p.dir, p.identical]));
  });
}

describe('identical', () => {
  test('a package whose allocated sections and data are equal, and no other', async () => {
    const names = Object.keys(CHANGES);
    const dir = repository(Object.assign({ 'go.mod': GO_MOD }, ...names.map((name) => pkg(name))));
    commit(dir, Object.assign({}, ...names.map((name) => pkg(name, CHANGES[name]?.files))));
    expect(await identical(dir)).toEqual(Object.fromEntries(names.map((name) => [name, CHANGES[name]?.same])));
  });

  test('the section with the code is equal where only an initial value differs', async () => {
    const dir = repository({ 'go.mod': GO_MOD, ...pkg('value') });
    commit(dir, pkg('value', CHANGES.value?.files));
    const go = await openToolchain(dir, {});
    const text = async (name: string) => {
      await go.go(dir, [
        'test',
        '-c',
        '-trimpath',
        '-buildvcs=false',
        '-ldflags=-s -w -buildid=',
        '-o',
        name,
        './value',
      ]);
      return allocatedSections(readFileSync(join(dir, name)))?.find((s) => s.name === '.text')?.bytes;
    };
    const after = await text('after.test');
    put(dir, pkg('value'));
    const before = await text('before.test');
    expect(after?.length).toBeGreaterThan(1e5);
    expect(after && before?.equals(after)).toBe(true);
    expect(await sameProgram(join(dir, 'before.test'), join(dir, 'after.test'))).toBe(false);
  });

  test('not after a change of go.mod', async () => {
    const dir = repository({ 'go.mod': GO_MOD, ...pkg('p') });
    commit(dir, { 'go.mod': 'module example.com/m\n\ngo 1.19\n' });
    expect(await identical(dir)).toEqual({ p: false });
  });

  test('generated files that git does not see count', async () => {
    const files = { 'go.mod': GO_MOD, '.gitignore': '*.bin\n', ...pkg('same'), ...pkg('other') };
    const dir = repository(files);
    commit(dir, { 'note.md': '' });
    expect(await identical(dir, 'echo 1 > same/testdata/made.bin; pwd > other/testdata/made.bin')).toEqual({
      same: true,
      other: false,
    });
  });
});

describe('the ELF reader', () => {
  const elf = readFileSync(process.execPath);

  test('reads the sections of a real program', () => {
    const sections = allocatedSections(elf);
    expect(sections?.map((s) => s.name)).toEqual(expect.arrayContaining(['.text', '.rodata', '.data', '.bss']));
    expect(sections?.some((s) => s.name === '.symtab')).toBe(false);
    expect(sections?.find((s) => s.name === '.bss')).toMatchObject({ type: 8, bytes: Buffer.alloc(0) });
    expect(sections?.find((s) => s.name === '.text')?.size).toBeGreaterThan(1e6);
  });

  test('has nothing to say of anything else', () => {
    for (const bad of [
      Buffer.alloc(0),
      Buffer.from('MZ'),
      Buffer.from(`\x7fELF${'\0'.repeat(100)}`, 'latin1'),
      elf.subarray(0, 1000),
    ]) {
      expect(allocatedSections(bad)).toBeNull();
    }
  });
});

/** A small ELF file: `.text`, `.gopclntab`, `.data`, `.debug` (not allocated) and `.bss`. */
function smallElf(
  parts: { text?: string; lines?: string; data?: string; debug?: string; bss?: number } = {},
  big = false,
): Buffer {
  const contents: [string, number, number, string, number?][] = [
    ['', 0, 0, ''],
    ['.text', 1, 6, parts.text ?? 'code'],
    ['.gopclntab', 1, 2, parts.lines ?? 'lines'],
    ['.data', 1, 3, parts.data ?? 'data'],
    ['.debug', 1, 0, parts.debug ?? 'debug'],
    ['.bss', 8, 3, '', parts.bss ?? 64],
    ['.shstrtab', 3, 0, ''],
  ];
  const names = contents
    .map(([name]) => name)
    .join('\0')
    .concat('\0');
  const bodies = contents.map(([name, , , body]) => Buffer.from(name === '.shstrtab' ? names : body));
  const table = 64 + bodies.reduce((sum, body) => sum + body.length, 0);
  const file = Buffer.alloc(table + 64 * contents.length);
  const put = (value: number, at: number, size: number) => {
    for (let i = 0; i < size; i++) file[at + (big ? size - 1 - i : i)] = Math.floor(value / 256 ** i) % 256;
  };
  file.set([0x7f, 0x45, 0x4c, 0x46, 2, big ? 2 : 1, 1]);
  put(2, 0x10, 2);
  put(0x3e, 0x12, 2);
  put(table, 0x28, 8);
  put(64, 0x3a, 2);
  put(contents.length, 0x3c, 2);
  put(contents.length - 1, 0x3e, 2);
  let [offset, name] = [64, 0];
  contents.forEach(([label, type, flags, , size], i) => {
    const body = bodies[i] ?? Buffer.alloc(0);
    const at = table + 64 * i;
    file.set(body, offset);
    put(name, at, 4);
    put(type, at + 4, 4);
    put(flags, at + 8, 8);
    put(offset, at + 24, 8);
    put(size ?? body.length, at + 32, 8);
    offset += body.length;
    name += label.length + 1;
  });
  return file;
}

describe('sameProgramBytes', () => {
  test.each([false, true])('compares allocated sections but line tables (big-endian: %s)', (big) => {
    const same = (parts: Parameters<typeof smallElf>[0]) => sameProgramBytes(smallElf({}, big), smallElf(parts, big));
    expect(same({})).toBe(true);
    expect(same({ lines: 'other lines, longer' })).toBe(true);
    expect(same({ debug: 'other' })).toBe(true);
    expect(same({ text: 'c0de' })).toBe(false);
    expect(same({ data: 'date' })).toBe(false);
    expect(same({ bss: 65 })).toBe(false);
  });

  test('the same sections for another machine are another program', () => {
    const other = smallElf({ debug: 'x' });
    other[0x12] = 0xb7;
    expect(sameProgramBytes(smallElf(), other)).toBe(false);
    expect(sameProgramBytes(smallElf(), smallElf({}, true))).toBe(false);
  });

  test('what is no ELF is equal byte for byte or not at all', () => {
    expect(sameProgramBytes(Buffer.from('MZ 1'), Buffer.from('MZ 1'))).toBe(true);
    expect(sameProgramBytes(Buffer.from('MZ 1'), Buffer.from('MZ 2'))).toBe(false);
    expect(sameProgramBytes(Buffer.alloc(0), smallElf())).toBe(false);
  });

  test('a spoilt file never throws, and a cut one is never the same', () => {
    const good = smallElf();
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }),
        fc.nat(good.length),
        (edits, length) => {
          const bad = Buffer.from(good);
          for (const [at, value] of edits) bad[at] = value;
          expect(typeof sameProgramBytes(good, bad)).toBe('boolean');
          expect(sameProgramBytes(good, bad.subarray(0, length)) && length < good.length).toBe(false);
        },
      ),
      { numRuns: 2000 },
    );
  });

  test('files that cannot be read are not the same', async () => {
    expect(await sameProgram('/nowhere/a', '/nowhere/a')).toBe(false);
    expect(await sameProgram(process.execPath, process.execPath)).toBe(true);
  });
});

describe('sameRuntimeInputs', () => {
  const same = (one: Files, other: Files, mentioned: readonly string[] = []) =>
    sameRuntimeInputs(folder(one), folder(other), (text) => mentioned.includes(text));

  test('compares test data and data, wherever below', async () => {
    expect(await same({ 'a.go': '1', 'testdata/x': '1' }, { 'a.go': '2', 'testdata/x': '1' })).toBe(true);
    expect(await same({ 'testdata/deep/x.go': '1' }, { 'testdata/deep/x.go': '2' })).toBe(false);
    expect(await same({ 'data/x.json': '1' }, { 'data/x.json': '2' })).toBe(false);
    expect(await same({ 'x.json': '1' }, { 'y.json': '1' })).toBe(false);
    expect(await same({ 'x.json': '1' }, {})).toBe(false);
  });

  test('documents count where a source names them', async () => {
    expect(await same({ 'README.md': '1' }, { 'README.md': '2' })).toBe(true);
    expect(await same({ 'README.md': '1' }, { 'README.md': '2' }, ['README.md'])).toBe(false);
  });

  test('another package below is not its own, and an unreadable folder is not equal', async () => {
    expect(await same({ 'q/q.go': '', 'q/x.json': '1' }, { 'q/q.go': '', 'q/x.json': '2' })).toBe(true);
    expect(await sameRuntimeInputs(join(folder(), 'no'), folder(), () => false)).toBe(false);
  });
});
