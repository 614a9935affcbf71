import { UserError } from '../../model/diagnostic.ts';
import type { Side } from '../../model/evidence.ts';
import type { BaseChoice } from '../options.ts';
import { fetchCommit, fetchRef, shareHistory } from './fetch.ts';
import type { Git } from './git.ts';

/** A base that was found; `by` in the words of {@link Evidence.baseBy}. */
export interface ResolvedBase {
  readonly side: Side & { readonly sha: string };
  readonly by: string;
}

/** The head side: the working tree as it is, with what is not committed. */
export async function resolveHead(git: Git): Promise<Side & { readonly sha: string; readonly dirty: boolean }> {
  const sha = await git.ask('rev-parse', '--verify', '--quiet', 'HEAD^{commit}');
  if (sha === null) {
    throw new UserError('the repository has no commit yet, so there is nothing to compare with', {
      example: 'git commit -m "first"',
    });
  }
  const dirty = (await git.must('status', '--porcelain', '-z', '--untracked-files=normal')) !== '';
  const branch = await git.ask('symbolic-ref', '--quiet', '--short', 'HEAD');
  return { label: dirty ? 'working tree' : (branch ?? sha.slice(0, 12)), sha, dirty };
}

/**
 * The base commit by the user's or the event's choice; null where none is wanted. What a shallow clone lacks is fetched.
 *
 * @throws UserError saying what to give or what to add to the workflow.
 */
export async function resolveBase(
  git: Git,
  choice: BaseChoice,
  head: { readonly sha: string; readonly dirty: boolean },
): Promise<ResolvedBase | null> {
  switch (choice.by) {
    case 'none':
      return null;
    case 'ref':
      return { side: { label: choice.ref, sha: await commitOf(git, choice.ref) }, by: 'explicit ref' };
    case 'merge-base':
      return mergeBase(git, choice.ref, head.sha);
    case 'first-parent':
      return firstParent(git, head.sha);
    case 'default':
      return defaultBase(git, head);
  }
}

/**
 * The commit that a ref names: as it is, as a branch of `origin`, or fetched.
 *
 * @throws UserError for what begins with a dash (it would be read as an option) and for what does not exist.
 */
export async function commitOf(git: Git, ref: string): Promise<string> {
  if (ref === '' || ref.startsWith('-') || /[\0-\x20\x7f]|\.\./.test(ref)) {
    throw new UserError(`base: ${JSON.stringify(ref)} is no name of a commit`, { example: '--base origin/main' });
  }
  const verify = (name: string) => git.ask('rev-parse', '--verify', '--quiet', `${name}^{commit}`);
  const found = (await verify(ref)) ?? (await verify(`origin/${ref}`)) ?? (await fetchRef(git, ref));
  if (found) return found;
  throw new UserError(
    `base: there is no commit ${JSON.stringify(ref)} in this repository, and it could not be fetched`,
    {
      example: 'with: { fetch-depth: 0 }   (of actions/checkout), or --base origin/main',
    },
  );
}

async function mergeBase(git: Git, ref: string, head: string): Promise<ResolvedBase> {
  const other = await commitOf(git, ref);
  const sha = await shareHistory(git, head, other);
  return { side: { label: `merge base with ${ref}`, sha }, by: 'merge-base' };
}

/** The parents are read from the commit itself: a shallow clone hides them from everything else. */
async function parentsOf(git: Git, sha: string): Promise<string[]> {
  const text = await git.must('cat-file', 'commit', sha);
  const header = text.slice(0, text.indexOf('\n\n'));
  return [...header.matchAll(/^parent ([0-9a-f]+)$/gm)].map((m) => m[1] ?? '');
}

async function firstParent(git: Git, head: string): Promise<ResolvedBase> {
  const [first, second] = await parentsOf(git, head);
  if (first === undefined || second === undefined) {
    throw new UserError(
      `${head.slice(0, 12)} is not the merge commit of a pull request, so its first parent is not the base`,
      {
        example:
          'leave ref: of actions/checkout away (its default is the merge commit), or give the base branch as base-ref',
      },
    );
  }
  await fetchCommit(git, first);
  return { side: { label: first.slice(0, 12), sha: first }, by: 'first parent of the merge commit' };
}

/** On a laptop: what this branch or the working tree adds, whichever there is. */
async function defaultBase(git: Git, head: { readonly sha: string; readonly dirty: boolean }): Promise<ResolvedBase> {
  const main = await defaultBranch(git);
  const shared = main === null ? null : await git.ask('merge-base', head.sha, main);
  if (main !== null && shared && shared !== head.sha) {
    return { side: { label: `merge base with ${main}`, sha: shared }, by: 'merge-base' };
  }
  if (head.dirty) return { side: { label: 'HEAD', sha: head.sha }, by: 'last commit' };
  const previous = (await parentsOf(git, head.sha))[0];
  if (previous === undefined) {
    throw new UserError('this is the first commit and nothing is changed, so there is nothing to compare with', {
      example: 'change something, or give --base REF',
    });
  }
  await fetchCommit(git, previous);
  return { side: { label: previous.slice(0, 12), sha: previous }, by: 'previous commit' };
}

async function defaultBranch(git: Git): Promise<string | null> {
  const remote = await git.ask('symbolic-ref', '--quiet', '--short', 'refs/remotes/origin/HEAD');
  const candidates = [remote, 'origin/main', 'origin/master', 'main', 'master'];
  for (const name of candidates) {
    if (name && (await git.ask('rev-parse', '--verify', '--quiet', `${name}^{commit}`)) !== null) return name;
  }
  return null;
}
