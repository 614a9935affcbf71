import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compareRules } from '../../src/rules/ratchet.ts';
import { waiversInForce } from '../../src/rules/ratchet-waivers.ts';
import { rulesOf } from './helpers.ts';

const BASE = `extends: none
measure: { packages: ["./codec/...", ./index], bench: "Encode|Decode", budget: 10m, cpu: [1, 4], benchtime: 20ms, rounds: { screen: 8, confirm: 20 } }
judge: { alpha: 1%, resolution: 10% }
checks:
  - { id: bench/time, metric: sec/op, max-regression: 2%, severity: error, must-resolve: true }
  - { id: bench/time, where: { pkg: "./codec/**" }, max-regression: 1%, severity: error }
  - { id: bench/allocs, metric: allocs/op, max-regression: 0%, max: 100, severity: error }
  - { id: my/rate, metric: B/s, min: 100MB/s, severity: warning }
  - { id: my/zero, metric: leaks/op, equals: 0, severity: error }
  - { id: my/by, metric: sec/op, where: { benchmark: "Encode/**" }, max-regression-by: 1ms, severity: error }
  - { id: my/hot, metric: cpu.flat, where: { function: "./codec.*" }, max: 30%, severity: warning }
  - { id: my/objects, metric: alloc_objects, where: { function: "./index.*" }, max: 50%, severity: warning }
  - { id: my/drift, metric: cpu.flat, drift: 0.1, severity: warning }
  - { id: bench/missing, severity: error }
units: { "req/s": { better: higher }, "leaks/op": { better: lower, assume: exact } }
waivers:
  - { check: bench/time, benchmark: "Encode/large", until: 2027-01-31, ceiling: 12%, owner: "@team", reason: "checksums" }
`;

function edit(from: string, to: string) {
  expect(BASE).toContain(from);
  return compareRules(rulesOf(BASE), rulesOf(BASE.replace(from, to)));
}

/** TRUST T3: 20 rule edits, 20 detected. */
describe('looser', () => {
  test.each([
    ['a limit is raised', 'max-regression: 2%', 'max-regression: 3%', 'bench/time'],
    ['a limit of some rows is raised', 'max-regression: 1%', 'max-regression: 9%', 'bench/time'],
    ['a limit is removed', 'max-regression: 0%, max: 100', 'max-regression: 0%', 'bench/allocs'],
    ['a limit gives way to another', 'max-regression: 0%, max: 100', 'max: 100', 'bench/allocs'],
    ['an absolute limit is raised', 'max: 100', 'max: 101', 'bench/allocs'],
    ['a lower limit is lowered', 'min: 100MB/s', 'min: 99MB/s', 'my/rate'],
    ['an exact value is changed', 'equals: 0', 'equals: 1', 'my/zero'],
    ['an absolute change is raised', 'max-regression-by: 1ms', 'max-regression-by: 2ms', 'my/by'],
    ['nothing is profiled any more', 'measure: {', 'measure: { profile: never,', 'measure.profile'],
    ['a share is raised', 'max: 30%', 'max: 40%', 'my/hot'],
    ['a share gives way to an amount', 'max: 50%', 'max: 0.4', 'my/objects'],
    ['a drift is raised', 'drift: 0.1', 'drift: 0.25', 'my/drift'],
    ['a drift gives way to another limit', 'drift: 0.1', 'max-regression: 1%', 'my/drift'],
    ['the functions are others', 'function: "./codec.*"', 'function: "./codec.E*"', 'my/hot'],
    ['a severity is lowered', 'severity: error }\nunits', 'severity: warning }\nunits', 'bench/missing'],
    ['a check is switched off', 'max-regression-by: 1ms, severity: error', 'severity: "off"', 'my/by'],
    ['a check is lost', '  - { id: my/zero, metric: leaks/op, equals: 0, severity: error }\n', '', 'my/zero'],
    ['an event check is lost', '  - { id: bench/missing, severity: error }\n', '', 'bench/missing'],
    [
      'an entry for some rows is lost',
      '  - { id: bench/time, where: { pkg: "./codec/**" }, max-regression: 1%, severity: error }\n',
      '',
      'bench/time',
    ],
    ['the rows are narrowed', 'pkg: "./codec/**"', 'pkg: "./codec/json"', 'bench/time'],
    ['the rows are others', 'benchmark: "Encode/**"', 'benchmark: "Decode/**"', 'my/by'],
    [
      'the rows are narrowed from all',
      '{ id: my/zero, metric: leaks/op,',
      '{ id: my/zero, metric: leaks/op, where: { gomaxprocs: 64 },',
      'my/zero',
    ],
    ['the metric is another', 'metric: leaks/op', 'metric: leeks/op', 'my/zero'],
    [
      'an exception is added',
      'checks:\n',
      'checks:\n  - { id: my/rate, metric: B/s, where: { pkg: ./x }, min: 1MB/s, severity: warning }\n',
      'my/rate',
    ],
    [
      'an exception is switched off',
      '  - { id: bench/missing',
      '  - { id: bench/time, where: { pkg: ./x }, severity: "off" }\n  - { id: bench/missing',
      'bench/time',
    ],
    ['must-resolve is dropped', ', must-resolve: true', '', 'bench/time'],
    ['a direction is turned over', '{ better: higher }', '{ better: lower }', 'units.req/s'],
    ['a direction is taken away', '{ better: higher }', '{ better: neither }', 'units.req/s'],
    ['a unit is lost', '"req/s": { better: higher }, ', '', 'units.req/s'],
    ['counting becomes guessing', 'assume: exact', 'assume: nothing', 'units.leaks/op'],
    ['a direction of a known metric is turned over', 'units: {', 'units: { ns/op: { better: higher },', 'units.sec/op'],
    ['a known counted metric becomes noisy', 'units: {', 'units: { allocs/op: { assume: nothing },', 'units.allocs/op'],
    [
      'a waiver is added',
      'waivers:\n',
      'waivers:\n  - { check: "**", until: 2099-01-01, owner: me, reason: mine }\n',
      'waiver **',
    ],
    ['a waiver lives longer', 'until: 2027-01-31', 'until: 2028-01-31', 'waiver bench/time'],
    ['a waiver covers more', 'ceiling: 12%', 'ceiling: 13%', 'waiver bench/time'],
    ['a waiver has no ceiling any more', ' ceiling: 12%,', '', 'waiver bench/time'],
    ['alpha is lowered', 'alpha: 1%', 'alpha: 0.1%', 'judge.alpha'],
    ['resolution is coarser', 'resolution: 10%', 'resolution: 50%', 'judge.resolution'],
    ['fewer rounds to screen', 'screen: 8', 'screen: 4', 'measure.rounds.screen'],
    ['fewer rounds to confirm', 'confirm: 20', 'confirm: 5', 'measure.rounds.confirm'],
    ['a smaller budget', 'budget: 10m', 'budget: 30s', 'measure.budget'],
    ['shorter runs', 'benchtime: 20ms', 'benchtime: 1ms', 'measure.benchtime'],
    ['fewer packages', '["./codec/...", ./index]', './index', 'measure.packages'],
    ['other benchmarks', 'bench: "Encode|Decode"', 'bench: Encode', 'measure.bench'],
    ['fewer CPU counts', 'cpu: [1, 4]', 'cpu: 1', 'measure.cpu'],
  ])('%s', (_, from, to, check) => {
    const changes = edit(from, to);
    expect(changes.filter((c) => c.looser).map((c) => c.check)).toContain(check);
    expect(changes.every((c) => c.base !== c.head)).toBe(true);
  });

  test('entries in another order: another one is the last', () => {
    const lines = BASE.split('\n');
    const [a, b] = [
      lines.findIndex((l) => l.includes('max-regression: 2%')),
      lines.findIndex((l) => l.includes('max-regression: 1%')),
    ];
    const general = '  - { id: bench/time, metric: sec/op, max-regression: 2%, severity: error, must-resolve: true }';
    const special =
      '  - { id: bench/time, metric: sec/op, where: { pkg: "./codec/**" }, max-regression: 1%, severity: error, must-resolve: true }';
    const swapped = lines.map((line, i) => (i === a ? special : i === b ? general : line)).join('\n');
    expect(compareRules(rulesOf(BASE), rulesOf(swapped))).toEqual([
      {
        check: 'bench/time',
        base: 'in this order: all; pkg ./codec/**',
        head: 'in this order: pkg ./codec/**; all',
        looser: true,
      },
    ]);
  });
});

describe('reported, and not looser', () => {
  test.each([
    ['a limit is lowered', 'max-regression: 2%', 'max-regression: 1.5%', 'bench/time'],
    ['a lower limit is raised', 'min: 100MB/s', 'min: 120MB/s', 'my/rate'],
    ['a limit is added', 'min: 100MB/s', 'min: 100MB/s, max-regression: 5%', 'my/rate'],
    ['a severity is raised', 'severity: warning', 'severity: error', 'my/rate'],
    [
      'a check is added',
      'checks:\n',
      'checks:\n  - { id: my/new, metric: B/op, max: 1KiB, severity: error }\n',
      'my/new',
    ],
    [
      'a stricter exception is added',
      'checks:\n',
      'checks:\n  - { id: my/rate, metric: B/s, where: { pkg: ./x }, min: 200MB/s, severity: warning }\n',
      'my/rate',
    ],
    [
      'the rows are widened to all',
      '{ id: my/by, metric: sec/op, where: { benchmark: "Encode/**" },',
      '{ id: my/by, metric: sec/op,',
      'my/by',
    ],
    [
      'a waiver is removed',
      '  - { check: bench/time, benchmark: "Encode/large", until: 2027-01-31, ceiling: 12%, owner: "@team", reason: "checksums" }\n',
      '  []\n',
      'waiver bench/time',
    ],
    ['a waiver ends sooner', 'until: 2027-01-31', 'until: 2026-12-31', 'waiver bench/time'],
    ['a waiver covers less', 'ceiling: 12%', 'ceiling: 10%', 'waiver bench/time'],
    ['a waiver has another reason', 'reason: "checksums"', 'reason: "sums of checks"', 'waiver bench/time'],
    ['alpha is raised', 'alpha: 1%', 'alpha: 5%', 'judge.alpha'],
    ['resolution is finer', 'resolution: 10%', 'resolution: 5%', 'judge.resolution'],
    ['more rounds', 'screen: 8', 'screen: 12', 'measure.rounds.screen'],
    ['a larger budget', 'budget: 10m', 'budget: 1h', 'measure.budget'],
    ['more packages', '["./codec/...", ./index]', '["./codec/...", ./index, ./store]', 'measure.packages'],
    ['all packages', '["./codec/...", ./index]', '["./..."]', 'measure.packages'],
    ['all benchmarks', 'bench: "Encode|Decode"', 'bench: "."', 'measure.bench'],
    ['more CPU counts', 'cpu: [1, 4]', 'cpu: [1, 2, 4]', 'measure.cpu'],
    ['a first direction', 'units: {', 'units: { "rows/s": { better: higher },', 'units.rows/s'],
  ])('%s', (_, from, to, check) => {
    const changes = edit(from, to);
    expect(changes.map((c) => c.check)).toContain(check);
    expect(changes.filter((c) => c.looser)).toEqual([]);
  });
});

describe('no change', () => {
  test('equal rules, other words', () => {
    const other = BASE.replace('max-regression: 2%', 'max-regression: 2.0 %')
      .replace('min: 100MB/s', 'min: 0.1GB/s')
      .replace('budget: 10m', 'budget: 600s');
    expect(compareRules(rulesOf(BASE), rulesOf(other))).toEqual([]);
    expect(compareRules(rulesOf(''), rulesOf('extends: default\n'))).toEqual([]);
  });

  test('stricter rules, seen from the other side, are looser: strict against default', () => {
    const [normal, strict] = [rulesOf(''), rulesOf('extends: strict\n')];
    expect(compareRules(normal, strict).filter((c) => c.looser)).toEqual([]);
    const back = compareRules(strict, normal);
    expect(back.filter((c) => !c.looser)).toEqual([]);
    expect(back.map((c) => c.check)).toEqual(
      expect.arrayContaining(['bench/time', 'rules/changed', 'judge.resolution', 'measure.rounds.screen']),
    );
  });

  test('reads well', () => {
    expect(edit('max-regression: 1%', 'max-regression: 9%')).toEqual([
      {
        check: 'bench/time',
        base: 'max-regression 1%, must-resolve, error (sec/op, pkg ./codec/**)',
        head: 'max-regression 9%, must-resolve, error (sec/op, pkg ./codec/**)',
        looser: true,
      },
    ]);
    expect(edit('  - { id: bench/missing, severity: error }\n', '')).toEqual([
      { check: 'bench/missing', base: 'error', head: '—', looser: true },
    ]);
    expect(edit('budget: 10m', 'budget: 30s')).toEqual([
      { check: 'measure.budget', base: '10 min', head: '30 s', looser: true },
    ]);
  });

  test('of two limits one way is looser and the other is not', () => {
    const limit = fc.integer({ min: 0, max: 5000 }).map((n) => `${n / 100}%`);
    const rules = (l: string) =>
      rulesOf(`extends: none\nchecks: [{ id: a/b, metric: sec/op, max-regression: ${l}, severity: error }]\n`);
    fc.assert(
      fc.property(limit, limit, (a, b) => {
        const [there, back] = [compareRules(rules(a), rules(b)), compareRules(rules(b), rules(a))];
        expect(there).toHaveLength(a === b ? 0 : 1);
        expect(there.some((c) => c.looser)).toBe(Number.parseFloat(b) > Number.parseFloat(a));
        expect(back.some((c) => c.looser)).toBe(Number.parseFloat(a) > Number.parseFloat(b));
      }),
      { numRuns: 50 },
    );
  });
});

describe('waiversInForce', () => {
  const waivers = (...lines: string[]) =>
    rulesOf(
      `waivers:\n${lines.map((l) => `  - { ${l}, owner: o, reason: r }\n`).join('')}${lines.length ? '' : '  []\n'}`,
    ).waivers;
  const old = 'check: bench/time, until: 2027-01-31, ceiling: 5%';
  const longer = 'check: bench/time, until: 2028-01-31, ceiling: 5%';
  const added = 'check: bench/allocs, until: 2027-01-31';
  const untils = (list: readonly { check: string; until: string }[]) => list.map((w) => `${w.check} ${w.until}`);

  test('what only head has waits for a sign-off, and then counts for both', () => {
    const [base, head] = [waivers(old), waivers(old, added)];
    expect(waiversInForce(base, head, false)).toEqual({ base, head: [head[0]], pending: [head[1]] });
    expect(waiversInForce(base, head, true)).toEqual({ base: [base[0], head[1]], head, pending: [] });
  });

  test('what head loosens stays as base has it until then', () => {
    const [base, head] = [waivers(old), waivers(longer)];
    const before = waiversInForce(base, head, false);
    expect(untils(before.head)).toEqual(['bench/time 2027-01-31']);
    expect(untils(before.pending)).toEqual(['bench/time 2028-01-31']);
    expect(untils(waiversInForce(base, head, true).head)).toEqual(['bench/time 2028-01-31']);
  });

  test('what head tightens or removes is so at once', () => {
    expect(untils(waiversInForce(waivers(longer), waivers(old), false).head)).toEqual(['bench/time 2027-01-31']);
    expect(waiversInForce(waivers(old), waivers(), false)).toMatchObject({ head: [], pending: [] });
  });

  test('equal lists change nothing', () => {
    const both = waivers(old, added);
    expect(waiversInForce(both, both, false)).toEqual({ base: both, head: both, pending: [] });
  });
});
