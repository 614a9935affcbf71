import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../model/diagnostic.ts';
import type { Granularity } from '../../profile/granularity.ts';
import { type LocalTime, localTime, localTimeOf } from '../../profile/local-time.ts';
import type { ReportOptions } from '../../profile/report.ts';
import { readTimeZone } from '../../profile/time-zone.ts';
import type { Arguments, Option } from '../command.ts';

/** What `inspect` is asked to do with profiles; go tool pprof's options by their names. */
export const PROFILE_OPTIONS = {
  top: { value: 'N', about: 'profiles: how many functions (default: 10, with --json all; 0 is all)' },
  cum: { about: 'profiles: order by what a function and all it calls take, not by itself' },
  sample: { value: 'TYPE', about: "profiles: sample type, by name or number (default: the profile's own choice)" },
  mean: { about: 'profiles: the mean of one event: divided by the first sample type (contentions)' },
  lines: { about: 'profiles: a row for each line of source' },
  files: { about: 'profiles: a row for each file' },
  packages: { about: 'profiles: a row for each package' },
  focus: { value: 'REGEXP', about: 'profiles: only stacks with a function that matches' },
  ignore: { value: 'REGEXP', about: 'profiles: no stacks with a function that matches' },
  tagfocus: { value: 'FILTER', about: 'profiles: only samples with a label that matches: key=regexp, key=64kb:1mb' },
  tagignore: { value: 'FILTER', about: 'profiles: no samples with a label that matches' },
  peek: { value: 'REGEXP', about: 'profiles: callers and callees of the functions that match' },
  traces: { about: 'profiles: every sample with its stack' },
  'diff-base': { value: 'FILE', about: 'profiles: the difference to this profile; 100 % is its total' },
  base: { value: 'FILE', about: 'profiles: without this earlier state of the same process' },
  normalize: { about: 'with --diff-base or --base: scale the profile to the total of the base first' },
  merge: { about: 'profiles: add all FILEs up to one profile' },
  export: {
    value: 'FORM',
    choices: ['folded', 'speedscope', 'svg', 'pprof', 'timeline'],
    about:
      'one profile as folded stacks, a speedscope file, a flame graph, or a .pb.gz for go tool pprof: what --focus, --ignore, --tagfocus, --tagignore, --base and --merge leave; with --diff-base the difference: two values a stack, a differential flame graph; of an execution trace a timeline, as a web page',
  },
  output: { value: 'FILE', about: 'with --export: where to write it (default: standard output)' },
  operations: {
    value: 'BASE,HEAD',
    about:
      "with --diff-base and --export svg: iterations of the benchmark on either side: compare one operation's cost",
  },
} as const satisfies Record<string, Option>;

export type ExportForm = (typeof PROFILE_OPTIONS.export.choices)[number];

export interface BaseAsk {
  readonly path: string;
  /** As pprof's options: `diff` keeps the base's samples apart. */
  readonly kind: 'diff' | 'base';
  readonly normalize: boolean;
}

export interface Ask {
  readonly report: ReportOptions;
  readonly json: boolean;
  readonly merge: boolean;
  readonly base?: BaseAsk;
  readonly peek?: string;
  readonly traces: boolean;
  readonly form?: ExportForm;
  readonly output?: string;
  /** How often the operation ran on base and on head. */
  readonly operations?: readonly [number, number];
  /** The first option that only profiles have, for messages. */
  readonly onlyProfiles?: string;
}

const EXAMPLES = {
  timeline: 'go-perf-gate inspect --export timeline --output trace.html trace.out',
  base: 'go-perf-gate inspect --diff-base old.pprof new.pprof',
  operations:
    'go-perf-gate inspect --export svg --output diff.svg --diff-base old.pprof --operations 1000,1200 new.pprof',
} as const;

/** @throws UserError for options that do not go together */
export function askOf(args: Arguments): Ask {
  const form = args.text('export') as ExportForm | undefined;
  const [base, output, peek] = [baseOf(args), args.text('output'), args.text('peek')];
  const operations = operationsOf(args, base?.kind === 'diff' && form === 'svg');
  if (output !== undefined && form === undefined)
    throw new UserError('--output goes with --export', {
      example: 'go-perf-gate inspect --export svg --output cpu.svg cpu.pprof',
    });
  refuseTwoForms(args);
  const onlyProfiles = onlyProfilesOf(args, form);
  return {
    report: reportOptions(args),
    json: args.flag('json'),
    merge: args.flag('merge'),
    traces: args.flag('traces'),
    ...(base && { base }),
    ...(peek !== undefined && { peek }),
    ...(form && { form }),
    ...(output !== undefined && { output }),
    ...(operations && { operations }),
    ...(onlyProfiles !== undefined && { onlyProfiles: `--${onlyProfiles}` }),
  };
}

/** A timeline is of a trace: what else only profiles have does not go with it. */
function onlyProfilesOf(args: Arguments, form: ExportForm | undefined): string | undefined {
  const given = Object.keys(PROFILE_OPTIONS).filter((name) => args.flag(name) || args.text(name) !== undefined);
  if (form !== 'timeline') return given[0];
  const others = given.filter((name) => name !== 'export' && name !== 'output');
  if (others.length === 0) return undefined;
  throw new UserError(`--export timeline is for traces, --${others[0]} is for profiles`, {
    example: EXAMPLES.timeline,
  });
}

/** Share of the total below which a row is not shown. */
const LIGHT = 0.005;

/** Each of these says in which form to print. */
function refuseTwoForms(args: Arguments): void {
  const forms = ['json', 'peek', 'traces', 'export'].filter((name) => args.flag(name) || args.text(name) !== undefined);
  if (forms.length > 1) throw new UserError(`${forms.map((form) => `--${form}`).join(' and ')} do not go together`);
}

function reportOptions(args: Arguments): ReportOptions {
  const [sampleType, focus, ignore] = [args.text('sample'), args.text('focus'), args.text('ignore')];
  const [tagFocus, tagIgnore] = [args.text('tagfocus'), args.text('tagignore')];
  return {
    nodeCount: topOf(args),
    // As pprof: what is lighter is noise, and would choose the unit; --top 0 shows everything.
    nodeFraction: topOf(args) === 0 ? 0 : LIGHT,
    order: args.flag('cum') ? 'cum' : 'flat',
    mean: args.flag('mean'),
    granularity: granularityOf(args),
    time: machineTime(),
    ...(sampleType !== undefined && { sampleType }),
    ...(focus !== undefined && { focus }),
    ...(ignore !== undefined && { ignore }),
    ...(tagFocus !== undefined && { tagFocus }),
    ...(tagIgnore !== undefined && { tagIgnore }),
  };
}

/** The machine's zone with the short names that its file has, as Go prints them; where there is no file, JavaScript's. */
function machineTime(): LocalTime {
  const named = process.env.TZ?.replace(/^:/, '');
  const file = named === undefined ? '/etc/localtime' : join('/usr/share/zoneinfo', named || 'UTC');
  try {
    const zone = readTimeZone(readFileSync(file));
    return zone ? localTimeOf(zone) : localTime;
  } catch {
    return localTime;
  }
}

function topOf(args: Arguments): number {
  const text = args.text('top') ?? (args.flag('json') ? '0' : '10');
  if (!/^\d{1,9}$/.test(text)) throw new UserError(`--top is a number, not ${text}`, { example: '--top 20' });
  return Number(text);
}

function granularityOf(args: Arguments): Granularity {
  const asked = (['lines', 'files', 'packages'] as const).filter((name) => args.flag(name));
  if (asked.length > 1) throw new UserError(`${asked.map((a) => `--${a}`).join(' and ')} do not go together`);
  return asked[0] ?? 'functions';
}

function baseOf(args: Arguments): BaseAsk | undefined {
  const [diff, base, normalize] = [args.text('diff-base'), args.text('base'), args.flag('normalize')];
  if (diff !== undefined && base !== undefined)
    throw new UserError('--diff-base and --base do not go together', { example: EXAMPLES.base });
  const path = diff ?? base;
  if (path !== undefined) return { path, kind: diff === undefined ? 'base' : 'diff', normalize };
  if (normalize) throw new UserError('--normalize goes with --diff-base or --base', { example: EXAMPLES.base });
  return undefined;
}

function operationsOf(args: Arguments, isDifferencePicture: boolean): readonly [number, number] | undefined {
  const text = args.text('operations');
  if (text === undefined) return undefined;
  const [, base, head] = /^(\d{1,15}),(\d{1,15})$/.exec(text) ?? [];
  if (!Number(base) || !Number(head))
    throw new UserError(`--operations is two numbers above 0, not ${text}`, { example: '--operations 1000,1200' });
  if (!isDifferencePicture)
    throw new UserError('--operations goes with --diff-base and --export svg', { example: EXAMPLES.operations });
  if (args.flag('normalize'))
    throw new UserError('--operations and --normalize do not go together: either one scales', {
      example: EXAMPLES.operations,
    });
  return [Number(base), Number(head)];
}
