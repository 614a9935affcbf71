import type { Reporter } from './reporter.ts';

/** Keys of the contract in the order in which a person wants to read them; all others follow, sorted. */
const ORDER = [
  ...[
    'schema',
    'version',
    'verdict',
    'reason',
    'escalation',
    'now',
    'design',
    'base',
    'head',
    'environment',
    'environmentChanges',
  ],
  ...[
    'comparisons',
    'findings',
    'checklist',
    'agreement',
    'profiles',
    'rulesChanges',
    'setAside',
    'rounds',
    'cost',
    'reproduce',
    'diagnostics',
  ],
];
const RANK: Readonly<Record<string, readonly string[]>> = {
  '': ORDER,
  base: ['label', 'sha', 'dirty', 'by'],
  head: ['label', 'sha', 'dirty'],
  comparisons: [
    ...['metric', 'unit', 'subject', 'base', 'head', 'ratio', 'difference', 'ratioLo', 'ratioHi', 'p', 'pAdjusted'],
    ...['limit', 'detectable', 'rounds', 'status', 'reason', 'cause', 'failedOn', 'output', 'warnings'],
  ],
  'comparisons.base': ['center', 'lo', 'hi', 'n'],
  'comparisons.head': ['center', 'lo', 'hi', 'n'],
  'comparisons.subject': ['pkg', 'benchmark', 'gomaxprocs', 'function'],
  findings: ['rule', 'severity', 'confidence', 'status', 'subject', 'metric', 'message', 'why', 'at', 'causes'],
  'findings.subject': ['pkg', 'benchmark', 'gomaxprocs', 'function'],
  'findings.at': ['file', 'line', 'column', 'offset'],
  'findings.causes': ['function', 'file', 'line', 'kind', 'share', 'witnesses', 'text'],
  checklist: ['id', 'item', 'tool', 'method', 'threshold', 'measured', 'status'],
  agreement: ['quantity', 'values', 'tolerance', 'status'],
  profiles: ['subject', 'kind', 'sampleType', 'unit', 'base', 'head', 'detectable', 'culprit', 'functions'],
  'profiles.subject': ['pkg', 'benchmark', 'gomaxprocs'],
  'profiles.base': ['perOp', 'iterations', 'events'],
  'profiles.head': ['perOp', 'iterations', 'events'],
  'profiles.culprit': ['function', 'own', 'edited', 'file', 'line', 'share', 'callee', 'base', 'head'],
  'profiles.culprit.base': ['flat', 'cum'],
  'profiles.culprit.head': ['flat', 'cum'],
  'profiles.functions': ['function', 'own', 'file', 'line', 'base', 'head'],
  'profiles.functions.base': ['flat', 'cum'],
  'profiles.functions.head': ['flat', 'cum'],
  rulesChanges: ['check', 'base', 'head', 'looser'],
  rounds: ['screen', 'confirm'],
  cost: ['build', 'measure', 'budget'],
  environmentChanges: ['key', 'base', 'head'],
  diagnostics: ['level', 'text', 'at'],
  'diagnostics.at': ['file', 'line', 'column', 'offset'],
};

/**
 * The contract of `--json` (schema go-perf-gate/result@1): exactly the report, with the keys in one order whoever built
 * it, indented by two, ending in a newline. JSON has no NaN or infinities: they become null. It is never shortened.
 */
export const json: Reporter = {
  format: 'json',
  about: 'the whole result (schema go-perf-gate/result@1), for programs',
  render: (report) => `${JSON.stringify(ordered(report, ''), null, 2)}\n`,
};

function ordered(value: unknown, path: string): unknown {
  if (Array.isArray(value)) return value.map((item) => ordered(item, path));
  if (typeof value !== 'object' || value === null) return value;
  const first = RANK[path] ?? [];
  const rank = (key: string) => (first.includes(key) ? first.indexOf(key) : first.length);
  const entries = Object.entries(value).sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, ordered(item, path ? `${path}.${key}` : key)]));
}
