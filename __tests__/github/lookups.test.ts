import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { listApprovals } from '../../src/github/approvals.ts';
import { readRulesAt } from '../../src/github/base-rules.ts';
import { createClient, reasonOf, withDeadline } from '../../src/github/client.ts';
import { whoAmI } from '../../src/github/identity.ts';
import { findPull, type Repository } from '../../src/github/pull.ts';
import { type Hub, OWNER, openHub, REPO } from './emulator.ts';

let hub: Hub;
beforeAll(async () => {
  hub = await openHub();
});
afterAll(() => hub.close());

function repository(token = hub.bot, apiUrl = hub.url): Repository {
  const client = createClient({ token, apiUrl, signal: new AbortController().signal, pace: false });
  return { client, owner: OWNER, repo: REPO };
}

describe('whoAmI', () => {
  test('a person', async () => {
    expect(await whoAmI(repository(hub.user).client)).toBe('ann');
  });

  test('an installation token, which may not ask', async () => {
    expect(await whoAmI(repository(hub.bot).client)).toBe('github-actions[bot]');
  });
});

describe('findPull', () => {
  test('by the head of a run, where the commit is still the head', async () => {
    const pull = await hub.openPull('from-a-fork');
    const choice = { by: 'head' as const, owner: OWNER, branch: 'from-a-fork', headSha: pull.headSha };
    expect(await findPull(repository(), choice)).toEqual(pull);
    expect(await findPull(repository(), { ...choice, headSha: pull.baseSha })).toBeNull();
    expect(await findPull(repository(), { ...choice, owner: 'somebody' })).toBeNull();
  });

  test('not when it is closed', async () => {
    const pull = await hub.openPull('closed');
    await hub.api('PATCH', `/repos/${OWNER}/${REPO}/pulls/${pull.number}`, { state: 'closed' });
    expect(
      await findPull(repository(), { by: 'head', owner: OWNER, branch: 'closed', headSha: pull.headSha }),
    ).toBeNull();
  });

  test('as the event says, without asking', async () => {
    const nowhere = repository(hub.bot, 'http://127.0.0.1:9');
    expect(await findPull(nowhere, { by: 'event', number: 3, headSha: 'h', baseSha: 'b' })).toEqual({
      number: 3,
      headSha: 'h',
      baseSha: 'b',
    });
    expect(await findPull(nowhere, { by: 'none' })).toBeNull();
  });
});

describe('listApprovals', () => {
  async function review(number: number, event: string, commit_id: string, token = hub.user) {
    await hub.api(
      'POST',
      `/repos/${OWNER}/${REPO}/pulls/${number}/reviews`,
      { event, commit_id, body: 'so be it' },
      token,
    );
  }

  test('an approval of this commit by somebody who may write', async () => {
    const pull = await hub.openPull();
    await review(pull.number, 'APPROVE', pull.headSha);
    expect(await listApprovals(repository(), pull)).toEqual([{ user: 'ann', sha: pull.headSha }]);
  });

  test('an approval of an earlier commit does not count', async () => {
    const pull = await hub.openPull();
    await review(pull.number, 'APPROVE', pull.baseSha);
    expect(await listApprovals(repository(), pull)).toEqual([]);
  });

  test('the latest judgement of each reviewer counts; a comment is none', async () => {
    const pull = await hub.openPull();
    await review(pull.number, 'APPROVE', pull.headSha);
    await review(pull.number, 'COMMENT', pull.headSha);
    expect(await listApprovals(repository(), pull)).toHaveLength(1);
    await review(pull.number, 'REQUEST_CHANGES', pull.headSha);
    expect(await listApprovals(repository(), pull)).toEqual([]);
  });

  test('somebody who may only read approves nothing', async () => {
    const pull = await hub.openPull();
    const root = `/repos/${OWNER}/${REPO}`;
    await hub.api('PUT', `${root}/collaborators/mallory`, { permission: 'push' });
    await review(pull.number, 'APPROVE', pull.headSha, hub.stranger);
    await hub.api('PUT', `${root}/collaborators/mallory`, { permission: 'pull' });
    expect(await listApprovals(repository(), pull)).toEqual([]);
    await hub.api('DELETE', `${root}/collaborators/mallory`);
    expect(await listApprovals(repository(), pull)).toEqual([]);
  });
});

describe('readRulesAt', () => {
  const FILE = '.github/go-perf-gate.yml';

  async function commit(path: string, text: string): Promise<string> {
    const body = { message: 'rules', content: Buffer.from(text).toString('base64') };
    const put = await hub.api('PUT', `/repos/${OWNER}/${REPO}/contents/${path}`, body);
    return (put as { commit: { sha: string } }).commit.sha;
  }

  test('the file as it stood at the commit, with what it extends', async () => {
    const before = await commit('perf/team.yml', 'version: 1\n# größer\n');
    const sha = await commit(FILE, 'version: 1\nextends: ../perf/team.yml\n');
    expect(await readRulesAt(repository(hub.readOnly), sha, FILE)).toEqual({
      file: FILE,
      text: 'version: 1\nextends: ../perf/team.yml\n',
      extended: { 'perf/team.yml': 'version: 1\n# größer\n' },
    });
    expect(await readRulesAt(repository(), before, FILE)).toEqual({ file: FILE, text: 'version: 1\n' });
  });

  test('a commit without the file, or with a folder of its name, has the built-in rules', async () => {
    const sha = await commit('docs/x/y.md', 'text');
    expect(await readRulesAt(repository(), sha, 'no.yml')).toEqual({ file: 'no.yml', text: 'version: 1\n' });
    expect(await readRulesAt(repository(), sha, 'docs/x')).toEqual({ file: 'docs/x', text: 'version: 1\n' });
  });

  test('a token that GitHub does not know is an error, not the built-in rules', async () => {
    const refused = repository(hub.bot);
    refused.client.hook.wrap('request', () => {
      throw Object.assign(new Error('Bad credentials'), { status: 401 });
    });
    await expect(readRulesAt(refused, 'main', FILE)).rejects.toMatchObject({ status: 401 });
  });
});

describe('withDeadline', () => {
  test('ends what does not end, and tells it', async () => {
    let told: AbortSignal | undefined;
    const work = (signal: AbortSignal) => {
      told = signal;
      return new Promise<never>(() => {});
    };
    await expect(withDeadline(0.02, work)).rejects.toThrow('GitHub did not answer within 0.02 s');
    expect(told?.aborted).toBe(true);
  });

  test('a server that refuses the connection is an error with a reason, not a hang', async () => {
    const { client, owner, repo } = repository(hub.bot, 'http://127.0.0.1:9');
    const error = await client.rest.repos.get({ owner, repo, request: { retries: 0 } }).catch((e: unknown) => e);
    expect(reasonOf(error)).toMatch(/^500: /);
  });
});
