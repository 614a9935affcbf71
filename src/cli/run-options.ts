import { resolve } from 'node:path';
import { parseCpuList } from '../model/cpu-list.ts';
import { UserError } from '../model/diagnostic.ts';
import { parseDuration } from '../model/duration.ts';
import { PROFILE_WHEN, type ProfileWhen } from '../model/rules.ts';
import { checkBench } from './bench-pattern.ts';
import type { Arguments, Option } from './command.ts';

/** Options that say what to build and run: of `check` and `record`. */
export const RUN_OPTIONS: Readonly<Record<string, Option>> = {
  packages: {
    value: 'PATTERN',
    many: true,
    about: 'package patterns as go list takes them (default: the rules, ./...)',
  },
  bench: { value: 'REGEXP', about: 'which benchmarks, as go test -bench (default: the rules, .)' },
  cpu: { value: 'LIST', about: 'GOMAXPROCS values, as go test -cpu: 1,4' },
  affinity: { value: 'CPUS', about: 'pin the benchmarks to these CPUs, as taskset -c: 2,3 (Linux)' },
  tags: { value: 'TAGS', about: 'build tags' },
  'build-flags': {
    value: 'FLAGS',
    many: true,
    about:
      "further flags for go test -c, separated by blanks: '-race -mod=vendor'; one that begins with -ldflags=, -gcflags= or -asmflags= is taken whole: '-ldflags=-s -w'",
  },
  env: { value: 'NAME[=V]', many: true, about: 'pass a variable through the allow-list of the environment' },
  setup: { value: 'CMD', about: 'shell command run in both checkouts first (generated code, submodules, LFS)' },
  rules: {
    value: 'FILE',
    about:
      "rules file (default: .github/go-perf-gate.yml of the repository, where there is one); with CI set it is relative to the repository's root, and the base commit's version judges too",
  },
  budget: { value: '10m', about: 'time for the whole job' },
  profile: {
    value: 'WHEN',
    about:
      'which benchmarks are run once more under the profilers, never timed: those that got slower (auto), all (always) or none (never) (default: the rules, auto)',
  },
};

/** Those options as the run takes them. */
export function runOptions(args: Arguments) {
  const budget = args.text('budget');
  const profile = args.text('profile');
  const cpu = args.text('cpu');
  const affinity = args.text('affinity');
  const bench = args.text('bench');
  const packages = args
    .list('packages')
    .flatMap((p) => p.split(/[\s,]+/))
    .filter(Boolean);
  const rules = args.text('rules');
  const dir = resolve(args.positionals[0] ?? '.');
  return {
    dir,
    ...(packages.length > 0 ? { packages } : {}),
    ...(bench === undefined ? {} : { bench: checkBench(bench) }),
    ...(cpu === undefined ? {} : { cpu: parseCpu(cpu) }),
    ...(affinity === undefined ? {} : { affinity: parseAffinity(affinity) }),
    ...(budget === undefined ? {} : { budget: parseDuration(budget) }),
    ...(profile === undefined ? {} : { profile: parseWhen(profile) }),
    tags: args.text('tags') ?? '',
    buildFlags: args.list('build-flags').flatMap(buildFlagsOf),
    env: args.list('env'),
    setup: args.text('setup') ?? '',
    rules: {
      from: process.env.CI ? ('base' as const) : ('working-tree' as const),
      ...(rules === undefined ? {} : { file: rules }),
    },
    out: resolve(args.text('out') ?? `${dir}/.go-perf-gate`),
    approvals: [],
    now: new Date().toISOString(),
  };
}

/** A list of the compiler's, assembler's or linker's own flags holds blanks that separate nothing of ours. */
function buildFlagsOf(given: string): readonly string[] {
  const trimmed = given.trim();
  return /^--?(ld|gc|asm)flags=/.test(trimmed) ? [trimmed] : trimmed.split(/\s+/).filter(Boolean);
}

function parseCpu(list: string): number[] {
  return list.split(',').map((part) => {
    const n = Number(part);
    if (!Number.isInteger(n) || n < 1 || n > 4096)
      throw new UserError(`--cpu takes whole numbers, not ${JSON.stringify(part)}`, { example: '--cpu 1,4' });
    return n;
  });
}

function parseAffinity(list: string): readonly number[] {
  const cpus = parseCpuList(list);
  if (cpus) return cpus;
  throw new UserError(`--affinity takes numbers of CPUs, not ${JSON.stringify(list)}`, { example: '--affinity 2,3' });
}

function parseWhen(when: string): ProfileWhen {
  const found = PROFILE_WHEN.find((known) => known === when);
  if (found) return found;
  const text = `--profile takes ${PROFILE_WHEN.join(', ')}, not ${JSON.stringify(when)}`;
  throw new UserError(text, { example: '--profile always' });
}
