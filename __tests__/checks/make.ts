import type { CheckContext, CheckedRow } from '../../src/checks/check.ts';
import type { Comparison, Summary } from '../../src/model/comparison.ts';
import type { Evidence, PackageEvidence, ProcessRecord } from '../../src/model/evidence.ts';
import type { Metric } from '../../src/model/metric.ts';
import type { Limit, Limits, Rule } from '../../src/model/rules.ts';
import { tidyUnit } from '../../src/model/unit.ts';

export const PKG = 'example.com/m/codec';

/** A metric as the catalogue has it: time and bytes are noisy, allocations counted, throughput higher is better. */
export function metric(id: string): Metric {
  const { unit } = tidyUnit(id);
  const exact = id === 'allocs/op';
  return {
    id,
    unit,
    better: id === 'B/s' ? 'higher' : id.startsWith('x-') ? 'neither' : 'lower',
    assume: exact ? 'exact' : 'nothing',
    ...(exact ? { quantum: 1 } : {}),
    about: id,
  };
}

export function summary(center: number, spread = 0.01, n = 20): Summary {
  return { center, lo: center * (1 - spread), hi: center * (1 + spread), n };
}

export type Change = Partial<Comparison> & { readonly name?: string };

/** A row with consistent numbers, unchanged unless told otherwise. */
export function comparison(change: Change = {}): Comparison {
  const { name = 'Encode/large', ...given } = change;
  const id = given.metric ?? 'sec/op';
  const [base, head] = [
    given.base === undefined ? summary(1.21e-3) : given.base,
    given.head === undefined ? summary(1.21e-3) : given.head,
  ];
  const ratio = base && head && base.center !== 0 ? head.center / base.center : null;
  return {
    metric: id,
    unit: id,
    subject: { pkg: PKG, benchmark: name, gomaxprocs: 2 },
    base,
    head,
    ratio,
    difference: base && head ? head.center - base.center : null,
    ratioLo: ratio === null ? null : ratio * 0.99,
    ratioHi: ratio === null ? null : ratio * 1.01,
    p: 0.5,
    pAdjusted: 1,
    limit: 0.02,
    detectable: 0.03,
    rounds: 20,
    status: 'unchanged',
    warnings: [],
    ...given,
  };
}

/** A row that went from `from` to `to` and is called `regressed`. */
export function regressed(id: string, from: number, to: number, change: Change = {}): Comparison {
  const exact = metric(id).assume === 'exact' ? { p: null, pAdjusted: null } : { p: 1e-6, pAdjusted: 1e-5 };
  return comparison({ metric: id, base: summary(from), head: summary(to), status: 'regressed', ...exact, ...change });
}

export function limit(value: number, relative = false): Limit {
  return { value, relative, unit: '', text: relative ? `${value * 100}%` : `${value}` };
}

export function rule(limits: Limits, change: Partial<Rule> = {}): Rule {
  return {
    id: 'bench/time',
    metric: ['sec/op'],
    where: {},
    limits,
    severity: 'error',
    mustResolve: false,
    at: { file: 'rules/perf.yml', line: 3 },
    ...change,
  };
}

export function checked(row: Comparison, by: Rule): CheckedRow {
  return { comparison: row, metric: metric(row.metric), rule: by };
}

export function pkgEvidence(change: Partial<PackageEvidence> = {}): PackageEvidence {
  return {
    pkg: PKG,
    dir: 'codec',
    base: { state: 'built', trimpath: true, seconds: 1 },
    head: { state: 'built', trimpath: true, seconds: 1 },
    identical: false,
    benchmarks: { base: ['Encode'], head: ['Encode'] },
    reachedBy: ['codec/encode.go'],
    ...change,
  };
}

export function evidence(change: Partial<Evidence> = {}): Evidence {
  return {
    schema: 'go-perf-gate/evidence@1',
    version: '0.1.0',
    now: '2027-01-02T03:04:05Z',
    design: 'interleaved',
    base: { label: 'main' },
    head: { label: 'working tree' },
    environment: { base: { cpus: 2 }, head: { cpus: 2 } },
    packages: [pkgEvidence()],
    setAside: [],
    processes: [],
    rules: {},
    measure: {
      packages: ['./...'],
      bench: '.',
      budget: 60,
      cpu: [],
      benchtime: 0.015,
      rounds: { screen: 8, confirm: 20 },
      profile: 'never',
    },
    approvals: [],
    cost: { build: 1, measure: 1, budget: 60 },
    diagnostics: [],
    ...change,
  };
}

export function processRecord(change: Partial<ProcessRecord> = {}): ProcessRecord {
  return {
    side: 'base',
    pkg: PKG,
    phase: 'screen',
    round: 0,
    args: ['-test.bench=^BenchmarkEncode$', '-test.benchtime=1000x'],
    rows: [],
    timeout: 10,
    order: 0,
    start: 1.8e9,
    wall: 0.1,
    user: 0.05,
    system: 0.01,
    maxRss: 1e7,
    ending: 'ok',
    exit: 0,
    stdout: '',
    stderr: '',
    ...change,
  };
}

export function context(comparisons: readonly Comparison[] = [], of: Evidence = evidence()): CheckContext {
  return { evidence: of, design: of.design, comparisons };
}

/** What a witness looks at beside rows, evidence and profiles, where nothing was traced. */
export const UNTRACED = { traced: [], traces: [], contradictions: new Map<string, string>() } as const;
