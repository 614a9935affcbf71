import { z } from 'zod';
import type { Environment } from '../model/environment.ts';
import type { BaselineRow } from '../model/evidence.ts';
import { groupBy } from '../model/group-by.ts';
import { type Subject, subjectKey } from '../model/subject.ts';
import { UserErrors } from '../model/user-errors.ts';
import { parseYaml, type YamlBounds } from '../wire/yaml.ts';
import { yamlScalar } from '../wire/yaml-text.ts';
import { type KeyBook, mistakesOf } from './mistakes.ts';

/** A thousand benchmarks of four metrics and 28 samples are 2.6 MB and 450,000 tokens. */
export const BASELINE_BOUNDS: YamlBounds = { bytes: 8 * 1024 * 1024, tokens: 1_000_000 };

/** Recorded samples that may stand for base, and where they come from. */
export interface Baseline {
  readonly rows: readonly BaselineRow[];
  readonly environment: Environment;
  /** Commit that was measured; absent when unknown. */
  readonly commit?: string;
  /** ISO 8601. */
  readonly date: string;
  /** Version of go-perf-gate that recorded it. */
  readonly version: string;
}

const SCHEMA = 'go-perf-gate/baseline@1';

/** Keys of the environment as they are written, in this order. */
const ENVIRONMENT_KEYS = [
  ['go-version', 'goVersion'],
  ['goos', 'goos'],
  ['goarch', 'goarch'],
  ['cpu', 'cpu'],
  ['gomaxprocs', 'gomaxprocs'],
  ['cpus', 'cpus'],
  ['kernel', 'kernel'],
  ['governor', 'governor'],
  ['cpu-limit', 'cpuLimit'],
  ['memory-limit', 'memoryLimit'],
] as const;

/**
 * A baseline as YAML, sorted by subject and metric so that two recordings differ only where something changed. Numbers
 * are written exactly; samples keep the order in which they were taken.
 */
export function formatBaseline({ rows, environment, commit, date, version }: Baseline): string {
  const subjects = [...groupBy(rows, (row) => subjectKey(row.subject)).values()].sort(bySubject);
  return [
    '# Samples that stand for base in: go-perf-gate check --baseline',
    `schema: ${SCHEMA}`,
    `version: ${yamlScalar(version)}`,
    `date: ${yamlScalar(date)}`,
    ...(commit === undefined ? [] : [`commit: ${yamlScalar(commit)}`]),
    ...environmentLines(environment),
    subjects.length === 0 ? 'rows: []' : 'rows:',
    ...subjects.flatMap(subjectLines),
    '',
  ].join('\n');
}

function environmentLines(environment: Environment): readonly string[] {
  const known = ENVIRONMENT_KEYS.flatMap(([key, name]) => {
    const value = environment[name];
    return value === undefined ? [] : [`  ${key}: ${typeof value === 'number' ? value : yamlScalar(value)}`];
  });
  const variables = Object.entries(environment.variables ?? {}).sort(byText);
  const lines = [
    ...known,
    ...(variables.length > 0 ? ['  variables:'] : []),
    ...variables.map(([name, value]) => `    ${yamlScalar(name)}: ${yamlScalar(value)}`),
  ];
  return lines.length === 0 ? ['environment: {}'] : ['environment:', ...lines];
}

function subjectLines(rows: readonly BaselineRow[]): readonly string[] {
  const { pkg, benchmark, gomaxprocs, function: fn } = rows[0]?.subject ?? {};
  const metrics = rows.map(({ metric, values }) => [metric, values] as const).sort(byText);
  const lines = [
    ...(pkg === undefined ? [] : [`pkg: ${yamlScalar(pkg)}`]),
    ...(benchmark === undefined ? [] : [`benchmark: ${yamlScalar(benchmark)}`]),
    ...(gomaxprocs === undefined ? [] : [`gomaxprocs: ${gomaxprocs}`]),
    ...(fn === undefined ? [] : [`function: ${yamlScalar(fn)}`]),
    'metrics:',
    ...metrics.map(([metric, values]) => `  ${yamlScalar(metric)}: [${values.join(', ')}]`),
  ];
  return lines.map((line, i) => `${i === 0 ? '  - ' : '    '}${line}`);
}

function bySubject(a: readonly BaselineRow[], b: readonly BaselineRow[]): number {
  const key = ([row]: readonly BaselineRow[]) => [row?.subject.pkg ?? '', row?.subject.benchmark ?? ''] as const;
  const [[pkgA, nameA], [pkgB, nameB]] = [key(a), key(b)];
  return (
    compareText(pkgA, pkgB) ||
    compareText(nameA, nameB) ||
    (a[0]?.subject.gomaxprocs ?? 0) - (b[0]?.subject.gomaxprocs ?? 0)
  );
}

function byText([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return compareText(a, b);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const text = z.string('must be text').max(10_000, 'is too long');
const natural = z.int('must be a whole number').min(0, 'cannot be negative').max(1e9, 'is too large');
const amount = z.number('must be a number').min(0, 'cannot be negative');

const ENVIRONMENT = z.strictObject(
  {
    'go-version': text.optional(),
    goos: text.optional(),
    goarch: text.optional(),
    cpu: text.optional(),
    gomaxprocs: natural.optional(),
    cpus: natural.optional(),
    kernel: text.optional(),
    governor: text.optional(),
    'cpu-limit': amount.optional(),
    'memory-limit': amount.optional(),
    variables: z.record(text, text, 'must hold names and values').optional(),
  },
  'must hold what is known of the machine',
);

const ROW = z.strictObject(
  {
    pkg: text.optional(),
    benchmark: text.optional(),
    gomaxprocs: natural.optional(),
    function: text.optional(),
    metrics: z.record(
      text.min(1, 'cannot be empty'),
      z.array(z.number('must be a number'), 'must be a list of numbers').max(10_000, 'can hold 10000 samples'),
      'must hold metrics and their samples',
    ),
  },
  'must be a row: pkg, benchmark, metrics',
);

const BASELINE = z.strictObject(
  {
    schema: z.literal(SCHEMA, `must be ${SCHEMA}`),
    version: text,
    date: text.refine((written) => !Number.isNaN(Date.parse(written)), 'must be a date'),
    commit: text.optional(),
    environment: ENVIRONMENT,
    rows: z.array(ROW, 'must be a list of rows'),
  },
  'must be a recorded baseline',
);

const BOOK: KeyBook = {
  keysAt: {
    '': Object.keys(BASELINE.shape),
    environment: Object.keys(ENVIRONMENT.shape),
    'rows.*': Object.keys(ROW.shape),
  },
  examples: {
    schema: `schema: ${SCHEMA}`,
    metrics: 'metrics: { sec/op: [1.21e-6, 1.22e-6] }',
    date: 'date: 2027-01-31',
  },
};

/**
 * Reads a recorded baseline.
 *
 * @param file its name, for positions in messages
 * @throws UserErrors with every mistake and its position
 */
export function parseBaseline(content: string, file: string): Baseline {
  const yaml = parseYaml(content, file, BASELINE_BOUNDS);
  const parsed = BASELINE.safeParse(yaml.value);
  if (!parsed.success) throw new UserErrors(mistakesOf(parsed.error, yaml, BOOK));
  const { commit, date, version, environment, rows } = parsed.data;
  return {
    rows: rows.flatMap(rowsOf),
    environment: environmentOf(environment),
    ...(commit === undefined ? {} : { commit }),
    date,
    version,
  };
}

function rowsOf({ pkg, benchmark, gomaxprocs, function: fn, metrics }: z.infer<typeof ROW>): readonly BaselineRow[] {
  const subject: Subject = {
    ...(pkg === undefined ? {} : { pkg }),
    ...(benchmark === undefined ? {} : { benchmark }),
    ...(gomaxprocs === undefined ? {} : { gomaxprocs }),
    ...(fn === undefined ? {} : { function: fn }),
  };
  return Object.entries(metrics).map(([metric, values]) => ({ subject, metric, values }));
}

function environmentOf(written: z.infer<typeof ENVIRONMENT>): Environment {
  const known = ENVIRONMENT_KEYS.flatMap(([key, name]) =>
    written[key] === undefined ? [] : [[name, written[key]] as const],
  );
  return { ...Object.fromEntries(known), ...(written.variables ? { variables: written.variables } : {}) };
}
