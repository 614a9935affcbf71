import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { UserError } from '../../src/model/diagnostic.ts';
import { EXAMPLES } from '../../src/rules/examples.ts';
import { parseRules } from '../../src/rules/parse.ts';
import { profileRules } from '../../src/rules/profile-rules.ts';
import { meaning, mistakesIn, rulesOf, shownMistakes } from './helpers.ts';

describe('the built-in rules', () => {
  const rules = parseRules();

  test('default: the checks and their limits', () => {
    const traces = [
      ['trace/latency', 'sched.latency.p99', 'notice'],
      ['trace/starved', 'sched.latency.max', 'notice'],
      ['trace/leak', 'goroutines.leaked', 'warning'],
      ['trace/poll', 'wait.network.max', 'off'],
      ['trace/threads', 'threads.per-proc', 'notice'],
      ['trace/idle', 'procs.idle-queued', 'notice'],
      ['trace/stw', 'gc.stw.max', 'notice'],
      ['trace/assist', 'gc.assist', 'notice'],
      ['trace/mmu', 'gc.mmu.10ms', 'notice'],
    ] as const;
    expect(rules.checks.map((c) => [c.id, c.metric.join(' '), c.limits.maxRegression?.value, c.severity])).toEqual([
      ['bench/time', 'sec/op', 0.02, 'error'],
      ['bench/cpu', 'cpu-sec/op', 0.02, 'error'],
      ['bench/allocs', 'allocs/op', 0, 'error'],
      ['bench/bytes', 'B/op', 0.02, 'error'],
      ['bench/custom', '* !sec/op !cpu-sec/op !allocs/op !B/op !B/s', 0.02, 'error'],
      ['bench/missing', '', undefined, 'error'],
      ['bench/failed', '', undefined, 'error'],
      ['bench/changed', '', undefined, 'notice'],
      ['rules/changed', '', undefined, 'warning'],
      ...traces.map(([id, metric, severity]) => [id, metric, undefined, severity]),
    ]);
    expect(rules.checks.filter(({ collect }) => collect === false).map(({ id }) => id)).toEqual(
      traces.map(([id]) => id),
    );
  });

  test('every check says why', () => {
    expect(rules.checks.filter((c) => !c.why)).toEqual([]);
  });

  test('default: the settings', () => {
    expect(rules.measure).toEqual({
      packages: ['./...'],
      bench: '.',
      budget: 600,
      cpu: [],
      benchtime: 0.015,
      rounds: { screen: 8, confirm: 40 },
      profile: 'auto',
    });
    expect(rules.judge).toEqual({ alpha: 0.01, resolution: 0.1 });
  });

  test('strict refines default', () => {
    const strict = rulesOf('extends: strict\n');
    const last = (id: string) => strict.checks.findLast((c) => c.id === id);
    expect(last('bench/time')).toMatchObject({
      metric: ['sec/op'],
      mustResolve: true,
      severity: 'error',
      limits: { maxRegression: { value: 0.01 } },
    });
    expect(last('rules/changed')?.severity).toBe('error');
    expect(strict.judge).toEqual({ alpha: 0.01, resolution: 0.05 });
    expect(strict.measure.rounds).toEqual({ screen: 12, confirm: 60 });
    expect(strict.measure.packages).toEqual(['./...']);
    const added = strict.checks.map((c) => c.id).filter((id) => !rules.checks.some((c) => c.id === id));
    expect(added).toEqual(['profile/hot-function', 'profile/allocating-function']);
    // An absolute limit would have every benchmark run under the profilers.
    expect(profileRules(strict).map(({ absolute, rule }) => [absolute, rule.severity])).toEqual([
      [false, 'notice'],
      [false, 'notice'],
    ]);
  });
});

describe('a user file', () => {
  test('the example of the product', () => {
    const rules = rulesOf(`measure: { packages: ["./..."], bench: ".", budget: 10m }
checks:
  - id: bench/time
    metric: sec/op
    where: { pkg: "./codec/**", benchmark: "Encode/**" }
    max-regression: 5%
    severity: error
    why: "Encode is on the request path"
  - id: gc/pause
    metric: gc.stw.max
    max: 2ms
    severity: notice
units: { "req/s": { better: higher }, "cache-misses/op": { better: lower, assume: exact } }
waivers:
  - { check: bench/time, benchmark: "Encode/large", until: 2027-01-31, ceiling: 12%, owner: "@team", reason: "…", issue: 123 }
`);
    expect(rules.checks.slice(parseRules().checks.length)).toEqual([
      {
        id: 'bench/time',
        metric: ['sec/op'],
        where: { pkg: ['./codec/**'], benchmark: ['Encode/**'] },
        limits: { maxRegression: { value: 0.05, relative: true, unit: '', text: '5%' } },
        severity: 'error',
        mustResolve: false,
        why: 'Encode is on the request path',
        at: { file: 'perf.yml', line: 4, column: 5 },
      },
      {
        id: 'gc/pause',
        metric: ['gc.stw.max'],
        where: {},
        limits: { max: { value: 0.002, relative: false, unit: 'sec', text: '2ms' } },
        severity: 'notice',
        mustResolve: false,
        at: { file: 'perf.yml', line: 10, column: 5 },
      },
    ]);
    expect(rules.units).toEqual({
      'req/s': { better: 'higher' },
      'cache-misses/op': { better: 'lower', assume: 'exact' },
    });
    expect(rules.waivers).toEqual([
      {
        check: 'bench/time',
        where: { benchmark: ['Encode/large'] },
        until: '2027-01-31',
        ceiling: { value: 0.12, relative: true, unit: '', text: '12%' },
        owner: '@team',
        reason: '…',
        issue: '123',
        at: { file: 'perf.yml', line: 16, column: 5 },
      },
    ]);
  });

  test('ns/op and MB/s are other words for sec/op and B/s', () => {
    const rules = rulesOf(`checks:
  - { id: my/time, metric: ns/op, where: { unit: [MB/s, "!ns/op"] }, max: 2ms, severity: error }
  - { id: my/rest, metric: ["*", "!ns/op"], max-regression: 1%, severity: error }
units: { "p99-ns/op": { better: lower } }
`);
    expect(rules.checks.at(-2)).toMatchObject({ metric: ['sec/op'], where: { unit: ['B/s', '!sec/op'] } });
    expect(rules.checks.at(-1)?.metric).toEqual(['*', '!sec/op']);
    expect(Object.keys(rules.units)).toEqual(['p99-sec/op']);
  });

  test('every selector', () => {
    const rules = rulesOf(`checks:
  - id: bench/time
    where: { pkg: [./a, ./b], benchmark: X, unit: "*", keys: { size: 1024, zip: true, kind: "l*" }, gomaxprocs: 4 }
    max-regression: 3%
`);
    expect(rules.checks.at(-1)?.where).toEqual({
      pkg: ['./a', './b'],
      benchmark: ['X'],
      unit: ['*'],
      keys: { size: '1024', zip: 'true', kind: 'l*' },
      gomaxprocs: [4],
    });
  });

  test('every limit', () => {
    const rules = rulesOf(`checks:
  - { id: my/all, metric: sec/op, max-regression: 5%, max-regression-by: 1ms, max: 10ms, min: 1us, equals: 2ms, severity: notice }
`);
    expect(meaning(rules.checks.at(-1)?.limits)).toEqual({
      maxRegression: { value: 0.05, relative: true, unit: '' },
      maxRegressionBy: { value: 0.001, relative: false, unit: 'sec' },
      max: { value: 0.01, relative: false, unit: 'sec' },
      min: { value: 1e-6, relative: false, unit: 'sec' },
      equals: { value: 0.002, relative: false, unit: 'sec' },
    });
  });

  test('settings: what is said replaces, what is not stays', () => {
    const rules = rulesOf(
      'measure: { packages: ./codec, cpu: [1, 4], benchtime: 30ms, rounds: { confirm: 30 } }\njudge: { alpha: 0.1% }\n',
    );
    expect(rules.measure).toEqual({
      packages: ['./codec'],
      bench: '.',
      budget: 600,
      cpu: [1, 4],
      benchtime: 0.03,
      rounds: { screen: 8, confirm: 30 },
      profile: 'auto',
    });
    expect(rules.judge).toEqual({ alpha: 0.001, resolution: 0.1 });
  });

  test('units of extended files are kept, the later word wins', () => {
    const rules = rulesOf('extends: ./team.yml\nunits: { a/s: { better: higher } }\n', {
      'team.yml': 'version: 1\nunits: { a/s: { better: lower, assume: exact }, b/s: { better: higher } }\n',
    });
    expect(rules.units).toEqual({ 'a/s': { better: 'higher' }, 'b/s': { better: 'higher' } });
  });
});

describe('what an entry leaves out', () => {
  test('comes from the entry of the same id that has no where', () => {
    const rules = rulesOf(`checks:
  - { id: bench/time, where: { pkg: ./a }, max-regression: 5% }
  - { id: bench/time, where: { pkg: ./b }, severity: warning }
`);
    const [a, b] = rules.checks.slice(-2);
    expect(a).toMatchObject({
      metric: ['sec/op'],
      severity: 'error',
      why: 'Time per operation is what callers wait for.',
    });
    expect(b).toMatchObject({ severity: 'warning', limits: { maxRegression: { value: 0.02 } } });
  });

  test('must-resolve too, unless it is said', () => {
    const rules = rulesOf(`extends: strict
checks:
  - { id: bench/time, where: { pkg: ./a }, max-regression: 5% }
  - { id: bench/time, where: { pkg: ./b }, must-resolve: false }
`);
    expect(rules.checks.slice(-2).map((c) => c.mustResolve)).toEqual([true, false]);
  });

  test('limits come all or none: another limit replaces them', () => {
    const rules = rulesOf('checks:\n  - { id: bench/time, max: 1s }\n');
    expect(Object.keys(rules.checks.at(-1)?.limits ?? {})).toEqual(['max']);
  });

  test('off needs nothing else; what comes after it says its own severity', () => {
    const off = 'checks:\n  - { id: bench/time, severity: "off" }\n';
    expect(rulesOf(off).checks.at(-1)).toMatchObject({ severity: 'off', metric: ['sec/op'] });
    expect(mistakesIn(`${off}  - { id: bench/time, where: { pkg: ./a }, max-regression: 1% }\n`)).toEqual([
      'perf.yml:4:5: bench/time: "severity" is missing',
    ]);
  });
});

describe('mistakes', () => {
  test('all of them at once, in order, each with its place and an example', () => {
    const text = `chekcs: []
checks:
  - id: bench/time
    metrik: sec/op
    where: { pkgs: a, benchmark: [1] }
  - id: Bench Time
    severity: fatal
measure: { budget: 10, bench: "" }
judge: { alpha: 120% }
waivers:
  - { check: bench/time, until: 2027-02-30 }
`;
    expect(shownMistakes(text)).toEqual([
      'perf.yml:2:1: unknown key "chekcs": did you mean "checks"?',
      '  for example: checks: [{ id: bench/time, metric: sec/op, max-regression: 5%, severity: error }]',
      'perf.yml:5:5: unknown key "metrik": did you mean "metric"?',
      '  for example: metric: sec/op',
      'perf.yml:6:14: unknown key "pkgs": did you mean "pkg"?',
      '  for example: pkg: "./codec/**"',
      'perf.yml:6:34: "benchmark" must be a pattern or a list of patterns',
      '  for example: benchmark: "Encode/**"',
      'perf.yml:7:9: "id" must be lower-case words with a / between',
      '  for example: id: bench/time',
      'perf.yml:8:15: "severity" must be one of error, warning, notice, off',
      '  for example: severity: error',
      'perf.yml:9:20: "budget" must be a duration with its unit',
      '  for example: budget: 10m',
      'perf.yml:9:31: "bench" cannot be empty',
      '  for example: bench: "Encode|Decode"',
      'perf.yml:10:17: "alpha" must lie between 0% and 100%',
      '  for example: alpha: 1%',
      'perf.yml:12:5: "owner" is missing',
      '  for example: owner: "@team"',
      'perf.yml:12:5: "reason" is missing',
      '  for example: reason: "checksums are worth it"',
      'perf.yml:12:33: "until" is no day of the calendar',
      '  for example: until: 2027-01-31',
    ]);
  });

  test('what the shape cannot say: limits, severities, metrics', () => {
    const text = `checks:
  - { id: my/a, metric: B/op, max: 2ms, severity: error }
  - { id: my/b, metric: sec/op, max-regression: 5, severity: error }
  - { id: my/c, metric: sec/op, max: 1s }
  - { id: my/d, max: 1s, severity: error }
  - { id: my/e, metric: sec/op, severity: error }
  - { id: bench/missing, metric: sec/op }
  - { id: bench/failed, must-resolve: true }
  - { id: my/f, metric: [sec/op, B/op], max: 2ms, severity: error }
  - { id: my/g, metric: "*-sec/op", max: 2ms, severity: error }
`;
    expect(shownMistakes(text)).toEqual([
      'perf.yml:3:36: my/a: the unit of "2ms" does not fit: the metric is B/op',
      '  for example: max: 64KiB',
      'perf.yml:4:49: my/b: max-regression is relative: "5" needs a %, or is a max-regression-by',
      '  for example: max-regression: 5%',
      'perf.yml:5:5: my/c: "severity" is missing',
      '  for example: severity: error',
      'perf.yml:6:5: my/d: "metric" is missing',
      '  for example: metric: sec/op',
      'perf.yml:7:5: my/e: a limit is missing',
      '  for example: max-regression: 5%',
      'perf.yml:8:34: bench/missing: it is no check of a number and takes no "metric"',
      '  for example: { id: bench/missing, severity: warning }',
      'perf.yml:9:39: bench/failed: it is no check of a number and takes no "must-resolve"',
      '  for example: { id: bench/failed, severity: warning }',
    ]);
  });

  test.each([
    ['', 'version: 2\n', '1:10: "version" must be 1'],
    ['', 'checks: []\n', '1:1: "version" is missing'],
    ['', '', '1:1: the file is empty'],
    ['', '# nothing yet\n', '1:1: the file is empty'],
    ['', '[]\n', '1:1: this must hold version: 1 and then checks, measure, judge, units or waivers'],
    ['version: 1\n', 'checks: {}\n', '2:9: "checks" must be a list of checks'],
    ['version: 1\n', 'checks:\n', '2:8: "checks" must be a list of checks'],
    ['version: 1\n', 'checks: [7]\n', '2:10: "checks" must be a check: id, metric, a limit, severity'],
    ['version: 1\n', 'measure: { packages: ["-exec=sh"] }\n', '2:22: "packages" cannot begin with "-"'],
    ['version: 1\n', 'measure: { cpu: 0 }\n', '2:17: "cpu" must be a whole number from 1 to 4096'],
    ['version: 1\n', 'measure: { rounds: { screen: 0 } }\n', '2:30: "screen" must be a whole number from 1 to 1000'],
    [
      'version: 1\n',
      'measure: { budget: 10 minutes }\n',
      '2:20: "budget" cannot be read: "10 minutes" is no duration above 0',
    ],
    ['version: 1\n', 'units: { req/s: {} }\n', '2:17: "req/s" must hold better or assume'],
    ['version: 1\n', 'units: { req/s: { beter: higher } }\n', '2:19: unknown key "beter": did you mean "better"?'],
    ['version: 1\n', 'units: { req/s: { better: up } }\n', '2:27: "better" must be one of lower, higher, neither'],
    [
      'version: 1\n',
      'flavour: mild\n',
      '2:1: unknown key "flavour"; known here: version, extends, measure, judge, checks, units, waivers',
    ],
    [
      'version: 1\n',
      'waivers: [{ check: "a/*", until: "soon", owner: x, reason: y }]\n',
      '2:34: "until" must be a date, year-month-day',
    ],
    [
      'version: 1\n',
      'waivers: [{ check: "a/*", until: 2027-01-31, owner: x, reason: y, ceiling: 2ns3 }]\n',
      '2:76: waiver of a/*: "2ns3" is no limit: "ns3" is no unit',
    ],
    [
      'version: 1\n',
      'checks: [{ id: a/b, metric: "{1..99}", max: 1, severity: error }]\n',
      '2:29: "metric" cannot be used: the braces of a pattern can stand for 16 patterns at most',
    ],
    ['version: 1\n', '__proto__: { polluted: 1 }\n', '2:1: "__proto__" cannot be a key'],
    [
      'version: 1\n',
      'constructor: { x: 1 }\n',
      '2:1: unknown key "constructor"; known here: version, extends, measure, judge, checks, units, waivers',
    ],
    ['version: 1\n', 'version: 1\n', '2:1: the key "version" stands here twice'],
  ])('%s%s', (before, text, message) => {
    let shown = '';
    try {
      parseRules({ file: 'f.yml', text: before + text });
    } catch (error) {
      if (error instanceof UserError) shown = error.shown;
    }
    expect(shown.split('\n')[0]).toBe(`f.yml:${message}`);
  });

  test('every example is right where it is shown', () => {
    const inside: Record<string, (example: string) => string> = {
      root: (e) => e,
      measure: (e) => `measure: { ${e} }`,
      rounds: (e) => `measure: { rounds: { ${e} } }`,
      judge: (e) => `judge: { ${e} }`,
      check: (e) =>
        `checks: [{ ${e}${e.startsWith('id:') ? '' : ', id: bench/time'}${/^(min):/.test(e) ? ', metric: B/s' : /^(drift|collect):/.test(e) ? ', metric: cpu.flat' : ''} }]`,
      where: (e) =>
        `checks: [{ id: bench/time, where: { ${e} }${e.startsWith('function:') ? ', metric: cpu.flat' : ''} }]`,
      unit: (e) => `units: { x/s: { ${e} } }`,
      waiver: (e) => {
        const rest = ['check: bench/time', 'until: 2027-01-31', 'owner: x', 'reason: y'].filter(
          (r) => !e.startsWith(r.split(':')[0] ?? ''),
        );
        return `waivers: [{ ${[e, ...rest].join(', ')} }]`;
      },
    };
    const works = (example: string) =>
      Object.values(inside).some((wrap) => mistakesIn(`${wrap(example)}\n`).length === 0);
    const wrong = Object.entries(EXAMPLES).filter(([key, example]) => key !== 'version' && !works(example));
    expect(wrong).toEqual([]);
  });

  test('whatever is written, there are rules or user errors with a line', () => {
    const word = fc.constantFrom(
      'version',
      '1',
      'checks',
      'id',
      'bench/time',
      'max',
      '2ms',
      'where',
      'pkg',
      'units',
      '- ',
      ': ',
      '{',
      '}',
      '[',
      ']',
      '\n',
      '  ',
      '"',
      ',',
      '*',
      '&a',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 30 }), (words) => {
        try {
          rulesOf(words.join(''));
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
          expect(error instanceof UserError && error.at?.line).toBeGreaterThan(0);
        }
      }),
      { numRuns: 500 },
    );
  });
});
