import type { Git } from './git.ts';

/**
 * Files that differ between the base commit and the working tree, untracked ones included, relative to the repository's
 * root; a file that moved is there twice.
 */
export async function changedFiles(git: Git, base: string): Promise<string[]> {
  // ext-diff and textconv would run programs that the repository names.
  const diff = await git.must(
    'diff',
    '--name-only',
    '-z',
    '--no-renames',
    '--no-ext-diff',
    '--no-textconv',
    '--ignore-submodules=none',
    base,
    '--',
  );
  const untracked = await git.must('ls-files', '-z', '--others', '--exclude-standard');
  const files = new Set([...diff.split('\0'), ...untracked.split('\0')].filter(Boolean));
  return [...files].sort();
}
