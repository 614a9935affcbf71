import { parseCpuList } from '../model/cpu-list.ts';
import { UserError } from '../model/diagnostic.ts';
import { parseDuration } from '../model/duration.ts';
import { PROFILE_WHEN, type ProfileWhen } from '../model/rules.ts';
import type { Environment } from './runner.ts';

export const COMMANDS = ['check', 'judge'] as const;
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
  const budget = seconds(read('budget'));
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
  };
}

/** Stored evidence is judged, anything else is measured: the command only has to be written to be sure. */
function commandOf(read: Read, evidence: string): Inputs['command'] {
  const command = oneOf(read, 'command', COMMANDS, evidence ? 'judge' : 'check');
  if (command === 'judge' && !evidence)
    throw wrong('evidence', 'is needed by the command judge', 'evidence: perf-evidence');
  if (command === 'check' && evidence)
    throw wrong('evidence', 'is for the command judge; check measures anew', 'command: judge');
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

function seconds(text: string): number | undefined {
  if (text === '') return undefined;
  try {
    return parseDuration(text);
  } catch (error) {
    throw error instanceof UserError ? wrong('budget', error.message, 'budget: 10m') : error;
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
