import { resolve } from 'node:path';
import { DEFAULT_AXES, optionNamed, parseGogc, parseLimits, parseProcs } from '../../matrix/grid.ts';
import type { MatrixReport } from '../../matrix/report.ts';
import { matrixJson } from '../../matrix-report/json.ts';
import { matrixMarkdown } from '../../matrix-report/markdown.ts';
import { matrixText } from '../../matrix-report/text.ts';
import { UserError } from '../../model/diagnostic.ts';
import { parseDuration } from '../../model/duration.ts';
import { EXIT } from '../../model/report.ts';
import { gcMatrix as runMatrix } from '../../run/matrix/matrix.ts';
import { DEFAULTS, type MatrixOptions } from '../../run/matrix/options.ts';
import type { Arguments, Command, Option } from '../command.ts';
import { RUN_OPTIONS, runOptions } from '../run-options.ts';

const { packages, bench, affinity, tags, env, setup } = RUN_OPTIONS as Record<string, Option>;
const FORMATS = ['text', 'markdown', 'json'] as const;

/** The GOGC × GOMEMLIMIT experiment. */
export const gcMatrix: Command = {
  name: 'gc-matrix',
  about:
    'run benchmarks of the working tree under a grid of GOGC, GOMEMLIMIT and GOMAXPROCS, and recommend a setting: throughput, p99, GC CPU, pauses, heap, RSS',
  operands: '[DIR]',
  arity: [0, 1],
  options: {
    packages: { ...packages, about: 'package patterns as go list takes them (default: ./...)' } as Option,
    bench: { ...bench, about: 'which benchmarks, as go test -bench (default: all)' } as Option,
    gogc: { value: 'LIST', about: 'values of GOGC: 10,50,100,200,off (default: 50,100,200,400)' },
    gomemlimit: { value: 'LIST', about: 'values of GOMEMLIMIT: off,256MiB,1GiB (default: off)' },
    gomaxprocs: { value: 'LIST', about: "values of GOMAXPROCS: 1,2 (default: the machine's own)" },
    rounds: {
      value: 'N',
      about: 'rounds, each of which runs every setting (default: as many as telling the settings apart needs)',
    },
    benchtime: {
      value: '500ms',
      about: 'work of one process under the default setting; as many iterations in every other (default: 500ms)',
    },
    affinity: affinity as Option,
    tags: tags as Option,
    'build-flags': RUN_OPTIONS['build-flags'] as Option,
    env: env as Option,
    setup: { ...setup, about: 'shell command run first (generated code, submodules, LFS)' } as Option,
    budget: { value: '10m', about: 'time for this run; what is left is done when it is run again (default: 10m)' },
    out: {
      value: 'DIR',
      about: `where every process's result goes at once, and the reports; run again with the same settings and code it goes on (default: ${DEFAULTS.out})`,
    },
    restart: { about: 'throw away what DIR holds of an experiment' },
    json: { about: 'print the result as JSON (schema go-perf-gate/gc-matrix@1)' },
    format: { value: 'NAME', about: `print the report as ${FORMATS.join(', ')}`, choices: FORMATS },
  },
  examples: [
    "go-perf-gate gc-matrix --packages ./codec --bench 'Encode'",
    'go-perf-gate gc-matrix --bench Serve --gogc 10,100,off --gomemlimit off,64MiB --benchtime 4s --budget 20m',
  ],
  async run(args, terminal) {
    const report = await runMatrix(optionsOf(args), terminal.progress);
    terminal.progress.end();
    const { color, width } = terminal;
    const format = args.flag('json') ? 'json' : (args.text('format') ?? 'text');
    if (format === 'json') terminal.out(matrixJson(report));
    else terminal.out(format === 'markdown' ? matrixMarkdown(report) : matrixText(report, { color, width }));
    return statusOf(report);
  },
};

function optionsOf(args: Arguments): MatrixOptions {
  const { dir, packages, bench, affinity, budget, tags, buildFlags, env, setup } = runOptions(args);
  const [gogc, gomemlimit, gomaxprocs] = ['gogc', 'gomemlimit', 'gomaxprocs'].map((name) => args.text(name));
  const rounds = args.text('rounds');
  const benchtime = args.text('benchtime');
  return {
    dir,
    packages: packages ?? DEFAULTS.packages,
    bench: bench ?? DEFAULTS.bench,
    axes: {
      gogc: gogc === undefined ? DEFAULT_AXES.gogc : parseGogc(gogc, optionNamed('gogc')),
      gomemlimit:
        gomemlimit === undefined ? DEFAULT_AXES.gomemlimit : parseLimits(gomemlimit, optionNamed('gomemlimit')),
      gomaxprocs:
        gomaxprocs === undefined ? DEFAULT_AXES.gomaxprocs : parseProcs(gomaxprocs, optionNamed('gomaxprocs')),
    },
    ...(rounds === undefined ? {} : { rounds: parseRounds(rounds) }),
    benchtime: benchtime === undefined ? DEFAULTS.benchtime : parseDuration(benchtime),
    affinity: affinity ?? [],
    tags,
    buildFlags,
    env,
    setup,
    budget: budget ?? DEFAULTS.budget,
    out: resolve(args.text('out') ?? `${dir}/${DEFAULTS.out}`),
    restart: args.flag('restart'),
  };
}

function parseRounds(text: string): number {
  const n = Number(text);
  if (/^\d+$/.test(text) && n >= 1 && n <= 1000) return n;
  throw new UserError(`--rounds takes a whole number from 1 to 1000, not ${JSON.stringify(text)}`, {
    example: '--rounds 12',
  });
}

function statusOf({ status }: MatrixReport): number {
  return status === 'complete' ? EXIT.pass : EXIT.inconclusive;
}
