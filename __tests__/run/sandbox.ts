import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from '@jest/globals';
import type { Launch } from '../../src/model/evidence.ts';
import { type RunOptions, SILENT } from '../../src/run/options.ts';
import { openWorkspace, type Workspace } from '../../src/run/workspace.ts';

export type Files = Readonly<Record<string, string | null>>;

const made: string[] = [];
afterAll(() => {
  for (const dir of made) rmSync(dir, { recursive: true, force: true });
});

/** A new temporary folder, removed after the test file; links in its path resolved. */
export function folder(files: Files = {}): string {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'run-test-')));
  made.push(dir);
  put(dir, files);
  return dir;
}

/** Writes files; null removes one. */
export function put(dir: string, files: Files): void {
  for (const [name, text] of Object.entries(files)) {
    const path = join(dir, name);
    if (text === null) rmSync(path);
    else {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
  }
}

export function git(dir: string, ...args: string[]): string {
  const who = ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'protocol.file.allow=always'];
  return execFileSync('git', [...who, ...args], {
    cwd: dir,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim();
}

/** Commits everything; @returns the commit's id. */
export function commit(dir: string, files: Files = {}, message = 'change'): string {
  put(dir, files);
  git(dir, 'add', '-A');
  git(dir, 'commit', '-q', '--allow-empty', '-m', message);
  return git(dir, 'rev-parse', 'HEAD');
}

/** A repository on branch main with one commit of these files. */
export function repository(files: Files): string {
  const dir = folder();
  git(dir, 'init', '-q', '-b', 'main');
  commit(dir, files, 'first');
  return dir;
}

export const GO_MOD = 'module example.com/m\n\ngo 1.18\n';

/** A test file with empty benchmarks of these names. */
export function benchFile(pkg: string, ...names: string[]): string {
  const bodies = names.map((name) => `func Benchmark${name}(b *testing.B) {\n\tfor i := 0; i < b.N; i++ {\n\t}\n}\n`);
  return `package ${pkg}\n\nimport "testing"\n\n${bodies.join('\n')}`;
}

export function runOptions(dir: string, options: Partial<RunOptions> = {}): RunOptions {
  return {
    dir,
    base: { by: 'default' },
    packages: ['./...'],
    bench: '.',
    cpu: [],
    tags: '',
    buildFlags: [],
    env: [],
    setup: '',
    budget: 60,
    ...options,
  };
}

/** Opens a workspace, hands it on and disposes of it. */
export async function inWorkspace<T>(
  dir: string,
  options: Partial<RunOptions>,
  use: (workspace: Workspace) => T | Promise<T>,
): Promise<T> {
  const workspace = await openWorkspace(runOptions(dir, options), SILENT);
  try {
    return await use(workspace);
  } finally {
    await workspace.dispose();
  }
}

/** A launch as the planner makes them. */
export function launchOf(launch: Partial<Launch> & Pick<Launch, 'pkg'>): Launch {
  const args = ['-test.paniconexit0', '-test.timeout=0', '-test.run=^$', '-test.bench=.', '-test.benchtime=1x'];
  return { side: 'head', phase: 'screen', round: 0, args, rows: [], timeout: 20, ...launch };
}
