import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { openRepository } from '../../src/run/git/git.ts';
import { goProblem, openToolchain } from '../../src/run/go/toolchain.ts';
import { SILENT } from '../../src/run/options.ts';
import { openWorkspace } from '../../src/run/workspace.ts';
import { benchFile, commit, folder, repository, runOptions } from './sandbox.ts';

const PATH = process.env.PATH ?? '';
afterEach(() => {
  process.env.PATH = PATH;
});

/** A folder with a program of this name that says what it is told to. */
function fake(name: string, script: string): string {
  const dir = folder({ [name]: `#!/bin/sh\n${script}\n` });
  chmodSync(join(dir, name), 0o755);
  return dir;
}

/** What a person must add to the workflow stands in the example (F11). */
describe('what is missing is told with the line to add', () => {
  test('no Go', async () => {
    process.env.PATH = folder();
    await expect(openToolchain(folder(), {})).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringMatching(/not installed/),
      example: expect.stringMatching(/setup-go/),
    });
  });

  test.each(['go1.19.13', 'go1.9', ''])('old Go %j', async (version) => {
    process.env.PATH = `${fake('go', `echo '{"GOVERSION": "${version}"}'`)}:${PATH}`;
    await expect(openToolchain(folder(), {})).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringMatching(/too old/),
      example: expect.stringMatching(/setup-go/),
    });
  });

  test('Go older than go.mod asks for', async () => {
    const dir = repository({ 'go.mod': 'module m\n\ngo 1.999\n', 'a_test.go': benchFile('m', 'A') });
    commit(dir, { 'x.go': 'package m\n' });
    const opened = openWorkspace(runOptions(dir), SILENT);
    await expect(opened).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringMatching(/older than .* asks for/),
      example: expect.stringMatching(/go-version-file/),
    });
  });

  test('no git', async () => {
    process.env.PATH = folder();
    await expect(openRepository(folder())).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringMatching(/git is not installed/),
      example: expect.stringMatching(/install/),
    });
  });

  test('no repository', async () => {
    const opened = openWorkspace(runOptions(folder({ 'go.mod': 'module m\n' })), SILENT);
    await expect(opened).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringMatching(/not in a git repository/),
      example: expect.stringMatching(/actions\/checkout/),
    });
  });

  test('a repository that git does not trust', async () => {
    process.env.PATH = `${fake('git', "echo 'fatal: detected dubious ownership in repository' >&2; exit 128")}:${PATH}`;
    await expect(openRepository(folder())).rejects.toMatchObject({ example: expect.stringMatching(/safe\.directory/) });
  });

  test('no such folder, and no module', async () => {
    await expect(openWorkspace(runOptions('/nowhere/at/all'), SILENT)).rejects.toMatchObject({
      message: expect.stringMatching(/there is no folder/),
    });
    const dir = repository({ 'a.txt': '1' });
    commit(dir, { 'a.txt': '2' });
    await expect(openWorkspace(runOptions(dir), SILENT)).rejects.toMatchObject({
      message: expect.stringMatching(/no Go module/),
    });
  });
});

describe('openToolchain', () => {
  test('takes the oldest Go that is supported', async () => {
    process.env.PATH = `${fake('go', `echo '{"GOVERSION": "go1.20.14"}'`)}:${PATH}`;
    expect(await openToolchain(folder(), {})).toMatchObject({ version: 'go1.20.14', minor: 20 });
  });

  test("uses no other Go than the one that is there, and no flags but the user's", async () => {
    const dir = folder({ 'go.mod': 'module m\n\ngo 1.18\n' });
    const go = await openToolchain(dir, {});
    const said = JSON.parse((await go.go(dir, ['env', '-json', 'GOFLAGS', 'GOTOOLCHAIN', 'GOENV'])).stdout);
    expect(said).toEqual({ GOFLAGS: '', GOTOOLCHAIN: 'local', GOENV: expect.stringMatching(/^(off)?$/) });
    const asked = await openToolchain(dir, { GOFLAGS: '-mod=mod', GOAMD64: 'v2' });
    expect(JSON.parse((await asked.go(dir, ['env', '-json', 'GOFLAGS', 'GOAMD64'])).stdout)).toEqual({
      GOFLAGS: '-mod=mod',
      GOAMD64: 'v2',
    });
  });

  test('keeps what `go env -w` says of places and modules', async () => {
    const home = folder({ goenv: 'GOPRIVATE=example.com/private\nGOFLAGS=-count=2\n' });
    process.env.GOENV = join(home, 'goenv');
    try {
      const go = await openToolchain(home, {});
      expect(go.buildEnv).toMatchObject({ GOPRIVATE: 'example.com/private', GOFLAGS: '' });
    } finally {
      delete process.env.GOENV;
    }
  });

  test('goProblem keeps what the go command said', () => {
    expect(goProblem('go: errors parsing go.mod:\ngo.mod:3: unknown directive: x', 'd').message).toMatch(
      /go fails in d: go.mod:3/,
    );
    expect(goProblem('', 'd').message).toMatch(/no message/);
  });
});
