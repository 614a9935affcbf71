import { createSign } from 'node:crypto';
import { createEmulator, type Emulator } from 'emulate';

export const OWNER = 'acme';
export const REPO = 'eventlog';

/** A local GitHub with one repository, one pull request, and tokens of several identities. */
export interface Hub {
  readonly url: string;
  /** Token of `ann`, a collaborator with write access. */
  readonly user: string;
  /** Token of `mallory`, who may read. */
  readonly stranger: string;
  /** Installation tokens of the App `github-actions`, as GITHUB_TOKEN is one. */
  readonly bot: string;
  readonly readOnly: string;
  /** REST call as an owner of the organisation; throws on anything but 2xx. */
  api(method: string, path: string, body?: unknown, token?: string): Promise<unknown>;
  /** A new pull request: its number and commits. */
  openPull(branch?: string): Promise<{ number: number; headSha: string; baseSha: string }>;
  close(): Promise<void>;
}

const APP = 4242;
const OWNER_TOKEN = 'token-of-acme';

export async function openHub(): Promise<Hub> {
  const emulator = await createEmulator({
    service: 'github',
    port: 0,
    seed: {
      tokens: {
        [OWNER_TOKEN]: { login: 'olga', scopes: ['repo'] },
        'token-of-ann': { login: 'ann', scopes: ['repo'] },
        'token-of-mallory': { login: 'mallory', scopes: ['repo'] },
      },
      github: {
        users: [{ login: 'olga' }, { login: 'ann' }, { login: 'mallory' }],
        // An organisation: on a user's account the emulator lets an App ask for /user, which GitHub does not.
        orgs: [{ login: OWNER, members: [{ login: 'olga', role: 'admin' }] }],
        repos: [{ owner: OWNER, name: REPO, auto_init: true }],
        apps: [
          {
            app_id: APP,
            slug: 'github-actions',
            name: 'GitHub Actions',
            permissions: { contents: 'read', issues: 'write', pull_requests: 'write', metadata: 'read' },
            installations: [{ installation_id: 7, account: OWNER, repository_selection: 'all' }],
          },
        ],
      },
    },
  });
  const api = (method: string, path: string, body?: unknown, token = OWNER_TOKEN) =>
    call(emulator.url, token, method, path, body);
  await api('PUT', `/repos/${OWNER}/${REPO}/collaborators/ann`, { permission: 'push' });
  await api('PUT', `/repos/${OWNER}/${REPO}/collaborators/mallory`, { permission: 'pull' });
  const installation = (permissions: object) => installationToken(emulator, permissions);
  return {
    url: emulator.url,
    user: 'token-of-ann',
    stranger: 'token-of-mallory',
    bot: await installation({ contents: 'read', issues: 'write', pull_requests: 'write', metadata: 'read' }),
    readOnly: await installation({ contents: 'read', issues: 'read', pull_requests: 'read', metadata: 'read' }),
    api,
    openPull: (branch) => openPull(api, branch),
    close: () => emulator.close(),
  };
}

async function call(url: string, token: string, method: string, path: string, body?: unknown): Promise<unknown> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const response = await fetch(`${url}${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return text === '' ? null : JSON.parse(text);
}

/** Signs in as the App (RS256 JSON web token) and asks for a token with these permissions. */
async function installationToken(emulator: Emulator, permissions: object): Promise<string> {
  const key = emulator.generatedSecrets.find((s) => s.kind === 'github.app_private_key')?.value ?? '';
  const now = Math.floor(Date.now() / 1000);
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const signed = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode({ iss: APP, iat: now - 60, exp: now + 540 })}`;
  const jwt = `${signed}.${createSign('RSA-SHA256').update(signed).sign(key, 'base64url')}`;
  const answer = await call(emulator.url, jwt, 'POST', '/app/installations/7/access_tokens', { permissions });
  return (answer as { token: string }).token;
}

let branches = 0;

async function openPull(api: Hub['api'], branch = `change-${++branches}`) {
  const root = `/repos/${OWNER}/${REPO}`;
  const main = (await api('GET', `${root}/git/ref/heads/main`)) as { object: { sha: string } };
  await api('POST', `${root}/git/refs`, { ref: `refs/heads/${branch}`, sha: main.object.sha });
  const content = Buffer.from(`a change on ${branch}`).toString('base64');
  await api('PUT', `${root}/contents/${branch}.txt`, { message: 'a change', content, branch });
  const pull = await api('POST', `${root}/pulls`, { title: 'a change', head: branch, base: 'main' });
  const { number, head, base } = pull as { number: number; head: { sha: string }; base: { sha: string } };
  return { number, headSha: head.sha, baseSha: base.sha };
}
