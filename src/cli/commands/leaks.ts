import { resolve } from 'node:path';
import { FEWEST_STEPS } from '../../leaks/course.ts';
import type { LeakVerdict } from '../../leaks/judge.ts';
import { DEFAULT_STEPS } from '../../leaks/plan.ts';
import { leaksJson } from '../../leaks-report/json.ts';
import { leaksText } from '../../leaks-report/text.ts';
import { UserError } from '../../model/diagnostic.ts';
import { EXIT } from '../../model/report.ts';
import { findLeaks } from '../../run/leaks/leaks.ts';
import { LEAK_DEFAULTS, type LeakOptions } from '../../run/leaks/options.ts';
import type { Arguments, Command, Option } from '../command.ts';
import { RUN_OPTIONS, runOptions } from '../run-options.ts';

const { packages, bench, tags, env } = RUN_OPTIONS as Record<string, Option>;

/** The leak triage. */
export const leaks: Command = {
  name: 'leaks',
  about:
    'run benchmarks of the working tree step by step and tell memory and goroutines that leak from caches, pools and bursts, with the place that allocates',
  operands: '[DIR]',
  arity: [0, 1],
  options: {
    packages: { ...packages, about: 'package patterns as go list takes them (default: ./...)' } as Option,
    bench: { ...bench, about: 'which benchmarks, as go test -bench (default: all)' } as Option,
    steps: {
      value: 'N',
      about: `steps of a benchmark's first process; a longer one confirms what it shows (default: ${DEFAULT_STEPS})`,
    },
    tags: tags as Option,
    'build-flags': RUN_OPTIONS['build-flags'] as Option,
    env: env as Option,
    budget: { value: '5m', about: 'time for all of it (default: 5m)' },
    out: {
      value: 'DIR',
      about: 'write result.json, report.txt and the profiles of the first and the last step there (default: nothing)',
    },
    json: { about: 'print the result as JSON (schema go-perf-gate/leaks@1)' },
  },
  examples: [
    "go-perf-gate leaks --packages ./cache --bench 'Get|Put'",
    'go-perf-gate leaks --bench Serve --budget 10m --out leaks',
  ],
  async run(args, terminal) {
    const report = await findLeaks(optionsOf(args), terminal.progress);
    terminal.progress.end();
    const { color, width } = terminal;
    terminal.out(args.flag('json') ? leaksJson(report) : leaksText(report, { color, width }));
    return STATUS[report.verdict];
  },
};

const STATUS: Readonly<Record<LeakVerdict, number>> = {
  'no leak': EXIT.pass,
  leak: EXIT.fail,
  'not enough evidence': EXIT.inconclusive,
};

function optionsOf(args: Arguments): LeakOptions {
  const { dir, packages, bench, budget, tags, buildFlags, env } = runOptions(args);
  const [steps, out] = [args.text('steps'), args.text('out')];
  return {
    dir,
    packages: packages ?? LEAK_DEFAULTS.packages,
    bench: bench ?? LEAK_DEFAULTS.bench,
    tags,
    buildFlags,
    env,
    steps: steps === undefined ? DEFAULT_STEPS : parseSteps(steps),
    budget: budget ?? LEAK_DEFAULTS.budget,
    out: out === undefined ? null : resolve(out),
  };
}

function parseSteps(text: string): number {
  const n = Number(text);
  if (/^\d+$/.test(text) && n >= FEWEST_STEPS && n <= 1000) return n;
  throw new UserError(`--steps takes a whole number from ${FEWEST_STEPS} to 1000, not ${JSON.stringify(text)}`, {
    example: '--steps 48',
  });
}
