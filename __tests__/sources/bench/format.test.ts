import { describe, expect, test } from '@jest/globals';
import { diagnostics, events, read, results, shown, units } from './helpers.ts';

const HEAD = 'goos: linux\ngoarch: amd64\npkg: example.com/m/codec\ncpu: Some CPU @ 2.00GHz\n';

describe('results', () => {
  test('have a subject, tidied values with the originals, configuration and position', () => {
    const text = `${HEAD}BenchmarkEncode/size=large-8   \t     100\t     12345 ns/op\t  12.50 MB/s\t      64 B/op\t       2 allocs/op\nPASS\n`;
    expect(results(text)).toEqual([
      {
        kind: 'result',
        subject: { pkg: 'example.com/m/codec', benchmark: 'Encode/size=large', gomaxprocs: 8 },
        fullName: 'BenchmarkEncode/size=large-8',
        iterations: 100,
        values: [
          { value: 12345 * 1e-9, unit: 'sec/op', original: { value: 12345, unit: 'ns/op' } },
          { value: 12.5e6, unit: 'B/s', original: { value: 12.5, unit: 'MB/s' } },
          { value: 64, unit: 'B/op', original: { value: 64, unit: 'B/op' } },
          { value: 2, unit: 'allocs/op', original: { value: 2, unit: 'allocs/op' } },
        ],
        config: { goos: 'linux', goarch: 'amd64', pkg: 'example.com/m/codec', cpu: 'Some CPU @ 2.00GHz' },
        at: { file: 'bench.txt', line: 5 },
      },
    ]);
  });

  test.each([
    ['BenchmarkX', 'X', 1],
    ['BenchmarkX-2', 'X', 2],
    ['Benchmark', '', 1],
    ['Benchmark-8', '', 8],
    ['BenchmarkX-', 'X-', 1],
    ['BenchmarkX/a-b-16', 'X/a-b', 16],
    ['BenchmarkX/a-16/b', 'X/a-16/b', 1],
    ['BenchmarkX-2x', 'X-2x', 1],
    ['BenchmarkX--4', 'X-', 4],
    ['BenchmarkX-08', 'X-08', 1],
    ['BenchmarkX-0', 'X-0', 1],
    ['BenchmarkX-99999999999999999999', 'X-99999999999999999999', 1],
  ])('%s is %s at %d', (full, benchmark, gomaxprocs) => {
    expect(results(`${full} 1 1 ns/op`).map((r) => r.subject)).toEqual([{ benchmark, gomaxprocs }]);
  });

  test('are split at all of Go’s spaces, and only there', () => {
    const text = 'BenchmarkA\u20031\u00852\u3000x\nBenchmarkB\uFEFF 1 2 x\n';
    expect(shown(text)).toEqual(['BenchmarkA 1 2 x', 'BenchmarkB\uFEFF 1 2 x']);
  });

  test('a name alone, as -v prints it, is neither result nor mistake', () => {
    expect(read('BenchmarkX\nBenchmarkX/sub\n')).toEqual([]);
  });

  test.each([
    ['BenchmarkX ', 'missing iteration count'],
    ['BenchmarkX abc', 'parsing iteration count: invalid syntax'],
    ['BenchmarkX 1_0 1 ns/op', 'parsing iteration count: invalid syntax'],
    ['BenchmarkX 9223372036854775808', 'parsing iteration count: value out of range'],
    ['BenchmarkX 100', 'missing measurements'],
    ['BenchmarkX 100 abc', 'parsing measurement: invalid syntax'],
    ['BenchmarkX 100 1e999 ns/op', 'parsing measurement: value out of range'],
    ['BenchmarkX 100 1', 'missing units'],
    ['BenchmarkX 100 1 ns/op 2', 'missing units'],
    ['BenchmarkX 0 1 ns/op', '0 iterations measure nothing'],
    ['BenchmarkX -5 1 ns/op', '-5 iterations measure nothing'],
    ['BenchmarkX 5 1 2 3 ns/op', 'the unit "2" is a number'],
    ['Benchmark results are 20 ns/op better', 'parsing iteration count: invalid syntax'],
    ['Benchmarking 3 machines', 'parsing measurement: invalid syntax'],
  ])('%s is a diagnostic and costs nothing around it', (line, problem) => {
    const text = `BenchmarkA 1 1 ns/op\n${line}\nBenchmarkB 1 2 ns/op\n`;
    expect(diagnostics(text)).toEqual([`2: ${JSON.stringify(line)}: ${problem}`]);
    expect(shown(text)).toEqual(['BenchmarkA 1 1 ns/op', 'BenchmarkB 1 2 ns/op']);
  });

  test('a long bad line is quoted in part', () => {
    expect(diagnostics(`Benchmark${'x'.repeat(70_000)} y`).join('').length).toBeLessThan(200);
  });

  test('NaN and infinite values are diagnostics, the others stay', () => {
    const text = 'BenchmarkX 1 NaN a +Inf b 3 c -inf d 1e308 MB/s\nBenchmarkY 1 NaN ns/op\n';
    expect(shown(text)).toEqual(['BenchmarkX 1 3 c']);
    expect(diagnostics(text)).toEqual([
      ...['a', 'b', 'd', 'B/s'].map((u) => `1: "BenchmarkX": the value of "${u}" is not a finite number`),
      '2: "BenchmarkY": the value of "sec/op" is not a finite number',
    ]);
  });

  test('two values of one unit are a diagnostic, tidied units included', () => {
    const text = 'BenchmarkX 1 5 ns/op 6 x 7 sec/op 8 y 9 y\n';
    expect(shown(text)).toEqual(['BenchmarkX 1 6 x']);
    expect(diagnostics(text)).toEqual([
      '1: "BenchmarkX": 2 values of "sec/op" in one line; none is used',
      '1: "BenchmarkX": 2 values of "y" in one line; none is used',
    ]);
  });

  test('huge and tiny values keep every bit', () => {
    const values = ['1e-320', '4.9e-324', '1.7976931348623157e308', '0.1', '123456789.123456789123456789', '0x1.8p-3'];
    const text = `BenchmarkX 1 ${values.map((v, i) => `${v} u${i}`).join(' ')}`;
    expect(results(text)[0]?.values.map((v) => v.value)).toEqual([
      1e-320,
      5e-324,
      Number.MAX_VALUE,
      0.1,
      123456789.12345679,
      0.1875,
    ]);
  });
});

describe('file configuration', () => {
  test('holds from its line on, and an empty value deletes it', () => {
    const text =
      'key: value\nBenchmarkA 1 1 x\nkey2:\tv: w \nBenchmarkB 1 1 x\nkey:\nBenchmarkC 1 1 x\nkey2: \nBenchmarkD 1 1 x\n';
    expect(results(text).map((r) => ({ ...r.config }))).toEqual([
      { key: 'value' },
      { key: 'value', key2: 'v: w ' },
      { key2: 'v: w ' },
      {},
    ]);
  });

  test.each([': v', 'ab:v', 'a b: v', 'Key: v', 'kEy: v', '9: v', ' key: v', 'ǅ: v', 'a\u0085b: v', 'key:\u00a0v'])(
    '%j is none',
    (line) => {
      expect(results(`${line}\nBenchmarkA 1 1 x`)[0]?.config).toEqual({});
    },
  );

  test.each([
    ['ö: v', 'ö'],
    ['key-3.x/y: v', 'key-3.x/y'],
    ['constructor: v', 'constructor'],
    ['a\uFEFFb:   \t v', 'a\uFEFFb'],
  ])('%j is one', (line, key) => {
    expect(Object.entries(results(`${line}\nBenchmarkA 1 1 x`)[0]?.config ?? {})).toEqual([[key, 'v']]);
  });

  test('is one object for all results until it changes', () => {
    const [a, b, c] = results('key: v\nBenchmarkA 1 1 x\nBenchmarkA 1 1 x\nother: w\nBenchmarkA 1 1 x\n');
    expect(a?.config).toBe(b?.config);
    expect(c?.config).not.toBe(a?.config);
  });

  test('has no end of keys', () => {
    const keys = Array.from({ length: 1001 }, (_, i) => `k${i}: v\n`).join('');
    expect(diagnostics(`${keys}BenchmarkA 1 1 x\n`)).toEqual(['1001: too many configuration keys; not kept']);
    expect(Object.keys(results(`${keys}BenchmarkA 1 1 x\n`)[0]?.config ?? {})).toHaveLength(1000);
  });
});

describe('unit metadata', () => {
  test('gives a record for each key, by tidied unit', () => {
    expect(units('Unit ns/op assume=exact better=lower\nUnit req/s better=higher note=\n')).toEqual([
      {
        kind: 'unit',
        unit: 'sec/op',
        original: 'ns/op',
        key: 'assume',
        value: 'exact',
        at: { file: 'bench.txt', line: 1 },
      },
      {
        kind: 'unit',
        unit: 'sec/op',
        original: 'ns/op',
        key: 'better',
        value: 'lower',
        at: { file: 'bench.txt', line: 1 },
      },
      {
        kind: 'unit',
        unit: 'req/s',
        original: 'req/s',
        key: 'better',
        value: 'higher',
        at: { file: 'bench.txt', line: 2 },
      },
      { kind: 'unit', unit: 'req/s', original: 'req/s', key: 'note', value: '', at: { file: 'bench.txt', line: 2 } },
    ]);
  });

  test('repeated is nothing new, contradicted is a diagnostic and the first value holds', () => {
    const text = 'Unit ns/op a=1\nUnit ns/op a=1\nUnit sec/op a=2\n';
    expect(units(text).map((u) => u.value)).toEqual(['1']);
    expect(diagnostics(text)).toEqual(['3: Unit line: metadata "a" of unit "sec/op" already set to "1"']);
  });

  test('bad parts cost nothing around them', () => {
    expect(
      read('Unit x a=1 oops b=2 =c\nUnit\nUnits are fine\n').map((r) =>
        r.kind === 'unit' ? r.key : r.kind === 'diagnostic' && r.text,
      ),
    ).toEqual(['a', 'Unit line: expected key=value', 'b', 'Unit line: expected key=value', 'Unit line: missing unit']);
  });
});

describe('events', () => {
  test.each([
    ['PASS', { event: 'pass' }],
    ['FAIL', { event: 'fail' }],
    ['ok  \tp/q\t1.2s', { event: 'ok', name: 'p/q' }],
    ['ok  \tp/q\t(cached)', { event: 'ok', name: 'p/q' }],
    ['ok  \tp/q\t0.01s\tcoverage: 5.0% of statements', { event: 'ok', name: 'p/q' }],
    ['ok  \tp/q\t0.01s [no tests to run]', { event: 'ok', name: 'p/q' }],
    ['FAIL\tp/q\t1.2s', { event: 'fail', name: 'p/q' }],
    ['FAIL\tp/q [build failed]', { event: 'fail', name: 'p/q' }],
    ['--- FAIL: BenchmarkX/a-2', { event: 'fail', name: 'BenchmarkX/a-2' }],
    ['    --- FAIL: TestX (0.00s)', { event: 'fail', name: 'TestX' }],
    ['--- SKIP: BenchmarkX', { event: 'skip', name: 'BenchmarkX' }],
    ['?   \tp/q\t[no test files]', { event: 'no-tests', name: 'p/q' }],
    ['testing: warning: no tests to run', { event: 'no-tests' }],
    ['panic: boom', { event: 'panic' }],
    ['fatal error: all goroutines are asleep - deadlock!', { event: 'panic' }],
  ])('%j', (line, event) => {
    expect(events(`x\n${line}\n`)).toEqual([
      { kind: 'event', ...event, text: line, at: { file: 'bench.txt', line: 2 } },
    ]);
  });

  test.each([
    'ok then',
    'ok  \tnot a package line',
    'PASSED',
    'FAILURE',
    '--- FAIL: two words here',
    '--- PASS: TestX (0.00s)',
    '? what',
    'panic',
  ])('%j is none', (line) => {
    expect(read(`${line}\n`)).toEqual([]);
  });
});

describe('packages', () => {
  test('a pkg line names what follows, until it is closed', () => {
    const text = 'pkg: a\nBenchmarkX 1 1 x\nPASS\nok  \ta\t1s\npkg: b\nBenchmarkX 1 2 x\nPASS\nok  \tb\t1s\n';
    expect(results(text).map((r) => r.subject.pkg)).toEqual(['a', 'b']);
  });

  test('without one the closing line names it, on both ways out', () => {
    const text = 'BenchmarkX 1 1 x\nok  \ta\t1s\nBenchmarkX 1 2 x\nFAIL\nFAIL\tb\t1s\nBenchmarkY 1 3 x\n';
    expect(results(text).map((r) => r.subject.pkg)).toEqual(['a', 'b', undefined]);
    expect(read(text).map((r) => r.at?.line)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('a closed package does not name the next one', () => {
    expect(
      results('pkg: a\nBenchmarkX 1 1 x\nok  \ta\t1s\nBenchmarkX 1 2 x\nok  \tb\t1s\n').map((r) => r.subject.pkg),
    ).toEqual(['a', 'b']);
  });

  test('a package that did not build closes nothing', () => {
    const text = 'BenchmarkX 1 1 x\nFAIL\tb [build failed]\nBenchmarkY 1 1 x\nok  \ta\t1s\n';
    expect(results(text).map((r) => r.subject.pkg)).toEqual(['a', 'a']);
  });

  test('where no line names it, the configuration in force does', () => {
    const text = 'pkg: a\nBenchmarkX 1 1 x\nok  \ta\t1s\nBenchmarkX 1 2 x\n';
    expect(results(text).map((r) => r.subject.pkg)).toEqual(['a', 'a']);
    expect(results('pkg: a\npkg:\nBenchmarkX 1 1 x\n').map((r) => r.subject)).toEqual([
      { benchmark: 'X', gomaxprocs: 1 },
    ]);
  });
});
