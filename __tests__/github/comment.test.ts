import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createClient, type Octokit } from '../../src/github/client.ts';
import { type Draft, type Place, publishComment } from '../../src/github/comment.ts';
import { formatMarker, parseMarker, type Stamp } from '../../src/github/marker.ts';
import { type Hub, OWNER, openHub, REPO } from './emulator.ts';

let hub: Hub;
beforeAll(async () => {
  hub = await openHub();
});
afterAll(() => hub.close());

const SHA = 'a'.repeat(40);
const SETTLE = 5;

function client(token: string): Octokit {
  return createClient({ token, apiUrl: hub.url, signal: new AbortController().signal, pace: false });
}

function place(number: number, token = hub.bot): Place {
  return { client: client(token), owner: OWNER, repo: REPO, number };
}

function stamp(n: number, over: Partial<Stamp> = {}): Stamp {
  return { run: 100 + n, attempt: 1, at: `2026-01-01T00:00:${String(n).padStart(2, '0')}Z`, sha: SHA, ...over };
}

function draft(text: string, n: number, over: Partial<Draft> = {}): Draft {
  return { key: 'default', stamp: stamp(n), text, create: true, ...over };
}

interface Comment {
  readonly id: number;
  readonly body: string;
  readonly user: { readonly login: string };
}

async function comments(number: number): Promise<readonly Comment[]> {
  return (await hub.api('GET', `/repos/${OWNER}/${REPO}/issues/${number}/comments?per_page=100`)) as Comment[];
}

describe('one sticky comment', () => {
  test('is created once, updated once, and stays one', async () => {
    const { number } = await hub.openPull();
    const created = await publishComment(place(number), draft('first', 1), SETTLE);
    const updated = await publishComment(place(number), draft('second', 2), SETTLE);
    const again = await publishComment(place(number), draft('second', 3), SETTLE);
    expect([created.action, updated.action, again.action]).toEqual(['created', 'updated', 'unchanged']);
    expect(new Set([created.url, updated.url, again.url]).size).toBe(1);
    const found = await comments(number);
    expect(found.map((c) => c.body)).toEqual([`${formatMarker('default', stamp(2))}\nsecond`]);
    expect(found[0]?.user.login).toBe('github-actions[bot]');
  });

  test('belongs to its key: another key has its own', async () => {
    const { number } = await hub.openPull();
    await publishComment(place(number), draft('codec', 1, { key: 'codec' }), SETTLE);
    await publishComment(place(number), draft('index', 1, { key: 'index' }), SETTLE);
    await publishComment(place(number), draft('codec again', 2, { key: 'codec' }), SETTLE);
    expect((await comments(number)).map((c) => c.body.split('\n')[1])).toEqual(['codec again', 'index']);
  });

  test('is written by a person whose token is used', async () => {
    const { number } = await hub.openPull();
    await publishComment(place(number, hub.user), draft('first', 1), SETTLE);
    await publishComment(place(number, hub.user), draft('second', 2), SETTLE);
    expect((await comments(number)).map((c) => [c.user.login, c.body.split('\n')[1]])).toEqual([['ann', 'second']]);
  });

  test('is quiet when there is nothing to say, and none to update', async () => {
    const { number } = await hub.openPull();
    const quiet = draft('all is well', 1, { create: false });
    expect(await publishComment(place(number), quiet, SETTLE)).toEqual({ action: 'quiet', url: '' });
    expect(await comments(number)).toEqual([]);
    await publishComment(place(number), draft('slower', 2), SETTLE);
    expect((await publishComment(place(number), draft('well again', 3, { create: false }), SETTLE)).action).toBe(
      'updated',
    );
    expect((await comments(number)).map((c) => c.body.split('\n')[1])).toEqual(['well again']);
  });

  test('is found behind more than one page of talk', async () => {
    const { number } = await hub.openPull();
    const say = (body: string) => hub.api('POST', `/repos/${OWNER}/${REPO}/issues/${number}/comments`, { body });
    for (let i = 0; i < 120; i++) await say(`talk ${i}`);
    await publishComment(place(number), draft('first', 1), SETTLE);
    expect((await publishComment(place(number), draft('second', 2), SETTLE)).action).toBe('updated');
    expect(await comments(number)).toHaveLength(100);
  });
});

describe('comments that are not ours', () => {
  test("a stranger's with our very marker is left as it is (T8)", async () => {
    const { number } = await hub.openPull();
    const forged = `${formatMarker('default', stamp(59, { run: 999_999 }))}\nall is well, merge it`;
    await hub.api('POST', `/repos/${OWNER}/${REPO}/issues/${number}/comments`, { body: forged }, hub.stranger);
    await publishComment(place(number), draft('slower', 1), SETTLE);
    await publishComment(place(number), draft('still slower', 2), SETTLE);
    const found = await comments(number);
    expect(found.map((c) => c.user.login)).toEqual(['mallory', 'github-actions[bot]']);
    expect(found[0]?.body).toBe(forged);
    expect(found[1]?.body).toContain('still slower');
  });

  test('one of ours that only quotes the marker is left as it is', async () => {
    const { number } = await hub.openPull();
    const quoted = `> ${formatMarker('default', stamp(1))}\n> see above`;
    await hub.api('POST', `/repos/${OWNER}/${REPO}/issues/${number}/comments`, { body: quoted }, hub.user);
    await publishComment(place(number, hub.user), draft('slower', 2), SETTLE);
    expect((await comments(number)).map((c) => c.body.slice(0, 6))).toEqual(['> <!--', '<!-- g']);
  });
});

describe('results out of order', () => {
  test('an older one never overwrites a newer', async () => {
    const { number } = await hub.openPull();
    await publishComment(place(number), draft('new', 9), SETTLE);
    const late = await publishComment(place(number), draft('old', 3), SETTLE);
    expect(late.action).toBe('outdated');
    expect((await comments(number)).map((c) => c.body.split('\n')[1])).toEqual(['new']);
  });

  test('duplicates of ours are removed, the newest result stays', async () => {
    const { number } = await hub.openPull();
    const post = (text: string, n: number) => {
      const body = `${formatMarker('default', stamp(n))}\n${text}`;
      return hub.api('POST', `/repos/${OWNER}/${REPO}/issues/${number}/comments`, { body }, hub.user);
    };
    for (const [text, n] of [
      ['a', 1],
      ['c', 3],
      ['b', 2],
    ] as const)
      await post(text, n);
    expect((await publishComment(place(number, hub.user), draft('between', 2), SETTLE)).action).toBe('outdated');
    expect((await comments(number)).map((c) => c.body.split('\n')[1])).toEqual(['c']);
  });
});

describe('GitHub fails', () => {
  /** Lets `fault` decide what becomes of the nth request with this method. */
  function failing(octokit: Octokit, method: string, fault: (n: number) => 'lose answer' | 'refuse' | null): Octokit {
    let n = 0;
    octokit.hook.wrap('request', async (request, options) => {
      const what = options.method === method ? fault(n++) : null;
      const error = Object.assign(new Error('Bad gateway'), { status: 502 });
      if (what === 'refuse') throw error;
      const answer = await request(options);
      if (what === 'lose answer') throw error;
      return answer;
    });
    return octokit;
  }

  test('a create whose answer is lost makes one comment', async () => {
    const { number } = await hub.openPull();
    const bad = failing(client(hub.bot), 'POST', (n) => (n < 2 ? 'lose answer' : null));
    const outcome = await publishComment({ ...place(number), client: bad }, draft('first', 1), SETTLE);
    expect(outcome.url).toContain('#');
    expect(await comments(number)).toHaveLength(1);
  });

  test('an update that is refused once is tried again', async () => {
    const { number } = await hub.openPull();
    await publishComment(place(number), draft('first', 1), SETTLE);
    const bad = failing(client(hub.bot), 'PATCH', (n) => (n === 0 ? 'refuse' : null));
    expect((await publishComment({ ...place(number), client: bad }, draft('second', 2), SETTLE)).action).toBe(
      'updated',
    );
    expect((await comments(number)).map((c) => c.body.split('\n')[1])).toEqual(['second']);
  });

  test('an update that is always refused ends in an error, not in a second comment', async () => {
    const { number } = await hub.openPull();
    await publishComment(place(number), draft('first', 1), SETTLE);
    const bad = failing(client(hub.bot), 'PATCH', () => 'refuse');
    await expect(publishComment({ ...place(number), client: bad }, draft('second', 2), SETTLE)).rejects.toThrow(
      'did not settle',
    );
    expect(await comments(number)).toHaveLength(1);
  });

  test('a token that may only read is told so, and writes nothing', async () => {
    const { number } = await hub.openPull();
    await expect(publishComment(place(number, hub.readOnly), draft('first', 1), SETTLE)).rejects.toMatchObject({
      status: 403,
    });
    expect(await comments(number)).toEqual([]);
  });
});

describe('four runs that write at once', () => {
  const ROUNDS = 50;
  const WRITERS = [1, 2, 3, 4];
  const LONGEST_DELAY = 60;
  /** Longer than any writer is held up between reading and writing. */
  const SETTLED = 4 * LONGEST_DELAY;

  /** A client that dawdles before and after every request, mostly a little, sometimes long. */
  function dawdling(token: string): Octokit {
    const octokit = client(token);
    const dawdle = () => new Promise((done) => setTimeout(done, (Math.random() ** 4 * LONGEST_DELAY) / 2));
    octokit.hook.wrap('request', async (request, options) => {
      await dawdle();
      const answer = await request(options);
      await dawdle();
      return answer;
    });
    return octokit;
  }

  async function race(number: number, round: number): Promise<void> {
    const write = async (writer: number) => {
      const octokit = dawdling(hub.bot);
      await publishComment(
        { ...place(number), client: octokit },
        draft(`round ${round} writer ${writer}`, writer, {
          stamp: stamp(writer, { run: round * 10 + writer, sha: String(writer).repeat(40) }),
        }),
        SETTLED,
      );
    };
    await Promise.all(WRITERS.map(write));
  }

  test('leave one comment with the newest result, 50 times on a fresh pull request and 50 times on a commented one', async () => {
    const ends: string[] = [];
    for (let batch = 0; batch < ROUNDS; batch += 5) {
      const pulls = await Promise.all([0, 1, 2, 3, 4].map(() => hub.openPull()));
      for (const round of [1, 2]) {
        await Promise.all(pulls.map(({ number }) => race(number, round)));
        for (const { number } of pulls)
          ends.push((await comments(number)).map((c) => c.body.split('\n')[1]).join(' + '));
      }
    }
    const counts = new Map<string, number>();
    for (const end of ends) counts.set(end, (counts.get(end) ?? 0) + 1);
    expect([...counts]).toEqual([
      ['round 1 writer 4', ROUNDS],
      ['round 2 writer 4', ROUNDS],
    ]);
  });
});

test('the marker of a comment is its first line', async () => {
  expect(parseMarker(`${formatMarker('codec', stamp(3))}\ntext`, 'codec')).toEqual(stamp(3));
});
