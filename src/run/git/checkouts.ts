import { existsSync } from 'node:fs';
import { mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Diagnostic, UserError } from '../../model/diagnostic.ts';
import type { Side, SideName } from '../../model/evidence.ts';
import { undoLater } from '../cleanup.ts';
import { below } from '../go/go-list.ts';
import type { BaseChoice } from '../options.ts';
import { type Git, openRepository } from './git.ts';
import { resolveBase, resolveHead } from './resolve.ts';
import { addWorktree } from './worktree.ts';

/** Both trees on disk. */
export interface Checkouts {
  readonly git: Git;
  /** Folder for everything temporary. */
  readonly temp: string;
  readonly head: { readonly side: Side; readonly root: string };
  /** Null when no base is wanted. */
  readonly base: { readonly side: Side & { readonly sha: string }; readonly root: string; readonly by: string } | null;
  /** The folder to work in, relative to the roots; `.` is the root. */
  readonly dir: string;
  readonly diagnostics: readonly Diagnostic[];
  readFile(side: SideName, path: string): Promise<string | null>;
  /** Removes worktree and temporary files. */
  dispose(): Promise<void>;
}

/**
 * Resolves head and base and checks base out into a temporary folder.
 *
 * @param rulesBase where there is no base, the commit that `readFile` reads for it; a diagnostic when it is not found
 * @throws UserError
 */
export async function openCheckouts(dir: string, choice: BaseChoice, rulesBase?: BaseChoice): Promise<Checkouts> {
  const folder = await realpath(dir).catch(() => {
    throw new UserError(`there is no folder ${dir}`, { example: 'working-directory: services/api' });
  });
  const git = await openRepository(folder);
  const head = await resolveHead(git);
  const base = await resolveBase(git, choice, head);
  const rules = base || !rulesBase ? { sha: base?.side.sha, diagnostics: [] } : await rulesCommit(git, rulesBase, head);
  const temp = await realpath(await mkdtemp(join(tmpdir(), 'go-perf-gate-')));
  const removeTemp = undoLater(() => rm(temp, { recursive: true, force: true }));
  try {
    const worktree = base && (await addWorktree(git, base.side.sha, join(temp, 'base')));
    return {
      git,
      temp,
      head: { side: head, root: git.root },
      base: base && worktree && { ...base, root: worktree.dir },
      dir: below(git.root, folder) ?? '.',
      diagnostics: [...rules.diagnostics, ...(worktree?.diagnostics ?? [])],
      readFile: (side, path) => (side === 'head' ? readHead(git.root, path) : readBase(git, rules.sha, path)),
      dispose: async () => {
        await worktree?.remove();
        await removeTemp();
      },
    };
  } catch (error) {
    await removeTemp();
    throw error;
  }
}

/** The commit whose rules judge where nothing of it is measured. */
async function rulesCommit(git: Git, choice: BaseChoice, head: Parameters<typeof resolveBase>[2]) {
  try {
    return { sha: (await resolveBase(git, choice, head))?.side.sha, diagnostics: [] };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const text = `the commit whose rules judge was not found, so the built-in ones judge in their place: ${error.message}`;
    return { sha: undefined, diagnostics: [{ level: 'warning' as const, text }] };
  }
}

/** Larger files are no rules, bytes. */
const MAX_FILE = 4 << 20;

/** @throws UserError for paths that lead out of the tree (TRUST T15). */
function checkPath(path: string): string {
  const clean = path.replace(/^(\.\/)+/, '');
  if (clean === '' || /^([\\/]|[A-Za-z]:)|[\0\n]/.test(clean) || clean.split(/[\\/]/).includes('..')) {
    throw new UserError(`${JSON.stringify(path)} leads out of the repository`, { example: '.github/go-perf-gate.yml' });
  }
  return clean;
}

async function readHead(root: string, path: string): Promise<string | null> {
  const file = join(root, checkPath(path));
  if (!existsSync(file)) return null;
  // A link may lead anywhere.
  if (below(root, await realpath(file)) === null)
    throw new UserError('leads out of the repository', { at: { file: path } });
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new UserError(`cannot be read: ${error.message}`, { at: { file: path } });
  });
  return bounded(text, path);
}

/** From the commit itself, never from the worktree, where `setup` may have written. */
async function readBase(git: Git, sha: string | undefined, path: string): Promise<string | null> {
  if (sha === undefined) return null;
  const object = `${sha}:${checkPath(path)}`;
  if ((await git.ask('cat-file', '-t', object)) !== 'blob') return null;
  return bounded(await git.must('cat-file', 'blob', object), path);
}

function bounded(text: string, path: string): string {
  if (text.length > MAX_FILE) throw new UserError(`is larger than ${MAX_FILE >> 20} MiB`, { at: { file: path } });
  return text;
}
