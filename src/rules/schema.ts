import { z } from 'zod';
import { UserError } from '../model/diagnostic.ts';
import { parseDuration } from '../model/duration.ts';
import { timesPowerOfTen } from './decimal.ts';
import { MAX_PATTERN, patternProblem } from './glob.ts';

/**
 * The shape of a rules file as it is written. rules/schema.json is made from it (scripts/schema.mjs), so what an editor
 * accepts is what the parser accepts; what depends on more than one key is checked in entries.ts and waivers.ts.
 */

const MAX_TEXT = 1000;
const text = z.string('must be text').min(1, 'cannot be empty').max(MAX_TEXT, `can have ${MAX_TEXT} characters`);
const ONE_LINE = /^[^\n\r\0]*$/;
const oneLine = text.regex(ONE_LINE, 'must be one line');

const glob = z
  .string('must be a pattern')
  .min(1, 'cannot be empty')
  .max(MAX_PATTERN, `can have ${MAX_PATTERN} characters`)
  .superRefine((pattern, ctx) => {
    const problem = patternProblem(pattern);
    if (problem) ctx.addIssue({ code: 'custom', message: `cannot be used: ${problem}` });
  });
const globs = z
  .union([glob, z.array(glob).min(1).max(100)], 'must be a pattern or a list of patterns')
  .transform((value) => (typeof value === 'string' ? [value] : value));

const duration = z.string('must be a duration with its unit').transform((written, ctx) => {
  try {
    return parseDuration(written);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    ctx.addIssue({ code: 'custom', message: `cannot be read: ${error.message}` });
    return z.NEVER;
  }
});

const percentBelowOne = z
  .string('must be a percentage')
  .regex(/^\d+(\.\d+)?\s*%$/, 'must be a percentage')
  .transform((written) => timesPowerOfTen(written.replace('%', '').trim(), -2))
  .refine((share) => share > 0 && share < 1, 'must lie between 0% and 100%');

const count = (min: number, max: number) => {
  const range = `must be a whole number from ${min} to ${max}`;
  return z.int(range).min(min, range).max(max, range);
};
const procs = z
  .union([count(1, 4096), z.array(count(1, 4096)).max(64)], 'must be a whole number from 1 to 4096, or a list of them')
  .transform((value) => (typeof value === 'number' ? [value] : value));

const limit = z
  .union([z.number(), oneLine], 'must be a number with its unit')
  .describe('A number with its unit: 5%, 2ms, 64KiB, 100MB/s; counted metrics take plain numbers.');

const pkg = globs.describe(
  'Packages: globs over import paths; "./" is the root of the module. "./codec/**" means codec and all below it.',
);
const benchmark = globs.describe(
  'Benchmarks: globs over names without the Benchmark prefix and the GOMAXPROCS suffix: "Encode/**".',
);
const unit = globs.describe('Units: globs, in which * crosses "/".');
const functions = globs.describe(
  'Go functions, for metrics of profiles and traces: globs in which * crosses "/"; "./" is the root of the module: "./codec.*". Of traces: those that goroutines are started with.',
);
const keyValues = z
  .record(
    z.string().min(1).max(100),
    z.union([oneLine, z.number(), z.boolean()], 'must be text, a number or true/false'),
    'must hold keys of sub-benchmarks and their values',
  )
  .transform((keys) => Object.fromEntries(Object.entries(keys).map(([key, value]) => [key, String(value)])))
  .describe('Sub-benchmark keys: { size: large } means Encode/size=large; values are globs.');
const gomaxprocs = procs.describe('The -N suffix of the result lines.');

const WHERE_KEYS = {
  pkg: pkg.optional(),
  benchmark: benchmark.optional(),
  unit: unit.optional(),
  function: functions.optional(),
  keys: keyValues.optional(),
  gomaxprocs: gomaxprocs.optional(),
};
const where = z
  .strictObject(WHERE_KEYS, 'must hold pkg, benchmark, unit, function, keys or gomaxprocs')
  .describe('Which rows the entry is about; every given part must match. Default: all.');

const id = oneLine
  .max(100, 'can have 100 characters')
  .regex(/^[a-z0-9][a-z0-9._-]*(\/[a-z0-9][a-z0-9._-]*)+$/, 'must be lower-case words with a / between')
  .describe(
    'Name of the check: bench/time. Entries that share it are a cascade: the last that matches a row is in force.',
  );

export const CHECK = z
  .strictObject(
    {
      id,
      metric: globs
        .optional()
        .describe(
          'Metric ids (for benchmarks the unit: sec/op; for profiles cpu.flat, for traces sched.latency.p99), globs allowed; ns/op and MB/s too.',
        ),
      where: where.optional(),
      'max-regression': limit.optional().describe("Relative, in the metric's bad direction: 5%."),
      'max-regression-by': limit.optional().describe("Absolute difference in the metric's bad direction: 2ms."),
      max: limit.optional().describe("The head side must not lie above: 10ms; 30% of a profile's total for functions."),
      min: limit.optional().describe('The head side must not lie below: 100MB/s.'),
      equals: limit.optional().describe('The head side must be this: 0.'),
      drift: limit
        .optional()
        .describe("How far the functions' shares of cpu.flat or alloc_objects may shift, a stability index: 0.1."),
      severity: z
        .enum(['error', 'warning', 'notice', 'off'], 'must be one of error, warning, notice, off')
        .optional()
        .describe('error fails the job, warning and notice do not, off switches the check off for these rows.'),
      'must-resolve': z
        .boolean('must be true or false')
        .optional()
        .describe('A row too noisy to be judged makes the verdict inconclusive.'),
      collect: z
        .boolean('must be true or false')
        .optional()
        .describe(
          'For metrics of profiles and traces: false judges only rows that are run under the profilers anyway. Default: true.',
        ),
      why: text.optional().describe('One sentence for whoever breaks it.'),
    },
    'must be a check: id, metric, a limit, severity',
  )
  .describe('One check. What an entry leaves out it takes from the entry of the same id before it that has no where.');

const DATE = /^\d{4}-\d\d-\d\d$/;
const date = oneLine
  .regex(DATE, 'must be a date, year-month-day')
  .refine(
    (day) => !Number.isNaN(Date.parse(day)) && new Date(day).toISOString().startsWith(day),
    'is no day of the calendar',
  );

export const WAIVER = z
  .strictObject(
    {
      check: glob.describe('Glob over check ids: bench/time, bench/*.'),
      ...WHERE_KEYS,
      until: date.describe('The last day it holds: 2027-01-31.'),
      ceiling: limit.optional().describe('A regression beyond it is not waived: 12%.'),
      owner: oneLine.describe('Who answers for it: "@team".'),
      reason: text.describe('Why the regression is accepted.'),
      issue: z
        .union([oneLine, count(1, 1e9)], 'must be a number or a link')
        .transform(String)
        .optional()
        .describe('Where it is followed up.'),
    },
    'must be a waiver: check, until, owner, reason',
  )
  .describe('A regression that is accepted, for a time.');

const UNIT = z
  .strictObject(
    {
      better: z
        .enum(['lower', 'higher', 'neither'], 'must be one of lower, higher, neither')
        .optional()
        .describe('Which way is better; neither: reported, never judged.'),
      assume: z
        .enum(['exact', 'nothing'], 'must be one of exact, nothing')
        .optional()
        .describe('exact: counted, any rise is real. nothing: noisy, a test decides.'),
    },
    'must hold better or assume',
  )
  .refine((u) => u.better !== undefined || u.assume !== undefined, {
    error: 'must hold better or assume',
    when: ({ issues }) => issues.length === 0,
  });

const MEASURE = z
  .strictObject(
    {
      packages: z
        .union([oneLine, z.array(oneLine).min(1).max(1000)], 'must be a package pattern or a list of them')
        .transform((value) => (typeof value === 'string' ? [value] : value))
        .refine((all) => all.every((p) => !p.startsWith('-')), 'cannot begin with "-"')
        .optional()
        .describe('Package patterns as go list takes them. Default: ["./..."].'),
      bench: oneLine.optional().describe('Regular expression as go test -bench takes it. Default: "."'),
      budget: duration.optional().describe('Time for the whole job. Default: 10m.'),
      cpu: procs.optional().describe("GOMAXPROCS values as go test -cpu takes them. Default: the machine's own."),
      benchtime: duration.optional().describe('Time one process gives to one benchmark. Default: 15ms.'),
      rounds: z
        .strictObject(
          {
            screen: count(1, 1000).optional().describe('Rounds of every row.'),
            confirm: count(1, 1000).optional().describe('The most further rounds of a row that looks slower.'),
          },
          'must hold screen or confirm',
        )
        .optional()
        .describe('How many rounds of base and head.'),
      profile: z
        .enum(['auto', 'always', 'never'], 'must be one of auto, always, never')
        .optional()
        .describe('Which benchmarks are run under the profilers: those that got slower, all, none. Default: auto.'),
    },
    'must hold packages, bench, budget, cpu, benchtime, rounds or profile',
  )
  .describe('What to measure, and how long.');

const JUDGE = z
  .strictObject(
    {
      alpha: percentBelowOne.optional().describe('Chance of a false alarm over the whole job. Default: 1%.'),
      resolution: percentBelowOne
        .optional()
        .describe('The slowdown that a row must have been able to show to be called unchanged. Default: 10%.'),
    },
    'must hold alpha or resolution',
  )
  .describe('How sure the judge has to be.');

const source = oneLine.describe('default, strict, none, or a rules file relative to this one.');

export const RULES_FILE = z
  .strictObject(
    {
      version: z.literal(1, 'must be 1').describe('Version of this format.'),
      extends: z
        .union([source, z.array(source).min(1).max(10)], 'must be default, strict, none or a file, or a list of them')
        .transform((value) => (typeof value === 'string' ? [value] : value))
        .optional()
        .describe('What these rules refine; later ones win. Default: default.'),
      measure: MEASURE.optional(),
      judge: JUDGE.optional(),
      checks: z
        .array(CHECK, 'must be a list of checks')
        .max(1000, 'can hold 1000 checks')
        .optional()
        .describe('What is judged, and by which limits.'),
      units: z
        .record(z.string().min(1).max(100), UNIT, 'must hold units and what is known about them')
        .optional()
        .describe('What is known about custom units: { "req/s": { better: higher } }.'),
      waivers: z
        .array(WAIVER, 'must be a list of waivers')
        .max(1000, 'can hold 1000 waivers')
        .optional()
        .describe('Regressions that are accepted, for a time.'),
    },
    'must hold version: 1 and then checks, measure, judge, units or waivers',
  )
  .describe('Rules of go-perf-gate.');

export type RulesFile = z.infer<typeof RULES_FILE>;
export type CheckEntry = z.infer<typeof CHECK>;
export type WaiverEntry = z.infer<typeof WAIVER>;

/** The keys that may stand at a path; list indices and names of units are written `*`. */
export const KEYS_AT: Readonly<Record<string, readonly string[]>> = {
  '': Object.keys(RULES_FILE.shape),
  measure: Object.keys(MEASURE.shape),
  'measure.rounds': ['screen', 'confirm'],
  judge: Object.keys(JUDGE.shape),
  'checks.*': Object.keys(CHECK.shape),
  'checks.*.where': Object.keys(WHERE_KEYS),
  'units.*': ['better', 'assume'],
  'waivers.*': Object.keys(WAIVER.shape),
};
