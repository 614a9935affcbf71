import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../model/diagnostic.ts';
import type { GitHubEvent } from './event.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What the Actions runner tells a step through its environment. */
export interface Runner {
  /** Name of the event: `pull_request`, `push` … */
  readonly event: string;
  /** The event's payload, as parsed JSON of unknown shape. */
  readonly payload: unknown;
  /** Where the payload stands, for messages. */
  readonly eventFile: string;
  /** The commit that the workflow run is about (a pull request's merge commit). */
  readonly sha: string;
  readonly owner: string;
  readonly repo: string;
  readonly workspace: string;
  /** Folder for files that nobody keeps. */
  readonly temp: string;
  /** Unique and growing within the repository. */
  readonly runId: number;
  readonly attempt: number;
  /** `https://github.com`, or a GitHub Enterprise Server. */
  readonly serverUrl: string;
  readonly apiUrl: string;
}

/** GitHub's own limit for webhook payloads. */
const LARGEST_EVENT = 25 * 1024 * 1024;

/**
 * Reads the default environment variables of GitHub Actions
 * (docs.github.com/actions/reference/workflows-and-actions/variables).
 *
 * @throws UserError when this is no workflow run, or the event file cannot be read
 */
export function readRunner(env: Environment): Runner {
  const [owner = '', repo = ''] = required(env, 'GITHUB_REPOSITORY').split('/');
  const eventFile = required(env, 'GITHUB_EVENT_PATH');
  const workspace = env.GITHUB_WORKSPACE || process.cwd();
  return {
    event: required(env, 'GITHUB_EVENT_NAME'),
    payload: readEvent(eventFile),
    eventFile,
    sha: env.GITHUB_SHA ?? '',
    owner,
    repo,
    workspace,
    temp: env.RUNNER_TEMP || join(workspace, '.go-perf-gate'),
    runId: count(env.GITHUB_RUN_ID),
    attempt: count(env.GITHUB_RUN_ATTEMPT),
    serverUrl: env.GITHUB_SERVER_URL || 'https://github.com',
    apiUrl: env.GITHUB_API_URL || 'https://api.github.com',
  };
}

function required(env: Environment, name: string): string {
  const value = env[name];
  if (value) return value;
  throw new UserError(`${name} is not set: this is the action's program, which the Actions runner starts`, {
    example: 'go-perf-gate check   (the same gate as a command)',
  });
}

function count(text: string | undefined): number {
  const n = Number(text);
  return Number.isSafeInteger(n) && n > 0 ? n : 1;
}

function readEvent(file: string): unknown {
  try {
    if (statSync(file).size > LARGEST_EVENT) throw new Error(`larger than ${LARGEST_EVENT} bytes`);
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    throw new UserError(`the event file cannot be read: ${what}`, { at: { file } });
  }
}

/** The web page of the workflow run, and the prefix of links to files at a commit. */
export function runUrl(runner: Runner): string {
  return `${repositoryUrl(runner)}/actions/runs/${runner.runId}`;
}

export function blobUrl(runner: Runner, sha: string): string {
  return `${repositoryUrl(runner)}/blob/${sha}`;
}

function repositoryUrl(runner: Runner): string {
  return `${runner.serverUrl}/${runner.owner}/${runner.repo}`;
}

export function eventOf(runner: Runner): GitHubEvent {
  return { name: runner.event, payload: runner.payload, file: runner.eventFile };
}
