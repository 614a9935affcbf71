import { join } from 'node:path';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { undoLater } from '../cleanup.ts';
import { type Git, gitIn } from './git.ts';

/** The base commit checked out beside the head. */
export interface Worktree {
  readonly dir: string;
  readonly diagnostics: readonly Diagnostic[];
  remove(): Promise<void>;
}

/**
 * Checks `sha` out into the new folder `dir` (outside the repository), without hooks; submodules too, where the head has
 * them. Removed by `remove` and on signals.
 */
export async function addWorktree(git: Git, sha: string, dir: string): Promise<Worktree> {
  const remove = undoLater(async () => {
    const last = gitIn(git.root, true);
    await last.run('worktree', 'remove', '--force', '--force', dir);
    await last.run('worktree', 'prune');
  });
  try {
    await git.must('worktree', 'add', '--quiet', '--detach', dir, sha);
    return { dir, diagnostics: await addSubmodules(git, gitIn(dir)), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/**
 * Submodules that the head has initialised are cloned from its own checkouts: no network, no credentials. One whose
 * commit is not there is reported, and its packages then fail to build.
 */
async function addSubmodules(head: Git, base: Git): Promise<Diagnostic[]> {
  const diagnostics: Diagnostic[] = [];
  for (const { name, path } of await submodulesOf(base)) {
    const there = await head.ask('-C', join(head.root, path), 'rev-parse', '--show-toplevel');
    if (there === null || there === head.root) continue;
    const from = ['-c', `submodule.${name}.url=${there}`, '-c', 'protocol.file.allow=always'];
    const done = await base.run(...from, 'submodule', '--quiet', 'update', '--init', '--', path);
    if (done.status === 0) continue;
    const text = `base: submodule ${path} could not be checked out: ${done.stderr.trim().split('\n').at(-1) ?? ''}`;
    diagnostics.push({ level: 'warning', text });
  }
  return diagnostics;
}

async function submodulesOf(git: Git): Promise<{ name: string; path: string }[]> {
  const list = await git.ask('config', '-z', '--file', '.gitmodules', '--get-regexp', '^submodule\\..*\\.path$');
  const entries = (list ?? '').split('\0').filter(Boolean);
  return entries.flatMap((entry) => {
    const [key = '', path = ''] = entry.split('\n');
    const name = key.slice('submodule.'.length, -'.path'.length);
    const safe = path !== '' && !path.startsWith('-') && !path.startsWith('/') && !path.split('/').includes('..');
    return safe && !/[=\0\n]/.test(name) ? [{ name, path }] : [];
  });
}
