import type { Octokit } from './client.ts';
import type { PullChoice } from './event.ts';

/** A pull request, found. */
export interface Pull {
  readonly number: number;
  readonly headSha: string;
  readonly baseSha: string;
}

export interface Repository {
  readonly client: Octokit;
  readonly owner: string;
  readonly repo: string;
}

/**
 * The pull request of a choice. For a `workflow_run` the open ones with that head branch are listed and the commit must
 * match: after another push the result is about a commit that nobody looks at any more.
 *
 * @returns null when there is none, or none any more
 */
export async function findPull(repository: Repository, choice: PullChoice): Promise<Pull | null> {
  switch (choice.by) {
    case 'event':
      return { number: choice.number, headSha: choice.headSha, baseSha: choice.baseSha };
    case 'head':
      return findByHead(repository, choice);
    case 'none':
      return null;
  }
}

async function findByHead(
  repository: Repository,
  choice: { owner: string; branch: string; headSha: string },
): Promise<Pull | null> {
  const { client, owner, repo } = repository;
  const head = `${choice.owner}:${choice.branch}`;
  const open = await client.paginate(client.rest.pulls.list, { owner, repo, state: 'open', head, per_page: 100 });
  const found = open.find((pull) => pull.head.sha === choice.headSha);
  return found ? { number: found.number, headSha: found.head.sha, baseSha: found.base.sha } : null;
}
