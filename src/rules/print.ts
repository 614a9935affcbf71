import { METRICS } from '../model/metric.ts';
import { formatPosition } from '../model/position.ts';
import { PROFILE_METRICS } from '../model/profile-metric.ts';
import type { Measure, Rule, Rules, Waiver, Where } from '../model/rules.ts';
import { TRACE_METRICS } from '../model/trace-metric.ts';
import { yamlList, yamlScalar } from '../wire/yaml-text.ts';
import { decimal } from './decimal.ts';
import { LIMIT_NAMES } from './describe.ts';
import { formatLimit } from './limits.ts';

/**
 * The rules in force as one self-contained rules file (it extends nothing): each check and waiver with the place it
 * comes from.
 */
export function effectiveRules(rules: Rules): string {
  const { alpha, resolution } = rules.judge;
  return [
    'version: 1',
    'extends: none',
    '',
    ...measureLines(rules.measure),
    '',
    'judge:',
    `  alpha: ${decimal(alpha, 2)}%`,
    `  resolution: ${decimal(resolution, 2)}%`,
    ...section(
      'checks',
      rules.checks.map((rule) => checkLines(rule, rules.checks)),
    ),
    ...section('units', Object.entries(rules.units).map(unitLines)),
    ...section('waivers', rules.waivers.map(waiverLines)),
    '',
  ].join('\n');
}

function section(name: string, items: readonly (readonly string[])[]): readonly string[] {
  return items.length === 0 ? [] : ['', `${name}:`, ...items.flat().map((line) => `  ${line}`)];
}

function measureLines({ packages, bench, budget, cpu, benchtime, rounds, profile }: Measure): readonly string[] {
  return [
    'measure:',
    `  packages: [${packages.map(yamlScalar).join(', ')}]`,
    `  bench: ${yamlScalar(bench)}`,
    `  budget: ${duration(budget)}`,
    ...(cpu.length > 0 ? [`  cpu: [${cpu.join(', ')}]`] : ['  # cpu: the GOMAXPROCS of the machine']),
    `  benchtime: ${duration(benchtime)}`,
    `  rounds: { screen: ${rounds.screen}, confirm: ${rounds.confirm} }`,
    `  profile: ${profile}`,
  ];
}

/** Exact: minutes and seconds where they come out even. */
function duration(seconds: number): string {
  if (seconds % 60 === 0) return `${seconds / 60}m`;
  return seconds >= 1 ? `${decimal(seconds, 0)}s` : `${decimal(seconds, 3)}ms`;
}

function checkLines(rule: Rule, all: readonly Rule[]): readonly string[] {
  const { id, metric, where, limits, severity, mustResolve, collect, why } = rule;
  const numbers = LIMIT_NAMES.flatMap(([name, key]) => {
    const limit = limits[name];
    return limit ? [`${key}: ${yamlLimit(limit)}`] : [];
  });
  return item(formatPosition(rule.at), [
    `id: ${id}`,
    ...(metric.length > 0 ? [`metric: ${yamlList(metric)}`] : []),
    ...whereLine(where),
    ...numbers,
    `severity: ${severity}`,
    // An entry that says nothing has it from the general one.
    ...(all.some((r) => r.id === id && r.mustResolve) ? [`must-resolve: ${mustResolve}`] : []),
    ...(collect === false ? ['collect: false'] : []),
    ...(why === undefined ? [] : [`why: ${yamlScalar(why)}`]),
  ]);
}

/** A plain number stays a number. */
function yamlLimit(limit: Parameters<typeof formatLimit>[0]): string {
  const text = formatLimit(limit);
  return /^[\w.%/-]+$/.test(text) ? text : yamlScalar(text);
}

function whereLine(where: Where): readonly string[] {
  const parts = whereParts(where);
  return parts.length > 0 ? [`where: { ${parts.join(', ')} }`] : [];
}

function whereParts({ pkg, benchmark, unit, function: functions, keys, gomaxprocs }: Where): readonly string[] {
  const values = Object.entries(keys ?? {}).map(([key, value]) => `${yamlScalar(key)}: ${yamlScalar(value)}`);
  return [
    ...(pkg ? [`pkg: ${yamlList(pkg)}`] : []),
    ...(benchmark ? [`benchmark: ${yamlList(benchmark)}`] : []),
    ...(unit ? [`unit: ${yamlList(unit)}`] : []),
    ...(functions ? [`function: ${yamlList(functions)}`] : []),
    ...(keys ? [`keys: { ${values.join(', ')} }`] : []),
    ...(gomaxprocs ? [`gomaxprocs: [${gomaxprocs.join(', ')}]`] : []),
  ];
}

function unitLines([unit, { better, assume }]: [string, Rules['units'][string]]): readonly string[] {
  const known = [...(better ? [`better: ${better}`] : []), ...(assume ? [`assume: ${assume}`] : [])];
  return [`${yamlScalar(unit)}: { ${known.join(', ')} }`];
}

function waiverLines({ check, where, until, ceiling, owner, reason, issue, at }: Waiver): readonly string[] {
  return item(formatPosition(at), [
    `check: ${yamlScalar(check)}`,
    ...whereParts(where),
    `until: ${until}`,
    ...(ceiling ? [`ceiling: ${yamlLimit(ceiling)}`] : []),
    `owner: ${yamlScalar(owner)}`,
    `reason: ${yamlScalar(reason)}`,
    ...(issue === undefined ? [] : [`issue: ${yamlScalar(issue)}`]),
  ]);
}

function item(from: string, lines: readonly string[]): readonly string[] {
  return [`# ${from.replace(/[^\x20-\x7e]/g, '?')}`, ...lines.map((line, i) => `${i === 0 ? '- ' : '  '}${line}`)];
}

/** What can be limited: the metrics that every benchmark has, how the others get a direction, and what profiles and traces give. */
export function catalogue(): string {
  const benchmarks = METRICS.map(({ id, better, assume, about }) => [
    id,
    `${better} is better`,
    assume === 'exact' ? 'counted' : 'noisy',
    about,
  ]);
  const profiles = PROFILE_METRICS.map(({ id, unit, without, about }) => [
    id,
    unit,
    without === 'functions' ? 'each hot function' : 'the benchmark',
    about,
  ]);
  const traces = TRACE_METRICS.map(({ id, unit, ofGroups, about }) => [id, unit, ofGroups ? 'group' : '', about]);
  const tools = [...PROFILES, '', ...columns(profiles), '', ...TRACES, '', ...columns(traces), ''];
  return [...columns(benchmarks), '', ...CUSTOM, '', ...tools].join('\n');
}

function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = [0, 1, 2].map((i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

const PROFILES = [
  'Profiles give these (lower is better). A rule has to name them, and where: { function: "./codec.*" } chooses functions.',
  'Without it, a rule is about what the third column says.',
];

const TRACES = [
  'Execution traces give these (lower is better, but of gc.mmu), of a benchmark as a whole. Those marked "group" are also',
  'known of groups of goroutines: where: { function: "./pool.*" } names the functions that they are started with.',
];

const CUSTOM = [
  'A unit of your own (b.ReportMetric) is reported, and judged as soon as its direction is known:',
  '  units: { "req/s": { better: higher } }      in the rules, or',
  '  Unit req/s better=higher                    printed by the benchmark',
];
