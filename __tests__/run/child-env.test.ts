import { readFileSync } from 'node:fs';
import { delimiter } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { UserError } from '../../src/model/diagnostic.ts';
import { SILENT } from '../../src/run/options.ts';
import { buildEnv, gitEnv, goEnv, passedEnv, setupEnv, testEnv } from '../../src/run/process/child-env.ts';
import { GO_MOD, inWorkspace, launchOf, put, repository } from './sandbox.ts';

/** What a step of a workflow holds that the code of a pull request must not see (TRUST T9). */
const SENSITIVE = [
  ...[
    'ACTIONS_RUNTIME_TOKEN',
    'ACTIONS_RUNTIME_URL',
    'ACTIONS_CACHE_URL',
    'ACTIONS_RESULTS_URL',
    'ACTIONS_ID_TOKEN_REQUEST_TOKEN',
  ],
  ...[
    'ACTIONS_ID_TOKEN_REQUEST_URL',
    'INPUT_GITHUB-TOKEN',
    'INPUT_TOKEN',
    'GITHUB_TOKEN',
    'GH_TOKEN',
    'GITHUB_OUTPUT',
    'GITHUB_ENV',
  ],
  ...[
    'GITHUB_PATH',
    'GITHUB_STATE',
    'GITHUB_STEP_SUMMARY',
    'GITHUB_EVENT_PATH',
    'RUNNER_TEMP',
    'RUNNER_TOOL_CACHE',
    'STATE_x',
  ],
  ...[
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_SESSION_TOKEN',
    'AZURE_CLIENT_SECRET',
    'GOOGLE_APPLICATION_CREDENTIALS',
  ],
  ...[
    'NPM_TOKEN',
    'NODE_AUTH_TOKEN',
    'DOCKER_PASSWORD',
    'SSH_AUTH_SOCK',
    'GIT_ASKPASS',
    'GIT_CONFIG_PARAMETERS',
    'GIT_DIR',
    'GOFLAGS',
  ],
  ...[
    'GODEBUG',
    'HTTPS_PROXY',
    'LD_PRELOAD',
    'NODE_OPTIONS',
    'CODECOV_TOKEN',
    'SLACK_WEBHOOK',
    'DATABASE_URL',
    'MY_SECRET',
  ],
];

const before = { ...process.env };
afterEach(() => {
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  Object.assign(process.env, before);
});

const DUMP = `package m

import (
	"fmt"
	"os"
	"testing"
)

func BenchmarkDump(b *testing.B) {
	for _, entry := range os.Environ() {
		fmt.Println("ENV " + entry)
	}
	dir, _ := os.Getwd()
	fmt.Println("DIR " + dir)
}
`;

describe('the code under test', () => {
  test('sees none of what is sensitive, but what the user passes; nor does setup (T9)', async () => {
    const dir = repository({ 'go.mod': GO_MOD, '.gitignore': 'setup.txt\n' });
    put(dir, { 'p/dump_test.go': DUMP });
    for (const name of SENSITIVE) if (name !== 'GIT_DIR' && name !== 'LD_PRELOAD') process.env[name] = `SECRET-${name}`;
    process.env.WANTED = 'from outside';
    const options = { env: ['WANTED', 'GOGC=77', 'NOT_SET'], setup: 'env > setup.txt' };
    await inWorkspace(dir, options, async (workspace) => {
      const [record] = await workspace.execute([launchOf({ pkg: 'example.com/m/p' })], SILENT);
      const seen = Object.fromEntries(
        [...(record?.stdout ?? '').matchAll(/^ENV ([^=]+)=(.*)$/gm)].map((m) => [m[1], m[2]]),
      );
      expect(record?.stdout).not.toMatch(/SECRET/);
      // GOFLAGS is there, and empty: the go command would otherwise ask its own file.
      expect(SENSITIVE.filter((name) => seen[name])).toEqual([]);
      expect(seen).toMatchObject({
        WANTED: 'from outside',
        GOGC: '77',
        PWD: `${dir}/p`,
        GOTOOLCHAIN: 'local',
        HOME: process.env.HOME,
      });
      expect(seen).not.toHaveProperty('NOT_SET');
      expect(record?.stdout).toContain(`DIR ${dir}/p\n`);
      expect(seen.PATH?.split(delimiter)[0]).toBe(`${seen.GOROOT}/bin`);
      const setup = readFileSync(`${dir}/setup.txt`, 'utf8');
      expect(setup).toMatch(/^WANTED=/m);
      expect([...setup.matchAll(/^(\w+)=SECRET/gm)].map((m) => m[1])).toEqual(['HTTPS_PROXY']);
    });
  });
});

describe('the environments', () => {
  const everything = Object.fromEntries(
    [...SENSITIVE, 'PATH', 'HOME', 'CC', 'GOPROXY', 'LANG'].map((name) => [name, 'x']),
  );
  const settings = { GOROOT: '/go', GOPROXY: 'p', CC: 'cc', GOFLAGS: '-count=2', GOPATH: '/gopath' };

  test.each([
    ['git', gitEnv(everything), ['HTTPS_PROXY', 'SSH_AUTH_SOCK']],
    ['go env', goEnv(everything, {}), ['HTTPS_PROXY', 'SSH_AUTH_SOCK']],
    ['go build', buildEnv(everything, settings, {}), ['HTTPS_PROXY', 'SSH_AUTH_SOCK']],
    ['setup', setupEnv(buildEnv(everything, settings, {})), ['HTTPS_PROXY']],
    ['a test', testEnv(everything, settings, {}), []],
  ])('of %s is an allow-list', (_, env, network) => {
    expect(SENSITIVE.filter((name) => env[name] && !network.includes(name))).toEqual([]);
    expect(env.HOME).toBe('x');
  });

  test('settings of go env are kept for builds, the flags are not', () => {
    expect(buildEnv(everything, settings, {})).toMatchObject({
      CC: 'cc',
      GOPROXY: 'p',
      GOFLAGS: '',
      GOENV: 'off',
      GOTOOLCHAIN: 'local',
    });
    expect(buildEnv(everything, settings, { GOTOOLCHAIN: 'auto', GOFLAGS: '-mod=mod' })).toMatchObject({
      GOTOOLCHAIN: 'auto',
      GOFLAGS: '-mod=mod',
    });
  });
});

describe('passedEnv', () => {
  test('takes values from outside or as given', () => {
    expect(passedEnv(['A', 'B=1=2', 'C=', 'D'], { A: 'a', B: 'not this' })).toEqual({ A: 'a', B: '1=2', C: '' });
  });

  test.each([
    'GITHUB_TOKEN',
    'ACTIONS_RUNTIME_TOKEN',
    'INPUT_X=1',
    'RUNNER_TEMP',
    'GIT_DIR=/x',
    'PWD=/x',
    'actions_runtime_token',
    '',
    '=1',
    'A B=1',
    '-exec=1',
    'A\0=1',
    'A=\0',
  ])('refuses %j', (entry) => {
    expect(() => passedEnv([entry], {})).toThrow(UserError);
  });
});
