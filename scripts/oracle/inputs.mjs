// Inputs for compare-benchfmt: small ones by hand, each about one part of the format.
const HEAD = 'goos: linux\ngoarch: amd64\npkg: example.com/m/codec\ncpu: Some CPU @ 2.00GHz\n';
const LONG = 'x'.repeat(30_000);

/** Inputs on which both readers must agree in every result, name, configuration, iteration count, unit and bit. */
export const CLEAN = {
  plain: `${HEAD}BenchmarkEncode-8   \t     100\t     12345 ns/op\t      64 B/op\t       2 allocs/op\nPASS\nok  \texample.com/m/codec\t1.2s\n`,
  'no-final-newline': `${HEAD}BenchmarkEncode-8 100 1 ns/op`,
  crlf: `${HEAD}BenchmarkEncode-8 100 1 ns/op\nBenchmarkDecode-8 100 2 ns/op\n`.replaceAll('\n', '\r\n'),
  'unicode-spaces':
    'BenchmarkEm\u20031\u20031\u2003ns/op\nBenchmarkNext\u00851\u00852\u0085ns/op\nBenchmarkBom\uFEFF 1 1 ns/op\n',
  names: ['', 'X', 'X-2', 'X-', '-8', 'X/size=1', 'X/size=1-4', 'X/a-b-16', 'X/ü=é-2', 'X-2x', 'x/lower']
    .map((n) => `Benchmark${n} 1 1 ns/op\n`)
    .join(''),
  'custom-units':
    'BenchmarkX 10 5 ns/op 3 p99-ns 4 ns/GC 7 MB 8 MB*MB/s 9 op/ns 1 x-MB/s 2 ns*MB/ns*ns 3 nsec 4 -ns- 5 /MB 6 req/s\n',
  numbers: [
    '0',
    '-0',
    '1e3',
    '.5',
    '5.',
    '1_000',
    '0x1p-2',
    '0X1.8P3',
    '0x1.fffffffffffff8p0',
    '0x0.8p-1074',
    '0x1.8p-1074',
    '+7',
    '9007199254740993',
    '9223372036854775807',
    '1e-320',
    '4.9e-324',
    '1e-400',
    '1.7976931348623157e308',
    '9999999999999999999999999999999',
    '123456789.123456789123456789',
  ]
    .map((v, i) => `BenchmarkX${i} 1 ${v} u\n`)
    .join(''),
  'zero-ns': 'BenchmarkX 1 0 ns/op 0 MB/s\n',
  iterations: '1 +1 001 1000000000 9007199254740991'
    .split(' ')
    .map((n) => `BenchmarkX ${n} 1 ns/op\n`)
    .join(''),
  'bad-lines':
    'not a benchmark\nBenchmarkTailingSpaceNoIter \nBenchmarkBadIter abc\nBenchmarkHugeIter 9999999999999999999999999999999\nBenchmarkHugeIter2 9223372036854775808\nBenchmarkMissingVal 100\nBenchmarkBadVal 100 abc\nBenchmarkMissingUnit 100 1\nBenchmarkMissingUnit2 100 1 ns/op 2\nBenchmarkOk 1 1 ns/op\nBenchmarkHugeVal 1 1e999 ns/op\nBenchmarkUnderscore 1_0 1 ns/op\nBenchmarkUnderscore2 1 1__0 ns/op\nBenchmarkHex 1 0x10 ns/op\n',
  prose:
    'Benchmark results are 20 ns/op better\nBenchmarks: 3\nBenchmarking 3 machines\nUnit tests passed\nok then\nnote: the key is a key\nBenchmarkReal 1 1 ns/op\n',
  config:
    'key: value\nkey1:    \t value \n: no key\nab:no key\na b: no key\nKey: no key\nkEy: no key\nkey2:\tvalue 2\nö: umlaut\nkey-3.x: v: w\nBenchmarkOne 1 1 ns/op\nkey:\nkey2: other\nBenchmarkTwo 1 1 ns/op\nkey1: \nconstructor: c\nBenchmarkThree 1 1 ns/op\n',
  units:
    'Unit ns/op a=1 b=2\nUnit ns/op c=3 error d=4\nUnit ns/op d=4\nUnitx\nUnit\nUnit ns/op\nUnit sec/op a=2\nUnit req/s better=higher assume=\nUnit req/s better=lower\nUnit\tMB/s\tx==y\nUnit z =x\nBenchmarkOne 1 1 ns/op\n',
  verbose: `${HEAD}=== RUN   BenchmarkX\nBenchmarkX\nBenchmarkX-2  \t      10\t        12.50 ns/op\nBenchmarkX/sub\nBenchmarkX/sub-2 \t      10\t        12.50 ns/op\nPASS\n`,
  'same-name-two-packages':
    'pkg: a\nBenchmarkX-2 1 1 ns/op\nPASS\nok  \ta\t1s\npkg: b\ncpu: C\nBenchmarkX-2 1 2 ns/op\nPASS\nok  \tb\t1s\n',
  events: `${HEAD}--- FAIL: BenchmarkBad\n    x_test.go:3: no\nBenchmarkGood-2 1 1 ns/op\n--- BENCH: BenchmarkGood-2\n    x_test.go:9: n is 1\n--- SKIP: BenchmarkSkip\nFAIL\nexit status 1\nFAIL\texample.com/m/codec\t0.1s\n?   \texample.com/m\t[no test files]\n`,
  'long-name': `BenchmarkLong/${LONG}-2 1 1 ns/op\nBenchmarkAfter 1 1 ns/op\n`,
  repeated: 'BenchmarkX-2 10 1 ns/op\n'.repeat(500),
};

/** Inputs that other output has run into, with the ns/op that are really in them. */
export const MIXED = {
  'b.Log and println between the pieces': [
    'BenchmarkA-2 \thello\n      10\t         5.000 ns/op\nBenchmarkB-2 \t      10\t         6.000 ns/op\n',
    { 'BenchmarkA-2': 5, 'BenchmarkB-2': 6 },
  ],
  'output that does not end its line': [
    'helloBenchmarkA-2 \thello      10\t         5.000 ns/op\nxBenchmarkB-2 \txxx\nx      20\t         6.000 ns/op\n',
    { 'BenchmarkA-2': 5, 'BenchmarkB-2': 6 },
  ],
  'output that reads as numbers': [
    'BenchmarkA-2 \t12 34       10\t         5.000 ns/op\nBenchmarkB-2 \t1\t2      10\t         6.000 ns/op\n',
    { 'BenchmarkA-2': 5, 'BenchmarkB-2': 6 },
  ],
  'terminal colours, CI timestamps, BOM': [
    '\uFEFF2026-01-02T03:04:05.1234567Z \x1b[32mBenchmarkA-2\x1b[0m \t      10\t         5.000 ns/op\n2026-01-02T03:04:05.2Z BenchmarkB-2 \t      10\t         6.000 ns/op\n',
    { 'BenchmarkA-2': 5, 'BenchmarkB-2': 6 },
  ],
  'a 70 kB line': [
    `BenchmarkA-2 1 5 ns/op\n${'y'.repeat(70_000)}\nBenchmarkB-2 1 6 ns/op\n`,
    { 'BenchmarkA-2': 5, 'BenchmarkB-2': 6 },
  ],
};
