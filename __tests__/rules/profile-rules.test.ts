import { describe, expect, test } from '@jest/globals';
import { METRICS, metricFor } from '../../src/model/metric.ts';
import { PROFILE_METRICS, type ProfileMetric, profileMetric } from '../../src/model/profile-metric.ts';
import type { Rules } from '../../src/model/rules.ts';
import type { Subject } from '../../src/model/subject.ts';
import { tidyUnit } from '../../src/model/unit.ts';
import { parseRules } from '../../src/rules/parse.ts';
import { hasShares, namesOnlyProfiles, profileMetricsOf } from '../../src/rules/profile-metrics.ts';
import { kindsDemanded, profileRules } from '../../src/rules/profile-rules.ts';
import { matchesWhere, rulesInForce } from '../../src/rules/select.ts';
import { mistakesIn, rulesOf, shownMistakes } from './helpers.ts';

const MODULES = ['example.com/m'];
const encode: Subject = { pkg: 'example.com/m/codec', benchmark: 'Encode/size=large', gomaxprocs: 4 };
const grow: Subject = { ...encode, function: 'example.com/m/codec.(*Encoder).grow' };

function ofProfiles(id: string): ProfileMetric {
  const metric = profileMetric(id);
  if (!metric) throw new Error(`there is no ${id}`);
  return metric;
}

describe('profileMetricsOf', () => {
  const ids = (...patterns: string[]) => profileMetricsOf(patterns).map(({ id }) => id);

  test.each(['*', '**', '?pu.flat', '[c]pu.flat', '{cpu.flat,x}', '@(cpu.flat)', '!sec/op'])(
    '%s names none',
    (wild) => {
      expect(ids(wild)).toEqual([]);
      expect(ids('sec/op', wild)).toEqual([]);
    },
  );

  test('by id, and by how the id begins', () => {
    expect(ids('cpu.flat')).toEqual(['cpu.flat']);
    expect(ids('cpu.*')).toEqual(['cpu.flat', 'cpu.cum']);
    expect(ids('cpu.*', '!cpu.cum')).toEqual(['cpu.flat']);
    expect(ids('*', 'alloc_{space,objects}')).toEqual(['alloc_space', 'alloc_objects']);
    expect(ids('sec/op')).toEqual([]);
    expect(PROFILE_METRICS.every(({ id }) => ids(id).length === 1)).toBe(true);
  });

  test('namesOnlyProfiles: nothing that a benchmark could report', () => {
    expect(namesOnlyProfiles(['cpu.*', 'alloc_space', '!cpu.cum'])).toBe(true);
    expect(namesOnlyProfiles(['cpu*'])).toBe(false);
    expect(namesOnlyProfiles(['cpu.flat', 'sec/op'])).toBe(false);
    expect(namesOnlyProfiles(['!cpu.flat'])).toBe(false);
    expect(namesOnlyProfiles(['cpu.nothing*'])).toBe(false);
  });

  test('functions have shares of CPU and memory', () => {
    expect(PROFILE_METRICS.filter((metric) => !hasShares(metric)).map(({ id }) => id)).toEqual([
      'lifetime',
      'block.delay',
      'block.delay.mean',
      'mutex.delay',
      'mutex.delay.mean',
    ]);
  });
});

describe('limits of metrics of profiles', () => {
  const limitsOf = (entry: string) =>
    rulesOf(`checks: [{ id: a/b, severity: error, ${entry} }]\n`).checks.at(-1)?.limits;

  test('carry the units of the metrics', () => {
    expect(limitsOf('metric: cpu.flat, max: 2us')?.max).toMatchObject({ value: 2e-6, unit: 'sec' });
    expect(limitsOf('metric: "cpu.*", max: 2us/op')?.max).toMatchObject({ value: 2e-6, unit: 'sec/op' });
    expect(limitsOf('metric: alloc_space, max-regression-by: 64B')?.maxRegressionBy).toMatchObject({ value: 64 });
    expect(limitsOf('metric: alloc_objects, max: 3')?.max).toMatchObject({ value: 3, unit: '' });
    expect(limitsOf('metric: block.delay.mean, max: 5us')?.max).toMatchObject({ value: 5e-6 });
    expect(limitsOf('metric: [block.delay, mutex.delay], max: 5us')?.max).toMatchObject({ value: 5e-6 });
    expect(limitsOf('metric: lifetime, max: 0.5')?.max).toMatchObject({ value: 0.5 });
    expect(limitsOf('metric: inuse_space, max: 1MiB')?.max).toMatchObject({ value: 2 ** 20 });
    expect(limitsOf('metric: cpu.flat, max-regression: 10%')?.maxRegression).toMatchObject({ value: 0.1 });
  });

  test('of functions may be shares, and drift is a plain number', () => {
    expect(limitsOf('metric: cpu.flat, max: 30%')?.max).toMatchObject({ value: 0.3, relative: true });
    expect(limitsOf('metric: "inuse_*", where: { function: "./**" }, max: 30%')?.max).toMatchObject({ relative: true });
    expect(limitsOf('metric: [cpu.flat, alloc_objects], drift: 0.1')?.drift).toMatchObject({ value: 0.1, unit: '' });
  });

  test.each([
    ['metric: cpu.flat, max: 64B', /the unit of "64B" does not fit: the metric is sec\/op/, /max: 2ms/],
    ['metric: "cpu.*", max: 64B', /does not fit/, /max: 2ms/],
    ['metric: alloc_space, max: 64', /needs a unit/, /max: 64KiB/],
    ['metric: sec/op, max: 30%', /"30%" is relative/, /max: 2ms/],
    ['metric: "cpu*", max: 30%', /"30%" is relative/, /max: 2ms/],
    ['metric: [cpu.flat, sec/op], max: 30%', /"30%" is relative/, /max: 2ms/],
    ['metric: block.delay, max: 30%', /"30%" is relative/, /max: 2ms/],
    ['metric: lifetime, max: 30%', /"30%" is relative/, /max: 100/],
    ['metric: cpu.flat, max: 130%', /"130%" is no share/, /max: 30%/],
    ['metric: alloc_space, max: 30%', /"30%" of the whole needs to know whose share/, /where: \{ function: /],
    ['metric: sec/op, where: { function: "*.grow" }, max: 2ms', /"function" is for metrics of profiles/, /cpu\.flat/],
    ['metric: "*", where: { function: "*.grow" }, max: 2ms', /"function" is for metrics of profiles/, /cpu\.flat/],
    ['metric: sec/op, drift: 0.1', /drift is for cpu\.flat and alloc_objects/, /metric: cpu\.flat, drift: 0\.1/],
    ['metric: "cpu.*", drift: 0.1', /drift is for cpu\.flat and alloc_objects/, /drift: 0\.1/],
    ['metric: [cpu.flat, "*"], drift: 0.1', /drift is for cpu\.flat and alloc_objects/, /drift: 0\.1/],
    ['metric: cpu.flat, drift: 10%', /"10%" is no drift/, /drift: 0\.1/],
    ['metric: cpu.flat, where: { function: "*.grow" }, drift: 0.1', /takes no "function"/, /drift: 0\.1/],
  ])('%s is a mistake with an example', (entry, message, example) => {
    const [first = '', ...rest] = shownMistakes(`checks: [{ id: a/b, severity: error, ${entry} }]\n`);
    expect(first).toMatch(/^perf\.yml:2:\d+: a\/b: /);
    expect(first).toMatch(message);
    expect(rest.join('\n')).toMatch(example);
  });

  test('a limit that is inherited is held against the functions too', () => {
    const general = '{ id: a/b, metric: cpu.flat, drift: 0.1, severity: notice }';
    const refined = '{ id: a/b, where: { function: "*.grow" }, severity: error }';
    expect(mistakesIn(`checks: [${general}, ${refined}]\n`)).toEqual([expect.stringMatching(/takes no "function"/)]);
    expect(mistakesIn('checks: [{ id: bench/failed, where: { function: "*" }, severity: error }]\n')).toHaveLength(1);
  });
});

describe('rulesInForce', () => {
  const inForce = (rules: Rules, subject: Subject, id: string) =>
    rulesInForce(rules, subject, ofProfiles(id), MODULES).map((rule) => rule.id);

  test('rules that nobody wrote for profiles do not mean them', () => {
    for (const { id } of PROFILE_METRICS)
      for (const subject of [encode, grow]) expect(inForce(parseRules(), subject, id)).toEqual([]);
  });

  const rules = rulesOf(`checks:
  - { id: any/cpu, metric: "cpu.*", max-regression: 10%, severity: notice }
  - { id: any/alloc, metric: alloc_space, max-regression: 10%, severity: notice }
  - { id: fn/cpu, metric: cpu.flat, where: { function: "./codec.*" }, max: 30%, severity: error }
  - { id: fn/alloc, metric: "alloc_*", where: { pkg: ./codec, function: "*.grow" }, max-regression: 5%, severity: error }
  - { id: wild/all, metric: ["*", "cpu.cum"], max-regression: 1%, severity: error }
`);

  test('of functions: with where.function, and without it where the metric is one of functions', () => {
    expect(inForce(rules, grow, 'cpu.flat')).toEqual(['any/cpu', 'fn/cpu']);
    expect(inForce(rules, grow, 'cpu.cum')).toEqual(['any/cpu', 'wild/all']);
    expect(inForce(rules, grow, 'alloc_space')).toEqual(['fn/alloc']);
    expect(inForce(rules, { ...grow, function: 'runtime.mallocgc' }, 'cpu.flat')).toEqual(['any/cpu']);
    expect(inForce(rules, { ...grow, pkg: 'example.com/m/index' }, 'alloc_space')).toEqual([]);
  });

  test('of the benchmark as a whole: those without where.function', () => {
    expect(inForce(rules, encode, 'cpu.flat')).toEqual(['any/cpu']);
    expect(inForce(rules, encode, 'alloc_space')).toEqual(['any/alloc']);
    expect(inForce(rules, encode, 'alloc_objects')).toEqual([]);
  });

  test('metrics of benchmarks are judged as ever, whatever they are called', () => {
    for (const { unit } of METRICS)
      expect(rulesInForce(rules, encode, metricFor(unit), MODULES).map((rule) => rule.id)).toContain('wild/all');
    const ids = rulesInForce(rules, encode, metricFor(tidyUnit('lifetime').unit), MODULES).map((rule) => rule.id);
    expect(ids).toEqual(['bench/custom', 'wild/all']);
  });

  test('a waiver without functions covers every function, one with them only those', () => {
    const matches = (...functions: string[]) => matchesWhere({ function: functions }, grow, 'sec/op', MODULES);
    expect(matchesWhere({ pkg: ['./codec'] }, grow, 'sec/op', MODULES)).toBe(true);
    expect(matches('./codec.(*Encoder).grow')).toBe(true);
    expect(matches('./index.*')).toBe(false);
    expect(matchesWhere({ function: ['**'] }, encode, 'sec/op', MODULES)).toBe(false);
  });
});

describe('profileRules', () => {
  const rules = rulesOf(`checks:
  - { id: on/change, metric: alloc_space, max-regression: 10%, severity: notice }
  - { id: at/most, metric: "cpu.*", where: { pkg: ./codec }, max: 30%, severity: error }
  - { id: at/most, where: { benchmark: "Encode/**" }, metric: cpu.flat, severity: "off" }
  - { id: shifted/work, metric: alloc_objects, where: { benchmark: "Decode*" }, drift: 0.1, severity: notice }
  - { id: waits/some, metric: block.delay, max: 5us, severity: notice }
  - { id: waits/some, where: { pkg: ./codec }, severity: "off" }
  - { id: bench/time, max-regression: 3% }
`);

  test('are those in force that name metrics of profiles; absolute limits and drift judge what did not change', () => {
    expect(profileRules(rules).map(({ rule, absolute }) => [rule.id, absolute])).toEqual([
      ['on/change', false],
      ['at/most', true],
      ['shifted/work', true],
      ['waits/some', true],
    ]);
    expect(profileRules(parseRules())).toEqual([]);
  });

  test('kindsDemanded: the cascade decides for each benchmark', () => {
    const kinds = (pkg: string, benchmark: string) =>
      [...kindsDemanded(rules, { pkg: `example.com/m/${pkg}`, benchmark, gomaxprocs: 1 }, MODULES)].sort();
    expect(kinds('codec', 'Find')).toEqual(['cpu']);
    // Of cpu.cum nobody switched it off.
    expect(kinds('codec', 'Encode/large')).toEqual(['cpu']);
    expect(kinds('index', 'Find')).toEqual(['block']);
    expect(kinds('index', 'Decode')).toEqual(['block', 'memory']);
    expect(kindsDemanded(parseRules(), encode, MODULES).size).toBe(0);
    expect(kindsDemanded(rulesOf('extends: strict\n'), encode, MODULES).size).toBe(0);
  });

  test('kindsDemanded: what is said of some functions leaves the others what they were', () => {
    const spared = (where: string) =>
      rulesOf(`checks:
  - { id: a/b, metric: cpu.flat, max: 30%, severity: error }
  - { id: a/b, where: { ${where} }, severity: "off" }
`);
    expect(kindsDemanded(spared('function: "./codec.*"'), encode, MODULES)).toEqual(new Set(['cpu']));
    expect(kindsDemanded(spared('pkg: ./codec'), encode, MODULES)).toEqual(new Set());
    const some = rulesOf(
      'checks: [{ id: a/b, metric: alloc_space, where: { function: "*.grow" }, max: 64B, severity: error }]\n',
    );
    expect(kindsDemanded(some, encode, MODULES)).toEqual(new Set(['memory']));
  });
});
