import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { METRICS } from '../../src/model/metric.ts';
import { PROFILE_METRICS } from '../../src/model/profile-metric.ts';
import type { Rules } from '../../src/model/rules.ts';
import { parseRules } from '../../src/rules/parse.ts';
import { catalogue, effectiveRules } from '../../src/rules/print.ts';
import { compareRules } from '../../src/rules/ratchet.ts';
import { yamlScalar } from '../../src/wire/yaml-text.ts';
import { meaning, rulesOf } from './helpers.ts';

function printedAgain(rules: Rules): Rules {
  return parseRules({ file: 'printed.yml', text: effectiveRules(rules) });
}

const RICH = `extends: strict
measure: { packages: [./a, "./b/..."], bench: "^(A|B)$", budget: 90s, cpu: [1, 4], benchtime: 7.5ms }
judge: { alpha: 0.7% }
checks:
  - { id: bench/time, where: { pkg: [./a, "!./a/x"], benchmark: "E/**", unit: "*", keys: { size: 1024, "odd key": "a,b" }, gomaxprocs: [1, 4] }, max-regression: 7%, must-resolve: false, why: "a: b # \\"c\\"" }
  - { id: bench/bytes, where: { pkg: ./a }, severity: "off" }
  - { id: my/all, metric: [p99-sec/op, "lat-*"], max: 1500us, min: 0.3ns, equals: 2s, max-regression-by: 3ms, severity: notice }
  - { id: my/count, metric: req/s, min: 1200, severity: warning }
  - { id: my/bytes, metric: B/op, max: 96KiB, severity: warning }
  - { id: my/hot, metric: "cpu.*", where: { function: ["./codec.(*Encoder).*", "!*.String"] }, max: 30%, max-regression-by: 2us, severity: notice }
  - { id: my/drift, metric: [cpu.flat, alloc_objects], drift: 0.1, max-regression: 5%, severity: notice }
units: { "req/s": { better: higher }, "odd: unit": { better: lower, assume: exact } }
waivers:
  - { check: "bench/*", pkg: "./a/**", keys: { size: large }, until: 2027-01-31, ceiling: 12%, owner: "@team", reason: "it: is", issue: 123 }
  - { check: my/hot, function: "./codec.*", until: 2027-01-31, owner: me, reason: why }
  - { check: my/count, until: 2027-01-31, ceiling: 3 allocs/op, owner: me, reason: why }
`;

describe('effectiveRules', () => {
  test.each([
    ['default', ''],
    ['strict', 'extends: strict\n'],
    ['none', 'extends: none\n'],
    ['everything there is', RICH],
  ])('%s: what is printed is a rules file that means the same', (_, text) => {
    const rules = rulesOf(text);
    expect(meaning(printedAgain(rules))).toEqual(meaning(rules));
    expect(compareRules(rules, printedAgain(rules))).toEqual([]);
  });

  test('each check says where it comes from', () => {
    const text = effectiveRules(rulesOf('checks:\n  - { id: bench/time, where: { pkg: ./a }, max-regression: 5% }\n'));
    expect(text).toMatch(
      / {2}# rules\/default\.yml:\d+:\d+\n {2}- id: bench\/time\n {4}metric: sec\/op\n {4}max-regression: 2%\n/,
    );
    expect(text).toContain(
      '  # perf.yml:3:5\n  - id: bench/time\n    metric: sec/op\n    where: { pkg: "./a" }\n    max-regression: 5%\n    severity: error\n',
    );
  });

  test('text of any kind is kept, a file name cannot break out of its comment', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }), (why) => {
        const rules = rulesOf(`checks:\n  - { id: bench/time, why: ${yamlScalar(why)} }\n`);
        expect(meaning(printedAgain(rules))).toEqual(meaning(rules));
      }),
    );
    const rules = parseRules({
      file: 'a\nchecks: 1\n#.yml',
      text: 'version: 1\nchecks: [{ id: bench/time, max-regression: 5% }]\n',
    });
    expect(meaning(printedAgain(rules))).toEqual(meaning(rules));
  });

  test('any limit is kept exactly', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 10, noNaN: true }), (share) => {
        const rules = parseRules();
        const limits = { maxRegression: { value: share, relative: true, unit: '', text: '' } };
        const changed = { ...rules, checks: rules.checks.map((c, i) => (i === 0 ? { ...c, limits } : c)) };
        expect(printedAgain(changed).checks[0]?.limits.maxRegression?.value).toBe(share);
      }),
    );
  });
});

describe('catalogue', () => {
  test('has a line for every metric, with its direction and what may be assumed', () => {
    for (const { id, better, assume } of METRICS) {
      const line = catalogue()
        .split('\n')
        .find((l) => l.startsWith(`${id} `));
      expect(line).toContain(`${better} is better`);
      expect(line).toContain(assume === 'exact' ? 'counted' : 'noisy');
    }
  });

  test('lists what profiles give in a part of its own, with units and what a rule without functions is about', () => {
    const [, profiles = ''] = catalogue().split('Profiles give these');
    for (const { id, unit, without, about } of PROFILE_METRICS) {
      const line = profiles.split('\n').find((l) => l.startsWith(`${id} `)) ?? '';
      expect(line).toContain(` ${unit} `);
      expect(line).toContain(without === 'functions' ? 'each hot function' : 'the benchmark');
      expect(line.endsWith(about)).toBe(true);
    }
  });

  test('its example for units is right', () => {
    const example = /units: \{.*?\} \}/.exec(catalogue())?.[0] ?? '';
    expect(rulesOf(`${example}\n`).units).toEqual({ 'req/s': { better: 'higher' } });
  });
});
