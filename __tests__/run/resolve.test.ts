import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { UserError } from '../../src/model/diagnostic.ts';
import { changedFiles } from '../../src/run/git/changed-files.ts';
import { gitIn, openRepository } from '../../src/run/git/git.ts';
import { resolveBase, resolveHead } from '../../src/run/git/resolve.ts';
import type { BaseChoice } from '../../src/run/options.ts';
import { commit, folder, git, put, repository } from './sandbox.ts';

async function base(dir: string, choice: BaseChoice) {
  const repo = await openRepository(dir);
  return resolveBase(repo, choice, await resolveHead(repo));
}

describe('resolveHead', () => {
  test('names the branch, the commit, or the working tree', async () => {
    const dir = repository({ 'a.txt': '1' });
    const sha = git(dir, 'rev-parse', 'HEAD');
    expect(await resolveHead(gitIn(dir))).toEqual({ label: 'main', sha, dirty: false });
    git(dir, 'checkout', '-q', '--detach');
    expect(await resolveHead(gitIn(dir))).toEqual({ label: sha.slice(0, 12), sha, dirty: false });
    put(dir, { 'new.txt': '2' });
    expect(await resolveHead(gitIn(dir))).toEqual({ label: 'working tree', sha, dirty: true });
  });

  test('explains a repository without a commit', async () => {
    const dir = folder();
    git(dir, 'init', '-q');
    await expect(resolveHead(gitIn(dir))).rejects.toThrow(/no commit yet/);
  });
});

/**
 *     first ── second(main) ── third
 *        └──── feature ──────── merge (HEAD, first parent: third)
 */
describe('resolveBase', () => {
  let dir = '';
  const sha: Record<string, string> = {};
  beforeAll(() => {
    dir = repository({ 'a.txt': '1' });
    sha.first = git(dir, 'rev-parse', 'HEAD');
    sha.second = commit(dir, { 'b.txt': '1' });
    sha.third = commit(dir, { 'c.txt': '1' });
    git(dir, 'checkout', '-q', '-b', 'feature', sha.first ?? '');
    sha.feature = commit(dir, { 'd.txt': '1' });
    git(dir, 'tag', '-a', 'v1', '-m', 'tag', sha.second ?? '');
    git(dir, 'checkout', '-q', '--detach', 'main');
    git(dir, 'merge', '-q', '--no-ff', '-m', 'merge', 'feature');
    sha.merge = git(dir, 'rev-parse', 'HEAD');
  });

  test('the first parent of a merge commit', async () => {
    git(dir, 'checkout', '-q', '--detach', sha.merge ?? '');
    expect(await base(dir, { by: 'first-parent' })).toMatchObject({
      by: 'first parent of the merge commit',
      side: { sha: sha.third },
    });
  });

  test('no merge commit has no such base, and the message says what to do', async () => {
    git(dir, 'checkout', '-q', 'feature');
    await expect(base(dir, { by: 'first-parent' })).rejects.toMatchObject({
      name: 'UserError',
      example: expect.stringContaining('base-ref'),
    });
  });

  test.each([
    ['main', 'third'],
    ['main~1', 'second'],
    ['v1', 'second'],
    ['feature', 'feature'],
  ])('the ref %s', async (ref, expected) => {
    expect(await base(dir, { by: 'ref', ref })).toEqual({
      by: 'explicit ref',
      side: { label: ref, sha: sha[expected] },
    });
  });

  test('a merge base', async () => {
    git(dir, 'checkout', '-q', 'feature');
    expect(await base(dir, { by: 'merge-base', ref: 'main' })).toMatchObject({
      by: 'merge-base',
      side: { sha: sha.first, label: 'merge base with main' },
    });
  });

  test('by default what a branch adds; on main the last commit or the one before it', async () => {
    git(dir, 'checkout', '-q', 'feature');
    expect(await base(dir, { by: 'default' })).toMatchObject({ by: 'merge-base', side: { sha: sha.first } });
    git(dir, 'checkout', '-q', 'main');
    expect(await base(dir, { by: 'default' })).toMatchObject({ by: 'previous commit', side: { sha: sha.second } });
    put(dir, { 'a.txt': 'changed' });
    expect(await base(dir, { by: 'default' })).toMatchObject({
      by: 'last commit',
      side: { label: 'HEAD', sha: sha.third },
    });
    git(dir, 'checkout', '-q', 'a.txt');
  });

  test('none', async () => {
    expect(await base(dir, { by: 'none' })).toBeNull();
  });

  test.each(['--upload-pack=/bin/evil', '-c', '', 'a..b', 'a b', 'a\nb', 'main\0'])(
    'refuses the ref %j (T10)',
    async (ref) => {
      await expect(base(dir, { by: 'ref', ref })).rejects.toThrow(/is no name of a commit/);
      await expect(base(dir, { by: 'merge-base', ref })).rejects.toThrow(UserError);
    },
  );

  test('an unknown ref is explained, and a refspec is never fetched', async () => {
    await expect(base(dir, { by: 'ref', ref: 'nowhere' })).rejects.toThrow(/there is no commit "nowhere"/);
    await expect(base(dir, { by: 'ref', ref: '+main:refs/heads/evil' })).rejects.toThrow(/there is no commit/);
    expect(git(dir, 'branch', '--list', 'evil')).toBe('');
  });

  test('histories that share nothing', async () => {
    git(dir, 'checkout', '-q', '--orphan', 'alone');
    commit(dir, {});
    await expect(base(dir, { by: 'merge-base', ref: 'main' })).rejects.toThrow(/no commit in common/);
  });

  test('the very first commit has nothing to be compared with', async () => {
    await expect(base(repository({ a: '1' }), { by: 'default' })).rejects.toThrow(/first commit/);
  });
});

describe('a shallow clone', () => {
  let origin = '';
  let main = '';
  let fork = '';
  beforeAll(() => {
    origin = repository({ 'a.txt': '0' });
    fork = git(origin, 'rev-parse', 'HEAD');
    for (let i = 0; i < 4; i++) main = commit(origin, { 'a.txt': String(i + 1) });
    git(origin, 'checkout', '-q', '-b', 'feature', fork);
    for (let i = 0; i < 3; i++) commit(origin, { 'b.txt': String(i) });
    git(origin, 'checkout', '-q', '--detach', 'main');
    git(origin, 'merge', '-q', '--no-ff', '-m', 'merge', 'feature');
    git(origin, 'update-ref', 'refs/pull/1/merge', 'HEAD');
  });
  const clone = (branch: string) => {
    const dir = folder();
    git(dir, 'clone', '-q', '--depth=1', '--branch', branch, `file://${origin}`, 'c');
    return join(dir, 'c');
  };

  test('is deepened until there is a merge base', async () => {
    const dir = clone('feature');
    expect(await base(dir, { by: 'merge-base', ref: 'main' })).toMatchObject({ side: { sha: fork } });
  });

  test('gets the parent of a merge commit alone, as actions/checkout leaves it', async () => {
    const dir = folder();
    git(dir, 'init', '-q');
    git(dir, 'remote', 'add', 'origin', `file://${origin}`);
    git(dir, 'fetch', '-q', '--depth=1', 'origin', '+refs/pull/1/merge:refs/remotes/pull/1/merge');
    git(dir, 'checkout', '-q', '--detach', 'refs/remotes/pull/1/merge');
    expect(await base(dir, { by: 'first-parent' })).toMatchObject({ side: { sha: main } });
    expect(git(dir, 'cat-file', '-t', main)).toBe('commit');
  });

  test('fetches a branch or a commit that it lacks', async () => {
    const dir = clone('main');
    const feature = git(origin, 'rev-parse', 'feature');
    expect(await base(dir, { by: 'ref', ref: 'feature' })).toMatchObject({ side: { sha: feature } });
    expect(await base(clone('main'), { by: 'ref', ref: fork })).toMatchObject({ side: { sha: fork } });
  });

  test('that cannot be deepened is explained with the line to add (F11)', async () => {
    const dir = clone('main');
    const feature = git(dir, 'fetch', '-q', '--depth=1', 'origin', 'feature') ?? '';
    expect(feature).toBe('');
    const other = git(dir, 'rev-parse', 'FETCH_HEAD');
    git(dir, 'remote', 'remove', 'origin');
    await expect(base(dir, { by: 'merge-base', ref: other })).rejects.toMatchObject({
      example: expect.stringContaining('fetch-depth: 0'),
    });
    await expect(base(dir, { by: 'default' })).rejects.toMatchObject({
      message: expect.stringContaining('shallow'),
      example: expect.stringContaining('fetch-depth: 0'),
    });
  });
});

describe('changedFiles', () => {
  test('has changed, new, removed and moved files, whatever their names, and not the ignored ones', async () => {
    const dir = repository({
      'a.txt': '1',
      'gone.txt': '1',
      'old name.txt': 'a long enough text to be found again',
      '.gitignore': '*.log\n',
      'same.txt': '1',
    });
    const sha = git(dir, 'rev-parse', 'HEAD');
    git(dir, 'mv', 'old name.txt', 'new name.txt');
    put(dir, { 'a.txt': '2', 'gone.txt': null, 'ünï\n"x".txt': 'n', 'x.log': 'n' });
    expect(await changedFiles(gitIn(dir), sha)).toEqual([
      'a.txt',
      'gone.txt',
      'new name.txt',
      'old name.txt',
      'ünï\n"x".txt',
    ]);
  });

  test('runs nothing that the repository names', async () => {
    const dir = repository({ 'a.txt': '1', '.gitattributes': '*.txt diff=evil\n' });
    const trace = join(folder(), 'ran');
    for (const [key, value] of [
      ['diff.evil.textconv', `touch ${trace}; cat`],
      ['diff.external', `touch ${trace}`],
      ['core.fsmonitor', `touch ${trace}`],
    ] as const) {
      git(dir, 'config', key, value);
    }
    writeFileSync(join(dir, 'a.txt'), '2');
    expect(await changedFiles(gitIn(dir), git(dir, 'rev-parse', 'HEAD'))).toEqual(['a.txt']);
    await resolveHead(gitIn(dir));
    await expect(import('node:fs').then((fs) => fs.existsSync(trace))).resolves.toBe(false);
  });
});
