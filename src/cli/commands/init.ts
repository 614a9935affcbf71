import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import measureStage from '../../../examples/workflows/two-stage.yml';
import commentStage from '../../../examples/workflows/two-stage-comment.yml';
import { UserError } from '../../model/diagnostic.ts';
import { groupBy } from '../../model/group-by.ts';
import { findBenchmarks } from '../../run/benchmarks.ts';
import type { FoundPackage } from '../../run/go/discover.ts';
import { DEFAULT_RULES } from '../../run/rules-file.ts';
import type { Command } from '../command.ts';
import { workflowFor } from '../workflow.ts';

/** Looks at the module, then writes workflows that are safe for forks and a rules file to tune. */
export const init: Command = {
  name: 'init',
  about: 'look at the module, then write a workflow that is safe for forks and a rules file',
  operands: '[DIR]',
  arity: [0, 1],
  options: { force: { about: 'overwrite what is there' }, print: { about: 'print the files instead of writing them' } },
  examples: ['go-perf-gate init', 'go-perf-gate init --print'],
  async run(args, terminal) {
    const { root, packages } = await findBenchmarks(resolve(args.positionals[0] ?? '.'));
    if (packages.length === 0) {
      throw new UserError('no package here has a benchmark, so there is nothing to gate yet', {
        example:
          'func BenchmarkEncode(b *testing.B) { for i := 0; i < b.N; i++ { Encode(record) } }   (in a _test.go file)',
      });
    }
    const files = [
      [DEFAULT_RULES, rulesFor(packages)],
      ['.github/workflows/perf.yml', workflowFor(packages, measureStage)],
      ['.github/workflows/perf-comment.yml', commentStage],
    ] as const;
    if (args.flag('print')) terminal.out(files.map(([path, text]) => `# ${path}\n${text}`).join('\n'));
    else
      for (const [path, text] of files) terminal.out(`${write(join(root, path), text, args.flag('force'))} ${path}\n`);
    return 0;
  },
};

function write(path: string, text: string, force: boolean): 'wrote' | 'kept' {
  if (existsSync(path) && !force) return 'kept';
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return 'wrote';
}

/** A rules file that names what was found, and shows the knobs without turning them. */
function rulesFor(packages: readonly FoundPackage[]): string {
  const modules = [...groupBy(packages, (p) => p.module.path)];
  const found = modules.flatMap(([path, own]) => [
    `#   ${path}`,
    ...own.map((p) => `#     ${p.dir}: ${shortList(p.benchmarks)}`),
  ]);
  const count = packages.reduce((n, p) => n + p.benchmarks.length, 0);
  return `# Rules of go-perf-gate for this repository. What is not said here is as in the built-in rules
# (go-perf-gate rules prints what is in force). Format: docs/rules.md of go-perf-gate.
#
# Benchmark functions found, ${count} in ${packages.length} packages:
${found.join('\n')}
version: 1
measure:
  packages: ["./..."]
  bench: "."
  budget: ${budgetFor(count)}
# checks:
#   - id: bench/time              # refines the built-in 2 % for some rows; the others keep it
#     metric: sec/op
#     where: { pkg: "${patternFor(packages[0])}", benchmark: "${packages[0]?.benchmarks[0] ?? '*'}/**" }
#     max-regression: 5%
#     why: "say here why this number"
`;
}

/** The package and all below it, as `where` names them: from the module's root. */
function patternFor(found: FoundPackage | undefined): string {
  const dir = found ? relative(found.module.dir, found.dir) : '';
  return dir ? `./${dir}/**` : './**';
}

function shortList(names: readonly string[]): string {
  return names.length <= 6 ? names.join(', ') : `${names.slice(0, 6).join(', ')} and ${names.length - 6} more`;
}

/** A row costs half a second to screen and at most two more to settle; building is the rest. */
function budgetFor(benchmarks: number): string {
  return `${Math.max(5, Math.ceil(benchmarks / 20))}m`;
}
