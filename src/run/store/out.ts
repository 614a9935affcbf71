import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../model/diagnostic.ts';

/**
 * Refuses a folder that holds something else than evidence: writing evidence replaces what is in it. Asked before
 * anything is built.
 *
 * @throws UserError
 */
export async function checkOut(dir: string): Promise<void> {
  const there = await stat(dir).catch(() => null);
  if (there === null) return;
  if (!there.isDirectory()) throw new UserError(`out: ${dir} is no folder`, { example: EXAMPLE });
  const names = (await readdir(dir)).filter((name) => name !== '.gitignore');
  if (names.length === 0 || names.includes('evidence.json')) return;
  throw new UserError(`out: ${dir} is not empty and holds no evidence, so nothing is written to it`, {
    example: EXAMPLE,
  });
}

const EXAMPLE = 'out: perf-evidence   (a folder that is new, empty, or of an earlier run)';

/** Tells git to leave the folder alone, unless it has a .gitignore already. */
export async function hideFromGit(dir: string): Promise<void> {
  await writeFile(join(dir, '.gitignore'), '*\n', { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}
