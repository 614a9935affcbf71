import { describe, expect, test } from '@jest/globals';
import { commit, type Files, GO_MOD, inWorkspace, repository } from '../sandbox.ts';

const TESTS = `package p

import (
	"os"
	"testing"
)

// newDoc is what is parsed.
func newDoc() string { return "x" }

func read(name string) []byte {
	data, _ := os.ReadFile("testdata/" + name)
	return data
}

func BenchmarkParse(b *testing.B) {
	for i := 0; i < b.N; i++ {
		Parse(newDoc())
	}
}

func BenchmarkBig(b *testing.B) {
	data, _ := os.ReadFile("testdata/docs/big.json")
	for i := 0; i < b.N; i++ {
		Parse(string(data))
	}
}

func BenchmarkNamed(b *testing.B) {
	data := read("named.json")
	for i := 0; i < b.N; i++ {
		Parse(string(data))
	}
}
`;

const BASE: Files = {
  'go.mod': GO_MOD,
  'p/p.go': 'package p\n\nvar Sink int\n\nfunc Parse(s string) { Sink += len(s) }\n',
  'p/p_test.go': TESTS,
  'p/testdata/docs/big.json': '[1, 2]',
  'p/testdata/docs/small.json': '[1]',
  'p/testdata/named.json': '{}',
};
/** Reaches the package and leaves its benchmarks alone. */
const CODE = { 'p/p.go': 'package p\n\nvar Sink int\n\nfunc Parse(s string) { Sink += 2 * len(s) }\n' };

/** What is said of the package after these files changed, its code among them. */
async function changed(files: Files, before: Files = {}) {
  const dir = repository({ ...BASE, ...before });
  commit(dir, { ...CODE, ...files });
  return inWorkspace(dir, { base: { by: 'ref', ref: 'HEAD~1' } }, ({ evidence }) => ({
    changed: evidence.packages.find((p) => p.pkg === 'example.com/m/p')?.changed,
    notices: evidence.diagnostics.map((d) => d.text),
  }));
}

describe('benchmarks that stand still', () => {
  test('when the code under test changes', async () => {
    expect(await changed({})).toEqual({ changed: undefined, notices: [] });
  });

  test('when comments and formatting change', async () => {
    const text = TESTS.replace('// newDoc is what is parsed.', '/* A document. */').replace(
      'string { return "x" }',
      'string {\n\treturn "x" // small\n}',
    );
    expect((await changed({ 'p/p_test.go': text })).changed).toBeUndefined();
  });

  test('when data changes that none of them names', async () => {
    const files = { 'p/data/other.bin': 'x', 'p/other.txt': 'y' };
    expect((await changed(files)).changed).toBeUndefined();
  });
});

describe('benchmarks that were edited', () => {
  test('in their helper', async () => {
    const text = TESTS.replace('return "x"', 'return "xx"');
    expect((await changed({ 'p/p_test.go': text })).changed).toEqual({ Parse: 'its helper newDoc changed' });
  });

  test('in their body, and in a helper of another file of another test package', async () => {
    const text = TESTS.replace('Parse(newDoc())', 'Parse(newDoc() + "y")');
    const external = (n: number) =>
      `package p_test\n\nimport (\n\t"testing"\n\n\t"example.com/m/p"\n)\n\nconst size = ${n}\n\nfunc BenchmarkOutside(b *testing.B) {\n\tfor i := 0; i < size; i++ {\n\t\tp.Parse("")\n\t}\n}\n`;
    const files = { 'p/p_test.go': text, 'p/x_test.go': external(2) };
    expect((await changed(files, { 'p/x_test.go': external(1) })).changed).toEqual({
      Parse: 'its body changed',
      Outside: 'its constant size changed',
    });
  });

  test('in the test data that they name', async () => {
    expect((await changed({ 'p/testdata/docs/big.json': '[3, 4]' })).changed).toEqual({
      Big: 'its test data testdata/docs/big.json changed',
      // It reads what it is told from testdata/.
      Named: 'its test data testdata/docs/big.json changed',
    });
    expect((await changed({ 'p/testdata/named.json': null })).changed).toEqual({
      Named: 'its test data testdata/named.json changed',
    });
  });

  test('in what their tests embed', async () => {
    const embeds =
      'package p\n\nimport (\n\t_ "embed"\n\t"testing"\n)\n\n//go:embed words.txt\nvar words string\n\nfunc BenchmarkWords(b *testing.B) {\n\tfor i := 0; i < b.N; i++ {\n\t\tParse(words)\n\t}\n}\n';
    const before = { 'p/e_test.go': embeds, 'p/words.txt': 'a' };
    expect((await changed({ 'p/words.txt': 'b' }, before)).changed).toEqual({
      Words: 'its test data words.txt changed',
    });
  });
});

test('what is too large to be read is told, and is no change', async () => {
  const large = (first: string) => first + 'x'.repeat(5 << 20);
  const { changed: found, notices } = await changed(
    { 'p/testdata/docs/big.json': large('b'), 'p/large_test.go': `package p\n\n// ${large('b')}\n` },
    { 'p/testdata/docs/big.json': large('a'), 'p/large_test.go': `package p\n\n// ${large('a')}\n` },
  );
  expect(found).toBeUndefined();
  expect(notices).toEqual([
    'example.com/m/p: large_test.go has more than 4 MiB, so it is not known whether it changed',
    'example.com/m/p: testdata/docs/big.json has more than 4 MiB, so it is not known whether it changed',
  ]);
});
