import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { isStopping, undoLater } from '../cleanup.ts';
import { goProblem, type Toolchain } from '../go/toolchain.ts';
import affinityLinux from './runner/affinity_linux.go';
import affinityOther from './runner/affinity_other.go';
import groupLinux from './runner/group_linux.go';
import groupUnix from './runner/group_unix.go';
import groupWindows from './runner/group_windows.go';
import main from './runner/main.go';
import run from './runner/run.go';
import unix from './runner/unix.go';

const SOURCES: Readonly<Record<string, string>> = {
  'main.go': main,
  'run.go': run,
  'unix.go': unix,
  'affinity_linux.go': affinityLinux,
  'affinity_other.go': affinityOther,
  'group_linux.go': groupLinux,
  'group_unix.go': groupUnix,
  'group_windows.go': groupWindows,
  'go.mod': 'module go-perf-gate-runner\n\ngo 1.18\n',
};

/** One process for the runner; times in seconds, sizes in bytes. */
export interface RunnerLaunch {
  readonly bin: string;
  readonly args: readonly string[];
  readonly dir: string;
  readonly env: Readonly<Record<string, string>>;
  /** Files that its output is appended to. */
  readonly stdout: string;
  readonly stderr: string;
  readonly timeout: number;
  readonly maxOutput: number;
  /** CPUs that it may run on; absent: all. */
  readonly affinity?: readonly number[];
}

export interface RunnerAnswer {
  /** `output`: killed because it wrote more than `maxOutput`. */
  readonly ending: 'ok' | 'exit' | 'signal' | 'timeout' | 'output' | 'not-started';
  readonly exit: number;
  readonly signal?: string;
  /** Why it was not started. */
  readonly error?: string;
  /** What was asked for and not done. */
  readonly note?: string;
  readonly start: number;
  readonly wall: number;
  readonly user: number;
  readonly system: number;
  readonly maxRss: number;
  readonly stdout: { readonly from: number; readonly to: number };
  readonly stderr: { readonly from: number; readonly to: number };
}

/** Runs one process after the other. */
export interface Runner {
  /** @throws Error when the runner itself is gone. */
  run(launch: RunnerLaunch): Promise<RunnerAnswer>;
  /** Kills what runs, with all it started, and ends the runner. */
  close(): Promise<void>;
}

/** Seconds from SIGQUIT, which prints the goroutines, to SIGKILL of the group. */
const GRACE = 2;

/**
 * Writes the runner's sources into the new folder `dir` and builds them with the user's toolchain.
 *
 * @returns the program's path.
 */
export async function buildRunner(go: Toolchain, dir: string): Promise<string> {
  await mkdir(dir, { recursive: true });
  for (const [name, text] of Object.entries(SOURCES)) await writeFile(join(dir, name), text);
  const program = join(dir, process.platform === 'win32' ? 'runner.exe' : 'runner');
  // The user's variables must not change how our own program is built.
  const env = { ...go.buildEnv, GO111MODULE: 'on', GOWORK: 'off', GOFLAGS: '', CGO_ENABLED: '0' };
  const result = await go.goWith(env, dir, ['build', '-trimpath', '-buildvcs=false', '-o', program, '.']);
  if (result.status !== 0) throw goProblem(result.stderr, dir);
  return program;
}

interface Waiting {
  readonly done: (answer: RunnerAnswer) => void;
  readonly failed: (error: Error) => void;
}

/** Starts the runner. Should we die, its standard input closes and it takes everything down with it. */
export function startRunner(program: string): Runner {
  const SystemRoot = process.env.SystemRoot;
  const child = spawn(program, [], { env: SystemRoot ? { SystemRoot } : {}, stdio: ['pipe', 'pipe', 'inherit'] });
  const waiting = new Map<number, Waiting>();
  let next = 0;
  const ended = new Promise<void>((resolve) => {
    const end = () => {
      for (const { failed } of isStopping() ? [] : waiting.values())
        failed(new Error('the runner of the benchmarks ended'));
      waiting.clear();
      resolve();
    };
    child.on('error', end);
    child.on('close', end);
  });
  child.stdin.on('error', () => undefined);
  createInterface({ input: child.stdout }).on('line', (line) => {
    const { id, ...answer } = JSON.parse(line) as RunnerAnswer & { id: number };
    waiting.get(id)?.done(answer);
    waiting.delete(id);
  });
  const close = undoLater(async () => {
    child.stdin.end();
    await ended;
  });
  return {
    run: ({ env, ...launch }) =>
      new Promise((done, failed) => {
        if (child.exitCode !== null || child.signalCode !== null)
          return failed(new Error('the runner of the benchmarks is gone'));
        const id = next++;
        waiting.set(id, { done, failed });
        const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
        child.stdin.write(`${JSON.stringify({ id, ...launch, env: variables, grace: GRACE })}\n`);
      }),
    close,
  };
}
