import { setTimeout as sleep } from 'node:timers/promises';
import { type Octokit, statusOf } from './client.ts';
import { whoAmI } from './identity.ts';
import { formatMarker, isNewer, parseMarker, type Stamp } from './marker.ts';

/** The pull request (an issue, as far as comments go) and the client that speaks to it. */
export interface Place {
  readonly client: Octokit;
  readonly owner: string;
  readonly repo: string;
  readonly number: number;
}

/** What is to stand in the comment. */
export interface Draft {
  /** One sticky comment for each key. */
  readonly key: string;
  readonly stamp: Stamp;
  /** Markdown, without the marker. */
  readonly text: string;
  /** Whether a comment is created where there is none. */
  readonly create: boolean;
}

export interface CommentOutcome {
  /** `outdated`: a younger run's result is there already and stays. `quiet`: nothing to say, and no comment to update. */
  readonly action: 'created' | 'updated' | 'unchanged' | 'outdated' | 'quiet';
  readonly url: string;
}

interface Own {
  readonly id: number;
  readonly url: string;
  readonly body: string;
  readonly stamp: Stamp;
}

/**
 * Milliseconds between an update and the look whether it stood: longer than another writer takes from reading the
 * comment to writing it (one round trip, and the second that GitHub wants between writes).
 */
const SETTLE = 3000;
const ATTEMPTS = 20;

/**
 * Brings the sticky comment up to date. GitHub has no compare-and-swap, so runs that race converge instead:
 *
 * - creating never overwrites: whoever creates lists again, and of our comments the newest result stays (of equal ones
 *   the smallest id), every older one is deleted, one for each look at the list;
 * - an update in place can hide a newer one that came between reading and writing: whoever updates looks again a
 *   moment later, and writes again if an older result stands there.
 *
 * So the newest result survives and is alone. Ours is a comment that begins with our marker AND was written by the
 * token's own identity: a stranger's is never touched.
 *
 * @throws whatever GitHub answers that is no conflict (403 for a read-only token)
 */
export async function publishComment(place: Place, draft: Draft, settle: number = SETTLE): Promise<CommentOutcome> {
  const body = `${formatMarker(draft.key, draft.stamp)}\n${draft.text}`;
  let author = await whoAmI(place.client);
  let action: 'created' | 'updated' | 'unchanged' = 'unchanged';
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const own = await listOwn(place, draft.key, author);
    const newest = newestOf(own);
    if (!newest) {
      if (!draft.create && action === 'unchanged') return { action: 'quiet', url: '' };
      author = (await create(place, body)) ?? author;
      action = 'created';
      continue;
    }
    const outdated = isNewer(newest.stamp, draft.stamp);
    if (outdated || stands(newest, draft, body)) {
      const extra = own.find((c) => c.id !== newest.id);
      if (!extra) return { action: outdated ? 'outdated' : action, url: newest.url };
      await remove(place, extra.id);
      continue;
    }
    if (await update(place, newest.id, body)) action = 'updated';
    await sleep(settle);
  }
  throw new Error(`the comment did not settle in ${ATTEMPTS} attempts: too many runs write it at once`);
}

/** Whether the comment says what we would write; the same words for the same commit need no edit. */
function stands(found: Own, draft: Draft, body: string): boolean {
  if (found.body === body) return true;
  const text = found.body.slice(found.body.indexOf('\n') + 1);
  return found.stamp.sha === draft.stamp.sha && text === draft.text;
}

function newestOf(own: readonly Own[]): Own | undefined {
  return own.reduce<Own | undefined>(
    (best, c) => (best === undefined || isNewer(c.stamp, best.stamp) ? c : best),
    undefined,
  );
}

/** Our comments with this key, smallest id first. */
async function listOwn(place: Place, key: string, author: string): Promise<readonly Own[]> {
  const { client, owner, repo, number } = place;
  const all = await client.paginate(client.rest.issues.listComments, {
    owner,
    repo,
    issue_number: number,
    per_page: 100,
  });
  return all
    .flatMap((c) => {
      // Text that a person edits on the web page comes back with CRLF.
      const body = (c.body ?? '').replaceAll('\r\n', '\n');
      const stamp = c.user?.login === author ? parseMarker(body, key) : null;
      return stamp ? [{ id: c.id, url: c.html_url, body, stamp }] : [];
    })
    .sort((a, b) => a.id - b.id);
}

/**
 * @returns the login that the comment was written as; null when GitHub failed, perhaps after it had stored the comment:
 * the caller lists again in either case
 */
async function create(place: Place, body: string): Promise<string | null> {
  const { client, owner, repo, number } = place;
  try {
    const answer = await client.rest.issues.createComment({
      owner,
      repo,
      issue_number: number,
      body,
      request: { retries: 0 },
    });
    return answer.data.user?.login ?? null;
  } catch (error) {
    if (isFault(error)) return null;
    throw error;
  }
}

/** @returns false when the comment is gone or GitHub failed: the caller lists again in either case */
async function update(place: Place, id: number, body: string): Promise<boolean> {
  const { client, owner, repo } = place;
  try {
    // No blind retries: what was read before the first attempt may have changed since.
    await client.rest.issues.updateComment({ owner, repo, comment_id: id, body, request: { retries: 0 } });
    return true;
  } catch (error) {
    if (isFault(error) || statusOf(error) === 404) return false;
    throw error;
  }
}

async function remove(place: Place, id: number): Promise<void> {
  const { client, owner, repo } = place;
  try {
    await client.rest.issues.deleteComment({ owner, repo, comment_id: id });
  } catch (error) {
    // Another run was faster.
    if (statusOf(error) !== 404) throw error;
  }
}

/** A server fault or a lost connection (which octokit reports as 500), after which the request may or may not have worked. */
function isFault(error: unknown): boolean {
  return (statusOf(error) ?? 0) >= 500;
}
