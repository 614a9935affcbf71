import type { Approval } from '../model/evidence.ts';
import { statusOf } from './client.ts';
import type { Pull, Repository } from './pull.ts';

/** Permissions that may sign a regression off; `maintain` is reported as `write` by the older field. */
const MAY_WRITE: ReadonlySet<string> = new Set(['admin', 'maintain', 'write', 'push']);
/** A review that only comments leaves the reviewer's earlier judgement in force, as on the pull request's page. */
const JUDGEMENTS: ReadonlySet<string> = new Set(['APPROVED', 'CHANGES_REQUESTED', 'DISMISSED']);

/**
 * Reviews that approve this very head commit, by people who may write to the repository; the latest judgement of each
 * counts. Sorted by login, so that equal reviews give equal evidence.
 */
export async function listApprovals(repository: Repository, pull: Pull): Promise<readonly Approval[]> {
  const { client, owner, repo } = repository;
  const reviews = await client.paginate(client.rest.pulls.listReviews, {
    owner,
    repo,
    pull_number: pull.number,
    per_page: 100,
  });
  const latest = new Map<string, (typeof reviews)[number]>();
  for (const review of reviews) if (review.user && JUDGEMENTS.has(review.state)) latest.set(review.user.login, review);
  const approving = [...latest]
    .filter(([, r]) => r.state === 'APPROVED' && r.commit_id === pull.headSha)
    .map(([user]) => user);
  const allowed = await Promise.all(approving.map((user) => mayWrite(repository, user)));
  return approving
    .filter((_, i) => allowed[i])
    .sort()
    .map((user) => ({ user, sha: pull.headSha }));
}

async function mayWrite(repository: Repository, username: string): Promise<boolean> {
  const { client, owner, repo } = repository;
  try {
    const answer = await client.rest.repos.getCollaboratorPermissionLevel({ owner, repo, username });
    return MAY_WRITE.has(answer.data.permission);
  } catch (error) {
    if (statusOf(error) === 404) return false;
    throw error;
  }
}
