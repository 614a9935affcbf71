import { type ChildProcess, spawn } from 'node:child_process';
import { isStopping, undoLater } from '../cleanup.ts';
import type { Env } from './child-env.ts';

export interface CommandOptions {
  readonly cwd: string;
  readonly env: Env;
  /** Seconds; killed after them. */
  readonly timeout?: number;
  /** Part of undoing something: runs after a signal, too. */
  readonly undoing?: boolean;
}

export interface CommandResult {
  /** Exit status; -1 when it was killed or could not be started. */
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
  /** There is no such program. */
  readonly missing: boolean;
}

/** Most that is kept of one stream, bytes; a command that says more is killed. */
const MAX_OUTPUT = 256 << 20;

/**
 * Runs a program with an argument vector (never a shell line), nothing on its standard input, in a process group of its
 * own. What it leaves running is killed with it. Never throws: a program that does not exist has `missing` set. After a
 * signal nothing is started and nothing comes back.
 */
export function command(program: string, args: readonly string[], options: CommandOptions): Promise<CommandResult> {
  const dropped = () => isStopping() && options.undoing !== true;
  if (dropped()) return new Promise(() => undefined);
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: options.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  const kill = () => killGroup(child);
  const forget = undoLater(async () => kill());
  return new Promise((resolve) => {
    let timedOut = false;
    let missing = false;
    const timer = setTimeout(
      () => {
        timedOut = true;
        kill();
      },
      Math.min((options.timeout ?? 3600) * 1000, 2 ** 31 - 1),
    );
    const stdout = collect(child.stdout, kill);
    const stderr = collect(child.stderr, kill);
    child.on('error', (error: NodeJS.ErrnoException) => {
      missing = error.code === 'ENOENT';
      stderr.push(Buffer.from(error.message));
    });
    // A grandchild that keeps the pipe open must not keep us: the group goes when its leader does.
    child.on('exit', kill);
    child.on('close', (code) => {
      clearTimeout(timer);
      void forget();
      if (dropped()) return;
      const text = (chunks: Buffer[]) => Buffer.concat(chunks).toString('utf8');
      const status = code !== null && code >= 0 ? code : -1;
      resolve({ status, stdout: text(stdout), stderr: text(stderr), timedOut, missing });
    });
  });
}

function collect(stream: NodeJS.ReadableStream, kill: () => void): Buffer[] {
  const chunks: Buffer[] = [];
  let size = 0;
  stream.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > MAX_OUTPUT) kill();
    else chunks.push(chunk);
  });
  return chunks;
}

/** SIGKILL for the child and all of its process group; nothing when they are gone. */
export function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // ESRCH: already gone.
  }
}
