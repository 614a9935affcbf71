/**
 * The import table of the house (docs/pipeline.md): a folder of src/ may import itself and the folders and packages
 * named here, nothing else. biome.json says the same to the editor; architecture.test.ts holds all three together.
 */
export const LAYERS: Readonly<
  Record<string, { readonly folders: readonly string[]; readonly packages: readonly string[] }>
> = {
  model: { folders: [], packages: [] },
  stats: { folders: ['model'], packages: [] },
  wire: { folders: ['model'], packages: ['yaml', 'protobufjs'] },
  profile: { folders: ['model', 'stats', 'wire'], packages: [] },
  memory: { folders: ['model', 'stats'], packages: [] },
  sources: { folders: ['model', 'wire'], packages: [] },
  align: { folders: ['model'], packages: [] },
  compare: { folders: ['model', 'stats', 'profile'], packages: [] },
  rules: { folders: ['model', 'stats', 'wire'], packages: ['zod', 'minimatch', 'yaml'] },
  checks: { folders: ['model', 'stats'], packages: [] },
  crosscheck: { folders: ['model', 'stats', 'memory', 'align'], packages: [] },
  verdict: { folders: ['model', 'rules'], packages: [] },
  wording: { folders: ['model'], packages: [] },
  timeline: { folders: ['model', 'wire'], packages: [] },
  reporters: { folders: ['model', 'wire', 'wording'], packages: [] },
  plan: { folders: ['model', 'stats', 'compare'], packages: [] },
  matrix: { folders: ['model', 'stats', 'memory', 'compare', 'plan'], packages: [] },
  'matrix-report': { folders: ['model', 'wire', 'profile', 'reporters', 'matrix'], packages: [] },
  gate: {
    folders: [
      'model',
      'stats',
      'profile',
      'memory',
      'sources',
      'align',
      'compare',
      'rules',
      'checks',
      'crosscheck',
      'verdict',
      'plan',
    ],
    packages: [],
  },
  run: {
    folders: ['model', 'wire', 'profile', 'sources', 'rules', 'reporters', 'matrix', 'matrix-report', 'gate'],
    packages: ['node:*', 'zod'],
  },
  github: {
    folders: ['model', 'wire', 'rules', 'wording', 'reporters', 'matrix', 'matrix-report', 'gate', 'run'],
    packages: [
      'node:*',
      'zod',
      '@actions/core',
      '@actions/github',
      '@octokit/plugin-retry',
      '@octokit/plugin-throttling',
    ],
  },
  cli: {
    folders: [
      'model',
      'wire',
      'stats',
      'profile',
      'memory',
      'sources',
      'align',
      'compare',
      'rules',
      'wording',
      'timeline',
      'reporters',
      'matrix',
      'matrix-report',
      'gate',
      'run',
    ],
    packages: ['node:*'],
  },
};

/** The plug folders: siblings never import each other, and index.ts names every plug. */
export const PLUGS: Readonly<Record<string, { readonly contract: string; readonly documented: string }>> = {
  sources: { contract: 'source.ts', documented: 'docs/sources.md' },
  checks: { contract: 'check.ts', documented: 'docs/checks.md' },
  crosscheck: { contract: 'crosscheck.ts', documented: 'docs/crosschecks.md' },
  reporters: { contract: 'reporter.ts', documented: 'docs/report.md' },
};
