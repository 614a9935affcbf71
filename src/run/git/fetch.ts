import { UserError } from '../../model/diagnostic.ts';
import type { Git } from './git.ts';

/** What a fetch may be asked for: a plain name or commit id, no refspec (`+`, `:`), no option. */
const FETCHABLE = /^[A-Za-z0-9_][\w./@-]*$/;
const FETCH = ['fetch', '--quiet', '--no-tags', '--no-recurse-submodules', '--no-write-fetch-head'];

/** Commits by which a shallow history is deepened, step by step, before all of it is fetched. */
const DEEPEN = [50, 500, 5000];

/** The remote to fetch from: `origin`, or the only one. */
async function remoteOf(git: Git): Promise<string | null> {
  const remotes = ((await git.ask('remote')) ?? '').split('\n').filter(Boolean);
  return remotes.includes('origin') ? 'origin' : remotes.length === 1 ? (remotes[0] ?? null) : null;
}

async function isShallow(git: Git): Promise<boolean> {
  return (await git.ask('rev-parse', '--is-shallow-repository')) === 'true';
}

/** Fetches a ref that the clone lacks; null when it cannot be had. In a shallow clone with as little history. */
export async function fetchRef(git: Git, ref: string): Promise<string | null> {
  const remote = await remoteOf(git);
  const name = ref.replace(/^(refs\/remotes\/)?origin\//, '');
  if (remote === null || !FETCHABLE.test(name)) return null;
  const depth = (await isShallow(git)) ? ['--depth=1'] : [];
  // Without --no-write-fetch-head: FETCH_HEAD is how the commit is found, whatever kind of ref it is.
  const fetched = await git.run('fetch', '--quiet', '--no-tags', '--no-recurse-submodules', ...depth, remote, name);
  return fetched.status === 0 ? git.ask('rev-parse', '--verify', '--quiet', 'FETCH_HEAD^{commit}') : null;
}

/**
 * Makes sure that a commit is here with its files.
 *
 * @throws UserError with the workflow's line when it is not and cannot be fetched.
 */
export async function fetchCommit(git: Git, sha: string): Promise<void> {
  const here = () => git.ask('cat-file', '-t', sha);
  if ((await here()) === 'commit') return;
  const remote = await remoteOf(git);
  if (remote !== null) await git.run(...FETCH, '--depth=1', remote, sha);
  if ((await here()) !== 'commit') throw SHALLOW(`the base commit ${sha.slice(0, 12)} is not in this clone`);
}

/**
 * The merge base of two commits; a shallow clone is deepened until there is one.
 *
 * @throws UserError when the history cannot be had or the commits share none.
 */
export async function shareHistory(git: Git, one: string, other: string): Promise<string> {
  const shared = () => git.ask('merge-base', one, other);
  let found = await shared();
  if (found || !(await isShallow(git))) return found ?? unrelated(one, other);
  const remote = await remoteOf(git);
  if (remote === null) throw SHALLOW('the clone is shallow and has no remote to deepen it from');
  for (const by of [...DEEPEN.map((n) => `--deepen=${n}`), '--unshallow']) {
    const named = await git.run(...FETCH, by, remote, one, other);
    if (named.status !== 0) await git.run(...FETCH, by, remote);
    found = await shared();
    if (found) return found;
    if (!(await isShallow(git))) return unrelated(one, other);
  }
  throw SHALLOW('the clone is shallow and could not be deepened far enough to find the merge base');
}

function unrelated(one: string, other: string): never {
  throw new UserError(`${one.slice(0, 12)} and ${other.slice(0, 12)} have no commit in common`, {
    example: '--base REF of the same history',
  });
}

const SHALLOW = (what: string) =>
  new UserError(`${what} (a shallow clone)`, { example: 'with: { fetch-depth: 0 }   (of the actions/checkout step)' });
