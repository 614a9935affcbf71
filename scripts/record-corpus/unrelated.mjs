// A Go file of tests that nothing runs: it moves the benchmarks to other addresses and changes none of them.

/** @param count functions, each of another size */
export function unrelatedFunctions(count) {
  const tests = Array.from({ length: count }, (_, i) => test(i, count));
  return `package corpus\n\nimport "testing"\n\n${tests.join('\n')}`;
}

function test(i, count) {
  const lines = Array.from({ length: 1 + ((7 * i + 3 * count) % 23) }, (_, j) => `\tx = x*${2 * j + 3} ^ x>>${j + 1}`);
  return `func TestUnrelated${i}(t *testing.T) {\n\tx := len(t.Name())\n${lines.join('\n')}\n\tt.Log(x)\n}\n`;
}
