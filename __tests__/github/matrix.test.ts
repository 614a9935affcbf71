import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, jest, test } from '@jest/globals';
import { runAction } from '../../src/github/action.ts';
import { Session } from '../../src/github/session.ts';
import { GO_MOD, repository } from '../run/sandbox.ts';

const temp = realpathSync(mkdtempSync(join(tmpdir(), 'matrix-action-')));
afterAll(() => rmSync(temp, { recursive: true, force: true }));
afterEach(() => {
  jest.restoreAllMocks();
});

const BENCH = `package m

import "testing"

var sink []byte

func BenchmarkAllocate(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sink = make([]byte, 1<<14)
	}
}
`;

/** The environment of a step, its files new. */
function stepEnv(workspace: string, event: string, inputs: Readonly<Record<string, string>>) {
  const file = (name: string, text: string) => {
    const path = join(temp, `${Math.random().toString(36).slice(2)}-${name}`);
    writeFileSync(path, text);
    return path;
  };
  return {
    ...Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
    GITHUB_REPOSITORY: 'owner/repo',
    GITHUB_EVENT_NAME: event,
    GITHUB_EVENT_PATH: file('event.json', '{}'),
    GITHUB_WORKSPACE: workspace,
    GITHUB_STEP_SUMMARY: file('summary.md', ''),
    RUNNER_TEMP: temp,
  };
}

async function step(workspace: string, event: string, inputs: Readonly<Record<string, string>>) {
  let log = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    log += String(text);
    return true;
  });
  const env = stepEnv(workspace, event, inputs);
  const session = new Session(env);
  const status = await runAction(env, session);
  return { status, log, outputs: session.outputs, summary: readFileSync(env.GITHUB_STEP_SUMMARY, 'utf8') };
}

test('the command gc-matrix tells its recommendation in the summary and by the outputs', async () => {
  const dir = repository({ 'go.mod': GO_MOD, 'm.go': 'package m\n', 'm_test.go': BENCH });
  const inputs = { command: 'gc-matrix', gogc: '25,100', rounds: '1', benchtime: '5ms', out: 'out' };
  const done = await step(dir, 'workflow_dispatch', inputs);
  expect([done.status, done.outputs.verdict]).toEqual([0, 'pass']);
  expect(done.summary).toContain('| **`100 (default)`** |');
  expect(done.summary).toContain('```mermaid\nxychart-beta');
  expect(done.log).toContain('round 1 of 1: 2 processes');
  expect(JSON.parse(readFileSync(done.outputs['result-path'], 'utf8'))).toMatchObject({
    schema: 'go-perf-gate/gc-matrix@1',
    status: 'complete',
  });
  expect(readFileSync(done.outputs['report-path'], 'utf8')).toBe(done.summary);
}, 120_000);

test('it runs code, so not where secrets are', async () => {
  const { status, outputs, summary } = await step(temp, 'pull_request_target', { command: 'gc-matrix' });
  expect([status, outputs.verdict]).toEqual([1, 'error']);
  expect(summary).toContain('pull_request_target');
});
