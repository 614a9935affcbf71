import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { NO_OUTPUTS } from '../../src/github/outputs.ts';
import { type Hub, OWNER, openHub, REPO } from '../github/emulator.ts';
import { type Checkout, makeCheckout, makeTraps } from './repository.ts';
import { type Done, NODES, runStep, startStep } from './runner.ts';

let hub: Hub;
let checkout: Checkout;
beforeAll(async () => {
  hub = await openHub();
  checkout = makeCheckout();
});
afterAll(() => hub.close());

interface Comment {
  readonly id: number;
  readonly body: string;
  readonly user: { readonly login: string };
}

async function comments(number: number): Promise<readonly Comment[]> {
  return (await hub.api('GET', `/repos/${OWNER}/${REPO}/issues/${number}/comments`)) as Comment[];
}

interface Pull {
  readonly number: number;
  readonly headSha: string;
  readonly baseSha: string;
}

function pullPayload(pull: Pull, action = 'synchronize') {
  return { action, pull_request: { number: pull.number, head: { sha: pull.headSha }, base: { sha: pull.baseSha } } };
}

function expectEveryOutput(done: Done): void {
  expect(Object.keys(done.outputs).sort()).toEqual(Object.keys(NO_OUTPUTS).sort());
}

describe.each(NODES)('%s', (_, node) => {
  /** Evidence that the first test measured; the others judge it again. */
  let evidence = '';
  let regressions = '';
  let pull: Pull;
  beforeAll(async () => {
    pull = await hub.openPull();
  });

  test('a pull request that allocates more: measured, failed, commented', async () => {
    const done = await runStep({
      node,
      workspace: checkout.dir,
      event: 'pull_request',
      payload: pullPayload(pull),
      sha: checkout.merge,
      apiUrl: hub.url,
      inputs: { 'github-token': hub.bot },
    });
    expect(done.outputs).toMatchObject({ verdict: 'fail', 'base-sha': checkout.base });
    expectEveryOutput(done);
    expect(done.status).toBe(1);
    regressions = done.outputs.regressions ?? '';
    expect(Number(regressions)).toBeGreaterThanOrEqual(1);
    expect(done.log).toContain('::error');
    expect(done.summary).toContain('Fill');
    const result = JSON.parse(readFileSync(done.outputs['result-path'] ?? '', 'utf8'));
    expect(result).toMatchObject({ schema: 'go-perf-gate/result@1', verdict: 'fail' });
    expect(readFileSync(done.outputs['report-path'] ?? '', 'utf8')).toContain('Fill');
    const [comment, ...others] = await comments(pull.number);
    expect(others).toEqual([]);
    expect(comment?.user.login).toBe('github-actions[bot]');
    expect(comment?.body).toContain('allocs/op');
    expect(done.outputs['comment-url']).toContain(`issuecomment-${comment?.id}`);
    regressions = done.outputs.regressions ?? '';
    evidence = (done.outputs['result-path'] ?? '').replace(/\/result\.json$/, '');
    expect(existsSync(`${evidence}/evidence.json`)).toBe(true);
  });

  /** Judges the stored run again, where every program is a trap. */
  async function judge(
    token: string,
    event = 'pull_request',
    payload: unknown = pullPayload(pull, 'labeled'),
    inputs = {},
  ) {
    const traps = makeTraps();
    const step = { node, workspace: checkout.dir, event, payload, apiUrl: hub.url, path: traps.path, runId: 2 };
    const done = await runStep({ ...step, inputs: { command: 'judge', evidence, 'github-token': token, ...inputs } });
    expect(traps.sprung()).toBe('');
    return done;
  }

  test('a label: judged again without running anything; the comment stays one', async () => {
    const done = await judge(hub.bot);
    expect(done.outputs).toMatchObject({ verdict: 'fail', regressions });
    expectEveryOutput(done);
    expect(done.status).toBe(1);
    expect(await comments(pull.number)).toHaveLength(1);
  });

  test('with fail-on: never the second stage is green, and says fail', async () => {
    const run = {
      id: 1,
      event: 'pull_request',
      head_sha: pull.headSha,
      head_branch: `${await branchOf(pull.number)}`,
      head_repository: { owner: { login: OWNER } },
    };
    const done = await judge(hub.bot, 'workflow_run', { workflow_run: run }, { 'fail-on': 'never' });
    expect([done.status, done.outputs.verdict]).toEqual([0, 'fail']);
    expect(done.outputs['comment-url']).toContain('issuecomment-');
    expect(await comments(pull.number)).toHaveLength(1);
  });

  test('a token that may only read: the same verdict, byte for byte, and no crash (T2)', async () => {
    const fork = await hub.openPull();
    const mayNot = await judge(hub.readOnly, 'pull_request', pullPayload(fork));
    const may = await judge(hub.bot, 'pull_request', pullPayload(fork));
    const [full, degraded] = [may, mayNot].map((done) => readFileSync(done.outputs['result-path'] ?? '', 'utf8'));
    expect(withoutTime(degraded)).toBe(withoutTime(full));
    expect(mayNot.status).toBe(may.status);
    expect(mayNot.outputs).toMatchObject({ verdict: 'fail', 'comment-url': '' });
    expect(mayNot.summary).toContain('may not write here');
    expect(mayNot.summary).toContain('Fill');
    expect(await comments(fork.number)).toHaveLength(1);
  });

  test('a push: measured against the commit before, and commented nowhere', async () => {
    const done = await runStep({
      node,
      workspace: checkout.dir,
      event: 'push',
      payload: { before: checkout.base, repository: { default_branch: 'main' } },
      inputs: { 'github-token': hub.bot, 'fail-on': 'never' },
    });
    expect([done.status, done.outputs.verdict, done.outputs['comment-url']]).toEqual([0, 'fail', '']);
    expectEveryOutput(done);
    expect(done.summary).toContain('Fill');
  });

  test.each(['pull_request_target', 'issue_comment', 'workflow_run'])(
    '%s: refused before any process is started (T1)',
    async (event) => {
      const traps = makeTraps();
      const payload = { ...pullPayload(pull), workflow_run: {} };
      const done = await runStep({ node, workspace: checkout.dir, event, payload, path: traps.path });
      expect(done.status).toBe(1);
      expect(traps.sprung()).toBe('');
      expect(done.outputs).toEqual(NO_OUTPUTS);
      expect(done.log).toContain(`on ${event} the gate runs no Go code`);
      expect(done.summary).toContain('cannot run');
    },
  );

  test('a wrong input is named, with every output set', async () => {
    const inputs = { comment: 'sometimes' };
    const done = await runStep({
      node,
      workspace: checkout.dir,
      event: 'pull_request',
      payload: pullPayload(pull),
      inputs,
    });
    expect([done.status, done.outputs]).toEqual([1, NO_OUTPUTS]);
    expect(done.log).toContain('input comment: "sometimes" is none of always');
    expect(done.summary).toContain('for example: comment: on-change');
  });

  test('a mistake in the rules is shown at its line', async () => {
    const broken = makeCheckout({
      '.github/go-perf-gate.yml': 'version: 1\nchecks:\n  - id: bench/time\n    max-regresion: 5%\n',
    });
    const done = await runStep({
      node,
      workspace: broken.dir,
      event: 'pull_request',
      payload: pullPayload(pull),
      sha: broken.merge,
    });
    expect([done.status, done.outputs.verdict]).toEqual([1, 'error']);
    expectEveryOutput(done);
    expect(done.log).toMatch(/::error [^\n]*file=[^\n]*go-perf-gate\.yml,line=4/);
    expect(done.summary).toContain('max-regresion');
  });

  test('a cancelled job leaves its outputs, a summary and no children', async () => {
    const pidFile = join(mkdtempSync(join(tmpdir(), 'go-perf-gate-e2e-pid-')), 'pid');
    const hanging = makeCheckout({ 'sleep_test.go': sleeper(pidFile) });
    const step = {
      node,
      workspace: hanging.dir,
      event: 'pull_request',
      payload: pullPayload(pull),
      sha: hanging.merge,
    };
    const { child, done } = startStep({ ...step, inputs: { bench: 'Sleep' } });
    while (!existsSync(pidFile) && child.exitCode === null) await sleep(20);
    child.kill('SIGINT');
    const ended = await done;
    expect(ended.status).toBe(130);
    expect(ended.outputs.verdict).toBe('cancelled');
    expectEveryOutput(ended);
    expect(ended.summary).toContain('was cancelled');
    const pid = Number(readFileSync(pidFile, 'utf8'));
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });
});

test('GitHub out of reach: the verdict stands, and the summary says all of it', async () => {
  const done = await runStep({
    node: process.execPath,
    workspace: checkout.dir,
    event: 'pull_request',
    payload: pullPayload({ number: 1, headSha: checkout.head, baseSha: checkout.base }),
    sha: checkout.merge,
    apiUrl: 'http://127.0.0.1:9',
    inputs: { 'github-token': 'ghs_none' },
  });
  expect([done.status, done.outputs.verdict, done.outputs['comment-url']]).toEqual([1, 'fail', '']);
  expectEveryOutput(done);
  expect(done.summary).toContain('Fill');
  expect(done.summary).toContain('The comment could not be written');
  expect(done.summary).toContain('none is counted as an approval');
});

/** A benchmark that says who it is, renamed into place, and never ends. */
function sleeper(pidFile: string): string {
  return `package work

import (
	"os"
	"strconv"
	"testing"
	"time"
)

func BenchmarkSleep(b *testing.B) {
	os.WriteFile("${pidFile}.tmp", []byte(strconv.Itoa(os.Getpid())), 0o600)
	os.Rename("${pidFile}.tmp", "${pidFile}")
	time.Sleep(time.Hour)
}
`;
}

/** The result's text but for the moment of judgement. */
function withoutTime(json = ''): string {
  return json.replace(/"now": "[^"]*"/, '"now": ""');
}

async function branchOf(number: number): Promise<string> {
  const found = (await hub.api('GET', `/repos/${OWNER}/${REPO}/pulls/${number}`)) as { head: { ref: string } };
  return found.head.ref;
}
