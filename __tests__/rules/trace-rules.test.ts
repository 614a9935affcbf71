import { describe, expect, test } from '@jest/globals';
import { PROFILE_METRICS } from '../../src/model/profile-metric.ts';
import { TOOL_METRICS, toolMetricOf } from '../../src/model/tool-metric.ts';
import { TRACE_METRICS, type TraceMetric, traceMetric } from '../../src/model/trace-metric.ts';
import { parseRules } from '../../src/rules/parse.ts';
import { effectiveRules } from '../../src/rules/print.ts';
import { profileMetricsOf } from '../../src/rules/profile-metrics.ts';
import { kindsDemanded } from '../../src/rules/profile-rules.ts';
import { compareRules } from '../../src/rules/ratchet.ts';
import { rulesInForce } from '../../src/rules/select.ts';
import { namesNoTool, namesOnlyTools, toolMetricsOf, traceMetricsOf } from '../../src/rules/tool-metrics.ts';
import { tracesDemanded } from '../../src/rules/trace-rules.ts';

const rulesOf = (...checks: readonly string[]) =>
  parseRules({ file: 'perf.yml', text: `version: 1\nchecks:\n${checks.map((c) => `  - { ${c} }\n`).join('')}` });
const mistake = (check: string) => () => rulesOf(check);
const SUBJECT = { pkg: 'example.com/m/pool', benchmark: 'Submit', gomaxprocs: 2 };
const MODULES = ['example.com/m'];
const demanded = (...checks: readonly string[]) =>
  tracesDemanded(rulesOf(...checks), SUBJECT, MODULES).map(
    ({ metric, change }) => `${metric.id}${change ? ' change' : ''}`,
  );

describe('metrics of traces', () => {
  test('have ids of their own, that no other metric has', () => {
    const ids = TOOL_METRICS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength(PROFILE_METRICS.length + TRACE_METRICS.length);
  });

  test('have to be named', () => {
    expect(toolMetricsOf(['*'])).toEqual([]);
    expect(traceMetricsOf(['gc.mmu.*']).map(({ id }) => id)).toEqual(
      ['1ms', '10ms', '100ms', '1s'].map((w) => `gc.mmu.${w}`),
    );
    expect(traceMetricsOf(['wait.*', '!wait.*.max', '!wait.total']).map(({ id }) => id)).toContain('wait.network');
    expect(profileMetricsOf(['sched.*'])).toEqual([]);
    expect(namesOnlyTools(['sched.*', 'cpu.flat'])).toBe(true);
    expect([['sched.latency.p9'], ['gc.nothing']].map(([p = '']) => namesNoTool(p))).toEqual([true, true]);
    expect(mistake('id: a/b, metric: sched.p99, max: 1ms, severity: error')).toThrow(
      /no metric "sched.p99" of profiles or traces/,
    );
  });

  test('a unit of a benchmark that is called like one stays a unit', () => {
    expect(toolMetricOf({ metric: 'gc.cpu', unit: 'gc.cpu' })).toBeUndefined();
    expect(toolMetricOf({ metric: 'gc.cpu', unit: 'ratio' })).toBe(traceMetric('gc.cpu'));
  });

  test('take limits in their unit', () => {
    const limit = (check: string) => rulesOf(`id: a/b, severity: notice, ${check}`).checks.at(-1)?.limits.max?.value;
    expect(limit('metric: sched.latency.p99, max: 2ms')).toBe(2e-3);
    expect(limit('metric: threads.per-proc, max: 2')).toBe(2);
    expect(mistake('id: a/b, metric: gc.assist, max: 2ms, severity: error')).toThrow(
      /does not fit: the metric is ratio/,
    );
    expect(mistake('id: a/b, metric: gc.assist, max: 20%, severity: error')).toThrow(/relative/);
  });
});

describe('where.function', () => {
  const metric = traceMetric('wait.sync') as TraceMetric;
  const rules = rulesOf('id: a/b, metric: wait.sync, where: { function: "./pool.*" }, max: 1ms, severity: error');
  const inForce = (fn?: string) =>
    rulesInForce(rules, { ...SUBJECT, ...(fn ? { function: fn } : {}) }, metric, MODULES);

  test('means groups of goroutines, and no benchmark as a whole', () => {
    expect(inForce('example.com/m/pool.(*Pool).worker')).toHaveLength(1);
    expect(inForce('example.com/m/cache.evict')).toEqual([]);
    expect(inForce()).toEqual([]);
  });

  test('is refused where a metric is of the whole process', () => {
    const check = 'id: a/b, metric: gc.stw.max, where: { function: "./pool.*" }, max: 1ms, severity: error';
    expect(mistake(check)).toThrow(/gc.stw.max is of the whole process: it takes no "function"/);
  });
});

describe('collect', () => {
  test('the built-in rules have nothing run', () => {
    expect(tracesDemanded(parseRules(), SUBJECT, MODULES)).toEqual([]);
    expect(demanded('id: trace/latency, severity: error')).toEqual([]);
  });

  test('a rule with limits of its own has its benchmarks traced; a change of what is noisy several times', () => {
    expect(demanded('id: trace/latency, max: 1ms')).toEqual(['sched.latency.p99']);
    expect(demanded('id: trace/latency, max: 1ms, collect: false')).toEqual([]);
    expect(demanded('id: trace/latency, collect: true')).toEqual(['sched.latency.p99']);
    expect(demanded('id: a/b, metric: wait.sync, max-regression: 5%, severity: notice')).toEqual(['wait.sync change']);
    expect(demanded('id: a/b, metric: goroutines.leaked, max-regression: 0%, severity: notice')).toEqual([
      'goroutines.leaked',
    ]);
    expect(demanded('id: a/b, metric: wait.sync, where: { pkg: ./cache }, max: 1s, severity: notice')).toEqual([]);
    expect(demanded('id: a/b, metric: wait.sync, where: { function: "./x.*" }, max: 1s, severity: notice')).toEqual([
      'wait.sync',
    ]);
  });

  test('goes for profiles too, and for nothing else', () => {
    const kinds = (check: string) => [...kindsDemanded(rulesOf(check), SUBJECT, MODULES)];
    expect(kinds('id: a/b, metric: cpu.flat, max: 30%, severity: notice')).toEqual(['cpu']);
    expect(kinds('id: a/b, metric: cpu.flat, max: 30%, severity: notice, collect: false')).toEqual([]);
    expect(mistake('id: bench/time, collect: false')).toThrow(/"collect" is for metrics of profiles and traces/);
    expect(mistake('id: a/b, metric: cpu.flat, max: 30%, severity: notice, collect: often')).toThrow(/collect/);
  });

  test('is printed, and read again the same', () => {
    const rules = rulesOf('id: trace/latency, where: { pkg: ./pool }, max: 1ms', 'id: trace/stw, collect: true');
    const again = parseRules({ file: 'again.yml', text: effectiveRules(rules) });
    const said = ({ checks }: typeof rules) => checks.map(({ at: _, limits, ...rest }) => [rest, limits.max?.value]);
    expect(said(again)).toEqual(said(rules));
  });

  test('a change that has less run is looser', () => {
    const looser = (before: string, after: string) =>
      compareRules(rulesOf(before), rulesOf(after)).map((change) => change.looser);
    const [on, off] = ['true', 'false'].map(
      (c) => `id: a/b, metric: wait.sync, max: 1s, severity: error, collect: ${c}`,
    );
    expect(looser(on as string, off as string)).toEqual([true]);
    expect(looser(off as string, on as string)).toEqual([false]);
  });
});
