import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { UserError } from '../../src/model/diagnostic.ts';
import type { BaselineRow } from '../../src/model/evidence.ts';
import { type Baseline, formatBaseline, parseBaseline } from '../../src/rules/baseline.ts';

const encode = { pkg: 'example.com/m/codec', benchmark: 'Encode/size=large', gomaxprocs: 2 };
const BASELINE: Baseline = {
  rows: [
    { subject: encode, metric: 'sec/op', values: [1.21e-6, 1.2e-6, 1.2345678901234567e-6] },
    { subject: { ...encode, gomaxprocs: 1 }, metric: 'sec/op', values: [2e-6] },
    { subject: { pkg: 'example.com/m/cache', benchmark: 'Get' }, metric: 'allocs/op', values: [0, 0] },
    { subject: encode, metric: 'B/op', values: [65536] },
  ],
  environment: {
    goVersion: 'go1.26.1',
    goos: 'linux',
    cpu: 'AMD EPYC 7763: 64-Core',
    gomaxprocs: 2,
    cpuLimit: 1.5,
    variables: { GOGC: '50', GOAMD64: 'v3' },
  },
  commit: 'a1b2c3d4',
  date: '2027-01-15T12:00:00Z',
  version: '0.1.0',
};

describe('formatBaseline', () => {
  test('is text that people can read and compare', () => {
    expect(formatBaseline(BASELINE)).toBe(`# Samples that stand for base in: go-perf-gate check --baseline
schema: go-perf-gate/baseline@1
version: "0.1.0"
date: "2027-01-15T12:00:00Z"
commit: a1b2c3d4
environment:
  go-version: go1.26.1
  goos: linux
  cpu: "AMD EPYC 7763: 64-Core"
  gomaxprocs: 2
  cpu-limit: 1.5
  variables:
    GOAMD64: v3
    GOGC: "50"
rows:
  - pkg: example.com/m/cache
    benchmark: Get
    metrics:
      allocs/op: [0, 0]
  - pkg: example.com/m/codec
    benchmark: "Encode/size=large"
    gomaxprocs: 1
    metrics:
      sec/op: [0.000002]
  - pkg: example.com/m/codec
    benchmark: "Encode/size=large"
    gomaxprocs: 2
    metrics:
      B/op: [65536]
      sec/op: [0.00000121, 0.0000012, 0.0000012345678901234567]
`);
  });

  test('the order of the rows does not matter, that of the samples does', () => {
    expect(formatBaseline({ ...BASELINE, rows: [...BASELINE.rows].reverse() })).toBe(formatBaseline(BASELINE));
    const swapped = BASELINE.rows.map((r) => ({ ...r, values: [...r.values].reverse() }));
    expect(formatBaseline({ ...BASELINE, rows: swapped })).not.toBe(formatBaseline(BASELINE));
  });

  test('nothing known, nothing measured', () => {
    const empty: Baseline = { rows: [], environment: {}, date: '2027-01-15', version: '1' };
    expect(parseBaseline(formatBaseline(empty), 'b.yml')).toEqual(empty);
  });
});

describe('parseBaseline', () => {
  const sorted = (rows: readonly BaselineRow[]) =>
    rows.map((r) => JSON.stringify([r.subject, r.metric, r.values])).sort();

  test('gives back what was written', () => {
    const { rows, ...rest } = parseBaseline(formatBaseline(BASELINE), 'b.yml');
    const { rows: _, ...expected } = BASELINE;
    expect(rest).toEqual(expected);
    expect(sorted(rows)).toEqual(sorted(BASELINE.rows));
  });

  test('any names and any finite numbers, to the last bit', () => {
    const name = fc.string({ unit: 'binary', maxLength: 12 });
    const subject = fc.record(
      { pkg: name, benchmark: name, gomaxprocs: fc.integer({ min: 1, max: 512 }), function: name },
      { requiredKeys: [] },
    );
    const values = fc.array(
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((v) => v + 0),
      { maxLength: 6 },
    );
    const metric = fc.string({ unit: 'binary', minLength: 1, maxLength: 10 }).filter((m) => m !== '__proto__');
    const rows = fc.uniqueArray(fc.record({ subject, metric, values }), {
      selector: (r) => JSON.stringify([r.subject, r.metric]),
      maxLength: 8,
    });
    const variables = fc.dictionary(fc.stringMatching(/^[A-Z_]{1,8}$/), name, {
      maxKeys: 3,
      minKeys: 1,
      noNullPrototype: true,
    });
    fc.assert(
      fc.property(rows, variables, name, (some, vars, cpu) => {
        const baseline = { ...BASELINE, rows: some, environment: { cpu, variables: vars } };
        const back = parseBaseline(formatBaseline(baseline), 'b.yml');
        expect(back.environment).toEqual(baseline.environment);
        expect(sorted(back.rows)).toEqual(sorted(some));
      }),
      { numRuns: 300 },
    );
  });

  const text = formatBaseline(BASELINE);

  test.each([
    [
      'schema: go-perf-gate/baseline@1',
      'schema: go-perf-gate/baseline@9',
      '2:9: "schema" must be go-perf-gate/baseline@1',
    ],
    ['date: "2027-01-15T12:00:00Z"', 'date: yesterday', '4:7: "date" must be a date'],
    ['goos: linux', 'gooos: linux', '8:3: unknown key "gooos": did you mean "goos"?'],
    ['[0, 0]', '[0, x]', '19:22: "allocs/op" must be a number'],
    ['[0, 0]', '[0, .nan]', '19:22: "allocs/op" must be a number'],
    ['[0, 0]', '[.inf, 0]', '19:19: "allocs/op" must be a number'],
    ['[0, 0]', '0', '19:18: "allocs/op" must be a list of numbers'],
    ['    benchmark: Get', '    benchmrak: Get', '17:5: unknown key "benchmrak": did you mean "benchmark"?'],
    ['gomaxprocs: 1', 'gomaxprocs: 1.5', '22:17: "gomaxprocs" must be a whole number'],
    ['rows:', 'raws:', '15:1: unknown key "raws": did you mean "rows"?'],
    ['commit: a1b2c3d4', 'commit: [', '6:1: Flow sequence'],
  ])('%s → %s', (from, to, message) => {
    expect(text).toContain(from);
    let shown = '';
    try {
      parseBaseline(text.replace(from, to), 'b.yml');
    } catch (error) {
      if (error instanceof UserError) shown = error.shown;
    }
    expect(shown).toContain(`b.yml:${message}`);
  });

  test('a file that is something else', () => {
    for (const other of ['', 'just text', '[]', 'version: 1\nchecks: []\n'])
      expect(() => parseBaseline(other, 'b.yml')).toThrow(UserError);
  });

  test('there is a bound', () => {
    const large = `${text}#${'x'.repeat(8 * 1024 * 1024)}\n`;
    expect(() => parseBaseline(large, 'b.yml')).toThrow('larger than 8192 KiB');
  });
});
