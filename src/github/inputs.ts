import { type Axes, DEFAULT_AXES, inputNamed, type Named, parseGogc, parseLimits, parseProcs } from '../matrix/grid.ts';
import { parseCpuList } from '../model/cpu-list.ts';
import { UserError } from '../model/diagnostic.ts';
import { parseDuration } from '../model/duration.ts';
import { PROFILE_WHEN, type ProfileWhen } from '../model/rules.ts';
import type { Environment } from './runner.ts';

export const COMMANDS = ['check', 'judge', 'gc-matrix'] as const;
export const COMMENT_MODES = ['always', 'on-change', 'on-failure', 'never'] as const;
export const FAIL_ON = ['error', 'warning', 'never'] as const;
export const ON_INCONCLUSIVE = ['warn', 'fail', 'pass'] as const;

export type CommentMode = (typeof COMMENT_MODES)[number];
export type FailOn = (typeof FAIL_ON)[number];
export type OnInconclusive = (typeof ON_INCONCLUSIVE)[number];

/** The action's inputs, validated. An empty string or list means "not given". */
export interface Inputs {
  readonly command: (typeof COMMANDS)[number];
  readonly workingDirectory: string;
  readonly packages: readonly string[];
  readonly bench: string;
  readonly cpu: readonly number[];
  readonly affinity: readonly number[];
  readonly tags: string;
  readonly buildFlags: readonly string[];
  readonly env: readonly string[];
  readonly setup: string;
  readonly rules: string;
  readonly baseline: string;
  readonly baseRef: string;
  /** Seconds; absent: as the rules say. */
  readonly budget?: number;
  /** Absent: as the rules say. */
  readonly profile?: ProfileWhen;
  readonly out: string;
  /** Folder of a stored run that is judged again. */
  readonly evidence: string;
  readonly comment: CommentMode;
  readonly commentKey: string;
  readonly failOn: FailOn;
  readonly onInconclusive: OnInconclusive;
  readonly token: string;
  /** For the command gc-matrix. */
  readonly matrix: MatrixInputs;
}

/** What the inputs say of the experiment. */
export interface MatrixInputs {
  readonly axes: Axes;
  /** Absent: as many as the comparisons need. */
  readonly rounds?: number;
  /** Seconds; absent: the command's default. */
  readonly benchtime?: number;
}

/** Every input that action.yml declares (a test holds the two together). */
export const INPUT_NAMES = [
  'command',
  'working-directory',
  'packages',
  'bench',
  'cpu',
  'affinity',
  'tags',
  'build-flags',
  'env',
  'setup',
  'rules',
  'baseline',
  'base-ref',
  'budget',
  'profile',
  'out',
  'evidence',
  'comment',
  'comment-key',
  'fail-on',
  'on-inconclusive',
  'github-token',
  'gogc',
  'gomemlimit',
  'gomaxprocs',
  'rounds',
  'benchtime',
] as const;

type InputName = (typeof INPUT_NAMES)[number];
type Read = (name: InputName) => string;

/**
 * Reads `INPUT_*` as the Actions runner sets them.
 *
 * @throws UserError that names the input and shows an example
 */
export function readInputs(env: Environment): Inputs {
  const read: Read = (name) => (env[`INPUT_${name.toUpperCase()}`] ?? '').trim();
  const evidence = read('evidence');
  const budget = seconds(read, 'budget', '10m');
  const profile = read('profile') === '' ? undefined : oneOf(read, 'profile', PROFILE_WHEN, 'auto');
  return {
    command: commandOf(read, evidence),
    workingDirectory: read('working-directory') || '.',
    packages: read('packages').split(/\s+/).filter(Boolean),
    bench: read('bench'),
    cpu: cpuList(read('cpu')),
    affinity: affinityOf(read('affinity')),
    tags: read('tags'),
    buildFlags: lines(read('build-flags')),
    env: lines(read('env')).map(environmentEntry),
    setup: read('setup'),
    rules: read('rules'),
    baseline: read('baseline'),
    baseRef: read('base-ref'),
    ...(budget === undefined ? {} : { budget }),
    ...(profile === undefined ? {} : { profile }),
    out: read('out'),
    evidence,
    comment: oneOf(read, 'comment', COMMENT_MODES, 'on-change'),
    commentKey: keyOf(read('comment-key')),
    failOn: oneOf(read, 'fail-on', FAIL_ON, 'error'),
    onInconclusive: oneOf(read, 'on-inconclusive', ON_INCONCLUSIVE, 'warn'),
    token: read('github-token'),
    matrix: matrixOf(read),
  };
}

function matrixOf(read: Read): MatrixInputs {
  const list = <T>(name: InputName, parse: (text: string, named: Named) => T, fallback: T) =>
    read(name) === '' ? fallback : parse(read(name), inputNamed(name));
  const benchtime = seconds(read, 'benchtime', '500ms');
  const rounds = read('rounds');
  if (rounds !== '' && !(/^\d+$/.test(rounds) && Number(rounds) >= 1 && Number(rounds) <= 1000))
    throw wrong('rounds', `${JSON.stringify(rounds)} is no whole number from 1 to 1000`, 'rounds: 12');
  return {
    axes: {
      gogc: list('gogc', parseGogc, DEFAULT_AXES.gogc),
      gomemlimit: list('gomemlimit', parseLimits, DEFAULT_AXES.gomemlimit),
      gomaxprocs: list('gomaxprocs', parseProcs, DEFAULT_AXES.gomaxprocs),
    },
    ...(rounds === '' ? {} : { rounds: Number(rounds) }),
    ...(benchtime === undefined ? {} : { benchtime }),
  };
}

/** Stored evidence is judged, anything else is measured: the command only has to be written to be sure. */
function commandOf(read: Read, evidence: string): Inputs['command'] {
  const command = oneOf(read, 'command', COMMANDS, evidence ? 'judge' : 'check');
  if (command === 'judge' && !evidence)
    throw wrong('evidence', 'is needed by the command judge', 'evidence: perf-evidence');
  if (command !== 'judge' && evidence)
    throw wrong('evidence', `is for the command judge; ${command} measures anew`, 'command: judge');
  return command;
}

function oneOf<T extends string>(read: Read, name: InputName, values: readonly T[], fallback: T): T {
  const text = read(name);
  if (text === '') return fallback;
  const found = values.find((v) => v === text);
  if (found !== undefined) return found;
  throw wrong(name, `${JSON.stringify(text)} is none of ${values.join(', ')}`, `${name}: ${fallback}`);
}

function cpuList(text: string): readonly number[] {
  return text
    .split(/[\s,]+/)
    .filter(Boolean)
    .map((part) => {
      const n = Number(part);
      if (/^\d+$/.test(part) && n >= 1 && n <= 4096) return n;
      throw wrong('cpu', `${JSON.stringify(part)} is no number of processors`, 'cpu: 1,4');
    });
}

function affinityOf(text: string): readonly number[] {
  const cpus = text === '' ? [] : parseCpuList(text);
  if (cpus) return cpus;
  throw wrong('affinity', `${JSON.stringify(text)} is no list of CPUs`, 'affinity: 2,3');
}

function lines(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
}

function environmentEntry(entry: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_]*(?:=|$)/.test(entry)) return entry;
  throw wrong('env', `${JSON.stringify(entry)} is neither NAME nor NAME=VALUE`, 'env: GOEXPERIMENT=greenteagc');
}

function seconds(read: Read, name: InputName, example: string): number | undefined {
  const text = read(name);
  if (text === '') return undefined;
  try {
    return parseDuration(text);
  } catch (error) {
    throw error instanceof UserError ? wrong(name, error.message, `${name}: ${example}`) : error;
  }
}

/** The key stands in an HTML comment: nothing that could end it. */
function keyOf(text: string): string {
  if (text === '') return 'default';
  if (text.length <= 64 && /^[A-Za-z0-9]+(?:[._/-][A-Za-z0-9]+)*$/.test(text)) return text;
  throw wrong(
    'comment-key',
    `${JSON.stringify(text)} is not made of letters, digits and single . _ / -, at most 64`,
    'comment-key: codec',
  );
}

function wrong(name: InputName, message: string, example: string): UserError {
  return new UserError(`input ${name}: ${message}`, { example });
}
